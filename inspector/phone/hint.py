"""The hint under the number field while the user types, before anything is looked up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from inspector.phone.countries import in_a_sentence
from inspector.phone.local_time import local_time
from inspector.phone.number import Choice, Lid, NeedsCountry, Number, PhoneReading, Refusal

_SHOWN = 40
"""Maximum length of unreadable text in a hint, in characters."""


class Verdict(StrEnum):
    """What can be done with the input."""

    NOTHING_TYPED = "nothing typed"
    READY = "ready"
    DOUBTFUL = "doubtful"
    """Can be looked up, but isn't a valid number in its country."""
    HIDDEN = "hidden"
    SEVERAL = "several"
    NEEDS_COUNTRY = "needs country"
    """A local number without a default country. Likely countries are offered."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Hint:
    """The parts of the hint."""

    verdict: Verdict
    asks: str | None = None
    """What will be looked up, in international form; None if nothing can be looked up yet."""
    facts: tuple[str, ...] = ()
    """Country, line type and local time, if known."""
    sentence: str | None = None
    """A warning or a refusal; None if all is well."""

    @property
    def line(self) -> str:
        """`Russia · mobile · 14:32 there (UTC+3)`"""
        return " · ".join(self.facts)


def hint(reading: PhoneReading, now: datetime) -> Hint:
    """The hint for a reading. `now` is an aware datetime."""
    match reading:
        case Number():
            return _of_number(reading, now)
        case Lid(digits):
            sentence = "A hidden ID. WhatsApp doesn't reveal the number behind it."
            return Hint(Verdict.HIDDEN, f"{digits}@lid", ("LID",), sentence)
        case Choice():
            shown = tuple(number.international for number in reading.numbers)
            return Hint(Verdict.SEVERAL, None, shown, _choose(reading))
        case NeedsCountry(written, numbers):
            shown = tuple(f"{number.country}: {number.international}" for number in numbers)
            return Hint(Verdict.NEEDS_COUNTRY, None, shown, f"Which country is {written} from?")
        case Refusal(sentence):
            return Hint(Verdict.REFUSED if sentence else Verdict.NOTHING_TYPED, sentence=sentence or None)
        case _:
            assert_never(reading)


def _of_number(number: Number, now: datetime) -> Hint:
    facts = tuple(filter(None, (number.country, number.line, local_time(number, now))))
    if number.is_valid:
        return Hint(Verdict.READY, number.international, facts)
    whose = f" for {in_a_sentence(number.country)}" if number.country else ""
    sentence = f"This doesn't look like a valid number{whose}. You can still look it up."
    return Hint(Verdict.DOUBTFUL, number.international, facts, sentence)


def _choose(choice: Choice) -> str:
    if not choice.unread:
        return f"Found {len(choice.numbers)} numbers. Choose one."
    unread = ", ".join(map(_short, choice.unread))
    if len(choice.numbers) == 1:
        return f"Found 1 number, but couldn't read {unread}."
    return f"Found {len(choice.numbers)} numbers, but couldn't read {unread}. Choose one."


def _short(written: str) -> str:
    return written if len(written) <= _SHOWN else f"{written[: _SHOWN - 1]}…"
