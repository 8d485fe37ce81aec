"""What opens the window from outside: words of a command line, or a link, `contact-inspector:+79123456789`.

Any web page may open such a link: it carries a number and nothing else, and what is more in it is ignored.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from inspector.phone.number import Lid, Number
from inspector.phone.reader import read_number

SCHEME: Final = "contact-inspector:"

_LOOKED_AT: Final = 400
"""Characters; a number with every separator takes far fewer."""
_INVISIBLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_USER: Final = re.compile(r"[^/?#]*@")
_NUMBER: Final = re.compile(r"(?=[^0-9]{0,20}[0-9])\+?[0-9().\- ]{1,59}")
_BARE: Final = re.compile(r"(?:\+?[0-9().\- ]{1,60}(?:@c\.us|@lid)?)?")
_AFTER: Final = "+/?#&;,@"
"""What may follow a number; after anything else it is none: half a number is another number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom somebody outside the window wants to see in it."""

    number: str = ""
    """As it was written; empty when there is none, and the window is only to come forward."""
    is_link: bool = False
    has_more: bool = False
    """Whether a link held more than a number, which was ignored."""


def read_wanted(words: str) -> Wanted:
    """The number in a link, or the words as they are. Never raises; whether the number is possible is open.

    A link's number is international, with or without its plus.
    """
    words = words.strip()
    if not words.lower().startswith(SCHEME):
        return Wanted(words)
    written = unquote(words[len(SCHEME) : _LOOKED_AT], errors="replace")
    body = _INVISIBLE.sub("", written)
    # Browsers and desktops write `//` before what they take for a host, and `/` after it.
    inner = body.removeprefix("//").removesuffix("/").strip()
    user = _USER.match(inner)
    rest = inner[user.end() :] if user else inner
    found = _NUMBER.match(rest)
    after = rest[found.end() :] if found else rest
    has_more = bool(user or after) or body != written or len(words) > _LOOKED_AT
    if found is None or after[:1] not in _AFTER:
        return Wanted("", is_link=True, has_more=has_more)
    return Wanted("+" + found[0].strip().removeprefix("+"), is_link=True, has_more=has_more)


def is_bare(wanted: Wanted) -> bool:
    """Whether a request holds only what a number or a chat id is written with, or nothing."""
    return _BARE.fullmatch(wanted.number) is not None


def bare(wanted: Wanted) -> Wanted:
    """The request with nothing but a number in it, where other words were pasted; empty when they hold none.

    The home country is not asked for: a local number among other words is none. Of several none is meant.
    """
    if is_bare(wanted):
        return wanted
    reading = read_number(wanted.number)
    return Wanted(reading.chat_id) if isinstance(reading, Number | Lid) else Wanted()
