"""The number field takes any text at all, of any length, and answers at once."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.phone.reader import known_number, read_number
from tests.contact.speed import TRACING_FACTOR, cpu_s
from tests.phone.readings import digits, refusal


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\N{RIGHT-TO-LEFT MARK}"])
def test_an_empty_field_is_refused_without_a_word(text: str) -> None:
    assert refusal(text) == ""


def test_one_digit_too_many_is_never_cut_off_in_silence() -> None:
    assert digits("+7 912 345 67 89 0", "RU") == []


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        " ",
        "1 2 3 ",
        "12-34/",
        "a@",
        "wa.me/",
        "+1(2)3",
        "(",
        "http://",
        "tel:",
        "1-2",
        "+79123456789 ",
        "phone=",
        "whatsapp.com/?phone=",
        "TEL;",
        "12345678901 ",
        "1.2.3(4)5-6 ",
        "\N{RIGHT-TO-LEFT MARK}",
        "+",
        "1 ",
        "%25",
        "https://l.facebook.com/?u=",
        "BEGIN:VCARD",
        "IBAN DE89 ",
        "order 1 ",
        "1,",
        "1\t",
        "202-555-0123/24 ",
        "12.01.26, 14:03 - ",
        "(202) 555-0123 ",
        "12 34 56 78 90 ",
        "$1,000 ",
    ],
)
@pytest.mark.parametrize("region", [None, "RU", "DE"])
def test_ten_megabytes_are_answered_at_once(piece: str, region: str | None) -> None:
    text = piece * (10_000_000 // len(piece))
    read_number("+7 912", region)
    assert cpu_s(lambda: read_number(text, region)) < 0.05 * TRACING_FACTOR


def test_a_refusal_of_a_long_text_says_how_much_was_looked_at() -> None:
    assert refusal("word " * 10_000) == "The first 4,000 characters of this text contain no phone number."
    assert "4,000" in refusal(" " * 10_000)


@pytest.mark.parametrize(
    "written", ["+49 30 1234567", "wa.me/49301234567", "49301234567@c.us", "030 1234567"]
)
def test_a_number_that_is_cut_in_two_is_not_taken_for_another(written: str) -> None:
    for seen in range(1, len(written)):
        text = "x" * (3_999 - seen) + " " + written
        assert digits(text, "DE") in ([], ["49301234567"])
    assert digits("x " + written + " x" * 4_000, "DE") == ["49301234567"]


def test_the_numbering_plans_are_read_only_when_they_are_needed() -> None:
    code = "import sys, inspector.phone.reader; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


phone_like = st.text(alphabet="+0123456789 -()./@cus:lid?=&%٣８\u202a\ud800\n", max_size=60)


@given(
    text=phone_like | st.text() | st.from_regex(r"(wa\.me/|tel:|\+)?[0-9 ]{5,20}(@c\.us|@lid)?"),
    region=st.sampled_from([None, "RU", "DE", "US", "AR", "MX", "BR", "IT", "", "xx", "001"]),
)
def test_no_text_raises_and_what_is_asked_is_always_a_chat_id(text: str, region: str | None) -> None:
    for number in digits(text, region):
        assert number.isascii()
        assert number.isdigit()
        assert 7 <= len(number) <= 16


@given(text=st.from_regex(r"[0-9]{7,16}", fullmatch=True))
def test_a_chat_id_survives_the_field_unchanged(text: str) -> None:
    assert digits(f"{text}@c.us") == [text]
    shown = known_number(text).international
    assert shown.startswith("+")
    assert "".join(filter(str.isdigit, shown)) == text
