"""The server's own words, found in whatever shape an error came, and made fit to be shown.

Shapes: `{statusCode, timestamp, path, message}`; one of `message`, `description`, `reason`, `error`;
plain text; HTML; nothing. `path` is never read: it repeats the request's URL.
"""

import html
import re
import unicodedata

from inspector.contact.model import Json
from inspector.contact.reading import parse_answer
from inspector.core.redaction import redact_answer

WORDS_CAP = 300
"""Characters; a sentence needs fewer."""

_READ_CAP_BYTES = 64 * 1024
"""Beyond this an error's body is not worth reading for one sentence."""

_KEYS = ("message", "description", "reason", "error")


def server_words(body: bytes) -> str | None:
    """What the server said, in one line without control characters, redacted; None when it said nothing."""
    parsed = parse_or_none(body)
    if isinstance(parsed, dict):
        words = words_in(parsed)
    elif isinstance(parsed, str):
        words = parsed
    elif parsed is None:
        words = _plain_text(body[:_READ_CAP_BYTES].decode("utf-8-sig", "replace"))
    else:
        words = None
    return fit_to_show(words or "") or None


def words_in(error: dict[str, Json]) -> str | None:
    """The first sentence under one of the keys that errors use, also in a list or one object below."""
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


def fit_to_show(text: str, cap: int = WORDS_CAP) -> str:
    """One line, capped: no token, no control, format or surrogate characters."""
    clean = "".join(" " if character.isspace() else character for character in text[:_READ_CAP_BYTES])
    clean = "".join(character for character in clean if unicodedata.category(character)[0] != "C")
    line = redact_answer(" ".join(clean.split()))
    return line if len(line) <= cap else line[: cap - 1] + "…"


def parse_or_none(body: bytes) -> Json:
    """The JSON of a body, or None when it is none, or too large for an error."""
    if len(body) > _READ_CAP_BYTES:
        return None
    try:
        return parse_answer(body)
    except ValueError:
        return None


def _plain_text(text: str) -> str:
    """Plain text as it is, nothing of damaged JSON, and of HTML the title, which names the status."""
    if not re.search(r"<\s*(!doctype|html|head|body|title|h1)\b", text, re.IGNORECASE):
        return "" if text.lstrip().startswith(("{", "[", "null")) else text
    title = re.search(r"<\s*(title|h1)[^>]*>([^<]*)<", text, re.IGNORECASE)
    return html.unescape(title[2]) if title else ""
