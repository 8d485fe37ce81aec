"""Exports a contact: as a JSON object for scripts, or as aligned text for a terminal."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Final

from inspector.contact import product_facts
from inspector.contact.cleaning import TEXT_CHARS, clean_name, clean_text
from inspector.contact.fact import Fact
from inspector.contact.facts import contradictions, facts_of, other_facts
from inspector.contact.model import Contact, Json, MuteExpiry, Product, Remark

_LABEL_CHARS: Final = 23
_VALUE_CHARS: Final = 2 * TEXT_CHARS
"""Room for a description that has already been cut off, and a note."""
_MISSING_ID: Final = Remark("chatId", "not sent by the gateway; chat_id is the one that was looked up")


def as_json(contact: Contact) -> dict[str, Json]:
    """The object that `lookup --json` prints. Every key is always present; null means unknown or not given.

    If the response has no chat ID, `chat_id` is the one that was looked up, with a remark. There are also
    remarks on values that contradict each other.

    Any JSON encoder can write it. Times are in UTC with second precision: `2026-03-14T09:00:00Z`.
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
        "remarks": [{"field": remark.field, "said": remark.said} for remark in _remarks(contact)],
    }


def _remarks(contact: Contact) -> Iterator[Remark]:
    if contact.chat_id_as_delivered is None:
        yield _MISSING_ID
    yield from contact.remarks
    yield from contradictions(facts_of(contact).values())


def as_text(contact: Contact, zone: tzinfo | None = None, *, now: datetime | None = None) -> str:
    """Text for a terminal, without control characters and without a final newline.

    Args:
        zone: the time zone to show times in; None is the local zone.
        now: an aware datetime; None is the current time.
    """
    lines = [_fact(fact) for fact in facts_of(contact, now=now, zone=zone).values()]
    lines += [_line(f"{at:>4}.", _card(card)) for at, card in enumerate(contact.products, start=1)]
    lines += [_fact(fact, prefix="Other: ") for fact in other_facts(contact)]
    lines += [_line("Unexpected value", f"{remark.field}: {remark.said}") for remark in contact.remarks]
    return "\n".join(lines)


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


def _card(product: Product) -> str:
    """A product's name, price and anything unusual about it, then its description."""
    name, price = product_facts.name(product.name), product_facts.price(product.price)
    first = " · ".join(filter(None, (name, price, *product_facts.chips(product))))
    return "\n".join(filter(None, (first, product_facts.description(product))))


def _fact(fact: Fact, prefix: str = "") -> str:
    value = f"{fact.value}. {fact.reason}" if fact.reason else fact.value
    return _line(prefix + fact.label, f"{value}\n! {fact.mark}" if fact.mark else value)


def _line(label: str, value: str) -> str:
    """The label, then the value, with its lines aligned."""
    beside = ("\n" + " " * _LABEL_CHARS).join(clean_text(value, _VALUE_CHARS).text.splitlines())
    return f"{clean_name(label).text:<{_LABEL_CHARS - 1}} {beside}"
