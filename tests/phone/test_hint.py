"""The time there, beside a number, and the line under the field."""

from datetime import UTC, datetime

import phonenumbers
import pytest

from inspector.phone.countries import COUNTRY_NAMES
from inspector.phone.hint import Hint, Verdict, hint
from inspector.phone.local_time import local_time
from inspector.phone.number import Choice, Lid, NeedsCountry, Number, Refusal
from inspector.phone.reader import read_number

MARCH = datetime(2026, 3, 14, 11, 32, tzinfo=UTC)


def number_in(*zones: str) -> Number:
    return Number("79123456789", "+7 912 345-67-89", "Russia", "mobile", zones, is_valid=True)


@pytest.mark.parametrize(
    ("zones", "expected"),
    [
        (("Europe/Moscow",), "14:32 there (UTC+3)"),
        (("Europe/Moscow", "Africa/Nairobi"), "14:32 there (UTC+3)"),
        (("Asia/Kamchatka", "Europe/Bucharest"), "13:32–23:32 there (UTC+2 to UTC+12)"),
        (("Asia/Kolkata",), "17:02 there (UTC+5:30)"),
        (("America/St_Johns",), "09:02 there (UTC-2:30)"),
        (("Africa/Abidjan",), "11:32 there (UTC)"),
        (("Europe/Atlantis", "Europe/Moscow"), "14:32 there (UTC+3)"),
        (("Europe/Atlantis", "../../etc/passwd", "", "/etc"), None),
        ((), None),
    ],
)
def test_the_time_there_is_one_time_or_a_span_or_unknown(
    zones: tuple[str, ...], expected: str | None
) -> None:
    assert local_time(number_in(*zones), MARCH) == expected


def test_the_time_there_follows_the_clocks_of_summer() -> None:
    july = datetime(2026, 7, 14, 11, 32, tzinfo=UTC)
    assert local_time(number_in("Europe/Berlin"), july) == "13:32 there (UTC+2)"


def test_every_country_of_the_numbering_plans_has_a_name() -> None:
    assert set(COUNTRY_NAMES) >= set(phonenumbers.SUPPORTED_REGIONS)
    assert all(name.strip() == name and name for name in COUNTRY_NAMES.values())


def test_the_hint_of_a_good_number_is_all_facts() -> None:
    found = hint(read_number("+7 495 123-45-67"), MARCH)
    assert found == Hint(
        Verdict.READY, "+7 495 123-45-67", ("Russia", "landline", "14:32 there (UTC+3)"), None
    )
    assert found.line == "Russia · landline · 14:32 there (UTC+3)"


def test_the_hint_of_a_doubtful_number_warns_and_still_says_what_is_asked() -> None:
    found = hint(read_number("71234567890"), MARCH)
    assert (found.verdict, found.asks, found.facts) == (Verdict.DOUBTFUL, "+7 1234567890", ("Russia",))
    assert found.sentence == "This doesn't look like a valid number for Russia. You can still look it up."


def test_the_hint_of_a_number_of_nowhere_names_no_country() -> None:
    found = hint(read_number("9990000000000@c.us"), MARCH)
    assert found.facts == ()
    assert found.sentence == "This doesn't look like a valid number. You can still look it up."


def test_the_hints_of_everything_else_say_why_nothing_can_be_asked() -> None:
    both = Choice((number_in(), number_in()))
    assert hint(both, MARCH).verdict is Verdict.SEVERAL
    assert hint(both, MARCH).sentence == "Found 2 numbers. Choose one."
    assert hint(Refusal("No."), MARCH) == Hint(Verdict.REFUSED, sentence="No.")
    assert hint(Refusal(""), MARCH) == Hint(Verdict.NOTHING_TYPED)


def test_the_hint_of_a_local_number_asks_for_its_country() -> None:
    found = hint(NeedsCountry("912 345-67-89", (number_in(),)), MARCH)
    assert (found.verdict, found.asks) == (Verdict.NEEDS_COUNTRY, None)
    assert (found.sentence, found.facts) == (
        "Which country is 912 345-67-89 from?",
        ("Russia: +7 912 345-67-89",),
    )


def test_the_hint_of_a_choice_names_what_could_not_be_read() -> None:
    one, both = Choice((number_in(),), ("+7 999 12-34",)), Choice((number_in(), number_in()), ("1" * 50, "2"))
    assert hint(one, MARCH).sentence == "Found 1 number, but couldn't read +7 999 12-34."
    assert hint(both, MARCH).sentence == (f"Found 2 numbers, but couldn't read {'1' * 39}…, 2. Choose one.")


def test_a_country_with_an_article_has_it_in_sentences() -> None:
    sentence = hint(read_number("+44 7700 900123"), MARCH).sentence
    assert sentence is not None
    assert sentence.startswith("This doesn't look like a valid number for the United Kingdom.")


def test_the_hint_of_a_hidden_id_says_that_it_is_hidden() -> None:
    found = hint(Lid("123456789012345"), MARCH)
    assert (found.verdict, found.asks) == (Verdict.HIDDEN, "123456789012345@lid")
