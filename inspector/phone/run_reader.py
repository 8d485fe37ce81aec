"""Reads the numbers in a run, or says why something that looks like a number isn't one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from inspector.phone.beside import is_amount, is_whole_aside
from inspector.phone.cover import Part, attempts
from inspector.phone.labelled import is_numbered
from inspector.phone.number import NeedsCountry, Number, Refusal
from inspector.phone.plausible import is_wanted, looks_like_a_number
from inspector.phone.run import Run
from inspector.phone.written_number import is_good, read_written

UNCLEAR: Final = "This doesn't look like a phone number."
RUN_TOGETHER: Final = "This looks like several numbers, but some of them can't be read. Paste one of them."

_FEWEST: Final = 7
_MOST: Final = 17
_MANY_DIGITS: Final = 20
_FEWEST_BARE: Final = 10
_FEWEST_OF_ANOTHER: Final = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of reading a run. Empty if it isn't a number and doesn't look like one."""

    numbers: tuple[Number, ...] = ()
    needs: tuple[NeedsCountry, ...] = ()
    unread: tuple[str, ...] = ()
    """Text between the numbers that can't be read."""
    refusal: Refusal | None = None


NOTHING: Final = Outcome()


def read_run(run: Run, region: str | None) -> Outcome:
    """The numbers in a run, or a refusal if it looks like a number but can't be read as one."""
    if len(run.digits) > _MANY_DIGITS and len(run.groups) == 1 and not run.is_alone:
        return NOTHING
    if run.is_attached_to_code:
        return Outcome(refusal=_refusal(run, region)) if run.has_plus else NOTHING
    if _is_aside(run):
        return NOTHING
    if is_numbered(run.before) and not (run.has_plus or run.written.startswith("(")):
        return next((_outcome(parts) for parts in attempts(run, region) if parts[0].reading is None), NOTHING)
    for parts in attempts(run, region):
        outcome = _outcome(parts)
        if len(parts) > 1:
            return outcome
        if outcome.numbers or outcome.needs:
            return outcome if is_wanted(run, region, parts[0].reading) else NOTHING
    looks_like_one = looks_like_a_number(run) or _holds_a_long_one(run, region)
    return Outcome(refusal=_refusal(run, region)) if looks_like_one else NOTHING


def _holds_a_long_one(run: Run, region: str | None) -> bool:
    """Whether a single group would be a number on its own: `1 89123456789`."""
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


def _refusal(run: Run, region: str | None) -> Refusal:
    if any(is_good(read_written(part.written, region)) for part in _beginnings(run)):
        return Refusal(RUN_TOGETHER)
    reading = read_written(run.written, region)
    return reading if isinstance(reading, Refusal) else Refusal(UNCLEAR)


def _beginnings(run: Run) -> Iterator[Run]:
    """Starts of the run that another number may follow."""
    for end in run.boundaries():
        part = run.stretch(0, end - 1)
        if len(run.digits) - len(part.digits) >= _FEWEST_OF_ANOTHER:
            yield part
