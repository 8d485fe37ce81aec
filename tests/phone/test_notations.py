"""Numbers in any notation, anywhere in a text, are read; other digits are not. Drawn, by the thousand."""

from concurrent.futures import ProcessPoolExecutor
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.phone.number import Choice, Lid, NeedsCountry, Number, PhoneReading
from inspector.phone.reader import read_number
from tests.phone.notations import text_with_numbers, with_unseen
from tests.phone.other_digits import text_without_numbers
from tests.phone.readings import digits
from tests.trust.depth import IS_LONG, NUMBERS, report

SEEDS = st.integers(0, 2**64)
_PIECE = 5_000
_REPORTED = 50


@settings(deadline=None)
@given(seed=SEEDS)
def test_numbers_in_prose_are_read_as_exactly_those_numbers(seed: int) -> None:
    assert wrong_numbers(seed) is None


@settings(deadline=None)
@given(seed=SEEDS)
def test_other_digits_are_read_as_no_number(seed: int) -> None:
    assert wrong_nothing(seed) is None


@settings(deadline=None)
@given(seed=SEEDS)
def test_invisible_characters_change_nothing(seed: int) -> None:
    assert changed_by_unseen(seed) is None


@pytest.mark.timeout(0)
def test_numbers_are_read_at_full_depth() -> None:
    """By `fuzz numbers`: every text of a run has its number as the seed, so that it can be drawn again."""
    if not IS_LONG:
        return
    pieces = [range(begin, min(begin + _PIECE, NUMBERS)) for begin in range(0, NUMBERS, _PIECE)]
    with ProcessPoolExecutor() as processes:
        found = [finding for findings in processes.map(wrong_in, pieces) for finding in findings]
    report(f"\n{NUMBERS:,} texts were read, {len(found):,} of them wrongly.")
    assert not found, "\n".join(found[:_REPORTED])


def wrong_in(seeds: range) -> list[str]:
    """What is read wrongly: of three texts, one with numbers, one without, one with invisible characters."""
    kinds = (wrong_numbers, wrong_nothing, changed_by_unseen)
    found = (kinds[seed % len(kinds)](seed) for seed in seeds)
    return [finding for finding in found if finding]


def wrong_numbers(seed: int) -> str | None:
    text, home, expected = text_with_numbers(Random(seed))
    found = digits(text, home)
    return None if found == expected else f"{seed}: {text!r} ({home}): {found}, not {expected}"


def wrong_nothing(seed: int) -> str | None:
    text, home = text_without_numbers(Random(seed))
    reading = read_number(text, home)
    is_read = isinstance(reading, Number | Lid | Choice | NeedsCountry)
    return f"{seed}: {text!r} ({home}): {reading}" if is_read else None


def changed_by_unseen(seed: int) -> str | None:
    random = Random(seed)
    text, home, _ = text_with_numbers(random)
    changed = with_unseen(random, text)
    before, after = _asked(read_number(text, home)), _asked(read_number(changed, home))
    return None if before == after else f"{seed}: {changed!r} ({home}): {after}, not {before}"


def _asked(reading: PhoneReading) -> tuple[str, ...]:
    match reading:
        case Number() | Lid():
            return (reading.chat_id,)
        case Choice() | NeedsCountry():
            return tuple(number.chat_id for number in reading.numbers)
        case _:
            return ()
