"""Reads contact cards (vCard 2.1 to 4.0, MECARD). Only their TEL lines count."""

import re
from dataclasses import dataclass
from typing import Final

from inspector.phone.dialling_uris import read_value
from inspector.phone.finding import Finding, FindingKind, take

EMPTY_CARD: Final = "This contact card contains no phone number."

_CARD: Final = re.compile(
    r"BEGIN:VCARD(?:(?!BEGIN:VCARD).)*?(?:END:VCARD|(?=BEGIN:VCARD)|\Z)", re.IGNORECASE | re.DOTALL
)
_QR_CARD: Final = re.compile(r"MECARD:[^\n\0]*?(?:;;|$)", re.IGNORECASE | re.MULTILINE)
_QR_LINE: Final = re.compile(r"(?:^|[:;])TEL:(?P<value>[^;\n]*)", re.IGNORECASE)
_LINE: Final = re.compile(
    r"^[ ]*(?:[\w-]{1,20}\.)?TEL(?P<parameters>(?:;[^:\n]*)?):(?P<value>.*)$", re.IGNORECASE | re.MULTILINE
)
_LONE_LINE: Final = re.compile(
    r"^[ ]*(?:[\w-]{1,20}\.)?TEL(?P<parameters>;[^:\n]*):(?P<value>.*)$", re.IGNORECASE | re.MULTILINE
)
_WAID: Final = re.compile(r"waid=\+?(\d{7,16})(?!\d)", re.IGNORECASE)
_WRITTEN_FOLD: Final = re.compile(r"(?:\\r)?\\n ")
_WRITTEN_BREAK: Final = re.compile(r"(?:\\r)?\\n")
_SOFT_BREAK: Final = re.compile(r"=\n+")
_ENCODED: Final = re.compile(r"=([0-9A-F]{2})", re.IGNORECASE)
_FAX: Final = re.compile(r"\b(?:fax|pager)\b", re.IGNORECASE)
_SCHEME: Final = re.compile(r"\s*(?:tel|sms|callto):(?://)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    parameters: str
    value: str


def read_cards(text: str) -> tuple[list[Finding], str]:
    """Take whole cards out of a text, and single TEL lines."""
    found, rest = take(text, _CARD, _read_card)
    qr, rest = take(rest, _QR_CARD, _read_qr_card)
    lone, rest = take(rest, _LONE_LINE, _read_line)
    return [*found, *qr, *lone], rest


def _read_card(match: re.Match[str]) -> list[Finding]:
    card = match[0]
    if "\n" not in card.strip():
        card = _WRITTEN_BREAK.sub("\n", _WRITTEN_FOLD.sub("", card))
    card = _SOFT_BREAK.sub("", card)
    lines = [_Line(line["parameters"], line["value"]) for line in _LINE.finditer(card)]
    people = [line for line in lines if not _FAX.search(line.parameters)] or lines
    return _read_lines(people, match.start())


def _read_qr_card(match: re.Match[str]) -> list[Finding]:
    lines = [_Line("", line["value"]) for line in _QR_LINE.finditer(match[0])]
    return _read_lines(lines, match.start())


def _read_lines(lines: list[_Line], start: int) -> list[Finding]:
    found = [finding for line in lines for finding in _numbers(line, start)]
    return found or [Finding(FindingKind.USELESS, start, EMPTY_CARD)]


def _read_line(match: re.Match[str]) -> list[Finding]:
    return _numbers(_Line(match["parameters"], match["value"]), match.start())


def _numbers(line: _Line, start: int) -> list[Finding]:
    as_whatsapp_knows_it = _WAID.search(line.parameters)
    if as_whatsapp_knows_it:
        return [Finding(FindingKind.PHONE, start, as_whatsapp_knows_it[1])]
    value = line.value
    if "QUOTED-PRINTABLE" in line.parameters.upper():
        value = _ENCODED.sub(_decoded, value)
    scheme = _SCHEME.match(value)
    values = read_value(value[scheme.end() :]) if scheme else [value.strip()]
    return [Finding(FindingKind.WRITTEN, start, each) for each in values if any(map(str.isdigit, each))]


def _decoded(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if code < 128 else ""
