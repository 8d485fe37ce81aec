"""Typed responses of the gateway's methods, and detection of errors sent with HTTP 200."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from inspector.contact.fields import folded
from inspector.contact.model import Json
from inspector.greenapi.error_text import words_in


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful response. If the gateway echoed the token, a marker replaces it."""

    status: int
    body: bytes = field(repr=False)
    json: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class AvatarResponse:
    """The response to `getAvatar`. `url` and `base64` are as received and may have any type."""

    url: Json = None
    base64: Json = field(default=None, repr=False)
    reason: str | None = None
    """Why there is no picture, in the server's words, cleaned for display."""


@dataclass(frozen=True, slots=True)
class WaSettings:
    """The account's own phone and state, from `getWaSettings`."""

    phone: str | None
    """E.164 with a plus; None while no phone is linked."""
    state: str | None


@dataclass(frozen=True, slots=True)
class PhoneBookEntry:
    """One entry of `getContacts`."""

    chat_id: str
    name: str | None
    contact_name: str | None

    @classmethod
    def read(cls, entry: Json) -> "PhoneBookEntry | None":
        """Parse one entry of the response; None if it has no ID."""
        if not isinstance(entry, dict) or (chat_id := text_of(entry, "id")) is None:
            return None
        return cls(chat_id, text_of(entry, "name"), text_of(entry, "contactName"))


def value_of(json: dict[str, Json], key: str) -> Json:
    """The value of a key, ignoring case; None if the key is missing."""
    wanted = key.casefold()
    return next((value for name, value in json.items() if folded(name) == wanted), None)


def text_of(json: dict[str, Json], key: str) -> str | None:
    """The value of a key if it is a string that isn't blank."""
    value = value_of(json, key)
    return value.strip() or None if isinstance(value, str) else None


def is_soft_error(json: Json, expected: AbstractSet[str]) -> bool:
    """Whether an HTTP 200 is really an error: it gives a reason and none of the expected data.

    Args:
        expected: casefolded keys; a real response has at least one of them.
    """
    if not isinstance(json, dict) or expected & {key.casefold() for key in json}:
        return False
    return (
        words_in(json) is not None or json.get("status") is False or value_of(json, "statusCode") is not None
    )
