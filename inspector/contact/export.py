"""A contact for others: one JSON object for scripts, aligned lines for a terminal."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Final, TypeAlias

from inspector.contact.cleaning import clean_name, clean_text
from inspector.contact.model import Contact, Json, MuteExpiry, Product
from inspector.phone.reader import known_number

Row: TypeAlias = tuple[str, str]
"""A label and what stands beside it; further lines are set under the first."""

_LABEL_CHARS: Final = 23
_OTHER_CHARS: Final = 300
_UNITS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_WORDS: Final = {True: "yes", False: "no", None: "unknown"}


def as_json(contact: Contact) -> dict[str, Json]:
    """The object that `lookup --json` prints: every key always there, null for unknown or not given.

    Accepted by every JSON writer. Moments are UTC to the second: `2026-03-14T09:00:00Z`.
    """
    return {
        "chat_id": contact.chat_id,
        "phone": contact.phone,
        "name": contact.name,
        "contact_name": contact.contact_name,
        "email": contact.email,
        "category": contact.category,
        "description": contact.description,
        "avatar_url": contact.avatar_url,
        "has_avatar_bytes": contact.avatar_bytes is not None,
        "is_business": contact.is_business,
        "is_archived": contact.is_archived,
        "is_muted": contact.is_muted,
        "is_disappearing": contact.is_disappearing,
        "message_expiration_s": contact.message_expiration_s,
        "mute_expires_at": _moment(contact.mute_expires_at),
        "last_seen_at": _moment(contact.last_seen_at),
        "products": [_product(product) for product in contact.products],
        "other_fields": dict(contact.other_fields),
        "remarks": [{"field": remark.field, "said": remark.said} for remark in contact.remarks],
    }


def as_text(contact: Contact, zone: tzinfo | None = None) -> str:
    """Lines for a person at a terminal, free of control characters, without a line end at the end.

    Args:
        zone: in which moments are told; None is the zone of this computer.
    """
    rows = [*_identity(contact), *_business(contact), *_status(contact, zone), *_catalogue(contact)]
    rows += [_other(f"Other: {key}", value) for key, value in contact.other_fields.items()]
    rows += [("Odd in the answer", f"{remark.field}: {remark.said}") for remark in contact.remarks]
    return "\n".join(_line(label, value) for label, value in rows)


def _product(product: Product) -> Json:
    return {
        "id": product.id,
        "name": product.name,
        "description": product.description,
        "price": product.price,
        "availability": product.availability,
        "review_status": product.review_status,
        "is_hidden": product.is_hidden,
        "preview_url": product.preview_url,
        "original_url": product.original_url,
    }


def _moment(moment: MuteExpiry) -> str | None:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment


def _identity(contact: Contact) -> Iterator[Row]:
    if contact.phone:
        yield "Number", known_number(contact.phone.removeprefix("+")).international
    else:
        yield "Number", "WhatsApp hides this number"
    yield "WhatsApp id", contact.chat_id
    yield "Name", contact.name or "No name: this account has not written to you"
    yield "In phone book", contact.contact_name or "Not in the phone book"


def _business(contact: Contact) -> Iterator[Row]:
    yield "Business", _WORDS[contact.is_business]
    facts = {"Category": contact.category, "E-mail": contact.email, "Description": contact.description}
    for label, value in facts.items():
        if value or contact.is_business:
            yield label, value or "Not given"


def _status(contact: Contact, zone: tzinfo | None) -> Iterator[Row]:
    if contact.avatar_url or contact.avatar_bytes is None:
        yield "Picture", contact.avatar_url or "No picture, or hidden from you"
    else:
        yield "Picture", f"came with the answer, {len(contact.avatar_bytes):,} bytes"
    yield "Archived", _WORDS[contact.is_archived]
    yield "Muted", _mute(contact, zone)
    yield "Disappearing messages", _timer(contact)
    if contact.last_seen_at:
        yield "Last seen", _local(contact.last_seen_at, zone)
    else:
        yield "Last seen", contact.last_seen_as_delivered or "hidden or unknown"


def _mute(contact: Contact, zone: tzinfo | None) -> str:
    word, until = _WORDS[contact.is_muted], contact.mute_expires_at
    if until is None or contact.is_muted is False:
        return word
    return f"{word}, always" if until == "always" else f"{word}, until {_local(until, zone)}"


def _timer(contact: Contact) -> str:
    if contact.message_expiration_s:
        return in_words(contact.message_expiration_s)
    if contact.message_expiration_s == 0 or contact.is_disappearing is False:
        return "off"
    return _WORDS[contact.is_disappearing]


def in_words(seconds: int) -> str:
    """A length of time in the largest unit that divides it: `7 days`, `90 minutes`."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    count = seconds // size
    return f"{count:,} {unit}" + ("" if count == 1 else "s")


def _local(moment: datetime, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%d %b %Y, %H:%M %Z}"


def _catalogue(contact: Contact) -> Iterator[Row]:
    if contact.products:
        yield "Products", f"{len(contact.products):,} (may be incomplete: the gateway gives no total)"
    elif contact.is_business:
        yield "Products", "No catalogue"
    for at, product in enumerate(contact.products, start=1):
        yield f"{at:>4}.", "\n".join(_card(product))


def _card(product: Product) -> Iterator[str]:
    """A product's name with whatever is unusual about it, then its description."""
    unusual = [
        product.price,
        product.availability if product.is_out_of_stock else None,
        product.review_status if product.is_unapproved else None,
        "hidden" if product.is_hidden else None,
    ]
    yield " · ".join([product.name or "No name", *filter(None, unusual)])
    if product.description:
        yield product.description


def _other(label: str, value: Json) -> Row:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return label, clean_name(shown, _OTHER_CHARS).text


def _line(label: str, value: str) -> str:
    """The label, and beside it the value's lines set under each other."""
    lines = clean_text(value).text.splitlines() or [""]
    beside = ("\n" + " " * _LABEL_CHARS).join(lines)
    return f"{clean_name(label, _LABEL_CHARS - 1).text:<{_LABEL_CHARS}}{beside}"
