"""Reads WhatsApp IDs: `79123456789@c.us`, with a device suffix, or inside a message ID.

Their digits are used unchanged, because WhatsApp doesn't always follow the numbering plan (Mexican mobiles
keep a 1 after 52).
"""

import re
from typing import Final

from inspector.phone.finding import Finding, FindingKind, take

FEWEST_DIGITS: Final = 7
MOST_DIGITS: Final = 16
MOST_LID_DIGITS: Final = 20

GROUP: Final = "This is a group ID. Only people and businesses can be looked up."
NO_PERSON: Final = (
    "This ID belongs to a broadcast list or a channel. Only people and businesses can be looked up."
)
ID_LENGTH: Final = "A WhatsApp ID has 7 to 16 digits."
LID_LENGTH: Final = "A hidden ID has 7 to 20 digits."

_ID: Final = re.compile(
    r"""(?<![^\W_])(?<!\d[-.:])(?:(?:true|false)_)?
    (?P<digits>[+]?\d{1,40}) (?P<device>(?:[_.:-]\d{1,20}){0,3})
    (?:@|%40)(?P<server>c\.us|s\.whatsapp\.net|hosted\.lid|hosted|lid|g\.us|broadcast|newsletter)
    (?![^\W_]|[.-]\w|@)
    (?:_[0-9A-Za-z]{8,64}(?![0-9A-Za-z@%]))?""",
    re.IGNORECASE | re.VERBOSE,
)
_NAMED: Final = re.compile(r"\b(?:status|server)@(?:broadcast|c\.us)\b", re.IGNORECASE)


def read_ids(text: str) -> tuple[list[Finding], str]:
    """Take IDs out of a text."""
    found, rest = take(text, _ID, _read_id)
    named, rest = take(rest, _NAMED, _read_named)
    return [*found, *named], rest


def _read_named(match: re.Match[str]) -> list[Finding]:
    return [Finding(FindingKind.USELESS, match.start(), NO_PERSON)]


def _read_id(match: re.Match[str]) -> list[Finding]:
    digits = match["digits"].removeprefix("+")
    sort, said = _sort(match["server"].lower(), digits)
    return [Finding(sort, match.start(), said)]


def _sort(server: str, digits: str) -> tuple[FindingKind, str]:
    match server:
        case "g.us":
            return FindingKind.USELESS, GROUP
        case "broadcast" | "newsletter":
            return FindingKind.USELESS, NO_PERSON
        case "lid" | "hosted.lid":
            is_lid = FEWEST_DIGITS <= len(digits) <= MOST_LID_DIGITS
            return (FindingKind.LID, digits) if is_lid else (FindingKind.USELESS, LID_LENGTH)
        case _:
            is_phone = FEWEST_DIGITS <= len(digits) <= MOST_DIGITS
            return (FindingKind.PHONE, digits) if is_phone else (FindingKind.USELESS, ID_LENGTH)
