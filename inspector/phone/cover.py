"""Finds ways to account for all of a run: as one number, or as several among dates and amounts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from inspector.phone.beside import follows_a_currency, is_not_number, is_whole_aside
from inspector.phone.plausible import is_wanted
from inspector.phone.run import Run
from inspector.phone.shared_end import has_short_tail, joined, shared_end
from inspector.phone.written_number import Reading, is_country_code, is_good, read_written

_FEWEST: Final = 7
_MOST: Final = 17
_FEWEST_LOCAL: Final = 9
_FEWEST_OF_REST: Final = 3
"""Digits after a number that can be something else. Fewer mean that the number has too many digits."""
_MOST_GROUPS: Final = 40
_MOST_GROUPS_BESIDE: Final = 6
_MANY_DIGITS: Final = 20
_EIGHT: Final = re.compile(r"8\D|8\d{10}$")
"""The trunk prefix in Russia and Kazakhstan."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some groups of a run."""

    beside: int
    """How many of the groups aren't part of a number."""
    reading: Reading | None
    """The numbers in the part; None if it isn't a number."""
    unread: str = ""
    """Text that can't be read but may be a number."""


@dataclass(frozen=True, slots=True)
class _Cover:
    beside: int
    numbers: int
    narrow_splits: int
    """Parts that a single space separates from the part before."""
    parts: tuple[Part, ...]


def attempts(run: Run, region: str | None) -> Iterator[tuple[Part, ...]]:
    """Ways to account for all of a run, best first."""
    whole = read_written(run.written, region) if len(run.digits) <= _MANY_DIGITS else None
    beside = _cover(run, region, is_strict=True)
    if beside and any(part.reading is None for part in beside):
        yield beside
    if follows_a_currency(run.before) and not run.has_plus:
        return
    shared = shared_end(run, region)
    if is_good(whole):
        yield (Part(0, joined(shared, whole) if has_short_tail(run) else whole),)
    if shared:
        yield (Part(0, shared),)
    parts = _cover(run, region, is_strict=False)
    if parts:
        yield parts
    yield from _with_rest(run, region)
    if not _holds_a_date(run):
        yield (Part(0, whole),)


def _holds_a_date(run: Run) -> bool:
    """Whether part of the run is a date or an amount, so that the rest can't be one long number."""
    edges = [0, *run.boundaries(), len(run.groups)]
    parts = [run.stretch(first, after - 1) for first, after in pairwise(edges)]
    return len(parts) > 1 and any(is_whole_aside(part.written, part.before, part.after) for part in parts)


def _with_rest(run: Run, region: str | None) -> Iterator[tuple[Part, ...]]:
    """A complete number with something unreadable before or after it: `94043 (650) 253-0000`."""
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
    """Whether a number is complete in itself, and so can't be the rest of a longer one."""
    if not _FEWEST <= len(number.digits) <= _MOST or not is_good(read_written(number.written, region)):
        return False
    if is_whole_aside(number.written, number.before, number.after):
        return False
    is_begun = number.has_plus or number.written[0] in "(0" or _EIGHT.match(number.written)
    return bool(is_begun) or (" " not in number.written and len(number.digits) >= _FEWEST_LOCAL)


def _cover(run: Run, region: str | None, *, is_strict: bool) -> tuple[Part, ...] | None:
    """The best way to split the run.

    As few groups as possible lie outside numbers, then there are as few numbers as possible. Of two such
    ways, the one that splits at wider separators is better: people write ` - ` between numbers, not in them.
    """
    last = len(run.groups) - 1
    if last > _MOST_GROUPS:
        return None
    starts = (0, *run.boundaries())
    ends = (*(start - 1 for start in starts[1:]), last)

    @cache
    def best_from(first: int) -> _Cover | None:
        if first > last:
            return _Cover(0, 0, 0, ())
        is_narrow = first > 0 and run.gap_before(first) == " "
        found = [
            _Cover(
                rest.beside + part.beside,
                rest.numbers + (part.reading is not None),
                rest.narrow_splits + is_narrow,
                (part, *rest.parts),
            )
            for end in ends
            if end >= first
            for part in _parts(run, region, first, end, is_strict=is_strict)
            if (rest := best_from(end + 1)) is not None
        ]
        return min(found, default=None, key=_cost)

    best = best_from(0)
    return best.parts if best is not None else None


def _cost(cover: _Cover) -> tuple[int, int, int]:
    return cover.beside, cover.numbers, cover.narrow_splits


def _parts(run: Run, region: str | None, first: int, last: int, *, is_strict: bool) -> Iterator[Part]:
    """What the groups from `first` to `last` can be."""
    part = run.stretch(first, last)
    groups = last - first + 1
    if groups <= _MOST_GROUPS_BESIDE and "+" not in part.written:
        if is_whole_aside(part.written, part.before, part.after):
            yield Part(groups, None)
            return
        if not is_strict and is_not_number(part.written, part.before, part.after):
            yield Part(groups, None)
    if _FEWEST <= len(part.digits) <= _MOST and part.written != run.written:
        reading = read_written(part.written, region)
        if is_good(reading) and is_wanted(part, region, reading):
            yield Part(0, reading)
