"""The forms in which WhatsApp itself writes a number: ids, links, contact cards. Text in, text out.

Digits from these forms are taken as they stand, because WhatsApp's own ids do not always follow the
numbering plan (Mexican mobiles keep a 1 after 52).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache, reduce
from urllib.parse import unquote

LOOKED_AT = 4_000
"""Characters of a text that are looked at; what was pasted by mistake may be a whole file."""

_IN_NUMBERS = "0123456789+-()./~ \n"
_ID = re.compile(
    r"([\d+:_.\-]{1,50})@(c\.us|s\.whatsapp\.net|lid|g\.us|broadcast|newsletter)(?![\w-])", re.IGNORECASE
)
_FEWEST_DIGITS = 7
_ID_DIGITS = re.compile(r"\+?(\d{7,16})(?:[_.:]\d+)*")
_LINK = re.compile(
    r"(?:https?://)?(?<![\w.-])(?:(?:api|web|www|chat)\.)?(?:wa\.me|whatsapp\.com)/(?P<web>\S{0,1000})"
    r"|whatsapp://(?P<app>\S{1,1000})",
    re.IGNORECASE,
)
_LINK_PHONE = re.compile(r"(?:.*[?&])?phone=[+\s]*(\d{7,16})(?!\d)", re.IGNORECASE)
_LINK_PATH = re.compile(
    r"(?:c/|catalog/|p/\d+/|product/\d+/)?[+\s]*(\d[\d\-.() ]{5,30}\d)(?![\w-])", re.IGNORECASE
)
_CARD_LINE = re.compile(r"^(?:item\d+\.)?TEL(?:;([^:\n]*))?:(.*)$", re.IGNORECASE | re.MULTILINE)
_WAID = re.compile(r"waid=(\d{7,16})(?!\d)", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S*", re.IGNORECASE)
_DAY, _MONTH, _YEAR = "(?:0?[1-9]|[12]\\d|3[01])", "(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_NO_NUMBER = re.compile(
    rf"""(?<!\d)(?<!\d[.,:/-])(?:
        \d{{1,2}}:\d\d(?::\d\d)?                    # a time
        | {_DAY}[./-]{_MONTH}[./-]{_YEAR}           # a date
        | {_YEAR}-{_MONTH}-{_DAY}
        )(?![.,:/-]?\d)
    | (?<=\d{{7}})[.,]0{{1,2}}(?!\d)                  # what a spreadsheet adds to a number""",
    re.VERBOSE,
)
_DIALLING_SCHEME = re.compile(r"\b(?:tel|sms|smsto|callto):/{0,2}(\S*)", re.IGNORECASE)

GROUP = "This is the id of a group. Only single people and businesses can be looked up."
GROUP_LINK = "This link invites to a group. Only single people and businesses can be looked up."
NO_PERSON = "This id belongs to a broadcast list or a channel. Only people and businesses can be looked up."
SHORT_LINK = "This link holds no number. Open it in WhatsApp to see whose it is."
ID_LENGTH = "A WhatsApp id has 7 to 16 digits."


class Sort(Enum):
    """What was found."""

    PHONE = auto()
    LID = auto()
    USELESS = auto()


@dataclass(frozen=True, slots=True)
class Form:
    """One WhatsApp form in a text."""

    sort: Sort
    start: int
    """Where in the text it begins."""
    said: str
    """The digits; for USELESS the sentence that says why there are none."""


def plain(text: str) -> str:
    """The text's beginning in ASCII digits, signs, dashes and spaces, without invisible characters.

    A number that the end of what is looked at cuts in two is left out: half of one can be another.
    """
    beginning = reduce(_beside, "".join(map(_plain_character, text[:LOOKED_AT])).split("\t"))
    return beginning if len(text) <= LOOKED_AT else beginning.rstrip(_IN_NUMBERS)


def _beside(before: str, cell: str) -> str:
    """Two columns of a table are two things, unless a number's country code stands in one of its own."""
    line = before.rpartition("\n")[2]
    is_code = "+" in line and sum(map(str.isdigit, line)) < _FEWEST_DIGITS
    return f"{before}{' ' if is_code else chr(10)}{cell}"


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    if character in "\n\r\v\f\u2028\u2029\x85":
        return "\n"
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    match unicodedata.category(character):
        case "Zs":
            return " "
        case "Pd":
            return "-"
        case "Cf" | "Cs" | "Mn" | "Me":
            return ""
        case "Cc" if character != "\t":
            return " "
    return {"\u2212": "-", "\ufe62": "+"}.get(character, character)


def card_lines(text: str) -> str | None:
    """The telephone lines of a contact card (vCard), one value a line; None when it is no card."""
    lines = _CARD_LINE.findall(text)
    if not lines or not ("BEGIN:VCARD" in text.upper() or any(parameters for parameters, _ in lines)):
        return None
    return "\n".join(_card_value(parameters, value) for parameters, value in lines)


def _card_value(parameters: str, value: str) -> str:
    as_whatsapp_knows_it = _WAID.search(parameters)
    return f"{as_whatsapp_knows_it[1]}@c.us" if as_whatsapp_knows_it else value


def take_forms(text: str) -> tuple[list[Form], str]:
    """The WhatsApp forms in a text, in no order, and the text with spaces in their place."""
    forms: list[Form] = []

    def take_link(match: re.Match[str]) -> str:
        form = _read_link(match)
        if form is None:
            return _only_number(match[0])
        forms.append(form)
        return " " * len(match[0])

    def take_id(match: re.Match[str]) -> str:
        forms.append(_read_id(match))
        return " " * len(match[0])

    rest = _LINK.sub(take_link, text)
    return forms, _ID.sub(take_id, rest)


def without_web_addresses(text: str) -> str:
    """The text with spaces in place of other web addresses, whose digits are seldom telephone numbers."""
    return _WEB_ADDRESS.sub(lambda match: " " * len(match[0]), text)


def without_schemes(text: str) -> str:
    """The text with `tel:`, `sms:` and `callto:` links reduced to their numbers."""
    return _DIALLING_SCHEME.sub(lambda match: re.split("[;?]", unquote(match[1]))[0], text)


def without_times(text: str) -> str:
    """The text with line breaks in place of times, dates and a final `.0`, which stand beside a number."""
    return _NO_NUMBER.sub(lambda match: "\n" * len(match[0]), text)


def _read_id(match: re.Match[str]) -> Form:
    server = match[2].lower()
    if server == "g.us":
        return Form(Sort.USELESS, match.start(), GROUP)
    if server in ("broadcast", "newsletter"):
        return Form(Sort.USELESS, match.start(), NO_PERSON)
    digits = _ID_DIGITS.fullmatch(match[1])
    if digits is None:
        return Form(Sort.USELESS, match.start(), ID_LENGTH)
    return Form(Sort.LID if server == "lid" else Sort.PHONE, match.start(), digits[1])


def _only_number(link: str) -> str:
    number_at = link.lower().rfind("phone=") + len("phone=")
    return " " * number_at + unquote(link[number_at:])


def _read_link(match: re.Match[str]) -> Form | None:
    """A link's form; None when its number is cut by spaces and has to be read as plain text."""
    tail = unquote(match["web"] or match["app"] or "")
    number = _LINK_PHONE.match(tail) or _LINK_PATH.match(tail)
    if number is not None:
        digits = re.sub(r"\D", "", number[1])
        return Form(Sort.PHONE, match.start(), digits) if len(digits) <= 16 else None
    if "phone=" in tail.lower():
        return None
    if match[0].lower().removeprefix("https://").startswith("chat."):
        return Form(Sort.USELESS, match.start(), GROUP_LINK)
    return Form(Sort.USELESS, match.start(), NO_PERSON if tail.startswith("channel/") else SHORT_LINK)
