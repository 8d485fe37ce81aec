"""Digits → `Number`, by the world's numbering plans (libphonenumber).

The plans say which readings of some digits are possible (their length fits a country) and which are
valid (such a number is given out). Only an impossible number is refused.
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
_NOWHERE: Final = {"toll-free", "premium rate", "shared cost", "company number", "voicemail"}
"""Lines whose number says where it may be called from, not where somebody is."""
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
"""Lengths that national numbers had when WhatsApp was already there: its ids kept them."""


@lru_cache(maxsize=1024)
def number_as_given(digits: str) -> Number:
    """The number of a chat id or a link, its digits untouched, with what the plans know of it."""
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
    """The region's code as the plans spell it, or None when they do not know it."""
    code = (region or "").strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def international(digits: str) -> Number | Refusal:
    """The number that digits are with their country code; a Mexican mobile keeps its 1."""
    mexican = _MEXICAN_MOBILE.fullmatch(digits)
    if mexican and isinstance(possible(f"+52{mexican[1]}", None), Number):
        return number_as_given(digits)
    return possible(f"+{digits}", None)


def possible(written: str, region: str | None) -> Number | Refusal:
    """A number whose length its country has; `region` is the country of local forms."""
    parsed = parse(written, region)
    if isinstance(parsed, Refusal):
        return parsed
    digits = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)[1:]
    if len(digits) < FEWEST_DIGITS:
        return Refusal(TOO_SHORT)
    if len(digits) > MOST_DIGITS:
        return Refusal(TOO_LONG)
    why_not = _why_impossible(parsed, is_international=region is None)
    return Refusal(why_not) if why_not else number_as_given(digits)


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
    """What libphonenumber makes of a number."""
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
    """The number's own country; for an invalid one the main country of its code."""
    region = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(
        parsed.country_code or 0
    )
    return COUNTRY_NAMES.get(region)


def _time_zones(parsed: PhoneNumber, line: str | None) -> tuple[str, ...]:
    if line in _NOWHERE:
        return ()
    zones = timezone.time_zones_for_number(parsed)
    return tuple(zone for zone in zones if zone != timezone.UNKNOWN_TIMEZONE)
