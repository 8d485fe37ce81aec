"""Reads numbers that a spreadsheet has grouped like an amount: `79,123,456,789`."""

import re
from typing import Final

from inspector.phone.beside import is_whole_aside
from inspector.phone.finding import CODE_GAP, Finding, FindingKind, take
from inspector.phone.written_number import read_written

_GROUPED: Final = re.compile(
    r"(?<![\w,.'+-])\+?\d{1,3}(?:(?:,\d{3}){3,4}|(?:'\d{3}){3,4})(?:\.00?)?(?![\w,']?\d)"
)


def read_digit_groups(text: str) -> tuple[list[Finding], str]:
    """Take grouped digits out of a text. They count if they form an international number."""
    return take(text, _GROUPED, _read_group, CODE_GAP)


def _read_group(match: re.Match[str]) -> list[Finding]:
    before, after = match.string[max(0, match.start() - 20) : match.start()], match.string[match.end() :][:20]
    digits = re.sub(r"\D", "", match[0].partition(".")[0])
    reading = read_written(f"+{digits}", None)
    is_number = isinstance(reading, tuple) and reading[0].is_valid
    return (
        [Finding(FindingKind.PHONE, match.start(), digits)]
        if is_number and not is_whole_aside(match[0], before, after)
        else []
    )
