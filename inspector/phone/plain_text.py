"""Normalises text: ASCII digits, plain dashes and spaces, no invisible characters."""

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

MAX_CHARS: Final = 4_000
"""How many characters are processed: a whole file may be pasted by mistake."""

_LINE_BREAKS: Final = "\n\v\f\u2028\u2029\x85"
_BLANKS: Final = frozenset("\ufffc\u2800\u3164\uffa0\u115f\u1160\u17b4\u17b5")
"""Invisible characters that Unicode classifies as letters and symbols."""
_UNSEEN: Final = ("Cf", "Cs", "Mn", "Me")
_SIGNS: Final = {
    "\u2212": "-",
    "\u02d7": "-",
    "\u2043": "-",
    "\u2500": "-",
    "\u2501": "-",
    "\ufe62": "+",
    "\u207a": "+",
    "\u2795": "+",
    "\u2044": "/",
    "\u2215": "/",
    "\u2019": "'",
    "\t": "\t",
    "\r": "\r",
}
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_FOLD: Final = re.compile(r"\n[ \t]")
_BETWEEN_DIGITS: Final = re.compile("(?<=[0-9])[\u00b7\u2219\u22c5\u2022\u2024\u30fb](?=[0-9])")
_CODE_ABOVE: Final = re.compile(r"(?<=\+[0-9])([0-9]{0,2})\n+(?=[(0-9])")
"""A line break right after a country code."""
_LONG_VOWEL: Final = re.compile("(?<=[0-9])\u30fc(?=[0-9])")
_CUT_WORD: Final = re.compile(r"(?:(?<![0-9])[0-9]{1,3},(?:[0-9]{3},){0,4})?[^\s,;|]*\Z")
_IN_NUMBERS: Final = "0123456789+-()./~ "
_FEWEST_DIGITS: Final = 7


def plain(text: str) -> str:
    """The start of a text, normalised.

    Table columns become lines. A number cut off at the limit is left out, because part of a number may be
    someone else's.
    """
    beginning = _ENTITY.sub(_unescape, text[:MAX_CHARS])
    seen = "".join(map(_plain_character, beginning)).replace("\r\n", "\n").replace("\r", "\n")
    if "BEGIN:VCARD" in seen.upper():
        seen = _FOLD.sub("", seen)
    seen = _CODE_ABOVE.sub(r"\1 ", _columns(seen))
    seen = _LONG_VOWEL.sub("-", _BETWEEN_DIGITS.sub(".", seen))
    return seen if len(text) <= MAX_CHARS else _without_last_word(seen)


def _without_last_word(seen: str) -> str:
    word = _CUT_WORD.search(seen, max(0, len(seen) - 1_000))
    return (seen[: word.start()] if word else seen).rstrip(_IN_NUMBERS)


def _unescape(entity: re.Match[str]) -> str:
    return html.unescape(entity[0])


def _columns(text: str) -> str:
    """Put table columns on separate lines, unless one contains only the country code of the next."""
    before, *cells = text.split("\t")
    pieces = [before]
    line = before.rpartition("\n")[2]
    for cell in cells:
        is_code = "+" in line and sum(map(str.isdigit, line)) < _FEWEST_DIGITS
        pieces.append((" " if is_code else "\n") + cell)
        line = (line + cell if is_code else cell).rpartition("\n")[2]
    return "".join(pieces)


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character in _LINE_BREAKS:
        return "\n"
    if character in _BLANKS:
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return _SIGNS.get(character) or _by_category(character)


def _by_category(character: str) -> str:
    match unicodedata.category(character):
        case "Zs" | "Cc":
            return " "
        case "Pd":
            return "-"
        case category if category in _UNSEEN:
            return ""
    apart = unicodedata.normalize("NFD", character)
    return apart[0] if all(unicodedata.category(mark) == "Mn" for mark in apart[1:]) else character
