"""Turns digits into a `Number`, using the world's numbering plans (libphonenumber).

A number is possible if its length fits its country, and valid if such numbers are assigned. Only impossible
numbers are refused.
"""

import re
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import (
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
    timezone,
)

from inspector.phone.countries import COUNTRY_NAMES, in_a_sentence
from inspector.phone.number import Number, Refusal

FEWEST_DIGITS: Final = 7
MOST_DIGITS: Final = 16

TOO_SHORT: Final = "This is too short for a phone number."
TOO_LONG: Final = "This is too long for a phone number."
NO_SUCH_CODE: Final = "This number doesn't start with a known country code."
AREA_MISSING: Final = "The area code is missing."

_LINES: Final = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "landline",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "landline or mobile",
    PhoneNumberType.VOIP: "internet phone",
    PhoneNumberType.PERSONAL_NUMBER: "personal number",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.TOLL_FREE: "toll-free",
    PhoneNumberType.PREMIUM_RATE: "premium rate",
    PhoneNumberType.SHARED_COST: "shared cost",
    PhoneNumberType.UAN: "company number",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
_LINES_WITHOUT_PLACE: Final = {"toll-free", "premium rate", "shared cost", "company number", "voicemail"}
"""Types of line whose numbers don't tell where their owner is, only where they can be called from."""
_MEXICAN_MOBILE: Final = re.compile(r"521(\d{10})")
_NORTH_AMERICA: Final = 1
_OLD_LENGTHS: Final = {
    225: 8,  # Côte d’Ivoire, until January 2021
    229: 8,  # Benin, until November 2024
    241: 7,  # Gabon, until June 2019
    237: 8,  # Cameroon, until November 2014
    224: 8,  # Guinea, until 2013
    230: 7,  # Mauritius, until September 2013
    228: 7,  # Togo, until 2010
    84: 10,  # Vietnamese mobiles of eleven digits, until September 2018
    234: 8,  # Nigerian landlines, until 2024
    57: 8,  # Colombian landlines, until September 2021
}
"""Former lengths of national numbers since WhatsApp exists. Its IDs may still have them."""


@lru_cache(maxsize=1024)
def number_from_digits(digits: str) -> Number:
    """The number from a chat ID or link, with its digits unchanged and what the plans know about it."""
    mexican = _MEXICAN_MOBILE.fullmatch(digits)
    parsed = parse(f"+52{mexican[1]}" if mexican else f"+{digits}", None)
    if isinstance(parsed, Refusal):
        return Number(digits, f"+{digits}", None, None, (), is_valid=False)
    shown = phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    if mexican:
        shown = shown.replace("+52 ", "+52 1 ", 1)
    if re.sub(r"\D", "", shown) != digits:
        return Number(digits, f"+{digits}", _country(parsed), None, (), is_valid=False)
    is_valid = phonenumbers.is_valid_number(parsed)
    line = _LINES.get(phonenumbers.number_type(parsed))
    return Number(digits, shown, _country(parsed), line, _time_zones(parsed, line), is_valid)


def known_region(region: str | None) -> str | None:
    """The region's code in upper case, or None if the plans don't know it."""
    code = (region or "").strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def international(digits: str) -> Number | Refusal:
    """The number for digits that include the country code. Mexican mobiles keep their 1."""
    mexican = _MEXICAN_MOBILE.fullmatch(digits)
    if mexican and isinstance(possible(f"+52{mexican[1]}", None), Number):
        return number_from_digits(digits)
    return possible(f"+{digits}", None)


def possible(written: str, region: str | None) -> Number | Refusal:
    """A number of possible length. `region` is the country of local numbers."""
    parsed = parse(written, region)
    if isinstance(parsed, Refusal):
        return parsed
    digits = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)[1:]
    if len(digits) < FEWEST_DIGITS:
        return Refusal(TOO_SHORT)
    if len(digits) > MOST_DIGITS:
        return Refusal(TOO_LONG)
    why_not = _why_impossible(parsed, is_international=region is None)
    return Refusal(why_not) if why_not else number_from_digits(digits)


def _why_impossible(parsed: PhoneNumber, *, is_international: bool) -> str | None:
    country = _country(parsed)
    where = f" in {in_a_sentence(country)}" if country else ""
    if _OLD_LENGTHS.get(parsed.country_code or 0) == len(phonenumbers.national_significant_number(parsed)):
        return None
    match phonenumbers.is_possible_number_with_reason(parsed):
        case ValidationResult.IS_POSSIBLE:
            return None
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY if (
            not is_international or parsed.country_code == _NORTH_AMERICA
        ):
            return AREA_MISSING
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return f"This is too short for a phone number{where}."
        case ValidationResult.TOO_LONG:
            return f"This is too long for a phone number{where}."
        case _:
            return f"Phone numbers{where} don't have this many digits."


def parse(written: str, region: str | None) -> PhoneNumber | Refusal:
    """libphonenumber's result for a number."""
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException as error:
        match error.error_type:
            case phonenumbers.NumberParseException.INVALID_COUNTRY_CODE:
                return Refusal(NO_SUCH_CODE)
            case phonenumbers.NumberParseException.TOO_LONG:
                return Refusal(TOO_LONG)
            case _:
                return Refusal(TOO_SHORT)


def _country(parsed: PhoneNumber) -> str | None:
    """The number's country; if the number is invalid, the main country with its code."""
    region = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
    return COUNTRY_NAMES.get(region)


def _time_zones(parsed: PhoneNumber, line: str | None) -> tuple[str, ...]:
    if line in _LINES_WITHOUT_PLACE:
        return ()
    zones = timezone.time_zones_for_number(parsed)
    return tuple(zone for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)
