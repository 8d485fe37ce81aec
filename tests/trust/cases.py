"""What a gateway, or whoever sits in its place, can do to a lookup; and what a person is told of it."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from inspector.demo import faults
from inspector.demo.faults import Fault, Manner
from inspector.demo.wire import HTML, JSON, TEXT

CHAT_ID: Final = "442079460158@c.us"
"""The number that all of these happen to; the demo gateway's florist."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something that goes wrong, and a part of the sentence that names the cause."""

    name: str
    fault: Fault
    sentence: str
    tries: int = 1
    """How often the gateway is asked before the sentence is said."""

    def __str__(self) -> str:
        return self.name


_CUT_OFF = "was lost before the response was complete. Tried 4 times. Try again."
_NO_HTTP = "isn't HTTP. Check the API address."
_UNREADABLE = "Couldn't read the response from "
_TEN_MB = 10_000_000


def _headers(*more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return (*JSON, *more)


CONNECTION: Final = (
    Case("closes before the headers", Fault(manner=Manner.CLOSE_BEFORE_HEADERS), _CUT_OFF, 4),
    Case("resets in the middle of the body", Fault(manner=Manner.RESET_IN_BODY), _CUT_OFF, 4),
    Case("announces more than comes", Fault(manner=Manner.WRONG_LENGTH), _CUT_OFF, 4),
    Case("announces less than comes", Fault(headers=_headers(("Content-Length", "40"))), _UNREADABLE),
    Case("announces no number", Fault(headers=_headers(("Content-Length", "-1"))), _NO_HTTP),
    Case(
        "announces two lengths",
        Fault(headers=_headers(("Content-Length", "40"), ("Content-Length", "50"))),
        _NO_HTTP,
    ),
    Case("breaks off in chunks", Fault(manner=Manner.BROKEN_CHUNKING), _NO_HTTP),
    Case(
        "sends 3,000 long headers",
        Fault(headers=_headers(*((f"X-Padding-{number}", "x" * 30) for number in range(3000)))),
        _NO_HTTP,
    ),
    Case("makes noise", Fault(manner=Manner.NOISE), _NO_HTTP),
    Case("speaks HTTP/0.9", Fault(body=b"<html>\r\n\r\nhello", manner=Manner.BARE), _NO_HTTP),
    Case("speaks HTTP/0.9 in one line", Fault(manner=Manner.BARE), _CUT_OFF, 4),
)


# The error table: what a person is told depends on the status, or on the words where those tell more.


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the gateway's error table."""

    status: int
    text: str
    sentence: str
    tries: int = 1
    without_words: str | None = None
    """The sentence for a body that says nothing, where the words decide."""


_SILENT = "(400) without giving a reason."
_UNKNOWN_INSTANCE = "doesn't know instance 1101000001 (403). Check the API address"
_DOWN = "The gateway isn't responding ({}). Tried 4 times. Try again in a minute."
_NO_GROUPS = (
    "Validation failed. Details: The method GetContactInfo does not support group chats, to work with "
    "groups, use the GetGroupData method"
)

ROWS: Final = (
    Row(400, _NO_GROUPS, "This is a group ID. Only people and businesses can be looked up.", 1, _SILENT),
    Row(
        400,
        "Validation failed. Details: 'chatId' must be one of the next formats: 'phone_number@c.us'",
        "doesn't accept this number. Check it for missing or extra digits.",
        1,
        _SILENT,
    ),
    Row(400, "instance in starting process try later", "is starting.", 5, _SILENT),
    Row(400, "instance is starting or not authorized", "is linked to this account. Scan", 1, _SILENT),
    Row(400, "instance account not authorized", "is linked to this account. Scan the QR", 1, _SILENT),
    Row(400, "Instance account is expired", "subscription has expired. Renew it", 1, _SILENT),
    Row(400, "Instance is deleted", "instance was deleted. Choose or create another", 1, _SILENT),
    Row(400, "The moon is in the way", "refused the request: The moon is in the way.", 1, _SILENT),
    Row(401, "Unauthorized", "The token was rejected. It's wrong or has been replaced."),
    Row(403, "Forbidden", _UNKNOWN_INSTANCE),
    Row(403, "Your account is suspended", "This account is suspended.", 1, _UNKNOWN_INSTANCE),
    Row(404, "Not Found", "(404). Check the API address. For this instance, it's usually https://1101."),
    Row(429, "Too Many Requests", "Too many requests.", 4),
    Row(466, "Quota exceeded", "monthly quota is used up. It resets next month"),
    Row(469, "User get contact info limit reached", "Try again in a few hours."),
    *(Row(status, "Bad Gateway", _DOWN.format(status), 4) for status in (499, 502, 503, 504)),
    Row(
        500,
        "interface conversion: interface {} is bool, not string",
        "Gateway error (500). Tried twice. If this",
        2,
    ),
)


def _keyed(row: Row) -> Fault:
    """One of the keys that errors use; each has its turn, in the order of the table."""
    keys = ("message", "description", "reason", "error")
    return Fault(row.status, json.dumps({keys[ROWS.index(row) % 4]: row.text}).encode())


def _own(row: Row) -> Fault:
    return faults.bad_request(row.text, row.status)


def _plain(row: Row) -> Fault:
    return Fault(row.status, row.text.encode(), TEXT)


def _html(row: Row) -> Fault:
    page = f"<html><head><title>{row.text}</title></head><body><hr>nginx</body></html>"
    return Fault(row.status, page.encode(), HTML)


def _soft(row: Row) -> Fault:
    return faults.soft_error(row.text)


def _soft_own(row: Row) -> Fault:
    return Fault(200, faults.bad_request(row.text, row.status).body)


def _empty(row: Row) -> Fault:
    return Fault(row.status, b"")


def _null(row: Row) -> Fault:
    return Fault(row.status, b"null")


SHAPES: Final[dict[str, Callable[[Row], Fault]]] = {
    "the gateway's own": _own,
    "an object with one key": _keyed,
    "plain text": _plain,
    "HTML": _html,
    "an error inside a success": _soft_own,
    "a soft error": _soft,
    "empty": _empty,
    "null": _null,
}
"""What a body can look like, each made of a row's status and text."""

_WORDLESS = (_empty, _null)


def cases_of(shape: str) -> tuple[Case, ...]:
    """Every row of the table in one shape. A soft error has no status: only words can tell it."""
    make = SHAPES[shape]
    rows = [row for row in ROWS if make is not _soft or row.without_words]
    return tuple(
        Case(
            f"{row.status} {row.text}",
            make(row),
            (row.without_words if make in _WORDLESS else None) or row.sentence,
            1 if make in _WORDLESS and row.without_words else row.tries,
        )
        for row in rows
    )


# Answers that say they succeeded


def _bomb(size: int) -> bytes:
    return gzip.compress(b" " * size)


UNREADABLE: Final = (
    Case("empty", faults.empty_body(), _UNREADABLE),
    Case("null", faults.null_body(), _UNREADABLE),
    Case("HTML", faults.html_body(), _UNREADABLE),
    Case("truncated", faults.truncated_json(), _UNREADABLE),
    Case("10 MB of HTML", Fault(200, b"<html>" + b"x" * _TEN_MB, HTML), _UNREADABLE),
    Case("10 MB of blanks", Fault(200, b" " * _TEN_MB), _UNREADABLE),
    Case(
        "10 MB of tiny values",
        Fault(200, b'{"x": [%b]}' % b",".join([b"[]"] * (_TEN_MB // 3))),
        _UNREADABLE,
    ),
    Case("17 MB", Fault(200, b" " * 17_000_000), "sent more than 16 MB, more than any contact has."),
    Case(
        "a gzip bomb",
        Fault(200, _bomb(400_000_000), _headers(("Content-Encoding", "gzip"))),
        "sent a compressed response that wasn't requested.",
    ),
    Case("a gzip bomb that is not said to be one", Fault(200, _bomb(1_000_000)), _UNREADABLE),
    Case("nested 100,000 deep", Fault(200, b"[" * 100_000 + b"]" * 100_000), _UNREADABLE),
    Case(
        "nested 100,000 deep inside",
        Fault(200, b'{"chatId": "", "x": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001),
        _UNREADABLE,
    ),
)


@dataclass(frozen=True, slots=True)
class Odd:
    """An answer that can be read, and the name that is in it."""

    name: str
    fault: Fault
    shown: str
    is_printed: bool = True
    """Whether the command line is asked too: to print 10 MB and to read them again takes its time."""

    def __str__(self) -> str:
        return self.name


def _odd(name: str, fields: bytes, shown: str = "Anna", *, is_printed: bool = True) -> Odd:
    return Odd(name, Fault(200, b'{"chatId": "%b", %b}' % (CHAT_ID.encode(), fields)), shown, is_printed)


_CARD = (
    b'{"id": "42079728159", "name": "Replacement", "description": "%b", "price": null, "isHidden": false}'
    % (b"From 1000 RUB " * 60)
)

ODD: Final = (
    _odd("invalid UTF-8", b'"name": "An\xff\xfena"', "An��na"),
    Odd("a byte order mark", Fault(200, b'\xef\xbb\xbf{"name": "Anna"}'), "Anna"),
    Odd("UTF-16", Fault(200, '{"name": "Anna"}'.encode("utf-16")), "Anna"),
    _odd("10 MB in one text", b'"name": "Anna", "description": "' + b"sale " * (_TEN_MB // 5) + b'"'),
    _odd("10 MB in a name", b'"name": "' + b"Anna " * (_TEN_MB // 5) + b'"', "Anna Anna"),
    _odd(
        "10 MB of products",
        b'"name": "Anna", "isBusiness": true, "products": [%b]'
        % b",".join([_CARD] * (_TEN_MB // len(_CARD))),
        is_printed=False,
    ),
    _odd(
        "10 MB of fields that nobody knows",
        b'"name": "Anna", '
        + b", ".join(b'"key %d": "%b"' % (number, b"what is this? " * 66) for number in range(10_000)),
        is_printed=False,
    ),
    _odd(
        "many values in a field that nobody knows",
        b'"name": "Anna", "x": [%b]' % b", ".join([b'"sale"'] * 100_000),
    ),
    _odd("as many values as are read", b'"name": "Anna", "x": [%b]' % b",".join([b'"sale"'] * 295_000)),
    _odd(
        "as many keys as are read in one go",
        b'"name": "Anna", "x": {%b}' % b",".join(b'"%d":""' % number for number in range(49_000)),
    ),
    _odd("10 MB in a key", b'"name": "Anna", "%b": 1' % (b"x" * _TEN_MB)),
    _odd("duplicate keys", b'"name": "Boris", "name": "Anna"'),
    _odd(
        "numbers beyond 2^53",
        b'"name": "Anna", "muteExpiration": 9007199254740993, "lastSeen": 1' + b"0" * 400,
    ),
    _odd("NaN", b'"name": "Anna", "messageExpiration": NaN, "lastSeen": -Infinity, "x": [NaN, 1e999]'),
    _odd("lone surrogates", b'"name": "\\ud83dAnna\\udc00", "x": "\\udfff"', "Anna"),
    _odd("control characters", b'"name": "An\x00\x1b[31mna"', "An"),
    Odd("3,000 short headers", Fault(headers=_headers(*([("X", "y")] * 3000))), "Primrose Flowers"),
)
