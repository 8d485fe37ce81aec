"""Parses the gateway's JSON into a `Contact`, tolerating errors in single fields.

No field can make the rest of a response unreadable. An invalid field becomes None with a remark, and an
unknown field is kept.
"""

import binascii
import json
import re
from base64 import b64decode
from typing import Final, NamedTuple

from inspector.contact.catalogue import read_products
from inspector.contact.decoding import decode
from inspector.contact.fields import Fields, Names, Remarks, folded
from inspector.contact.model import Contact, Json
from inspector.contact.values import (
    as_one_text,
    is_empty,
    keep_unknown,
    quoted,
    read_link,
    read_moment,
    read_mute_expiry,
    read_seconds,
    read_text,
    read_yes_or_no,
    written,
    yes_or_no,
)

MOST_AVATAR_BYTES: Final = 5_000_000

_AS_DELIVERED_CHARS: Final = 200
_PERSONAL_ID: Final = re.compile(r"\d{1,20}@(?:c\.us|lid)", re.ASCII)
_BARE_NUMBER: Final = re.compile(r"\+?(\d{7,16})(?:@c\.us)?", re.ASCII)
_PHONE_ID: Final = re.compile(r"(\d{7,16})@c\.us", re.ASCII)
_REPEATED: Final = re.compile(r" #\d+\Z", re.ASCII)
"""The suffix that `decode` adds to earlier occurrences of a repeated key."""
_LONGEST_KEY_CHARS: Final = 40
_CONTACT: Final = Names(
    "avatar",
    "base64Avatar",
    "name",
    "contactName",
    "email",
    "category",
    "description",
    "products",
    "chatId",
    "lastSeen",
    "isArchive",
    "isMute",
    "isDisappearing",
    "isBusiness",
    "messageExpiration",
    "muteExpiration",
)


def parse_response(body: bytes) -> Json:
    """Parse a response body as JSON.

    Fractions keep their digits (`FloatAsWritten`). NaN, Infinity and numbers out of range become strings.
    Invalid bytes become U+FFFD. If a key is repeated, the last one counts (see `decode`).

    Raises:
        ValueError: the body isn't JSON. The text is a message for the user.
    """
    text = body.decode(json.detect_encoding(body), "replace")
    if not text.strip():
        raise ValueError("The response is empty.")
    try:
        return decode(text)
    except json.JSONDecodeError as error:
        raise ValueError(_why_no_json(text, error)) from None
    except RecursionError:
        raise ValueError("The response is nested too deeply.") from None


def read_contact(answer: object, asked_chat_id: str) -> Contact:
    """Read the contact from a `getContactInfo` response parsed by `parse_answer`.

    Raises:
        ValueError: the response isn't a JSON object. The text is a message for the user.
    """
    if not isinstance(answer, dict):
        raise ValueError("The response isn't a contact because it isn't a JSON object.")
    remarks = Remarks()
    fields = Fields(answer, _CONTACT, remarks)
    _compare_spellings(fields)
    identity = _read_identity(fields, asked_chat_id)
    return Contact(
        chat_id=identity.chat_id,
        phone=identity.phone,
        name=_read_name(fields, "name"),
        contact_name=_read_name(fields, "contactName"),
        is_unsaved=fields.values.get("contactName") == "",
        email=read_text(fields, "email"),
        category=read_text(fields, "category"),
        description=read_text(fields, "description"),
        avatar_url=read_link(fields, "avatar"),
        avatar_bytes=_read_avatar_bytes(fields),
        is_business=read_yes_or_no(fields, "isBusiness"),
        is_archived=read_yes_or_no(fields, "isArchive"),
        is_muted=read_yes_or_no(fields, "isMute"),
        is_disappearing=read_yes_or_no(fields, "isDisappearing"),
        message_expiration_s=read_seconds(fields, "messageExpiration"),
        mute_expires_at=read_mute_expiry(fields, "muteExpiration"),
        last_seen_at=(last_seen_at := read_moment(fields, "lastSeen")),
        last_seen_as_delivered=None if last_seen_at else _unread_moment(fields.values.get("lastSeen")),
        products=read_products(fields, "products", remarks),
        other_fields=keep_unknown(fields),
        remarks=remarks.all(),
        is_on_whatsapp=_read_presence(fields),
        chat_id_as_delivered=_as_delivered(fields.values.get("chatId")),
        asked_chat_id=asked_chat_id,
    )


def _read_name(fields: Fields, name: str) -> str | None:
    """A name of spaces only is kept: unlike a missing name, it was given."""
    value = fields.values.get(name)
    return value if isinstance(value, str) and value.isspace() else read_text(fields, name)


def _compare_spellings(fields: Fields) -> None:
    """Remark on repeated keys, and on keys that differ from a known one only in case."""
    for key, value in fields.unknown.items():
        name = _CONTACT.meant_by(_REPEATED.sub("", key[:_LONGEST_KEY_CHARS]))
        if name is not None and name in fields.values and not is_empty(value):
            chosen = fields.values[name]
            if value != chosen:
                fields.remark(key, f"{quoted(value)}, but {name} is {quoted(chosen)}")


def _read_presence(fields: Fields) -> bool | None:
    """`existsWhatsapp`, if present. It belongs to `checkWhatsapp`, so here it stays an unknown field."""
    return yes_or_no(_unknown(fields, "existswhatsapp"))


def _unknown(fields: Fields, folded_name: str) -> Json:
    """The value of an unknown field, by its case-folded name."""
    return next((value for key, value in fields.unknown.items() if folded(key) == folded_name), None)


class _Identity(NamedTuple):
    chat_id: str
    phone: str | None


def _read_identity(fields: Fields, asked_chat_id: str) -> _Identity:
    """The chat ID in the response, and the phone number if the response reveals it."""
    chat_id = _read_chat_id(fields) or asked_chat_id
    for source in (chat_id, asked_chat_id):
        phone = _PHONE_ID.fullmatch(source)
        if phone:
            return _Identity(chat_id, f"+{phone[1]}")
    number = _BARE_NUMBER.fullmatch((written(_unknown(fields, "phonenumber")) or "").strip())
    return _Identity(chat_id, f"+{number[1]}" if number else None)


def _read_chat_id(fields: Fields) -> str | None:
    value = fields.values.get("chatId")
    if is_empty(value):
        return None
    text = (written(value) or "").strip()
    if _PERSONAL_ID.fullmatch(text):
        return text
    bare = _BARE_NUMBER.fullmatch(text)
    if bare:
        fields.remark("chatId", f"{quoted(value)}, read as {bare[1]}@c.us")
        return f"{bare[1]}@c.us"
    fields.remark("chatId", f"{quoted(value)}, not the ID of a person or business")
    return None


def _read_avatar_bytes(fields: Fields) -> bytes | None:
    """The picture included in the response, as base64 or a `data:` URL."""
    value = fields.values.get("base64Avatar")
    if is_empty(value) or value in ("undefined", "null"):
        return None
    if not isinstance(value, str):
        fields.remark("base64Avatar", f"{quoted(value)}, not a picture")
        return None
    if len(value) > 2 * MOST_AVATAR_BYTES:
        fields.remark("base64Avatar", "a picture larger than 5 MB, left out")
        return None
    try:
        picture = _decode_base64(value)
    except (binascii.Error, ValueError):
        fields.remark("base64Avatar", f"{quoted(value)}, not a picture in base64")
        return None
    if len(picture) > MOST_AVATAR_BYTES:
        fields.remark("base64Avatar", "a picture larger than 5 MB, left out")
        return None
    return picture or None


def _decode_base64(text: str) -> bytes:
    """Decode standard or URL-safe base64, with or without padding and line breaks."""
    if text[:5].casefold() == "data:":
        text = text.partition(",")[2]
    compact = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    return b64decode(compact + "=" * (-len(compact) % 4), validate=True)


def _unread_moment(value: Json) -> str | None:
    """The raw value of an unreadable time; None if none was given."""
    return None if written(value) in ("0", "0.0") else _as_delivered(value)


def _as_delivered(value: Json) -> str | None:
    """A value as delivered, cut off if it is long; None if it is empty."""
    return as_one_text(value)[:_AS_DELIVERED_CHARS] or None


def _why_no_json(text: str, error: json.JSONDecodeError) -> str:
    if text.lstrip().startswith("<"):
        return "The response is a web page, not JSON."
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return "The response is incomplete."
    return f"The response isn't JSON: line {error.lineno}, column {error.colno}."
