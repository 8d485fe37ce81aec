"""Reads two numbers when only the last digits of the second are given: `202-555-0123/24`."""

import re
from typing import Final

from inspector.phone.number import NeedsCountry, Number, Refusal
from inspector.phone.run import Run
from inspector.phone.written_number import Reading, is_good, read_written

_TAILS: Final = r"(?P<tails>(?: ?/ ?-?\d{1,4}){1,4})"
_SHARED: Final = (re.compile(rf"(?P<base>.*?\d){_TAILS}"), re.compile(rf"(?P<base>.*\d){_TAILS}"))
_MOST_TAIL_DIGITS: Final = 2
"""For the second number, if the whole text could also be a single number."""


def shared_end(run: Run, region: str | None) -> Reading | None:
    """The numbers that differ in their last digits, or None."""
    for pattern in _SHARED:
        match = pattern.fullmatch(run.written)
        numbers = _with_tails(match["base"], match["tails"], region) if match else ()
        if numbers:
            needs_country = region is None and not run.has_plus
            return NeedsCountry(run.written, numbers) if needs_country else numbers
    return None


def _with_tails(base: str, tails: str, region: str | None) -> tuple[Number, ...]:
    """The number before the first slash, and copies with replaced last digits. Empty unless all are valid."""
    numbers: list[Number] = []
    for tail in ("", *re.findall(r"\d+", tails)):
        if tail and not re.search(rf"\d{{{len(tail)}}}$", base):
            return ()
        reading = read_written(base[: len(base) - len(tail)] + tail, region)
        if isinstance(reading, Refusal) or not is_good(reading):
            return ()
        numbers += reading.numbers if isinstance(reading, NeedsCountry) else reading
    return tuple(numbers)


def has_short_tail(run: Run) -> bool:
    return all(len(tail) <= _MOST_TAIL_DIGITS for tail in re.findall(r"\d+", run.written.rpartition("/")[2]))


def joined(shared: Reading | None, whole: Reading | None) -> Reading | None:
    """Both readings, if the digits after a slash could also belong to a single number."""
    return (*shared, *whole) if isinstance(shared, tuple) and isinstance(whole, tuple) else whole
