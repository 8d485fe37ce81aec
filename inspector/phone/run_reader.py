"""A run → the numbers in it, or why it is none though it looks like one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from inspector.phone.beside import is_amount, is_whole_aside
from inspector.phone.cover import Part, attempts
from inspector.phone.number import NeedsCountry, Number, Refusal
from inspector.phone.run import Run
from inspector.phone.written_number import Reading, is_good, is_written_as_in_prose, read_written

UNCLEAR: Final = "This doesn't look like a phone number."
RUN_TOGETHER: Final = "This looks like several numbers, but some of them can't be read. Paste one of them."

_FEWEST: Final = 7
_MOST: Final = 17
_MANY_DIGITS: Final = 20
_FEWEST_BARE: Final = 10
"""Digits in prose without plus or home country: fewer are prices, dates and order numbers."""
_FEWEST_LOCAL: Final = 9
_FEWEST_OF_ANOTHER: Final = 5
_DASHED: Final = re.compile(r"\d-\d")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run turned out to be; nothing at all when it is no number and looks like none."""

    numbers: tuple[Number, ...] = ()
    needs: tuple[NeedsCountry, ...] = ()
    unread: tuple[str, ...] = ()
    """What stands beside the numbers and cannot be read."""
    refusal: Refusal | None = None


NOTHING: Final = Outcome()


def read_run(run: Run, region: str | None) -> Outcome:
    """The numbers in a run; a refusal when it looks like a number and cannot be read as one."""
    if len(run.digits) > _MANY_DIGITS and len(run.groups) == 1 and not run.is_alone:
        return NOTHING
    if run.is_torn:
        return Outcome(refusal=_refusal(run, region)) if run.has_plus else NOTHING
    if _is_aside(run):
        return NOTHING
    for parts in attempts(run, region):
        outcome = _outcome(parts)
        if len(parts) > 1:
            return outcome
        if outcome.numbers or outcome.needs:
            return outcome if _is_wanted(run, region, parts[0].reading) else NOTHING
    looks_like_one = _looks_like_a_number(run) or _holds_a_long_one(run, region)
    return Outcome(refusal=_refusal(run, region)) if looks_like_one else NOTHING


def _holds_a_long_one(run: Run, region: str | None) -> bool:
    """Whether a group of its own would be a number: `1 89123456789`."""
    long = (group[0] for group in run.groups if _FEWEST_BARE <= len(group[0]) <= _MOST)
    return len(run.groups) > 1 and any(is_good(read_written(digits, region)) for digits in long)


def _outcome(parts: tuple[Part, ...]) -> Outcome:
    readings = [part.reading for part in parts]
    numbers = [number for reading in readings if isinstance(reading, tuple) for number in reading]
    needs = [reading for reading in readings if isinstance(reading, NeedsCountry)]
    return Outcome(tuple(numbers), tuple(needs), tuple(part.unread for part in parts if part.unread))


def _is_aside(run: Run) -> bool:
    if run.has_plus:
        return False
    is_beside = is_amount if run.is_alone and run.written.isdigit() else is_whole_aside
    return is_beside(run.written, run.before, run.after)


def _is_wanted(run: Run, region: str | None, reading: Reading | None) -> bool:
    """Whether digits without a plus among other words are a number, and not an amount or an order."""
    if run.is_alone or run.has_plus or run.is_labelled:
        return len(run.digits) >= _FEWEST or is_good(reading)
    if isinstance(reading, NeedsCountry):
        return len(run.digits) >= (
            _FEWEST_LOCAL if len(run.groups) > 1 or run.digits[0] == "0" else _FEWEST_BARE
        )
    if not isinstance(reading, tuple):
        return False
    is_international = any(number.digits == run.digits for number in reading)
    if not reading[0].is_valid:
        return " - " not in run.written and (
            _looks_like_a_number(run) or (is_international and len(run.digits) > _FEWEST_BARE)
        )
    if is_international and len(run.digits) >= _FEWEST_BARE:
        return True
    return len(run.digits) >= _FEWEST and (region is None or is_written_as_in_prose(run.written, region))


def _looks_like_a_number(run: Run) -> bool:
    digits = len(run.digits)
    if run.is_alone:
        return True
    if run.has_plus or run.is_labelled:
        return digits >= _FEWEST - 1
    if digits > _MANY_DIGITS or len(run.groups) == 1:
        return False
    has_marks = "(" in run.written or _DASHED.search(run.written) is not None
    return digits >= _FEWEST_LOCAL and (has_marks or run.digits[0] in "08")


def _refusal(run: Run, region: str | None) -> Refusal:
    if any(is_good(read_written(part.written, region)) for part in _beginnings(run)):
        return Refusal(RUN_TOGETHER)
    reading = read_written(run.written, region)
    return reading if isinstance(reading, Refusal) else Refusal(UNCLEAR)


def _beginnings(run: Run) -> Iterator[Run]:
    """What another number may follow."""
    for end in run.boundaries():
        part = run.stretch(0, end - 1)
        if len(run.digits) - len(part.digits) >= _FEWEST_OF_ANOTHER:
            yield part
