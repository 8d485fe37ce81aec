"""What a person pasted → one reading: the order in which the forms of a number are looked for."""

import re
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Final, TypeAlias

from phonenumbers import Leniency, PhoneNumberMatcher

from inspector.phone import forms, numbering_plans
from inspector.phone.forms import Form, Sort
from inspector.phone.number import Choice, Lid, Number, PhoneReading, Refusal

Stretch: TypeAlias = tuple[int, str]
"""Where in the text something written begins, and what is written."""
Placed: TypeAlias = tuple[int, Number]

NO_NUMBER: Final = "There is no phone number in this text."
NO_NUMBER_IN_START: Final = (
    f"There is no phone number in the first {forms.LOOKED_AT:,} characters of this text."
)
SEVERAL_LIDS: Final = "There are several hidden ids in this text. Paste one of them."

_MOST_CHOICES: Final = 20
_MOST_MISSES: Final = 200
"""Stretches of a text that look like a number and are none, before the search in it ends."""
_FEWEST_BARE_DIGITS: Final = 10
"""Digits in prose without plus or home country: fewer are prices, dates and order numbers."""
_MOST_DIGITS_OF_ONE: Final = 20
_ONE_NUMBER: Final = re.compile(r"\(?\+?[\d \-()./~]+")
_AROUND: Final = " \n\t\"'<>[]{}*,;:!?.«»“”„"
_STRETCH: Final = re.compile(r"[( ]*\+?[\d \-()./~]*\d")
_PLUS: Final = re.compile(r"\+\d[\d \-()./]{0,40}")
_BARE: Final = re.compile(r"(?<![\w.,+])(?:\d{10,16}|\(?\d[\d \-()./]{5,30}\d)(?!\w)")


def read_pasted(text: str, default_region: str | None) -> PhoneReading:
    """See `inspector.phone.reader.read_number`."""
    plain = forms.plain(text)
    if not plain.strip() and len(text) <= forms.LOOKED_AT:
        return Refusal("")
    region = numbering_plans.known_region(default_region)
    found, rest = forms.take_forms(forms.card_lines(plain) or plain)
    numbers = _numbers(found, rest, region)
    if isinstance(numbers, Refusal):
        return numbers
    if numbers:
        return numbers[0] if len(numbers) == 1 else Choice(numbers)
    return _without_numbers(found, is_cut=len(text) > forms.LOOKED_AT)


def _numbers(found: list[Form], text: str, region: str | None) -> tuple[Number, ...] | Refusal:
    """Every number, in the order of the text. A refusal when the whole text is one impossible number."""
    rest = forms.without_times(forms.without_schemes(text))
    alone = rest.strip(_AROUND)
    if not found and _ONE_NUMBER.fullmatch(alone) and _count_digits(alone) <= _MOST_DIGITS_OF_ONE:
        return numbering_plans.read_digits(alone, region)
    if found:
        # beside a WhatsApp id, digits without a plus are times and order numbers
        placed = list(_read_stretches(_marked(rest, None), None))
    else:
        placed = list(_in_prose(forms.without_web_addresses(rest), region)) or list(_in_prose(rest, region))
    placed += [
        (form.start, numbering_plans.number_as_given(form.said)) for form in found if form.sort is Sort.PHONE
    ]
    in_order = sorted(placed, key=lambda each: each[0])
    return tuple({number.digits: number for _, number in in_order}.values())[:_MOST_CHOICES]


def _in_prose(text: str, region: str | None) -> Iterator[Placed]:
    marked = _marked(text, region)
    plus = [*marked, *_with_too_much(text, marked)]
    return _read_stretches([*plus, *_bare(text, plus)], region)


def _marked(text: str, region: str | None) -> list[Stretch]:
    """What libphonenumber takes for a number: anything with a plus, and local forms of the region."""
    matcher = PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE, max_tries=_MOST_MISSES)
    return [(match.start, match.raw_string) for match in islice(matcher, _MOST_CHOICES)]


def _with_too_much(text: str, taken: list[Stretch]) -> Iterator[Stretch]:
    """Numbers with a plus that something else follows, after a blank: too long with it, valid without.

    What is left of such a run without its first group is no number of its own.
    """
    starts = {start for start, _ in taken}
    for match in islice(_PLUS.finditer(text), _MOST_CHOICES):
        if match.start() in starts:
            continue
        *shorter, _ = accumulate(match[0].split(" "), lambda before, group: f"{before} {group}")
        readings = ((written, numbering_plans.read_digits(written, None)) for written in reversed(shorter))
        whole = (written for written, found in readings if isinstance(found, tuple) and found[0].is_valid)
        yield match.start(), next(whole, match[0])


def _bare(text: str, taken: list[Stretch]) -> Iterator[Stretch]:
    """International numbers written without their plus, where nothing was taken yet."""
    for start, written in taken:
        text = f"{text[:start]}{'x' * len(written)}{text[start + len(written) :]}"
    for match in islice(_BARE.finditer(text), _MOST_CHOICES):
        if _count_digits(match[0]) >= _FEWEST_BARE_DIGITS:
            yield match.start(), match[0]


def _read_stretches(stretches: list[Stretch], region: str | None) -> Iterator[Placed]:
    for start, written in stretches:
        number = _STRETCH.match(written)  # leaves an extension behind
        reading = numbering_plans.read_digits(number[0], region) if number else ()
        if not isinstance(reading, Refusal):
            yield from ((start, each) for each in reading)


def _count_digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _without_numbers(found: list[Form], *, is_cut: bool) -> PhoneReading:
    lids = {form.said for form in found if form.sort is Sort.LID}
    if lids:
        return Lid(lids.pop()) if len(lids) == 1 else Refusal(SEVERAL_LIDS)
    if found:
        return Refusal(found[0].said)
    return Refusal(NO_NUMBER_IN_START if is_cut else NO_NUMBER)
