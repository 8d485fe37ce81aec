"""Finds runs: stretches of digits and separators, split where a number can't continue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from inspector.phone.codes import LATIN, PHONE_WORDS
from inspector.phone.finding import CODE_GAP

_RUN: Final = re.compile(r"(?:[+(][+( ]{0,3})?\d[\d ()\-./~+]*")
_NEXT_PLUS: Final = re.compile(r"(?<![(+])(?=\( ?\+|\+)")
_ORDINAL: Final = re.compile(r"(?<= )\d{1,2}\)\Z")
_CLOSED_LATER: Final = re.compile(r"[^()\n\d]{0,5}[^()\n\d\W][^()\n]{0,40}\)")
_TIGHT: Final = "-./(~"
_CODE_DIGITS: Final = 3
_SURROUNDINGS: Final = 60
_LABEL: Final = re.compile(
    rf"(?:(?<![{LATIN}0-9_])(?:{PHONE_WORDS})|[\u260e\u260f\u2121\u2706\U0001f4de\U0001f4f1\U0001f4f2]"
    "|电话|電話|手机|手機|טל|נייד|هاتف|جوال|전화|โทร)[ .:)\\-\0/'\"=]{0,4}\\Z",
    re.IGNORECASE,
)
_LABEL_WORD: Final = re.compile(rf"(?<![{LATIN}])(?:{PHONE_WORDS})(?![{LATIN}])", re.IGNORECASE)
_AND: Final = re.compile(r" ?(?:[,;/]|or|and|и|или|und|oder|y|o|e|ou|et) ?[\d(]", re.IGNORECASE)
_NEAR: Final = 8
_FEWEST_SHARED: Final = 5
_GROUP: Final = re.compile(r"\d+")
_BETWEEN_NUMBERS: Final = re.compile(r"[ /~]")


@dataclass(frozen=True, slots=True)
class Run:
    """Digits with separators between them, and the surrounding text."""

    written: str
    start: int
    before: str
    """The text before the run, as far as it is needed."""
    after: str
    is_attached_to_code: bool = False
    """Whether a dash or bracket attaches it to a code."""
    is_alone: bool = False
    """Whether the text contains nothing else."""

    @property
    def digits(self) -> str:
        return re.sub(r"\D", "", self.written)

    @property
    def has_plus(self) -> bool:
        """Whether it starts like an international number, with a plus or two zeros."""
        return "+" in self.written or (self.written.startswith("00") and len(self.digits) > _CODE_DIGITS + 5)

    @property
    def is_labelled(self) -> bool:
        """Whether a label such as `Tel.` comes before it."""
        return _LABEL.search(self.before[-30:]) is not None

    def stretch(self, first: int, last: int) -> "Run":
        """The part from one group of digits to another, including adjacent brackets and plus."""
        groups = self.groups
        start = _with_opening(self.written, groups[first].start())
        end = groups[last].end()
        is_open = self.written.count("(", start, end) > self.written.count(")", start, end)
        if is_open and self.written[end : end + 1] == ")":
            end += 1
        return Run(
            self.written[start:end],
            self.start + start,
            self.before + self.written[:start],
            self.written[end:] + self.after,
        )

    @property
    def groups(self) -> list[re.Match[str]]:
        return list(_GROUP.finditer(self.written))

    def gap_before(self, group: int) -> str:
        """The separator before a group that isn't the first."""
        groups = self.groups
        return self.written[groups[group - 1].end() : groups[group].start()]

    def boundaries(self) -> list[int]:
        """Indexes of groups that can start another number: after a space, slash or tilde outside brackets."""
        groups = self.groups
        possible = []
        for index in range(1, len(groups)):
            between = self.written[groups[index - 1].end() : groups[index].start()]
            before = self.written[: groups[index].start()]
            depth = before.rstrip("( +").count("(") - before.count(")")
            if depth <= 0 and _BETWEEN_NUMBERS.search(between):
                possible.append(index)
        return possible


def find_runs(text: str) -> list[Run]:
    """All runs in a text, in order."""
    runs = [run for match in _RUN.finditer(text) for run in _cut(text, match)]
    if len(runs) != 1:
        return runs
    run = runs[0]
    around = re.sub(
        rf"(?<![{LATIN}])(?:{PHONE_WORDS})(?![{LATIN}])", "", run.before + run.after, flags=re.IGNORECASE
    )
    whole = len(text) <= len(run.written) + 2 * _SURROUNDINGS
    is_alone = whole and not re.search(rf"[\w{CODE_GAP}]", around)
    return [Run(run.written, run.start, run.before, run.after, run.is_attached_to_code, is_alone)]


def completed(before: Run, run: Run) -> Run | None:
    """Complete `345-67-90` after `8 912 345-67-89,` with the digits that it shares with the number before."""
    shape, shape_before = re.sub(r"\d", "0", run.written), re.sub(r"\d", "0", before.written)
    begin = len(shape_before) - len(shape)
    is_end = begin > 0 and shape_before.endswith(shape) and not shape_before[begin - 1].isdigit()
    is_long = len(run.digits) >= _FEWEST_SHARED and len(run.groups) > 1
    follows = run.start - before.start - len(before.written) <= _NEAR and _AND.match(before.after)
    if not (is_end and is_long and follows):
        return None
    return Run(before.written[:begin] + run.written, run.start, "", run.after)


def _cut(text: str, match: re.Match[str]) -> Iterator[Run]:
    at = match.start()
    for piece in _pieces(_without_open_bracket(text, match)):
        written = _without_brackets_around(piece.strip(" -./~").rstrip("(+ -./~"))
        if any(map(str.isdigit, written)):
            start = at + piece.index(written)
            yield _in_text(text, start, start + len(written))
        at += len(piece)


def _without_open_bracket(text: str, match: re.Match[str]) -> str:
    """The match up to a bracket that contains words: `030 1234567 (10-18 Uhr)`."""
    before, bracket, inside = match[0].rpartition("(")
    is_open = bracket and ")" not in inside and any(map(str.isdigit, before))
    return before if is_open and _CLOSED_LATER.match(text, match.end()) else match[0]


def _without_brackets_around(written: str) -> str:
    """Brackets around the whole run, and unbalanced ones, belong to the sentence."""
    if written.startswith("(") and written.find(")") in (-1, len(written) - 1):
        written = written[1:]
    if written.endswith(")") and written.count(")") > written.count("("):
        written = written[:-1]
    return written.strip(" -./~")


def _pieces(written: str) -> Iterator[str]:
    for from_plus in _NEXT_PLUS.split(written):
        for sentence in re.split(r"(?<=\. )", from_plus):
            yield from _balanced(sentence)


def _balanced(written: str) -> Iterator[str]:
    """Split after a closing bracket without an opening one: `1) 8 912 …`."""
    depth = digits = begin = 0
    for at, character in enumerate(written):
        digits += character.isdigit()
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            depth = 0
            if "+" not in written[begin:at] or digits > _CODE_DIGITS:
                yield _ORDINAL.sub(_blank, written[begin : at + 1])
                begin, digits = at + 1, 0
    yield written[begin:]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _in_text(text: str, start: int, end: int) -> Run:
    before, after = text[max(0, start - _SURROUNDINGS) : start], text[end : end + _SURROUNDINGS]
    tight_before, tight_after = before.rstrip(_TIGHT), after.lstrip(_TIGHT + ")")
    is_attached_to_code = tight_before[-1:] == CODE_GAP or tight_after[:1] == CODE_GAP
    return Run(text[start:end], start, before, after, is_attached_to_code)


def _with_opening(written: str, start: int) -> int:
    while start > 0 and written[start - 1] in "(+":
        start -= 1
    return start
