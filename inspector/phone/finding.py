"""What a reader found in a text, and how it takes its whole span out of the text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

GAP: Final = "\0"
"""Stands where a reader took something out; no plain text holds it, and no number reaches across it."""
TORN: Final = "\1"
"""The same, for a code: what touches it with a dash or a bracket belongs to the code, and is no number."""


class Sort(Enum):
    """What was found."""

    PHONE = auto()
    """Digits that are international and stay as they are."""
    WRITTEN = auto()
    """A number as people write it."""
    LID = auto()
    UNREADABLE = auto()
    """A number that lost digits."""
    USELESS = auto()
    """Something of WhatsApp's that names no person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a text."""

    sort: Sort
    start: int
    """Where in the text it begins."""
    said: str
    """The digits or the number as written; for UNREADABLE and USELESS the sentence that says why."""
    is_last_resort: bool = False
    """Counts only when the text holds nothing better."""
    written: str = ""
    """As it stands in the text, where `said` is a sentence about it."""


Reader: TypeAlias = Callable[[str], tuple[list[Finding], str]]
"""Plain text → what was found, and the text with gaps in its place."""


def take(
    text: str,
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Iterable[Finding] | None],
    gap: str = GAP,
) -> tuple[list[Finding], str]:
    """What `read` makes of each match; a match that it answers with None stays in the text."""
    findings: list[Finding] = []

    def replace(match: re.Match[str]) -> str:
        found = read(match)
        if found is None:
            return match[0]
        findings.extend(found)
        return gap * len(match[0])

    rest = pattern.sub(replace, text)
    return findings, rest


def nothing(_match: re.Match[str]) -> list[Finding]:
    """What is recognised, and is no number."""
    return []
