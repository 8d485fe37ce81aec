"""A product in words: what a card, a tool tip, the viewer and the clipboard say of it."""

from functools import lru_cache
from itertools import islice

from PySide6.QtCore import QCoreApplication

from inspector.contact.cleaning import NAME_CHARS, clean_name, clean_text
from inspector.contact.model import Product
from inspector.contact.values import as_shown
from inspector.pictures.trouble import PictureTrouble

translate = QCoreApplication.translate

_CHIP_CHARS = 40
_PRICE_CHARS = 80
_REMEMBERED_CHARS = 3000
"""More than cleaning looks at, and little enough to be remembered."""
_DESCRIPTION_CHARS = 4000
_OTHER_CHARS = 400
_OTHER_FIELDS_SHOWN = 40
_HOST_CHARS = 60


def name(product_name: str | None) -> str:
    """A name fit for the screen; says so when there is none."""
    return _line((product_name or "")[:_REMEMBERED_CHARS], NAME_CHARS) or translate("product", "No name")


def price(product_price: str | None) -> str:
    """The price as delivered, or nothing: neither currency nor scale is known."""
    return _line((product_price or "")[:_REMEMBERED_CHARS], _PRICE_CHARS)


@lru_cache(maxsize=2048)
def _line(text: str, limit: int) -> str:
    """Cards are painted again with every step of the wheel, and cleaning takes longer than painting."""
    return clean_name(text, limit).text


def chips(product: Product) -> tuple[str, ...]:
    """What is unusual about a product: not in stock, not approved, hidden."""
    said = []
    if product.is_out_of_stock:
        said.append(_availability(product.availability or ""))
    if product.is_unapproved:
        said.append(_review(product.review_status or ""))
    if product.is_hidden:
        said.append(translate("product", "Hidden"))
    return tuple(said)


def spoken(product: Product) -> str:
    """One line for a screen reader."""
    return ", ".join(part for part in (name(product.name), price(product.price), *chips(product)) if part)


def facts(product: Product) -> list[tuple[str, str]]:
    """Every field that was delivered beside name and description: label and value."""
    pairs = [
        (translate("product", "Price"), price(product.price)),
        (translate("product", "ID"), clean_name(product.id or "").text),
        (translate("product", "Availability"), clean_name(product.availability or "").text),
        (translate("product", "Review"), clean_name(product.review_status or "").text),
        (translate("product", "Hidden"), _yes_or_no(product.is_hidden)),
    ]
    for key, value in islice(product.other_fields.items(), _OTHER_FIELDS_SHOWN):
        shown = clean_text(as_shown(value), _OTHER_CHARS).text
        pairs.append((clean_name(key, _CHIP_CHARS).text, shown))
    hidden = len(product.other_fields) - _OTHER_FIELDS_SHOWN
    if hidden > 0:
        more = translate("product", "{count} more in the raw answer").format(count=hidden)
        pairs.append((translate("product", "Other fields"), more))
    return [(label, value) for label, value in pairs if value]


def description(product: Product) -> str:
    return clean_text(product.description or "", _DESCRIPTION_CHARS).text


def as_text(product: Product) -> str:
    """A product for the clipboard, a line for each field, the description whole."""
    lines = [product.name or "", *(f"{label}: {value}" for label, value in facts(product))]
    lines += ["", product.description] if product.description else []
    return "\n".join(lines).strip()


def left_out(hosts: tuple[tuple[str, int], ...]) -> str:
    """How many pictures are at hosts that are not asked for any, and where; empty when there are none."""
    if not hosts:
        return ""
    count, (host, _) = sum(each for _, each in hosts), hosts[0]
    where = host if len(host) <= _HOST_CHARS else f"…{host[-_HOST_CHARS:]}"
    sentence = translate("product", "Not downloaded: {pictures} at {host}.")
    if len(hosts) > 1:
        sentence = translate("product", "Not downloaded: {pictures} at {host} and elsewhere.")
    return sentence.format(pictures=_pictures(count), host=where)


def short_reason(trouble: PictureTrouble) -> str:
    """Why a picture is missing, in the few words that a card has room for."""
    reasons = {
        PictureTrouble.MISSING: translate("product", "No picture"),
        PictureTrouble.SWITCHED_OFF: translate("product", "Pictures are turned off"),
        PictureTrouble.REFUSED: translate("product", "Host not allowed"),
        PictureTrouble.EXPIRED: translate("product", "Link expired"),
        PictureTrouble.GONE: translate("product", "No longer available"),
        PictureTrouble.NOT_A_PICTURE: translate("product", "Not a picture"),
        PictureTrouble.TOO_LARGE: translate("product", "Too large"),
        PictureTrouble.DAMAGED: translate("product", "Damaged"),
        PictureTrouble.NETWORK: translate("product", "No connection"),
        PictureTrouble.TIMEOUT: translate("product", "Timed out"),
        PictureTrouble.SERVER: translate("product", "Server error"),
    }
    return reasons[trouble]


def _pictures(count: int) -> str:
    if count == 1:
        return translate("product", "1 picture")
    return translate("product", "{count} pictures").format(count=count)


def _availability(word: str) -> str:
    if word.casefold().replace("_", " ") == "out of stock":
        return translate("product", "Out of stock")
    return clean_name(word, _CHIP_CHARS).text or translate("product", "Out of stock")


def _review(word: str) -> str:
    if word.casefold() == "pending":
        return translate("product", "Review pending")
    if word.casefold() == "rejected":
        return translate("product", "Not approved")
    return clean_name(word, _CHIP_CHARS).text or translate("product", "Not approved")


def _yes_or_no(claim: bool | None) -> str:
    if claim is None:
        return ""
    return translate("product", "yes") if claim else translate("product", "no")
