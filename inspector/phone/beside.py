"""Recognises what people write next to a number: dates, times, amounts, counts, versions."""

import re
from typing import Final

from inspector.phone.codes import LATIN
from inspector.phone.finding import Finding, nothing, take
from inspector.phone.labelled import is_labelled

_CURRENCY: Final = (
    r"[$€£¥₽₴₸₹₺₪₦₫฿₩₱₲₡₵₮₭₼₾]|(?:R|US|A|C|S|HK|NZ)\$|(?:руб|рублей|р|грн|тг|тенге|сум|сом|тыс|zl|kc|kr|ft"
    r"|lei|eur|euro|euros|usd|gbp|chf|pln|czk|huf|ron|sek|nok|dkk|rub|rur|uah|kzt|inr|rs|idr|rp|brl|ngn|ils"
    r"|nis|aed|sar|try|tl|mxn|ars|cop|clp|pen|zar|kes|ghs|egp|mad|dzd|tnd|pkr|bdt|lkr|php|myr|rm|sgd|hkd|cny"
    r"|rmb|jpy|krw|vnd|thb|dollars?|dirhams?|rupees?|naira|reais|pesos?|shekels?|baht)(?!\w)"
)
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[ .,']\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?")
_THOUSANDS_GO_ON: Final = re.compile(r"\d{3}(?!\d)")
_THOUSANDS_BEFORE: Final = re.compile(r"(?<!\d)\d{1,3}[ .,']\Z")
_CURRENCY_AFTER: Final = re.compile(
    rf"[.,]?-?[ ]?(?!(?:rs|rp|r\$|[$£₹₦]|inr|idr|ngn|usd|eur|sgd|myr|aed|sar)[ .:]{{0,2}}\d)(?:{_CURRENCY})",
    re.IGNORECASE,
)
"""Currencies that are written before their amount belong to the amount that follows."""
_CURRENCY_BEFORE: Final = re.compile(rf"(?<!\w)(?<!\d )(?:{_CURRENCY}|rs\.)[ .:]?\Z", re.IGNORECASE)
_MARKED: Final = (
    r"\d{1,3}(?:[.,']\d{2,3}){1,5}(?:[.,](?:\d{1,2}|-))?(?:/-)?(?![.,]?\d)|\d{1,9}[.,]\d{1,2}(?![.,]?\d)"
)
_MARKED_AMOUNT: Final = re.compile(
    rf"(?<!\w)(?:{_CURRENCY}|rs\.|rp|n|r\$)[ .]{{0,2}}(?:{_MARKED})"
    rf"|(?<![\d.,'+(-])(?:{_MARKED})[ ]?(?:{_CURRENCY})(?![ ]?\d)",
    re.IGNORECASE,
)
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE: Final = re.compile(
    rf"{_DAY}[./-]{_MONTH}[./-](?:{_YEAR}|\d\d)\.?|{_MONTH}[./-]{_DAY}[./-](?:{_YEAR}|\d\d)"
    rf"|{_YEAR}[./-]{_MONTH}[./-]{_DAY}|{_YEAR}{_MONTH}{_DAY}|{_DAY}\. ?{_MONTH}\. ?{_YEAR}"
    rf"|(?:{_DAY}[./]{_MONTH}[./](?:{_YEAR}|\d\d)|{_YEAR}-{_MONTH}-{_DAY}) ?- ?"
    rf"(?:{_DAY}[./]{_MONTH}[./](?:{_YEAR}|\d\d)|{_YEAR}-{_MONTH}-{_DAY})"
)
_SMALL: Final = re.compile(
    r"24/7|(?:[01]?\d|2[0-3])\.(?:00|15|30|45)(?: ?- ?(?:[01]?\d|2[0-4])\.(?:00|15|30|45))?"  # hours
    r"|\d{1,3}(?:[ .,']000){2,4}|\d{1,3}\.\d{1,3}"  # a round number, a decimal
)
_STAMP: Final = re.compile(
    r"20[0-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[ -]?(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?)?"
)
_UNIX_TIME: Final = re.compile(r"1[4-9]\d{8}(?:\d{3})?")
_COUNT: Final = re.compile(r"\d{1,4}(?:[.,]\d{1,3})?|\d{1,4}(?: ?- ?|/)\d{1,4}")
_UNIT: Final = re.compile(rf"[ ]?(?:%|°|[{LATIN}])|[ ]?x(?!\w)")
_VERSION: Final = re.compile(r"\d{1,4}(?:\.\d{1,5}){1,4}")
_VERSION_BEFORE: Final = re.compile(r"(?<!\w)(?:v|ver|version|вер|версия)[. ]{0,2}\Z", re.IGNORECASE)
_LONG_LABELLED: Final = re.compile(r"\d[\d/-]{3,24}")
_LABELLED: Final = re.compile(r"\d[\d/-]{0,24}")


def read_amounts(text: str) -> tuple[list[Finding], str]:
    """Take out amounts that would otherwise be split at their separators: `R$ 150,00`, `Rp150.000,-`."""
    return take(text, _MARKED_AMOUNT, nothing)


def is_whole_aside(written: str, before: str, after: str) -> bool:
    """Whether a whole stretch is a date or an amount, and shouldn't be tried as a number."""
    if _SMALL.fullmatch(written) or (_LONG_LABELLED.fullmatch(written) and is_labelled(before)):
        return True
    return _is_date(written) or is_amount(written, before, after)


def is_not_number(written: str, before: str, after: str) -> bool:
    """Whether a stretch next to a number isn't one itself, judging by its form and context."""
    if is_whole_aside(written, before, after):
        return True
    if _VERSION.fullmatch(written) and _VERSION_BEFORE.search(before[-12:]):
        return True
    if _LABELLED.fullmatch(written) and is_labelled(before):
        return True
    return _COUNT.fullmatch(written) is not None and _UNIT.match(after) is not None


def _is_date(written: str) -> bool:
    return (
        _DATE.fullmatch(written) is not None
        or _STAMP.fullmatch(written) is not None
        or _UNIX_TIME.fullmatch(written) is not None
    )


def follows_a_currency(before: str) -> bool:
    """Whether the text ends with a currency, so that its amount comes next."""
    return _CURRENCY_BEFORE.search(before[-12:]) is not None


def is_amount(written: str, before: str, after: str) -> bool:
    """Whether digits are the amount of an adjacent currency."""
    if _THOUSANDS_GO_ON.match(written) and _THOUSANDS_BEFORE.search(before[-6:]):
        return False
    has_currency = _CURRENCY_AFTER.match(after) or _CURRENCY_BEFORE.search(before[-12:])
    return has_currency is not None and _AMOUNT.fullmatch(written) is not None
