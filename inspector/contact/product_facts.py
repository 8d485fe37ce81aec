"""A product as text for its card, the viewer, the clipboard and the command line."""

from functools import lru_cache
from itertools import islice
from typing import Final

from inspector.contact.cleaning import NAME_CHARS, clean_name, clean_text
from inspector.contact.model import Product
from inspector.contact.values import as_shown

_CHIP_CHARS: Final = 40
_PRICE_CHARS: Final = 80
_REMEMBERED_CHARS: Final = 3000
"""More than cleaning processes, and short enough to cache."""
_DESCRIPTION_CHARS: Final = 4000
_OTHER_CHARS: Final = 400
_OTHER_FIELDS_SHOWN: Final = 40
_YES_OR_NO: Final = {True: "Yes", False: "No", None: ""}


def name(product_name: str | None) -> str:
    """The cleaned name, or a placeholder."""
    return _line((product_name or "")[:_REMEMBERED_CHARS], NAME_CHARS) or "No name"


def price(product_price: str | None) -> str:
    """The cleaned price. Currency and scale are unknown, so it isn't formatted."""
    return _line((product_price or "")[:_REMEMBERED_CHARS], _PRICE_CHARS)


@lru_cache(maxsize=2048)
def _line(text: str, limit: int) -> str:
    """Cached, because scrolling repaints the cards, and cleaning takes longer than painting."""
    return clean_name(text, limit).text


def chips(product: Product) -> tuple[str, ...]:
    """What is unusual about a product: not in stock, not approved, hidden."""
    said = []
    if product.is_out_of_stock:
        said.append(_availability(product.availability or ""))
    if product.is_unapproved:
        said.append(_review(product.review_status or ""))
    if product.is_hidden:
        said.append("Hidden")
    return tuple(said)


def spoken(product: Product) -> str:
    """One line for screen readers."""
    return ", ".join(part for part in (name(product.name), price(product.price), *chips(product)) if part)


def facts(product: Product) -> list[tuple[str, str]]:
    """Labels and values of every field sent, except name and description."""
    pairs = [
        ("Price", price(product.price)),
        ("ID", clean_name(product.id or "").text),
        ("Availability", clean_name(product.availability or "").text),
        ("Review", clean_name(product.review_status or "").text),
        ("Hidden", _YES_OR_NO[product.is_hidden]),
    ]
    for key, value in islice(product.other_fields.items(), _OTHER_FIELDS_SHOWN):
        shown = clean_text(as_shown(value), _OTHER_CHARS).text
        pairs.append((clean_name(key, _CHIP_CHARS).text, shown))
    hidden = len(product.other_fields) - _OTHER_FIELDS_SHOWN
    if hidden > 0:
        more = f"{hidden} more in the raw response"
        pairs.append(("Other fields", more))
    return [(label, value) for label, value in pairs if value]


def description(product: Product) -> str:
    return clean_text(product.description or "", _DESCRIPTION_CHARS).text


def as_text(product: Product) -> str:
    """A product for the clipboard: one line per field, then the full description."""
    lines = [product.name or "", *(f"{label}: {value}" for label, value in facts(product))]
    lines += ["", product.description] if product.description else []
    return "\n".join(lines).strip()


def _availability(word: str) -> str:
    if word.casefold().replace("_", " ") == "out of stock":
        return "Out of stock"
    return clean_name(word, _CHIP_CHARS).text or "Out of stock"


def _review(word: str) -> str:
    if word.casefold() == "pending":
        return "Review pending"
    if word.casefold() == "rejected":
        return "Not approved"
    return clean_name(word, _CHIP_CHARS).text or "Not approved"
