"""What a text can turn out to be: a number, a hidden id, a question, or a refusal."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number that can be looked up."""

    digits: str
    """International, no plus, as WhatsApp's chat id has it: 7 to 16 digits."""
    international: str
    """For people: `+7 912 345-67-89`."""
    country: str | None
    """English name of the country or territory; None when the number belongs to none."""
    line: str | None
    """Kind of line in words: `mobile`, `landline`, `toll-free`, …; None when unknown."""
    time_zones: tuple[str, ...]
    """IANA names of the zones the number may be in; empty when unknown."""
    is_valid: bool
    """Whether libphonenumber knows such a number in its country; False is a warning, never a refusal."""

    @property
    def chat_id(self) -> str:
        return f"{self.digits}@c.us"


@dataclass(frozen=True, slots=True)
class Lid:
    """A hidden id: WhatsApp does not tell this account's number."""

    digits: str

    @property
    def chat_id(self) -> str:
        return f"{self.digits}@lid"


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be looked up in a text that holds more than one number."""

    numbers: tuple[Number, ...]
    """In the order of the text, without repeats; at least two, or one when `unread` is not empty."""
    unread: tuple[str, ...] = ()
    """What looks like a number but cannot be read as one, as it was written."""


@dataclass(frozen=True, slots=True)
class NeedsCountry:
    """A number without its country code, and no default country to complete it with."""

    written: str
    """The number as it was written."""
    numbers: tuple[Number, ...]
    """The number in each country where it is likely, the likeliest first; at least one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing that can be looked up, and why, in a sentence. The sentence is empty for an empty field."""

    sentence: str


PhoneReading: TypeAlias = Number | Lid | Choice | NeedsCountry | Refusal
