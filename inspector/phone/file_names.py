"""Recognises file names and the line headers of exported chats, which contain digits but no phone numbers."""

import re
from typing import Final

from inspector.phone.finding import CODE_GAP, Finding, FindingKind, nothing, take

_EXTENSIONS: Final = (
    "jpe?g|png|gif|webp|heic|bmp|tiff?|svg|mp4|mov|avi|mkv|3gp|webm|opus|ogg|oga|mp3|m4a|aac|amr|wav|pdf"
    "|docx?|xlsx?|pptx?|odt|ods|csv|tsv|txt|rtf|html?|xml|json|zip|rar|7z|gz|vcf|apk|eml|msg|bak|log|tmp"
)
_FILE: Final = re.compile(
    rf"""(?<![\w.+-]) (?:
        (?P<number>[+(]{{0,2}}\d[\d ()+\-.]{{5,30}}) \.(?:{_EXTENSIONS})
        | [^\s\0\1/\\<>"'|?*:,;]{{1,200}} \.(?:{_EXTENSIONS})
        ) (?![\w@])""",
    re.IGNORECASE | re.VERBOSE,
)
_DATE: Final = r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})"
_TIME: Final = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?"
_CHAT_HEAD: Final = re.compile(
    rf"^[ ]*\(?\[?{_DATE},?[ ]{{1,2}}{_TIME}(?:[ ]?[ap]\.?[ ]?m\.?)?\]?(?:[ ][-:](?=[ ]))?",
    re.IGNORECASE | re.MULTILINE,
)


def read_file_names(text: str) -> tuple[list[Finding], str]:
    """Take file names out of a text. A name that is just a number counts if there is no other number."""
    return take(text, _FILE, _read_file, CODE_GAP)


def read_chat_heads(text: str) -> tuple[list[Finding], str]:
    """Take the date and time off the lines of an exported chat. The sender stays."""
    return take(text, _CHAT_HEAD, nothing)


def _read_file(match: re.Match[str]) -> list[Finding]:
    number = match["number"]
    if number is None or not number.lstrip("(").startswith("+"):
        return []
    return [Finding(FindingKind.WRITTEN, match.start(), number, is_last_resort=True)]
