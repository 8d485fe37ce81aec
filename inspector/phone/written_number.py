"""Reads a number as people write it, and finds the numbers it can be."""

import re
from functools import lru_cache
from typing import Final, TypeAlias

import phonenumbers
from phonenumbers import Leniency, PhoneNumberMatcher

from inspector.phone.likely_countries import likely_numbers, valid_in
from inspector.phone.number import NeedsCountry, Number, Refusal
from inspector.phone.numbering_plans import (
    FEWEST_DIGITS,
    MOST_DIGITS,
    TOO_LONG,
    TOO_SHORT,
    international,
    possible,
)

Reading: TypeAlias = tuple[Number, ...] | NeedsCountry | Refusal
"""Usually one number. Several if a local and an international reading are equally likely."""

NO_COUNTRY: Final = (
    "It isn't clear which country this number belongs to. "
    "Start it with + and the country code, or set a default country."
)
_RUSSIAN_TRUNK: Final = re.compile(r"8([1-9]\d{9})")
_BRACKETED_TRUNK: Final = re.compile(r"\(0\)")
_SHORT_PLAN_DIGITS: Final = 10
"""Up to this length, a number without a plus may also be a local one in a large country."""


_AREA_DIGITS: Final = 3
_OLD_MEXICAN_MOBILE: Final = re.compile(r"04[45](\d{10})")
"""How Mexican mobiles were dialled until August 2019."""


@lru_cache(maxsize=4096)
def read_written(written: str, region: str | None) -> Reading:
    """The possible readings of a written number.

    Args:
        written: ASCII digits, with plus, spaces, brackets, dashes, dots or slashes between them.
        region: the country of local numbers, or None.
    """
    digits = re.sub(r"\D", "", written)
    if "+" in written:
        return _only(_abroad(written, digits))
    if digits.startswith("00"):
        abroad = _abroad(written, digits[2:])
        if isinstance(abroad, Number) or region is None:
            return _only(abroad)
    if region is None:
        return _read_without_country(written, digits)
    return _read_bare(written, digits, region)


def is_good(reading: Reading | None) -> bool:
    """Whether there is a valid number, or one that only lacks its country."""
    match reading:
        case (Number() as number, *_):
            return number.is_valid
        case NeedsCountry():
            return True
        case _:
            return False


def is_country_code(digits: str) -> bool:
    """Whether the digits are a country code."""
    return digits.isdigit() and int(digits) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE


def is_written_as_in_prose(written: str, region: str) -> bool:
    """Whether a local number is written as is usual in its country, including any trunk prefix."""
    matcher = PhoneNumberMatcher(written, region, leniency=Leniency.VALID, max_tries=1)
    match = next(iter(matcher), None)
    return match is not None and match.raw_string == written.strip()


def _read_bare(written: str, digits: str, region: str) -> tuple[Number, ...] | Refusal:
    local, abroad = _local(digits, region), international(digits)
    if _splits_code(written, abroad):
        is_local = isinstance(local, Number) or _begins_with_area(written, digits)
        return _best(local, local if is_local else abroad)
    stands_apart = " " in written  # as after the country code in `7 912 345-67-89`
    is_own = digits.startswith(str(phonenumbers.country_code_for_region(region)))
    if _is_valid(abroad) and (stands_apart or is_own) and not _has_trunk(digits, region):
        return _best(abroad, abroad)
    return _best(local, abroad)


def _has_trunk(digits: str, region: str) -> bool:
    prefix: str | None = phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True)
    return prefix is not None and prefix != "" and digits.startswith(prefix)


def _read_without_country(written: str, digits: str) -> Reading:
    local, abroad = _local(digits, None), international(digits)
    if _splits_code(written, abroad) and (isinstance(local, Number) or _begins_with_area(written, digits)):
        abroad = local
    best = _best(local, abroad)
    certain = best if isinstance(best, tuple) and best[0].is_valid else ()
    if certain and not _may_be_local(digits, local):
        return certain
    likely = (*likely_numbers(written, digits), *certain)
    return NeedsCountry(written, _distinct(likely)) if likely else best


def _may_be_local(digits: str, russian: Number | Refusal) -> bool:
    """Whether ten digits that are an international number could also be a local one in a large country."""
    if isinstance(russian, Number) or len(digits) != _SHORT_PLAN_DIGITS:
        return False
    return any(valid_in(digits, region) for region in ("US", "IN", "RU"))


def _best(local: Number | Refusal, abroad: Number | Refusal) -> tuple[Number, ...] | Refusal:
    numbers = tuple(number for number in (local, abroad) if isinstance(number, Number))
    best = tuple(number for number in numbers if number.is_valid) or numbers
    if best:
        return _distinct(best)
    return local if isinstance(local, Refusal) else Refusal(NO_COUNTRY)


def _distinct(numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    return tuple({number.digits: number for number in numbers}.values())


def _only(reading: Number | Refusal) -> tuple[Number] | Refusal:
    return reading if isinstance(reading, Refusal) else (reading,)


def _abroad(written: str, digits: str) -> Number | Refusal:
    """Read an international number. In `+48 (0) 22 …`, the zero is a trunk prefix for domestic calls."""
    if _BRACKETED_TRUNK.search(written):
        without = international(re.sub(r"\D", "", _BRACKETED_TRUNK.sub("", written)).removeprefix("00"))
        with_zero = international(digits)
        if not (isinstance(with_zero, Number) and with_zero.is_valid) or _is_valid(without):
            return without
        return with_zero
    return international(digits)


def _is_valid(reading: Number | Refusal) -> bool:
    return isinstance(reading, Number) and reading.is_valid


def _local(digits: str, region: str | None) -> Number | Refusal:
    """The local reading. 8 with ten digits is Russian if no country was given or it doesn't fit."""
    if region == "MX" and (mexican := _OLD_MEXICAN_MOBILE.fullmatch(digits)):
        return possible(mexican[1], region)
    number = possible(digits, region) if region else Refusal(_why_unclear(digits))
    russian = _RUSSIAN_TRUNK.fullmatch(digits)
    return international(f"7{russian[1]}") if russian and isinstance(number, Refusal) else number


def _why_unclear(digits: str) -> str:
    if len(digits) < FEWEST_DIGITS:
        return TOO_SHORT
    return TOO_LONG if len(digits) > MOST_DIGITS else NO_COUNTRY


def _begins_with_area(written: str, digits: str) -> bool:
    """Whether the first group is an area code. A country code with one would be longer than three digits."""
    first = re.findall(r"\d+", written)[0]
    return len(digits) <= _SHORT_PLAN_DIGITS or written.startswith("(") or len(first) <= _AREA_DIGITS


def _splits_code(written: str, abroad: Number | Refusal) -> bool:
    """Whether the written groups split the country code: `8 (495) …` doesn't start with Vietnam's 84."""
    if isinstance(abroad, Refusal):
        return False
    groups = re.findall(r"\d+", written)
    return len(groups) > 1 and groups[0] != abroad.international[1:].split(" ")[0]
