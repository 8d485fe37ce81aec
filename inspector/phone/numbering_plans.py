"""Digits → `Number`, by the world's numbering plans (libphonenumber).

The plans say which readings of some digits are possible (their length fits a country) and which are
valid (such a number is given out). Only an impossible number is refused.
"""

import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult, timezone

from inspector.phone.countries import COUNTRY_NAMES
from inspector.phone.number import Number, Refusal

FEWEST_DIGITS: Final = 7
MOST_DIGITS: Final = 16

TOO_SHORT: Final = "That is too short for a phone number."
TOO_LONG: Final = "That is too long for a phone number."
NO_COUNTRY: Final = (
    "It is not clear which country this number belongs to. "
    "Begin it with + and the country code, or set a default country."
)
NO_SUCH_CODE: Final = "No country has the code that this number begins with."
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
_RUSSIAN_TRUNK: Final = re.compile(r"8([1-9]\d{9})")


def number_as_given(digits: str) -> Number:
    """The number of a chat id or a link, its digits untouched, with what the plans know of it."""
    mexican = _MEXICAN_MOBILE.fullmatch(digits)
    parsed = _parse(f"+52{mexican[1]}" if mexican else f"+{digits}", None)
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


def read_digits(typed: str, region: str | None) -> tuple[Number, ...] | Refusal:
    """The numbers that something typed can be: one as a rule; several when a local and an
    international reading are equally good, the local one first.

    Args:
        typed: ASCII digits with plus, spaces, brackets, dashes, dots or slashes between them.
        region: the country of local forms, or None.
    """
    digits = re.sub(r"\D", "", typed)
    if "+" in typed:
        return _only(_international(digits))
    if digits.startswith("00"):
        international = _international(digits[2:])
        if isinstance(international, Number) or region is None:
            return _only(international)
    return _read_bare(typed, digits, region)


def known_region(region: str | None) -> str | None:
    """The region's code as the plans spell it, or None when they do not know it."""
    code = (region or "").strip().upper()
    return code if code in phonenumbers.SUPPORTED_REGIONS else None


def _read_bare(typed: str, digits: str, region: str | None) -> tuple[Number, ...] | Refusal:
    local = _local(digits, region)
    international = _international(digits)
    if isinstance(local, Number) and isinstance(international, Number) and _splits_code(typed, international):
        international = local
    numbers = tuple(number for number in (local, international) if isinstance(number, Number))
    best = tuple(number for number in numbers if number.is_valid) or numbers
    if best:
        return tuple({number.digits: number for number in best}.values())
    return local if isinstance(local, Refusal) else Refusal(NO_COUNTRY)


def _only(reading: Number | Refusal) -> tuple[Number] | Refusal:
    return reading if isinstance(reading, Refusal) else (reading,)


def _international(digits: str) -> Number | Refusal:
    mexican = _MEXICAN_MOBILE.fullmatch(digits)
    if mexican and isinstance(_possible(f"+52{mexican[1]}", None), Number):
        return number_as_given(digits)
    return _possible(f"+{digits}", None)


def _local(digits: str, region: str | None) -> Number | Refusal:
    """The reading inside a country. 8 and ten digits are Russian where no country claims them."""
    number = _possible(digits, region) if region else Refusal(_why_nowhere(digits))
    russian = _RUSSIAN_TRUNK.fullmatch(digits)
    return _international(f"7{russian[1]}") if russian and isinstance(number, Refusal) else number


def _why_nowhere(digits: str) -> str:
    if len(digits) < FEWEST_DIGITS:
        return TOO_SHORT
    return TOO_LONG if len(digits) > MOST_DIGITS else NO_COUNTRY


def _splits_code(typed: str, international: Number) -> bool:
    """Whether the typed groups cut through the country code: `8 (495) …` is not Vietnam's 84."""
    groups = re.findall(r"\d+", typed)
    return len(groups) > 1 and groups[0] != international.international[1:].split(" ")[0]


def _possible(written: str, region: str | None) -> Number | Refusal:
    parsed = _parse(written, region)
    if isinstance(parsed, Refusal):
        return parsed
    digits = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)[1:]
    if len(digits) < FEWEST_DIGITS:
        return Refusal(TOO_SHORT)
    if len(digits) > MOST_DIGITS:
        return Refusal(TOO_LONG)
    why_not = _why_impossible(parsed)
    return Refusal(why_not) if why_not else number_as_given(digits)


def _why_impossible(parsed: PhoneNumber) -> str | None:
    country = _country(parsed)
    where = f" in {country}" if country else ""
    match phonenumbers.is_possible_number_with_reason(parsed):
        case ValidationResult.IS_POSSIBLE:
            return None
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return AREA_MISSING
        case ValidationResult.TOO_SHORT:
            return f"That is too short for a phone number{where}."
        case ValidationResult.TOO_LONG:
            return f"That is too long for a phone number{where}."
        case _:
            return f"Phone numbers{where} do not have this many digits."


def _parse(written: str, region: str | None) -> PhoneNumber | Refusal:
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
