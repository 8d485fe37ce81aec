"""Reads a text: first structured forms such as links and cards, then numbers in the remaining text.

A number never starts or ends inside a run of digits and separators. Nothing is dropped silently: text that
looks like a number but can't be read is reported, so that another number isn't taken for the only one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from inspector.phone import (
    beside,
    codes,
    contact_cards,
    dialling_uris,
    digit_groups,
    file_names,
    labelled,
    links,
    whatsapp_ids,
)
from inspector.phone.finding import Finding, FindingKind, Reader
from inspector.phone.number import Choice, Lid, NeedsCountry, Number, PhoneReading, Refusal
from inspector.phone.numbering_plans import known_region, number_from_digits
from inspector.phone.plain_text import MAX_CHARS, plain
from inspector.phone.run import Run, completed, find_runs
from inspector.phone.run_reader import RUN_TOGETHER, Outcome, read_run

NO_NUMBER: Final = "This text contains no phone number."
NO_NUMBER_IN_START: Final = f"The first {MAX_CHARS:,} characters of this text contain no phone number."
SEVERAL_LIDS: Final = "This text contains several hidden IDs. Paste one of them."

_MOST_CHOICES: Final = 20
_MOST_RUNS: Final = 60
_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt](?=[+(\d\s])|\\/")
_CARRIER: Final = re.compile(r"\(?(?<!\d)0?[ ]?(?:xx|\*\*)[ -]?(\d\d)(?!\d)\)?", re.IGNORECASE)
"""Brazilian numbers may have a placeholder for the two-digit carrier code: `(0xx11) 3091-1546`."""
_READERS: Final[tuple[Reader, ...]] = (
    contact_cards.read_cards,
    links.read_links,
    whatsapp_ids.read_ids,
    dialling_uris.read_dialling_uris,
    file_names.read_chat_heads,
    codes.read_codes,
    file_names.read_file_names,
    labelled.read_labelled,
    digit_groups.read_digit_groups,
    beside.read_amounts,
    codes.read_words,
)


@dataclass
class _Found:
    """What was found so far. Numbers have their position in the text."""

    numbers: list[tuple[int, Number]] = field(default_factory=list)
    needs: list[NeedsCountry] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    """Text that looks like a number, and why it isn't one."""

    def add(self, start: int, written: str, outcome: Outcome) -> None:
        self.numbers += [(start, number) for number in outcome.numbers]
        self.needs += outcome.needs
        self.unread += [(each, RUN_TOGETHER) for each in outcome.unread]
        if outcome.refusal:
            self.unread.append((written.strip(), outcome.refusal.sentence))


def read_text(text: str, default_region: str | None) -> PhoneReading:
    """See `inspector.phone.reader.read_number`."""
    seen = plain(text)
    if not seen.strip() and len(text) <= MAX_CHARS:
        return Refusal("")
    region = known_region(default_region)
    findings, rest = _take_forms(seen)
    found = _Found()
    _read_runs(find_runs(rest)[:_MOST_RUNS], found, region)
    _read_findings(findings, found, region)
    return _reading(found, findings, is_cut=len(text) > MAX_CHARS)


def _take_forms(text: str) -> tuple[list[Finding], str]:
    findings: list[Finding] = []
    for read in _READERS:
        if read is links.read_links:
            text = _CARRIER.sub(r"(0\1)", _ESCAPE.sub(_unescape, text))
        found, text = read(text)
        findings += found
    return findings, text


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        return plain(chr(int(match[1], 16)))
    return "/" if match[0] == "\\/" else "\n"


def _read_runs(runs: list[Run], found: _Found, region: str | None) -> None:
    before: Run | None = None
    for run in runs:
        outcome = read_run(run, region)
        whole = completed(before, run) if before is not None and not _is_valid(outcome) else None
        complete = run
        if whole is not None and _is_valid(further := read_run(whole, region)):
            outcome, complete = further, whole
        found.add(run.start, run.written, outcome)
        before = complete if _is_valid(outcome) else None


def _is_valid(outcome: Outcome) -> bool:
    return bool(outcome.numbers) and outcome.numbers[0].is_valid


def _read_findings(findings: Iterable[Finding], found: _Found, region: str | None) -> None:
    for finding in sorted(findings, key=_is_last_resort):
        if finding.is_last_resort and (found.numbers or found.needs):
            continue
        match finding.sort:
            case FindingKind.PHONE:
                found.numbers.append((finding.start, number_from_digits(finding.said)))
            case FindingKind.WRITTEN:
                run = Run(finding.said.strip(), finding.start, "", "", is_alone=True)
                found.add(finding.start, finding.said, read_run(run, region))
            case FindingKind.UNREADABLE:
                found.unread.append((finding.written, finding.said))
            case _:
                pass


def _reading(found: _Found, findings: list[Finding], *, is_cut: bool) -> PhoneReading:
    in_order = sorted(found.numbers, key=_place)
    numbers = tuple({number.digits: number for _, number in in_order}.values())[:_MOST_CHOICES]
    if found.needs:
        return _with_country(found.needs, numbers)
    if numbers and (len(numbers) > 1 or found.unread):
        return Choice(numbers, tuple(dict.fromkeys(written for written, _ in found.unread)))
    if numbers:
        return numbers[0]
    return _without_numbers(found, findings, is_cut=is_cut)


def _is_last_resort(finding: Finding) -> bool:
    return finding.is_last_resort


def _place(placed: tuple[int, Number]) -> int:
    return placed[0]


def _with_country(needs: list[NeedsCountry], numbers: tuple[Number, ...]) -> PhoneReading:
    offered = [*numbers, *(number for need in needs for number in need.numbers)]
    distinct = tuple({number.digits: number for number in offered}.values())
    return NeedsCountry(needs[0].written, distinct[:_MOST_CHOICES])


def _without_numbers(found: _Found, findings: list[Finding], *, is_cut: bool) -> PhoneReading:
    lids = {finding.said for finding in findings if finding.sort is FindingKind.LID}
    if lids:
        return Lid(lids.pop()) if len(lids) == 1 else Refusal(SEVERAL_LIDS)
    if found.unread:
        return Refusal(found.unread[0][1])
    useless = [finding.said for finding in findings if finding.sort is FindingKind.USELESS]
    if useless:
        return Refusal(useless[0])
    return Refusal(NO_NUMBER_IN_START if is_cut else NO_NUMBER)
