"""The gateway's successes, typed: what the companion methods tell, and an error inside HTTP 200."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from inspector.contact.fields import folded
from inspector.contact.model import Json
from inspector.greenapi.error_text import words_in


@dataclass(frozen=True, slots=True)
class Answer:
    """A success as it came. The token, where the gateway repeated it, is a marker already."""

    status: int
    body: bytes = field(repr=False)
    json: Json = field(repr=False)


@dataclass(frozen=True, slots=True)
class AvatarAnswer:
    """What `getAvatar` tells; url and base64 as delivered, in any type."""

    url: Json = None
    base64: Json = field(default=None, repr=False)
    reason: str | None = None
    """Why there is no picture, in the server's words, fit to be shown."""


@dataclass(frozen=True, slots=True)
class WaSettings:
    """What `getWaSettings` tells of the account itself."""

    phone: str | None
    """E.164 with a plus; None while no phone is linked."""
    state: str | None


@dataclass(frozen=True, slots=True)
class PhoneBookEntry:
    """One of `getContacts`."""

    chat_id: str
    name: str | None
    contact_name: str | None

    @classmethod
    def read(cls, entry: Json) -> "PhoneBookEntry | None":
        """An entry of the answer; None for one that names nobody."""
        if not isinstance(entry, dict) or (chat_id := text_of(entry, "id")) is None:
            return None
        return cls(chat_id, text_of(entry, "name"), text_of(entry, "contactName"))


def value_of(json: dict[str, Json], key: str) -> Json:
    """The value of a key, without regard to the key's case; None when there is none."""
    wanted = key.casefold()
    return next((value for name, value in json.items() if folded(name) == wanted), None)


def text_of(json: dict[str, Json], key: str) -> str | None:
    """The value of a key when it is a text that says something."""
    value = value_of(json, key)
    return value.strip() or None if isinstance(value, str) else None


def is_soft_error(json: Json, expected: AbstractSet[str]) -> bool:
    """Whether a success is an error in disguise: it says why, and nothing that was asked for.

    Args:
        expected: casefolded keys of which a true answer has at least one.
    """
    if not isinstance(json, dict) or expected & {key.casefold() for key in json}:
        return False
    return (
        words_in(json) is not None or json.get("status") is False or value_of(json, "statusCode") is not None
    )
