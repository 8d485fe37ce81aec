"""Taking tokens, and URLs that carry them, out of text: the second wall, behind a client that leaks none.

A token that was registered is found literally and in every disguise a log gives it: percent-encoded
once or more, JSON- or repr-escaped, in base64 at any offset. One that was not is found by its looks.
No pattern takes more than linear time: what precedes its first fixed character is bounded.
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
_BEGINNING = re.compile(rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+: ")
"""How each of our logs begins, and hardly any other."""
_LONGEST_BEGINNING = 200
_SHORTEST_TOKEN = 6
"""A shorter one is no token, and taking it out would only make logs unreadable."""
_TALKATIVE = ("httpx", "httpcore", "stamina", "keyring", "secretstorage", "jeepney", "asyncio")
"""Libraries that handle tokens or log at length: httpx writes whole URLs at INFO."""

_SLASH = r"(?:\\{0,8}/|%(?:25){0,3}2f|\\{1,8}u002f)"
_LOOKS = (
    # …/waInstance1101000001/getContactInfo/<token>, also percent-encoded or JSON-escaped
    re.compile(
        rf"(waInstance[^\s/%\\\"'<>]{{0,40}}{_SLASH}[\w.-]{{1,40}}{_SLASH})[^\s\"'<>/?#\\]+", re.IGNORECASE
    ),
    # Authorization: Bearer …, also as a dictionary's or a header list's entry
    re.compile(
        r"((?:authorization|api_?token(?:_?instance)?|access_?token)[\"'\\]{0,4}\s{0,4}[:=,]\s{0,4}"
        r"(?:b(?=[\"']))?[\"'\\]{0,4}(?:(?:bearer|basic|digest|token)\s{1,4})?)(?!\[redacted\])[^\s\"'\\,;&)}\]]+",
        re.IGNORECASE,
    ),
    # http://user:password@proxy
    re.compile(r"(://)[^\s/@:\"'<>]{0,200}:[^\s/@\"'<>]{0,200}(?=@)"),
    # the usual token: 50 lower-case hexadecimal digits; upper case would also hit zero bytes in base64
    re.compile(r"()[0-9a-f]{50,}"),
)


_IN_ANSWERS = (
    _LOOKS[0],
    # a token's own field or parameter, and a header that names its kind of sign-in
    re.compile(
        r"(api_?token(?:_?instance)?[\"'\\]{0,4}\s{0,4}[:=]\s{0,4}[\"'\\]{0,4})(?!\[redacted\])[^\s\"'\\,;&)}\]]+",
        re.IGNORECASE,
    ),
    re.compile(
        r"(authorization[\"'\\]{0,4}\s{0,4}[:=,]\s{0,4}[\"'\\]{0,4}(?:bearer|basic|digest)\s{1,4})"
        r"(?=[^\s\"'\\,;&)}\]]{0,200}[0-9=])[^\s\"'\\,;&)}\]]{8,}",
        re.IGNORECASE,
    ),
    # exactly as long as a token: hashes have 40 or 64 digits
    re.compile(r"()(?<![0-9a-f])[0-9a-f]{50}(?![0-9a-f])"),
)
_SHORTEST_UNMISTAKABLE = 20


class _Known(NamedTuple):
    """What a registered token looks like."""

    disguised: re.Pattern[str]
    in_base64: frozenset[str]
    is_unmistakable: bool
    """Whether no catalogue holds it by chance, as it may hold a password like "winter"."""


_registered: list[_Known] = []
"""Grows only. Appending to a list, and walking it meanwhile, need no lock."""


def register(secret: Secret) -> None:
    """Take this token out of everything from now on, until the program ends."""
    token = secret.reveal().strip()
    if len(token) < _SHORTEST_TOKEN:
        return
    known = _Known(
        re.compile("".join(map(_disguises, token))),
        frozenset(_base64_forms(token)),
        _is_unmistakable(token),
    )
    if known not in _registered:
        _registered.append(known)


def redact(text: str) -> str:
    """The text without tokens. Redact before shortening: half a token is not recognised."""
    return _without(text, _registered, _LOOKS)


def redact_answer(text: str) -> str:
    """A gateway's answer without tokens, and otherwise as it came.

    What a gateway repeats is the token, inside the request's path; a proxy's password never reaches it. So
    a registered word that texts use too is left in: a password "winter" is no reason to hide winter tyres.
    """
    return _without(text, [known for known in _registered if known.is_unmistakable], _IN_ANSWERS)


def _without(text: str, registered: Iterable[_Known], places: Iterable[re.Pattern[str]]) -> str:
    for known in registered:
        text = known.disguised.sub(REDACTED, text)
        for form in known.in_base64:
            text = text.replace(form, REDACTED)
    for pattern in places:
        text = pattern.sub(rf"\g<1>{REDACTED}", text)
    return text


def _is_unmistakable(token: str) -> bool:
    """Whether a token looks like one: long, in one piece, of letters and digits."""
    has_both = any(map(str.isdigit, token)) and any(map(str.isalpha, token))
    return len(token) >= _SHORTEST_UNMISTAKABLE and has_both and " " not in token


class RedactionFilter(logging.Filter):
    """Rewrites every record that passes, and lets it pass. Belongs on handlers. Never raises."""

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
    """Log to a small rotating file in a folder, redacted; returns what undoes it.

    Nothing is logged, and nothing fails, without a folder, in one that cannot be written, and where another
    program's file has the log's name.
    The filter also goes on the handlers that the root logger already has.
    """
    root, wall = logging.getLogger(), RedactionFilter()
    handler = _log_file(folder) if folder else logging.NullHandler()
    root.addHandler(handler)
    guarded = list(root.handlers)
    for each in guarded:
        each.addFilter(wall)
    levels = {"": logging.WARNING, "inspector": logging.INFO, **dict.fromkeys(_TALKATIVE, logging.WARNING)}
    before = {name: logging.getLogger(name).level for name in levels}
    _set_levels(levels)

    def uninstall() -> None:
        _set_levels(before)
        for each in guarded:
            each.removeFilter(wall)
        root.removeHandler(handler)
        handler.close()

    return uninstall


class _LogFile(RotatingFileHandler):
    """For its owner's eyes; a full disk or a file held by another process costs lines, not the program."""

    @override
    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).touch(mode=0o600)
        return super()._open()

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        pass


def _log_file(folder: Path) -> logging.Handler:
    try:
        for each in (folder.parent, folder):  # mkdir's mode is for the last folder of a path only
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
    """Whether a log can be written, or put away, under this name: there is none yet, or it is one of ours."""
    if not os.path.lexists(path):
        return True
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    with path.open("rb") as file:
        beginning = file.read(_LONGEST_BEGINNING)
    return not beginning or _BEGINNING.match(beginning) is not None


def _set_levels(levels: dict[str, int]) -> None:
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def _message(record: logging.LogRecord) -> str:
    with contextlib.suppress(Exception):  # an argument's own __str__ may raise anything
        return record.getMessage()
    return (
        f"{record.msg} (with arguments that cannot be shown)"
        if isinstance(record.msg, str)
        else "(unshowable)"
    )


def _traceback(record: logging.LogRecord) -> str:
    with contextlib.suppress(Exception):  # so may an exception's
        if isinstance(record.exc_info, tuple):
            return logging.Formatter().formatException(record.exc_info)
    return "(a traceback that cannot be shown)"


def _disguises(character: str) -> str:
    """A pattern for one character, in either case, as it is and as URLs, JSON, Python and HTML write it.

    Every alternative begins with a plain character: then the engine skips what cannot be a beginning,
    and a megabyte takes 6 ms instead of 170.
    """
    utf8 = character.encode("utf-8", "surrogatepass").hex()
    utf16 = character.encode("utf-16-be", "surrogatepass").hex()
    backslash = r"\\\\{0,7}"
    forms = [re.escape(form) for form in {character, character.lower(), character.upper()}]
    forms += [_coded("%(?:25){0,3}", utf8, 2), _coded(f"{backslash}u", utf16, 4)]
    forms += [_coded(f"{backslash}x", utf8, 2), _coded(f"{backslash}U", f"{ord(character):08x}", 8)]
    if ord(character) < 0x100:
        forms.append(_coded(f"{backslash}x", f"{ord(character):02x}", 2))
    if not character.isalnum():
        forms += [backslash + re.escape(character), re.escape(html.escape(character))]
    return f"(?:{'|'.join(forms)})"


def _coded(sign: str, digits: str, width: int) -> str:
    """A pattern for hexadecimal digits of either case, with a sign before each group of them."""
    either_case = [f"[{digit}{digit.upper()}]" for digit in digits]
    return "".join(sign + "".join(either_case[at : at + width]) for at in range(0, len(digits), width))


def _base64_forms(token: str) -> Iterator[str]:
    """A token inside base64 of anything: its bytes may begin at any of three offsets.

    The characters at the edges, which share bits with the neighbours, are not part of a form.
    """
    for offset in range(3):
        content = bytes(offset) + token.encode("utf-8", "surrogatepass")
        whole = slice(-(-offset * 8 // 6), len(content) * 8 // 6)
        yield base64.b64encode(content).decode("ascii")[whole]
        yield base64.urlsafe_b64encode(content).decode("ascii")[whole]
