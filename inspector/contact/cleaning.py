"""Cleans foreign text for display: removes invisible and bidi characters and stacked combining marks.

This only affects what is shown. The raw response keeps everything.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

NAME_CHARS: Final = 200
TEXT_CHARS: Final = 4_000
MARKS_PER_BASE: Final = 4

_MOST_FLAG_TAGS: Final = 7
"""Tag characters after the black flag. The flag of Scotland has six."""
_BLACK_FLAG: Final = "\U0001f3f4"
_FILLERS: Final = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u034f\ufffc\U0001d159\U00013441\U00013442"
)
"""Letters, marks and symbols that take up space but show nothing. U+FFFC is a placeholder for an object."""
_SHOWN_FORMATS: Final = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Arabic and Syriac number signs: format characters that are visible."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Text that is safe to show."""

    text: str
    was_changed: bool
    """Whether more than leading and trailing spaces changed."""


class _Kind(Enum):
    SHOWN = auto()
    EMOJI = auto()
    MARK = auto()
    SELECTOR = auto()
    JOINER = auto()
    TAG = auto()
    HIDDEN = auto()


def clean_name(text: str, limit: int = NAME_CHARS) -> Cleaned:
    """A single line of at most `limit` characters, including any ellipsis."""
    seen = text[: _scan_limit(limit)]
    line = " ".join(_visible(seen).split())
    shown = _capped(line, limit, has_more=len(seen) < len(text))
    return Cleaned(shown, shown != text.strip(" "))


def clean_text(text: str, limit: int = TEXT_CHARS) -> Cleaned:
    """Text with line breaks and at most one blank line in a row. At most `limit` characters."""
    seen = text[: _scan_limit(limit)].replace("\r\n", "\n")
    lines = (" ".join(line.split()) for line in _visible(seen).splitlines())
    folded = "\n".join(_without_repeated_blanks(lines)).strip()
    shown = _capped(folded, limit, has_more=_scan_limit(limit) < len(text))
    return Cleaned(shown, shown != text.replace("\r\n", "\n").strip(" \n"))


def _scan_limit(limit: int) -> int:
    """How many characters to process, so that showing the start of a megabyte of text is cheap."""
    return 3 * limit + 1_000


def _without_repeated_blanks(lines: Iterable[str]) -> Iterator[str]:
    was_blank = False
    for line in lines:
        if line or not was_blank:
            yield line
        was_blank = not line


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    kept = [""]
    following = iter(text[1:])
    run = 0  # marks or tags since the last base character
    for character in text:
        kind, after = _kind(character), next(following, "")
        if kind in (_Kind.SHOWN, _Kind.EMOJI):
            run = 0
        elif _belongs(kind, kept[-1], after, run):
            run += kind in (_Kind.MARK, _Kind.TAG)
        else:
            continue
        kept.append(character)
    return "".join(kept)


def _belongs(kind: _Kind, before: str, after: str, run: int) -> bool:
    """Whether an invisible character is part of something visible."""
    if not before or before.isspace():
        return False
    match kind:
        case _Kind.MARK:
            return run < MARKS_PER_BASE
        case _Kind.SELECTOR:
            return _kind(before) is _Kind.EMOJI or before in "0123456789#*"
        case _Kind.JOINER:
            return _joins_emoji(before, after) or (_is_joining(before) and _is_joining(after))
        case _Kind.TAG:
            return run < _MOST_FLAG_TAGS and (before == _BLACK_FLAG or _kind(before) is _Kind.TAG)
    return False


def _joins_emoji(before: str, after: str) -> bool:
    return _kind(before) in (_Kind.EMOJI, _Kind.SELECTOR) and after != "" and _kind(after) is _Kind.EMOJI


def _is_joining(character: str) -> bool:
    """Whether joiners can change this letter's shape: it is from Arabic, Mongolian or a script in between."""
    return "\u0600" <= character <= "\u18ff" and unicodedata.category(character)[0] in "LM"


@lru_cache(maxsize=8192)
def _kind(character: str) -> _Kind:
    if character in _FILLERS:
        return _Kind.HIDDEN
    if character in "\ufe0e\ufe0f":
        return _Kind.SELECTOR
    if character in "\u200c\u200d":
        return _Kind.JOINER
    if "\U000e0020" <= character <= "\U000e007f":
        return _Kind.TAG
    if character.isspace():
        return _Kind.SHOWN
    return _kind_by_category(character, unicodedata.category(character))


def _kind_by_category(character: str, category: str) -> _Kind:
    # emoji newer than Python's Unicode tables count as unassigned
    if category in ("So", "Sk") or (category == "Cn" and "\U0001f000" <= character <= "\U0001faff"):
        return _Kind.EMOJI
    if category[0] == "M":
        is_selector = "\ufe00" <= character <= "\ufe0d" or character >= "\U000e0100"
        return _Kind.HIDDEN if is_selector or "\u180b" <= character <= "\u180f" else _Kind.MARK
    if category[0] == "C" and character not in _SHOWN_FORMATS:
        return _Kind.HIDDEN
    return _Kind.EMOJI if character in "\u2194\u203c\u2049" else _Kind.SHOWN


def _capped(text: str, limit: int, *, has_more: bool) -> str:
    if len(text) <= limit and not has_more:
        return text
    end = min(len(text), limit - 1)
    while 0 < end < len(text) and _is_inside_cluster(text[end - 1], text[end]):
        end -= 1
    return f"{text[:end].rstrip()}…"


def _is_inside_cluster(before: str, after: str) -> bool:
    is_skin_tone = "\U0001f3fb" <= after <= "\U0001f3ff"
    return _kind(before) is _Kind.JOINER or is_skin_tone or _kind(after) not in (_Kind.SHOWN, _Kind.EMOJI)
