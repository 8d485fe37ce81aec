"""A run → the numbers in it: one, or several that take it up completely, beside dates and amounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from inspector.phone.beside import follows_a_currency, is_amount, is_aside, is_whole_aside
from inspector.phone.number import NeedsCountry, Number, Refusal
from inspector.phone.run import Run
from inspector.phone.written_number import Reading, is_country_code, is_written_as_in_prose, read_written

UNCLEAR: Final = "This doesn't look like a phone number."
RUN_TOGETHER: Final = "This looks like several numbers, but some of them can't be read. Paste one of them."

_FEWEST: Final = 7
_MOST: Final = 17
_FEWEST_BARE: Final = 10
"""Digits in prose without plus or home country: fewer are prices, dates and order numbers."""
_FEWEST_LOCAL: Final = 9
_FEWEST_OF_ANOTHER: Final = 5
_FEWEST_OF_REST: Final = 3
"""Digits behind a number that are something else; fewer are digits too many."""
_MOST_GROUPS: Final = 40
_MOST_GROUPS_BESIDE: Final = 6
_MANY_DIGITS: Final = 20
_TAILS: Final = r"(?P<tails>(?: ?/ ?-?\d{1,4}){1,4})"
_SHARED: Final = (re.compile(rf"(?P<base>.*?\d){_TAILS}"), re.compile(rf"(?P<base>.*\d){_TAILS}"))
_EIGHT: Final = re.compile(r"8\D|8\d{10}$")
"""What callers inside Russia and Kazakhstan dial first."""
_DASHED: Final = re.compile(r"\d-\d")
_MOST_TAIL_DIGITS: Final = 2
"""Of a second number's end, where all of it can be one number as well."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some groups of a run."""

    beside: int
    """How many groups are no number."""
    reading: Reading | None
    """The numbers in it; None for what is none."""
    unread: str = ""
    """What cannot be read, and may be a number."""


@dataclass(frozen=True, slots=True)
class _Cover:
    beside: int
    numbers: int
    parts: tuple[Part, ...]


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
    for parts in _attempts(run, region):
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
    return len(run.groups) > 1 and any(_is_good(read_written(digits, region)) for digits in long)


def _attempts(run: Run, region: str | None) -> Iterator[tuple[Part, ...]]:
    """Ways to take a run up completely, the best first."""
    whole = read_written(run.written, region) if len(run.digits) <= _MANY_DIGITS else None
    beside = _cover(run, region, is_strict=True)
    if beside and any(part.reading is None for part in beside):
        yield beside
    if follows_a_currency(run.before) and not run.has_plus:
        return
    shared = _shared(run, region)
    if _is_good(whole):
        yield (Part(0, _with(shared, whole) if _is_short_tail(run) else whole),)
    if shared:
        yield (Part(0, shared),)
    parts = _cover(run, region, is_strict=False)
    if parts:
        yield parts
    yield from _with_rest(run, region)
    if not _holds_a_date(run):
        yield (Part(0, whole),)


def _holds_a_date(run: Run) -> bool:
    """Or an amount: what is more in the run is no number, then."""
    edges = [0, *run.boundaries(), len(run.groups)]
    parts = [run.stretch(first, after - 1) for first, after in pairwise(edges)]
    return len(parts) > 1 and any(is_whole_aside(part.written, part.before, part.after) for part in parts)


def _with_rest(run: Run, region: str | None) -> Iterator[tuple[Part, ...]]:
    """A whole number with something before or behind it that cannot be read: `94043 (650) 253-0000`."""
    last = len(run.groups) - 1
    boundaries = run.boundaries()
    for first in boundaries:
        number, rest = run.stretch(first, last), run.stretch(0, first - 1)
        if not (run.has_plus or is_country_code(rest.digits)) and _stands_apart(number, region):
            yield Part(0, None, rest.written), Part(0, read_written(number.written, region))
    for first in reversed(boundaries):
        number, rest = run.stretch(0, first - 1), run.stretch(first, last)
        if len(rest.digits) >= _FEWEST_OF_REST and _stands_apart(number, region):
            yield Part(0, read_written(number.written, region)), Part(0, None, rest.written)


def _stands_apart(number: Run, region: str | None) -> bool:
    """Whether a number is complete in itself, so that it cannot be the rest of a longer one."""
    if not _FEWEST <= len(number.digits) <= _MOST or not _is_good(read_written(number.written, region)):
        return False
    is_begun = number.has_plus or number.written[0] in "(0" or _EIGHT.match(number.written)
    return bool(is_begun) or (" " not in number.written and len(number.digits) >= _FEWEST_LOCAL)


def _cover(run: Run, region: str | None, *, is_strict: bool) -> tuple[Part, ...] | None:
    """The parts of the best cover: as little as possible beside the numbers, and few numbers."""
    last = len(run.groups) - 1
    if last > _MOST_GROUPS:
        return None
    starts = (0, *run.boundaries())
    ends = (*(start - 1 for start in starts[1:]), last)

    @cache
    def best_from(first: int) -> _Cover | None:
        if first > last:
            return _Cover(0, 0, ())
        found = [
            _Cover(rest.beside + part.beside, rest.numbers + (part.reading is not None), (part, *rest.parts))
            for end in ends
            if end >= first
            for part in _parts(run, region, first, end, is_strict=is_strict)
            if (rest := best_from(end + 1)) is not None
        ]
        return min(found, default=None, key=_cost)

    best = best_from(0)
    return best.parts if best is not None else None


def _cost(cover: _Cover) -> tuple[int, int]:
    return cover.beside, cover.numbers


def _parts(run: Run, region: str | None, first: int, last: int, *, is_strict: bool) -> Iterator[Part]:
    """What the groups from `first` to `last` can be."""
    part = run.stretch(first, last)
    groups = last - first + 1
    if groups <= _MOST_GROUPS_BESIDE and "+" not in part.written:
        if is_whole_aside(part.written, part.before, part.after):
            yield Part(groups, None)
            return
        if not is_strict and is_aside(part.written, part.before, part.after):
            yield Part(groups, None)
    if _FEWEST <= len(part.digits) <= _MOST and part.written != run.written:
        reading = read_written(part.written, region)
        if _is_good(reading):
            yield Part(0, reading)


def _is_good(reading: Reading | None) -> bool:
    match reading:
        case (Number() as number, *_):
            return number.is_valid
        case NeedsCountry():
            return True
        case _:
            return False


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
        return len(run.digits) >= _FEWEST or _is_good(reading)
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
    if any(_is_good(read_written(part.written, region)) for part in _beginnings(run)):
        return Refusal(RUN_TOGETHER)
    reading = read_written(run.written, region)
    return reading if isinstance(reading, Refusal) else Refusal(UNCLEAR)


def _beginnings(run: Run) -> Iterator[Run]:
    """What another number may follow."""
    for end in run.boundaries():
        part = run.stretch(0, end - 1)
        if len(run.digits) - len(part.digits) >= _FEWEST_OF_ANOTHER:
            yield part


def _shared(run: Run, region: str | None) -> Reading | None:
    """`202-555-0123/24`: two numbers that differ in their last digits."""
    for pattern in _SHARED:
        match = pattern.fullmatch(run.written)
        numbers = _with_tails(match["base"], match["tails"], region) if match else ()
        if numbers:
            needs_country = region is None and not run.has_plus
            return NeedsCountry(run.written, numbers) if needs_country else numbers
    return None


def _with_tails(base: str, tails: str, region: str | None) -> tuple[Number, ...]:
    """The number before the first slash, and those with its last digits replaced; all are valid, or none."""
    numbers: list[Number] = []
    for tail in ("", *re.findall(r"\d+", tails)):
        if tail and not re.search(rf"\d{{{len(tail)}}}$", base):
            return ()
        reading = read_written(base[: len(base) - len(tail)] + tail, region)
        if isinstance(reading, Refusal) or not _is_good(reading):
            return ()
        numbers += reading.numbers if isinstance(reading, NeedsCountry) else reading
    return tuple(numbers)


def _is_short_tail(run: Run) -> bool:
    return all(len(tail) <= _MOST_TAIL_DIGITS for tail in re.findall(r"\d+", run.written.rpartition("/")[2]))


def _with(shared: Reading | None, whole: Reading | None) -> Reading | None:
    return (*shared, *whole) if isinstance(shared, tuple) and isinstance(whole, tuple) else whole
