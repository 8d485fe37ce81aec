"""Decides whether digits without a plus within other text are a phone number."""

import re
from typing import Final

from inspector.phone.number import NeedsCountry, Number
from inspector.phone.run import Run
from inspector.phone.written_number import Reading, is_good, is_written_as_in_prose

_FEWEST: Final = 7
_MANY_DIGITS: Final = 20
_FEWEST_BARE: Final = 10
"""Minimum digits in prose without plus or default country. Fewer are prices, dates, order numbers."""
_FEWEST_LOCAL: Final = 9
_FOUR_PAIRS: Final = re.compile(r"[1-9]\d(?:\.\d\d){3}")
"""An IP address. It counts as a number only in countries that don't write numbers in pairs."""
_RANGE: Final = re.compile(r"[./].* - | - .*[./]")
"""Decimals or dates on both sides of a dash."""
_DASHED: Final = re.compile(r"\d-\d")


def is_wanted(run: Run, region: str | None, reading: Reading | None) -> bool:
    """Whether digits are meant as a phone number, not as an amount or order number."""
    if run.is_alone or run.has_plus or run.is_labelled:
        return len(run.digits) >= _FEWEST or is_good(reading)
    if isinstance(reading, NeedsCountry):
        return len(run.digits) >= (
            _FEWEST_LOCAL if len(run.groups) > 1 or run.digits[0] == "0" else _FEWEST_BARE
        )
    if not isinstance(reading, tuple) or _RANGE.search(run.written):
        return False
    if _FOUR_PAIRS.fullmatch(run.written) and not _is_grouped_so(run, reading[0]):
        return False
    is_international = any(
        number.digits == run.digits and _begins_with_code(run, number) for number in reading
    )
    if not reading[0].is_valid:
        is_long = is_international and len(run.digits) > _FEWEST_BARE
        return " - " not in run.written and (is_long or looks_like_a_number(run))
    if is_international and len(run.digits) >= _FEWEST_BARE:
        return True
    return len(run.digits) >= _FEWEST and (region is None or is_written_as_in_prose(run.written, region))


def _is_grouped_so(run: Run, number: Number) -> bool:
    return re.findall(r"\d+", number.international)[1:] == [group[0] for group in run.groups]


def _begins_with_code(run: Run, number: Number) -> bool:
    """Whether the country code isn't split by the grouping: `2431 21 23 …` doesn't start with Congo's 243."""
    first = run.groups[0][0]
    return len(run.groups) == 1 or first == number.international[1:].split(" ")[0]


def looks_like_a_number(run: Run) -> bool:
    digits = len(run.digits)
    if run.is_alone:
        return True
    if run.has_plus or run.is_labelled:
        return digits >= _FEWEST - 1
    if digits > _MANY_DIGITS or len(run.groups) == 1:
        return False
    has_marks = "(" in run.written or _DASHED.search(run.written) is not None
    return digits >= _FEWEST_LOCAL and (has_marks or run.digits[0] in "08")
