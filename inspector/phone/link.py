"""Requests from outside the window: command-line arguments, or a link, `contact-inspector:+79123456789`.

Any web page may open such a link, so only the number in it is used, and anything else is ignored.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from inspector.phone.number import Lid, Number
from inspector.phone.reader import read_number

SCHEME: Final = "contact-inspector:"

_LOOKED_AT: Final = 400
"""In characters. Numbers are far shorter, even with separators."""
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_USER: Final = re.compile(r"[^/?#]*@")
_NUMBER: Final = re.compile(r"(?=[^0-9]{0,20}[0-9])\+?[0-9().\- ]{1,59}")
_BARE: Final = re.compile(r"(?:\+?[0-9().\- ]{1,60}(?:@c\.us|@lid)?)?")
_AFTER: Final = "+/?#&;,@"
"""What may follow a number. Before anything else, it may be incomplete, and so someone else's number."""


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """A request to look up a number in the window."""

    number: str = ""
    """As written; empty if the window should only come to the front."""
    is_link: bool = False
    has_more: bool = False
    """Whether a link contained more than a number. The rest was ignored."""


def read_wanted(words: str) -> LookupRequest:
    """The number in a link, or the arguments unchanged. Doesn't check the number. Never raises.

    A link's number is international, with or without a plus.
    """
    words = words.strip()
    if not words.lower().startswith(SCHEME):
        return LookupRequest(words)
    written = unquote(words[len(SCHEME) : _LOOKED_AT], errors="replace")
    body = _INVISIBLE.sub("", written)
    # Browsers and desktops add `//` before what they take for a host name, and `/` after it.
    inner = body.removeprefix("//").removesuffix("/").strip()
    user = _USER.match(inner)
    rest = inner[user.end() :] if user else inner
    found = _NUMBER.match(rest)
    after = rest[found.end() :] if found else rest
    has_more = bool(user or after) or body != written or len(words) > _LOOKED_AT
    if found is None or after[:1] not in _AFTER:
        return LookupRequest("", is_link=True, has_more=has_more)
    return LookupRequest("+" + found[0].strip().removeprefix("+"), is_link=True, has_more=has_more)


def is_bare(wanted: LookupRequest) -> bool:
    """Whether the request consists only of characters of a number or chat ID, or is empty."""
    return _BARE.fullmatch(wanted.number) is not None


def bare(wanted: LookupRequest) -> LookupRequest:
    """The request reduced to the number in it; empty if there isn't exactly one.

    The default country isn't used, so a local number within other text doesn't count.
    """
    if is_bare(wanted):
        return wanted
    reading = read_number(wanted.number)
    return LookupRequest(reading.chat_id) if isinstance(reading, Number | Lid) else LookupRequest()
