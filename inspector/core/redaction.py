"""Removes tokens, and URLs that contain them, from text.

This is the second line of defence: the client shouldn't leak tokens in the first place. A registered token
is found literally and in every encoding that ends up in logs: percent-encoded (even repeatedly), JSON- or
repr-escaped, or in base64 at any offset. Other tokens are found by pattern. Every pattern runs in linear
time, because whatever precedes its first fixed character is bounded.
"""

import base64
import contextlib
import html
import logging
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import NamedTuple

from typing_extensions import override

from inspector.core.secret import Secret

REDACTED = "[redacted]"
LOG_NAME = "contact-inspector.log"
_LOG_BYTES = 500_000
_OLD_LOGS = 2
_LOG_START = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+: ")
"""How our log files start. Hardly any other program's do."""
_LONGEST_LOG_START = 200
_SHORTEST_TOKEN = 6
"""Anything shorter isn't a token, and redacting it would make logs unreadable."""
_VERBOSE_LIBRARIES = ("httpx", "httpcore", "stamina", "keyring", "secretstorage", "jeepney", "asyncio")
"""Libraries that handle tokens or log a lot. httpx logs whole URLs at INFO."""

_SLASH = r"(?:\\{0,8}/|%(?:25){0,3}2f|\\{1,8}u002f)"
_TOKEN_PATTERNS = (
    # …/waInstance1101000001/getContactInfo/<token>, also percent-encoded or JSON-escaped
    re.compile(
        rf"(waInstance[^\s/%\\\"'<>]{{0,40}}{_SLASH}[\w.-]{{1,40}}{_SLASH})[^\s\"'<>/?#\\]+", re.IGNORECASE
    ),
    # Authorization: Bearer …, also in a dict or a list of headers
    re.compile(
        r"((?:authorization|api_?token(?:_?instance)?|access_?token)[\"'\\]{0,4}\s{0,4}[:=,]\s{0,4}"
        r"(?:b(?=[\"']))?[\"'\\]{0,4}(?:(?:bearer|basic|digest|token)\s{1,4})?)(?!\[redacted\])[^\s\"'\\,;&)}\]]+",
        re.IGNORECASE,
    ),
    # http://user:password@proxy
    re.compile(r"(://)[^\s/@:\"'<>]{0,200}:[^\s/@\"'<>]{0,200}(?=@)"),
    # the usual token: 50 lower-case hex digits. Upper case would also match runs of zero bytes in base64.
    re.compile(r"()[0-9a-f]{50,}"),
)


_RESPONSE_PATTERNS = (
    _TOKEN_PATTERNS[0],
    # a token field or parameter, and an Authorization header with its scheme
    re.compile(
        r"(api_?token(?:_?instance)?[\"'\\]{0,4}\s{0,4}[:=]\s{0,4}[\"'\\]{0,4})(?!\[redacted\])[^\s\"'\\,;&)}\]]+",
        re.IGNORECASE,
    ),
    re.compile(
        r"(authorization[\"'\\]{0,4}\s{0,4}[:=,]\s{0,4}[\"'\\]{0,4}(?:bearer|basic|digest)\s{1,4})"
        r"(?=[^\s\"'\\,;&)}\]]{0,200}[0-9=])[^\s\"'\\,;&)}\]]{8,}",
        re.IGNORECASE,
    ),
    # exactly as long as a token; hashes have 40 or 64 digits
    re.compile(r"()(?<![0-9a-f])[0-9a-f]{50}(?![0-9a-f])"),
)
_SHORTEST_UNMISTAKABLE = 20


class _Known(NamedTuple):
    """How to find a registered token."""

    encoded: re.Pattern[str]
    in_base64: frozenset[str]
    is_unmistakable: bool
    """Whether it can't also be an ordinary word in a catalogue, as a password like "winter" could."""


_registered: list[_Known] = []
"""Only ever appended to, so iterating over it in another thread needs no lock."""


def register(secret: Secret) -> None:
    """Redact this token everywhere from now on, until the program ends."""
    token = secret.reveal().strip()
    if len(token) < _SHORTEST_TOKEN:
        return
    known = _Known(
        re.compile("".join(map(_encodings_of, token))),
        frozenset(_base64_forms(token)),
        _is_unmistakable(token),
    )
    if known not in _registered:
        _registered.append(known)


def redact(text: str) -> str:
    """The text without tokens. Redact before truncating: half a token isn't recognised."""
    return _redact_matches(text, _registered, _TOKEN_PATTERNS)


def redact_response(text: str) -> str:
    """A gateway's response without tokens, otherwise unchanged.

    A gateway may echo the request's path, and with it the token, but never sees a proxy's password. So
    registered secrets that could be ordinary words are kept: a password "winter" mustn't hide winter tyres.
    """
    return _redact_matches(
        text, [known for known in _registered if known.is_unmistakable], _RESPONSE_PATTERNS
    )


def _redact_matches(text: str, registered: Iterable[_Known], patterns: Iterable[re.Pattern[str]]) -> str:
    for known in registered:
        text = known.encoded.sub(REDACTED, text)
        for form in known.in_base64:
            text = text.replace(form, REDACTED)
    for pattern in patterns:
        text = pattern.sub(rf"\g<1>{REDACTED}", text)
    return text


def _is_unmistakable(token: str) -> bool:
    """Whether a token looks like one: long, without spaces, with letters and digits."""
    has_both = any(map(str.isdigit, token)) and any(map(str.isalpha, token))
    return len(token) >= _SHORTEST_UNMISTAKABLE and has_both and " " not in token


class RedactionFilter(logging.Filter):
    """Redacts every record and lets it pass. Add it to handlers, not loggers. Never raises."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(_message(record)), None
        if record.exc_info:
            record.exc_text = record.exc_text or _traceback(record)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(str(record.exc_text))
        if record.stack_info:
            record.stack_info = redact(str(record.stack_info))
        return True


def install_logging(folder: Path | None) -> Callable[[], None]:
    """Write a redacted, rotating log file to a folder. Returns a function that undoes this.

    If there is no folder, it isn't writable, or another program's file has the log's name, nothing is logged
    and nothing fails. The filter is also added to the root logger's existing handlers.
    """
    root, redactor = logging.getLogger(), RedactionFilter()
    handler = _log_file(folder) if folder else logging.NullHandler()
    root.addHandler(handler)
    handlers = list(root.handlers)
    for each in handlers:
        each.addFilter(redactor)
    levels = {
        "": logging.WARNING,
        "inspector": logging.INFO,
        **dict.fromkeys(_VERBOSE_LIBRARIES, logging.WARNING),
    }
    before = {name: logging.getLogger(name).level for name in levels}
    _set_levels(levels)

    def uninstall() -> None:
        _set_levels(before)
        for each in handlers:
            each.removeFilter(redactor)
        root.removeHandler(handler)
        handler.close()

    return uninstall


class _LogFile(RotatingFileHandler):
    """Readable by its owner only. A full disk or a file locked by another process only loses log lines."""

    @override
    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).touch(mode=0o600)
        return super()._open()

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        pass


def _log_file(folder: Path) -> logging.Handler:
    try:
        for each in (folder.parent, folder):  # mkdir applies its mode to the last folder of a path only
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not all(_is_ours(folder / f"{LOG_NAME}{end}") for end in ("", ".1", ".2")):
            return logging.NullHandler()
        handler = _LogFile(
            folder / LOG_NAME,
            maxBytes=_LOG_BYTES,
            backupCount=_OLD_LOGS,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except (OSError, ValueError):
        return logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler


def _is_ours(path: Path) -> bool:
    """Whether the log may be written or rotated to this name: nothing is there, or it is one of our logs."""
    if not os.path.lexists(path):
        return True
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    with path.open("rb") as file:
        beginning = file.read(_LONGEST_LOG_START)
    return not beginning or _LOG_START.match(beginning) is not None


def _set_levels(levels: dict[str, int]) -> None:
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _message(record: logging.LogRecord) -> str:
    with contextlib.suppress(Exception):  # an argument's __str__ may raise anything
        return record.getMessage()
    return (
        f"{record.msg} (with arguments that cannot be shown)"
        if isinstance(record.msg, str)
        else "(unshowable)"
    )


def _traceback(record: logging.LogRecord) -> str:
    with contextlib.suppress(Exception):  # an exception's __str__ may too
        if isinstance(record.exc_info, tuple):
            return logging.Formatter().formatException(record.exc_info)
    return "(a traceback that cannot be shown)"


def _encodings_of(character: str) -> str:
    """A pattern for one character in either case, plain or as encoded by URLs, JSON, Python and HTML.

    Every alternative starts with a literal character, so that the regex engine can skip ahead: a megabyte
    takes 6 ms instead of 170.
    """
    utf8 = character.encode("utf-8", "surrogatepass").hex()
    utf16 = character.encode("utf-16-be", "surrogatepass").hex()
    backslash = r"\\\\{0,7}"
    forms = [re.escape(form) for form in {character, character.lower(), character.upper()}]
    forms += [_hex_pattern("%(?:25){0,3}", utf8, 2), _hex_pattern(f"{backslash}u", utf16, 4)]
    forms += [
        _hex_pattern(f"{backslash}x", utf8, 2),
        _hex_pattern(f"{backslash}U", f"{ord(character):08x}", 8),
    ]
    if ord(character) < 0x100:
        forms.append(_hex_pattern(f"{backslash}x", f"{ord(character):02x}", 2))
    if not character.isalnum():
        forms += [backslash + re.escape(character), re.escape(html.escape(character))]
    return f"(?:{'|'.join(forms)})"


def _hex_pattern(sign: str, digits: str, width: int) -> str:
    """A pattern for hex digits in either case, in groups of `width`, each with a prefix."""
    either_case = [f"[{digit}{digit.upper()}]" for digit in digits]
    return "".join(sign + "".join(either_case[at : at + width]) for at in range(0, len(digits), width))


def _base64_forms(token: str) -> Iterator[str]:
    """How a token appears inside base64 of a longer text, where it may start at any of three offsets.

    The edge characters share bits with their neighbours, so they are left out.
    """
    for offset in range(3):
        content = bytes(offset) + token.encode("utf-8", "surrogatepass")
        whole = slice(-(-offset * 8 // 6), len(content) * 8 // 6)
        yield base64.b64encode(content).decode("ascii")[whole]
        yield base64.urlsafe_b64encode(content).decode("ascii")[whole]
