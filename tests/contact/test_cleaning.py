"""Foreign text is shown without what deceives, and keeps everything that means something."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.contact.cleaning import Cleaned, clean_name, clean_text
from tests.contact.speed import TRACING_FACTOR, cpu_s

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"


@pytest.mark.parametrize(
    "name",
    [
        "Dealer",
        "Anna Lindqvist",
        "",
        "Zoë Müller-Lüdenscheidt",
        "Z\u0301\u0302\u0303\u0304",
        "אברהם כהן",
        "أَحْمَد",
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "김민수",
        "山田太郎",
        f"{FAMILY} and \U0001f3f3\ufe0f\u200d\U0001f308",
        "\U0001f469\U0001f3fd\u200d\U0001f9b1 \u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "\U0001f1fa\U0001f1e6 \U0001fae8 \U0001fadc",
        "<b>&amp;</b> ✔ Verified",
    ],
)
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert clean_name(name) == Cleaned(name, was_changed=False)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202eelgooG\u202c", "elgooG"),
        ("\u2067Anna\u2069\u200f\u061c", "Anna"),
        ("An\u200bna\u00ad\ufeff\u2060\u180e", "Anna"),
        ("An\u200dna", "Anna"),
        ("Anna\u200d", "Anna"),
        ("\u3164\u115f\u1160\uffa0\u2800", ""),
        ("A\ufe0fn\ufe00na\U000e0101", "Anna"),
        ("Anna\U000e0067\U000e0062", "Anna"),
        ("\x00An\x1b[31mna\x7f\x9b", "An[31mna"),
        ("An\ud800na\ue000\U000f0000\uffff", "Anna"),
        ("Z" + "\u0301" * 50, "Z" + "\u0301" * 4),
        ("\u0301\u0302Anna", "Anna"),
        ("Anna \u0301Ivanova", "Anna Ivanova"),
        ("Anna \u00a0\u3000\t\r\n\u2028 Ivanova", "Anna Ivanova"),
        ("\U0001f3f4" + "\U000e0041" * 40, "\U0001f3f4" + "\U000e0041" * 7),
    ],
)
def test_what_deceives_is_taken_out_and_said(name: str, shown: str) -> None:
    assert clean_name(name) == Cleaned(shown, was_changed=True)


def test_blanks_around_a_name_are_dropped_without_a_word() -> None:
    assert clean_name("  Anna ") == Cleaned("Anna", was_changed=False)
    assert clean_text("\r\n Anna \r\n\r\n") == Cleaned("Anna", was_changed=False)


def test_a_name_is_capped_with_an_ellipsis_that_counts() -> None:
    assert clean_name("x" * 200) == Cleaned("x" * 200, was_changed=False)
    assert clean_name("x" * 201) == Cleaned("x" * 199 + "…", was_changed=True)
    assert clean_name("abcdef", 4).text == "abc…"


@pytest.mark.parametrize("cluster", [FAMILY, "e\u0301\u0302", "\U0001f44d\U0001f3fd", "1\ufe0f\u20e3"])
def test_a_cap_never_cuts_through_a_character(cluster: str) -> None:
    for limit in range(2, 12):
        shown = clean_name(cluster * 20, limit).text
        assert shown.endswith("…")
        assert shown[:-1] == cluster * ((len(shown) - 1) // len(cluster))


def test_a_text_keeps_its_lines_and_folds_what_is_empty() -> None:
    text = "One \t line\r\nTwo\u202e\n\n\n\n  \nThree\u2028Four"
    assert clean_text(text) == Cleaned("One line\nTwo\n\nThree\nFour", was_changed=True)
    assert clean_text("One\r\n\r\nTwo\n") == Cleaned("One\n\nTwo", was_changed=False)


def test_a_text_is_capped() -> None:
    shown = clean_text("word\n" * 5_000)
    assert (len(shown.text), shown.text[-1], shown.was_changed) == (4_000, "…", True)


def test_junk_longer_than_what_is_looked_at_says_that_more_follows() -> None:
    assert clean_name("\u200b" * 10_000 + "Anna") == Cleaned("…", was_changed=True)


@pytest.mark.parametrize("piece", ["a", "e\u0301", "\u200b", FAMILY, " ", "\n", "\u202e", "1\ufe0f\u20e3"])
def test_a_megabyte_is_cleaned_at_once(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert cpu_s(lambda: clean_name(text)) < 0.05 * TRACING_FACTOR
    assert cpu_s(lambda: clean_text(text)) < 0.05 * TRACING_FACTOR


odd_characters = st.sampled_from(
    "a \n\u0301\u200d\ufe0f\U000e0067\U0001f3f4\U0001f468\U0001f3fd\u202e\u3164\ud800\x1b"
)


@given(text=st.text() | st.text(alphabet=odd_characters), limit=st.integers(1, 30))
def test_nothing_that_deceives_survives(text: str, limit: int) -> None:
    for cleaned in (clean_name(text, limit), clean_text(text, limit)):
        assert len(cleaned.text) <= limit
        assert cleaned.text == cleaned.text.strip()
        for character in cleaned.text.replace("\n", ""):
            category = unicodedata.category(character)
            assert category not in ("Cc", "Cs", "Co", "Zl", "Zp")
            assert (
                category != "Cf"
                or character in "\u200c\u200d"
                or character >= "\U000e0020"
                or character < "\u0900"
            )
    assert "\n" not in clean_name(text, limit).text


@given(text=st.text(alphabet=odd_characters))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = clean_name(text).text
    assert clean_name(once) == Cleaned(once, was_changed=False)
