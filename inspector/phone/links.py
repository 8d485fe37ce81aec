"""Reads web links: WhatsApp's contain a number, and other sites may link to WhatsApp's."""

import re
from typing import Final
from urllib.parse import unquote

from inspector.phone.finding import GAP, Finding, FindingKind
from inspector.phone.whatsapp_ids import FEWEST_DIGITS, ID_LENGTH, MOST_DIGITS, NO_PERSON

GROUP_LINK: Final = "This is an invitation to a group. Only people and businesses can be looked up."
SHORT_LINK: Final = "This link contains no number. Open it in WhatsApp to see whose it is."

_DEEPEST: Final = 5
"""How many times a link nested in other links may be percent-encoded."""
_HOST: Final = r"(?:(?:api|web|www|chat|call|m|v)\.)?(?:wa\.me|whatsapp\.com)|wa\.link"
_OTHER_HOST: Final = r"t\.me|(?:l|lm)\.facebook\.com|l\.instagram\.com|(?:www\.)?google\.com"
_SCHEME: Final = r"(?<![a-z])[a-z][a-z0-9+.-]{0,20}://"
_NEXT: Final = rf"[,;]\s?(?:[a-z-]{{2,15}}:|(?:{_HOST})/|\(?\+\d|(?:true|false)_)|(?<![=/%?&#])(?<!%[0-9a-f]{{2}})https?://"
"""The start of another link or number, without a space before it."""
_LINK: Final = re.compile(
    rf"""(?: {_SCHEME} (?!https?://) | (?<![\w.@-]) (?:www\. | (?:{_HOST}|{_OTHER_HOST})/) )
    (?:(?!{_NEXT}) [^\s\0\1<>"'|`\\])*""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBER_NEXT: Final = re.compile(r"[,;](?=[(+]{0,2}\d)")
_TEXT_BEFORE: Final = re.compile(r"[?&](?:text|body|message|msg)=[^&]*$", re.IGNORECASE)
_MORE: Final = re.compile(r" ?[(\d][\d ()\-.]*")
_CUT_NUMBER: Final = re.compile(r"(?:phone=|\.(?:me|com)/)[+\d\s()\-.]*$", re.IGNORECASE)
_WHATSAPP: Final = re.compile(
    rf"(?:https?://)?(?<![\w.-])(?P<host>{_HOST})(?:/(?P<web>.*))?$|(?:whatsapp|intent)://(?P<app>.*)",
    re.IGNORECASE | re.DOTALL,
)
_INSIDE: Final = re.compile(rf"https?://(?:{_HOST})/|(?<![\w.-])(?:{_HOST})/|whatsapp://", re.IGNORECASE)
_PATH: Final = re.compile(
    r"(?:send/|c/|catalog/|p/\d{1,30}/|product/\d{1,30}/)?(?P<number>[+\s]*\d[\d\-.() ]*)(?![\w-])",
    re.IGNORECASE,
)
_VALUE: Final = re.compile(r"[+\s(]*\d[\d\-.()+\s]*(?!\w)")
_OTHER_NUMBER: Final = re.compile(
    r"/(?:\#p/)?(?P<plus>\+\d{8,15})(?=[/?&#]|$)"
    r"|[?&](?:phone|tel|mobile|whatsapp|number)=(?P<value>(?:\+|%2B|%20)?\d{7,15})(?=[&#]|$)",
    re.IGNORECASE,
)


def read_links(text: str) -> tuple[list[Finding], str]:
    """Take links out of a text."""
    findings: list[Finding] = []
    pieces: list[str] = []
    at = 0
    for match in _LINK.finditer(text):
        if match.start() < at:
            continue
        end = _end(text, match)
        findings += _read(text[match.start() : end], match.start(), 0)
        pieces += [text[at : match.start()], GAP * (end - match.start())]
        at = end
    return findings, "".join((*pieces, text[at:]))


def _end(text: str, match: re.Match[str]) -> int:
    """The link's end: before a number attached by a comma, or later if spaces split the link's own number."""
    if not _leads_to_whatsapp(match[0]):
        return match.end()
    is_cut_further_on = re.match(r" ?[\d(]", text[match.end() : match.end() + 2])
    for comma in _NUMBER_NEXT.finditer(match[0]):
        if is_cut_further_on or not _TEXT_BEFORE.search(match[0][: comma.start()]):
            return match.start() + comma.start()
    more = _MORE.match(text, match.end())
    if more is None:
        return match.end()
    number = _CUT_NUMBER.search(_decoded(match[0]))
    is_cut = number is not None and _count_digits(number[0]) < FEWEST_DIGITS
    return more.end() if is_cut else match.end()


def _leads_to_whatsapp(link: str) -> bool:
    return any(
        finding.sort is FindingKind.PHONE or not finding.is_last_resort for finding in _read(link, 0, 0)
    )


def _read(link: str, start: int, depth: int) -> list[Finding]:
    whatsapp = _WHATSAPP.match(link)
    if whatsapp:
        return _read_whatsapp(whatsapp, start)
    inside = _INSIDE.search(link)
    if inside:
        return _read(link[inside.start() :], start, depth)
    if "%" in link and depth < _DEEPEST:
        further = _read(unquote(link, errors="replace"), start, depth + 1)
        if further:
            return further
    return _read_other_site(link, start) if depth == 0 else []


def _read_whatsapp(link: re.Match[str], start: int) -> list[Finding]:
    tail = link["web"] or link["app"] or ""
    path, _, query = tail.partition("?")
    written = _parameter(query) or _in_path(path)
    if written is not None:
        return [_number(each, start) for each in re.split(r"[,;]", written) if each.strip()]
    if (link["host"] or "").lower().startswith("chat."):
        return [Finding(FindingKind.USELESS, start, GROUP_LINK)]
    return [Finding(FindingKind.USELESS, start, NO_PERSON if path.startswith("channel/") else SHORT_LINK)]


def _parameter(query: str) -> str | None:
    """The value of `phone=`. Other parameters don't contain the number."""
    for each in query.split("&"):
        name, _, value = each.partition("=")
        if name.lower() == "phone":
            number = _VALUE.match(_decoded(value.replace("+", " ")))
            return number[0] if number else None
        if "%" in each and "=" not in each:  # encoded twice
            inner = _parameter(unquote(each))
            if inner:
                return inner
    return None


def _in_path(path: str) -> str | None:
    number = _PATH.match(_decoded(path))
    return number["number"] if number else None


def _decoded(value: str) -> str:
    for _ in range(_DEEPEST):
        if "%" not in value:
            break
        value = unquote(value, errors="replace")
    return value


def _number(written: str, start: int) -> Finding:
    """A link's number is always international. A leading `00` stands for a plus."""
    digits = re.sub(r"\D", "", written)
    if digits.startswith("00"):
        digits = digits.lstrip("0")
    if digits.startswith("0"):
        return Finding(FindingKind.WRITTEN, start, digits)
    if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        return Finding(FindingKind.PHONE, start, digits)
    return Finding(FindingKind.USELESS, start, ID_LENGTH)


def _read_other_site(link: str, start: int) -> list[Finding]:
    """A phone number in another site's link. It counts only if the text contains no other number."""
    number = _OTHER_NUMBER.search(link)
    if number is None:
        return []
    written = number["plus"] or unquote(number["value"])
    return [Finding(FindingKind.WRITTEN, start, written.strip(), is_last_resort=True)]


def _count_digits(text: str) -> int:
    return sum(map(str.isdigit, text))
