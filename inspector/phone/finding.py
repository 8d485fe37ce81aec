"""What a reader finds in a text, and how it takes it out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

GAP: Final = "\0"
"""Replaces what a reader took out. Plain text never contains it, and no number extends across it."""
CODE_GAP: Final = "\1"
"""The same for a code. Digits attached to it by a dash or bracket belong to the code and aren't a number."""


class FindingKind(Enum):
    """The kind of a finding."""

    PHONE = auto()
    """International digits, to be used unchanged."""
    WRITTEN = auto()
    """A number as people write it."""
    LID = auto()
    UNREADABLE = auto()
    """A number with missing digits."""
    USELESS = auto()
    """A WhatsApp link or ID that doesn't identify a person."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a text."""

    sort: FindingKind
    start: int
    """Position in the text."""
    said: str
    """The digits, or the number as written. For UNREADABLE and USELESS, a message for the user."""
    is_last_resort: bool = False
    """Whether it counts only if the text contains nothing better."""
    written: str = ""
    """The original text, if `said` is a message."""


Reader: TypeAlias = Callable[[str], tuple[list[Finding], str]]
"""Takes plain text; returns the findings, and the text with gaps in their place."""


def take(
    text: str,
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Iterable[Finding] | None],
    gap: str = GAP,
) -> tuple[list[Finding], str]:
    """Call `read` for each match and take the match out of the text. If it returns None, the match stays."""
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
    """Take out the match without a finding."""
    return []
