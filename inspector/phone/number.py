"""The possible readings of a text: a number, a hidden ID, a question, or a refusal."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number that can be looked up."""

    digits: str
    """International, without a plus, as in WhatsApp's chat IDs: 7 to 16 digits."""
    international: str
    """For display: `+7 912 345-67-89`."""
    country: str | None
    """English name of the country or territory; None if the number doesn't belong to one."""
    line: str | None
    """Type of line in words: `mobile`, `landline`, `toll-free`, …; None if unknown."""
    time_zones: tuple[str, ...]
    """IANA names of the time zones that the number may be in; empty if unknown."""
    is_valid: bool
    """Whether libphonenumber considers it valid. If not, warn, but don't refuse it."""

    @property
    def chat_id(self) -> str:
        return f"{self.digits}@c.us"


@dataclass(frozen=True, slots=True)
class Lid:
    """A hidden ID: WhatsApp doesn't reveal the number to this account."""

    digits: str

    @property
    def chat_id(self) -> str:
        return f"{self.digits}@lid"


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be looked up in a text with more than one number."""

    numbers: tuple[Number, ...]
    """In text order, without duplicates. At least two, or one if `unread` isn't empty."""
    unread: tuple[str, ...] = ()
    """Text that looks like a number but can't be read, as written."""


@dataclass(frozen=True, slots=True)
class NeedsCountry:
    """A number without a country code, when there is no default country."""

    written: str
    """The number as written."""
    numbers: tuple[Number, ...]
    """The number in each likely country, most likely first. At least one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """There is nothing to look up. `sentence` says why; it is empty for an empty field."""

    sentence: str


PhoneReading: TypeAlias = Number | Lid | Choice | NeedsCountry | Refusal
