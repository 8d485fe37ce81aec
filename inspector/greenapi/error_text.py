"""Finds the server's message in an error response and cleans it for display.

Known shapes: `{statusCode, timestamp, path, message}`; one of `message`, `description`, `reason`, `error`;
plain text; HTML; an empty body. `path` is never read: it repeats the request's URL.
"""

import html
import re
import unicodedata

from inspector.contact.model import Json
from inspector.contact.reading import parse_response
from inspector.core.redaction import redact_response

WORDS_CAP = 300
"""In characters; enough for a sentence."""

_READ_CAP_BYTES = 64 * 1024
"""Larger error bodies aren't searched for a message."""

_KEYS = ("message", "description", "reason", "error")


def server_words(body: bytes) -> str | None:
    """The server's message in one line, without control characters, redacted; None if there is none."""
    parsed = parse_or_none(body)
    if isinstance(parsed, dict):
        words = words_in(parsed)
    elif isinstance(parsed, str):
        words = parsed
    elif parsed is None:
        words = _plain_text(body[:_READ_CAP_BYTES].decode("utf-8-sig", "replace"))
    else:
        words = None
    return clean_for_display(words or "") or None


def words_in(error: dict[str, Json]) -> str | None:
    """The first message under one of the usual keys, also inside a list or one level deeper."""
    by_key = {key.casefold(): value for key, value in error.items()}
    for key in _KEYS:
        match by_key.get(key):
            case str(words) if words.strip():
                return words
            case [*several] if words := "; ".join(one for one in several if isinstance(one, str)):
                return words
            case {"message": str(words)} if words.strip():
                return words
    return None


def clean_for_display(text: str, cap: int = WORDS_CAP) -> str:
    """One line of limited length, without tokens, control, format or surrogate characters."""
    clean = "".join(" " if character.isspace() else character for character in text[:_READ_CAP_BYTES])
    clean = "".join(character for character in clean if unicodedata.category(character)[0] != "C")
    line = redact_response(" ".join(clean.split()))
    return line if len(line) <= cap else line[: cap - 1] + "…"


def parse_or_none(body: bytes) -> Json:
    """The body's JSON, or None if it isn't JSON or is too large for an error."""
    if len(body) > _READ_CAP_BYTES:
        return None
    try:
        return parse_response(body)
    except ValueError:
        return None


def _plain_text(text: str) -> str:
    """Plain text unchanged, nothing for damaged JSON, and for HTML its title, which names the status."""
    if not re.search(r"<\s*(!doctype|html|head|body|title|h1)\b", text, re.IGNORECASE):
        return "" if text.lstrip().startswith(("{", "[", "null")) else text
    title = re.search(r"<\s*(title|h1)[^>]*>([^<]*)<", text, re.IGNORECASE)
    return html.unescape(title[2]) if title else ""
