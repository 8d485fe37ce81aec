"""Text → number → chat id: what a person pasted, and what will be asked of the gateway.

`read_number` never guesses silently: it answers with one number, a hidden id (LID), a choice of
several numbers, or a refusal with its reason.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number that can be asked for."""

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
    """Several numbers in one text, in the order of the text, without repeats; at least two."""

    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing that can be asked, and why, in a sentence. The sentence is empty for an empty field."""

    sentence: str


PhoneReading: TypeAlias = Number | Lid | Choice | Refusal


def read_number(text: str, default_region: str | None = None) -> PhoneReading:
    """Read whatever was pasted: a number in any notation, a WhatsApp link or id, prose, a contact card.

    Answers within 50 ms for a text of any length, and raises for none. The first call takes about
    50 ms more, for the numbering plans.

    Args:
        text: any text, of any length.
        default_region: ISO 3166 two-letter code for local forms (`8 (912) …` with `RU`), or None.
            A code that telephone numbering does not know counts as None.
    """
    # the numbering plans cost 40 ms to import, and the window shows itself before it needs them
    from inspector.contact import pasted

    return pasted.read_pasted(text, default_region)


def known_number(digits: str) -> Number:
    """The number behind digits that are already international, exactly as given: never rewritten.

    Args:
        digits: international digits without a plus, as a chat id has them.
    """
    from inspector.contact import dialling

    return dialling.number_as_given(digits)
