"""Guesses the country of a local number when nothing indicates it."""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat

from inspector.phone.number import Number, Refusal
from inspector.phone.numbering_plans import FEWEST_DIGITS, MOST_DIGITS, number_from_digits, parse

_LIKELY: Final = (
    *("US", "IN", "BR", "ID", "RU", "MX", "DE", "GB", "NG", "TR", "FR", "IT", "ES", "PK", "EG", "ZA", "AR"),
    *("CO", "SA", "AE", "IL", "UA", "NL", "PL", "MY", "PH", "BD", "KE", "MA", "CL", "PE", "CN", "KR", "JP"),
    *("VN", "TH", "AU", "AT", "CH", "BE", "PT", "GR"),
)
"""Most likely first."""
_NO_TRUNK: Final = frozenset(
    {"US", "IN", "BR", "RU", "MX", "ES", "IT", "PL", "CO", "PE", "CL", "CN", "AR", "PT", "GR"}
)
"""Of these, the countries that usually or often write numbers without a trunk prefix."""
_MOST_LIKELY: Final = 6


def likely_numbers(written: str, digits: str) -> tuple[Number, ...]:
    """The number in each of these countries where it is valid.

    Countries that group numbers like this come first, then those where it is a mobile.
    """
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return ()
    has_trunk = digits.startswith("0")
    regions = [region for region in _LIKELY if has_trunk or region in _NO_TRUNK]
    found = [number for region in regions if (number := valid_in(digits, region))]
    groups = re.findall(r"\d+", written)
    found.sort(key=lambda number: (not _is_grouped_so(number, groups), "mobile" not in (number.line or "")))
    return tuple(found[:_MOST_LIKELY])


def _is_grouped_so(number: Number, groups: list[str]) -> bool:
    """Whether the number's country groups its digits like this."""
    parsed = parse(f"+{number.digits}", None)
    if isinstance(parsed, Refusal) or len(groups) == 1:
        return False
    return re.findall(r"\d+", phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)) == groups


@lru_cache(maxsize=4096)
def valid_in(digits: str, region: str) -> Number | None:
    parsed = parse(digits, region)
    if isinstance(parsed, Refusal) or not phonenumbers.is_valid_number(parsed):
        return None
    return number_from_digits(phonenumbers.format_number(parsed, PhoneNumberFormat.E164)[1:])
