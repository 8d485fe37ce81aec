"""Reads links that dial a number: `tel:`, `sms:`, `callto:` and similar (RFC 3966, RFC 5724)."""

import re
from typing import Final
from urllib.parse import unquote

from inspector.phone.finding import Finding, FindingKind, take

_URI: Final = re.compile(
    r"(?<![\w-])(?P<scheme>tel|sms|smsto|mms|callto|sip|sips|skype|facetime|contact-inspector):(?://)?"
    r"(?P<value>(?:(?![,;](?:[+(\d]|[a-z-]{2,15}:|(?:true|false)_))[^\s\0\1<>\"'|:]){1,200})"
    r"(?P<body>:[^\s\0]*)?(?=(?P<more> ?[\d(])?)",
    re.IGNORECASE,
)
_CONTEXT: Final = re.compile(r";phone-context=(\+\d{1,6})", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+\d().\-/~ ]+")
_FEWEST_DIGITS: Final = 7


def read_dialling_uris(text: str) -> tuple[list[Finding], str]:
    """Take dialling links out of a text."""
    return take(text, _URI, _read_uri)


def read_value(value: str) -> list[str]:
    """The numbers in the part after the scheme, as written."""
    decoded = unquote(value, errors="replace")
    context = _CONTEXT.search(decoded)
    number = re.split(r"[;?&@]", decoded)[0].strip(" ,")
    return [_international(number, context[1] if context else "")] if _NUMBER.fullmatch(number) else []


def _international(number: str, code: str) -> str:
    return number if number.lstrip().startswith("+") or not code else f"{code} {number}"


def _read_uri(match: re.Match[str]) -> list[Finding] | None:
    """None for a label such as `Tel:` before a number with spaces, which is read as ordinary text."""
    is_label = match["more"] and _NUMBER.fullmatch(match["value"])
    numbers = [] if is_label else read_value(match["value"])
    if not numbers or any(sum(map(str.isdigit, each)) < _FEWEST_DIGITS for each in numbers):
        return None
    if match["scheme"].lower() == "contact-inspector":
        numbers = ["+" + number.lstrip("+ ") for number in numbers]
    return [Finding(FindingKind.WRITTEN, match.start(), number) for number in numbers]
