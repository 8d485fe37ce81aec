"""A contact as a list of facts. The window and the command line use the same words.

The rule: show what the gateway sent, mark contradictions, and never invent what it didn't send.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo
from itertools import islice
from typing import Final

from inspector.contact import times
from inspector.contact.cleaning import clean_name, clean_text
from inspector.contact.fact import Fact, Flag, State
from inspector.contact.model import Contact, Json, Remark
from inspector.contact.values import as_shown
from inspector.phone.reader import known_number

NO_DETAILS: Final = "No details found. This number may be private or not on WhatsApp."
"""Shown if nothing but the number came back."""
MORE_PRODUCTS: Final = "There may be more products than shown."
"""The gateway doesn't send a total."""

_NOT_GIVEN: Final = "Not given"
_INVISIBLE: Final = "No visible text"
_YES_OR_NO: Final = {True: "Yes", False: "No", None: "Unknown"}
_ON_OR_OFF: Final = {True: "On", False: "Off", None: "Unknown"}
_NO_MESSAGE: Final = "This account hasn't received a message from them."
_KEY_CHARS: Final = 60
_OTHER_CHARS: Final = 300
_PHONE: Final = "@c.us"
_SUBSCRIBER_DIGITS: Final = 7
_SHOWN_IF_ABSENT: Final = frozenset({"number", "existsWhatsapp", "contactName"})


def facts_of(contact: Contact, *, now: datetime | None = None, zone: tzinfo | None = None) -> dict[str, Fact]:
    """All facts about a contact, in order, by key. Doesn't include products and unknown fields.

    Args:
        now: an aware datetime; None is the current time.
        zone: the time zone to show times in; None is the local zone.
    """
    now = now or datetime.now(UTC)
    facts = (
        *_identity(contact),
        *_business(contact),
        _picture(contact),
        _archived(contact),
        *_mute(contact, now, zone),
        *_timer(contact),
        _last_seen(contact, now, zone),
        _chat_id(contact),
        *_products(contact),
    )
    return {fact.key: fact for fact in facts if not contact.is_absent or _is_shown_if_absent(fact)}


def other_facts(contact: Contact, most: int | None = None) -> Iterator[Fact]:
    """The unknown fields, labelled with their keys in the response."""
    for key, value in islice(contact.other_fields.items(), most):
        whole = as_shown(value)
        text = clean_text(whole, _OTHER_CHARS).text
        label = clean_name(key, _KEY_CHARS).text or "Unnamed field"
        state = State.GIVEN if whole else State.NOT_GIVEN
        yield Fact(
            f"other.{key}", text or _without_text(value), state, copied=whole or None, other_label=label
        )


def digits_to_open(facts: Mapping[str, Fact]) -> str:
    """The digits to open in WhatsApp. Empty if the number is hidden or not on WhatsApp."""
    presence = facts.get("existsWhatsapp")
    is_absent = isinstance(presence, Flag) and presence.claim is False
    return "" if is_absent else (facts["number"].copied or "").removeprefix("+")


def contradictions(facts: Iterable[Fact]) -> Iterator[Remark]:
    """Contradictions between facts as remarks, under the documented field names."""
    return (Remark(fact.key, fact.contradiction) for fact in facts if fact.contradiction)


def _without_text(value: Json) -> str:
    return "Empty" if value == "" else _INVISIBLE


def _is_shown_if_absent(fact: Fact) -> bool:
    """For a number that isn't on WhatsApp, only show values that were sent, and no flags that are off."""
    is_on = isinstance(fact, Flag) and fact.claim is True
    return fact.key in _SHOWN_IF_ABSENT or is_on or fact.copied is not None


def _identity(contact: Contact) -> Iterator[Fact]:
    yield _number(contact)
    claim, contradiction = contact.is_on_whatsapp, ""
    if claim is False and contact.has_profile:
        contradiction = "The gateway says this number isn't on WhatsApp, but sent a profile."
    if claim is not None:
        words = "On WhatsApp" if claim else "Not on WhatsApp"
        yield _flag("existsWhatsapp", claim, _YES_OR_NO[claim], words, contradiction)
    if contact.name or contact.is_on_whatsapp is not False:
        yield _name("name", contact.name, "Name not available", _NO_MESSAGE)
    nothing = "Not in the phone book" if contact.is_unsaved else "Phone book name not given"
    yield _name("contactName", contact.contact_name, nothing)


def _number(contact: Contact) -> Fact:
    """The number that was looked up, or the one behind a hidden ID."""
    digits, _, server = (contact.asked_chat_id or contact.chat_id).partition("@")
    if server != "c.us":
        digits = (contact.phone or "").removeprefix("+")
    if not digits:
        return Fact("number", "WhatsApp hides this number", State.HIDDEN)
    return Fact("number", known_number(digits).international, copied=f"+{digits}")


def _name(key: str, delivered: str | None, nothing: str, reason: str = "") -> Fact:
    if not delivered:
        return Fact(key, nothing, State.NOT_GIVEN, reason=reason)
    name = clean_name(delivered)
    if not name.text:
        note = "The name has only invisible characters."
        return Fact(key, "No visible name", State.NOT_GIVEN, note=note)
    note = "Unusual characters were left out." if name.was_changed else ""
    return Fact(key, name.text, copied=delivered, note=note)


def _business(contact: Contact) -> Iterator[Fact]:
    claim, contradiction = contact.is_business, ""
    if claim is False and contact.has_business_profile:
        contradiction = "The gateway says this is a personal account, but sent a business profile."
    words = {True: "Business", False: "Personal", None: "Business: unknown"}[claim]
    yield _flag("isBusiness", claim, _YES_OR_NO[claim], words, contradiction)
    if claim is not False or contact.has_business_profile:
        yield _line("category", contact.category)
        yield _line("email", contact.email)
        description = clean_text(contact.description or "").text
        yield _text("description", contact.description, description)


def _line(key: str, delivered: str | None, contradiction: str = "") -> Fact:
    shown = clean_name(delivered or "").text
    return _text(key, delivered, shown, contradiction)


def _text(key: str, delivered: str | None, shown: str, contradiction: str = "") -> Fact:
    if not delivered:
        return Fact(key, _NOT_GIVEN, State.NOT_GIVEN)
    if not shown:
        return Fact(key, _INVISIBLE, State.NOT_GIVEN, copied=delivered)
    return Fact(key, shown, copied=delivered, contradiction=contradiction)


def _flag(key: str, claim: bool | None, value: str, words: str, contradiction: str = "") -> Flag:
    state = State.UNKNOWN if claim is None else State.GIVEN
    return Flag(key, value, state, contradiction=contradiction, claim=claim, words=words)


def _picture(contact: Contact) -> Fact:
    if contact.avatar_url:
        shown = clean_name(contact.avatar_url, len(contact.avatar_url) + 1).text
        return Fact("avatar", shown, copied=contact.avatar_url)
    if contact.avatar_bytes is not None:
        size = f"{len(contact.avatar_bytes):,} bytes"
        return Fact("avatar", f"Included in the response, {size}", copied=size)
    return Fact("avatar", "No picture, or hidden from you", State.HIDDEN)


def _archived(contact: Contact) -> Fact:
    claim = contact.is_archived
    words = {True: "Archived", False: "Not archived", None: "Archived: unknown"}[claim]
    return _flag("isArchive", claim, _YES_OR_NO[claim], words)


def _mute(contact: Contact, now: datetime, zone: tzinfo | None) -> Iterator[Fact]:
    """One fact if the flag and the expiry agree, two if they don't."""
    claim, end = contact.is_muted, contact.mute_expires_at
    value, words = _YES_OR_NO[claim], {True: "Muted", False: "Not muted", None: "Muted: unknown"}[claim]
    if end is None:
        yield _flag("isMute", claim, value, words)
        return
    is_over = end != "always" and end <= now
    if claim and not is_over:
        until = "always" if end == "always" else f"until {times.moment_with_offset(end, zone)}"
        short = "always" if end == "always" else f"until {times.moment(end, zone)}"
        yield _flag("isMute", claim, f"Yes, {until}", f"Muted {short}")
        return
    yield _flag("isMute", claim, value, words)
    when = "Never" if end == "always" else times.moment_with_offset(end, zone)
    when += ", in the past" if is_over else ""
    contradiction = ""
    if claim is not None and claim is is_over:
        said = "muted, but the mute has ended" if claim else "not muted, but the mute hasn't ended"
        contradiction = f"The gateway says {said}."
    yield Fact("muteExpiration", when, copied=when, contradiction=contradiction)


def _timer(contact: Contact) -> Iterator[Fact]:
    """One fact if the flag and the timer agree, two if they don't."""
    claim, seconds = contact.is_disappearing, contact.message_expiration_s
    key = "isDisappearing"
    length = times.length_of_time(seconds) if seconds else "Off"
    if claim and seconds:
        yield _flag(key, claim, length, f"Disappearing: {length}")
        return
    words = {True: "Disappearing", False: "Disappearing: off", None: "Disappearing: unknown"}[claim]
    yield _flag(key, claim, _ON_OR_OFF[claim], words)
    if seconds is None or (claim is False and not seconds):
        return
    contradiction = ""
    if claim is not None:
        timer = "set" if seconds else "off"
        said = f"disappearing messages are {'on' if claim else 'off'}"
        contradiction = f"The gateway says {said}, but the timer is {timer}."
    copied = length if seconds else None
    yield Fact("messageExpiration", length, copied=copied, contradiction=contradiction)


def _last_seen(contact: Contact, now: datetime, zone: tzinfo | None) -> Fact:
    at, key = contact.last_seen_at, "lastSeen"
    if at is not None:
        value = f"{times.ago(at, now)} · {times.moment_with_offset(at, zone)}"
        return Fact(key, value, copied=at.isoformat())
    if contact.last_seen_as_delivered is not None:
        return _line(key, contact.last_seen_as_delivered)
    return Fact(key, "Hidden or unknown", State.HIDDEN)


def _chat_id(contact: Contact) -> Fact:
    if contact.chat_id_as_delivered is None:
        return Fact("chatId", _NOT_GIVEN, State.NOT_GIVEN)
    contradiction = "This isn't the number that was looked up." if _is_other_number(contact) else ""
    return _line("chatId", contact.chat_id_as_delivered, contradiction)


def _is_other_number(contact: Contact) -> bool:
    """Compares the last digits only: WhatsApp rewrites the start of Mexican and Brazilian numbers."""
    answered, asked = contact.chat_id, contact.asked_chat_id or contact.chat_id
    if not (answered.endswith(_PHONE) and asked.endswith(_PHONE)):
        return False
    end = slice(-_SUBSCRIBER_DIGITS, None)
    return answered.removesuffix(_PHONE)[end] != asked.removesuffix(_PHONE)[end]


def _products(contact: Contact) -> Iterator[Fact]:
    if contact.products:
        yield Fact("products", f"{len(contact.products):,}", reason=MORE_PRODUCTS)
    elif contact.is_business:
        yield Fact("products", "No catalogue", State.NOT_GIVEN)
