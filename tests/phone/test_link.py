"""Links that open the program: a number, and never more than that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.phone.link import LookupRequest, bare, is_bare, read_wanted

NUMBER = "+79123456789"


@pytest.mark.parametrize(
    "link",
    [
        "contact-inspector:+79123456789",
        "contact-inspector:79123456789",
        "CONTACT-Inspector:+79123456789",
        "contact-inspector://+79123456789",
        "contact-inspector://+79123456789/",
        "contact-inspector:%2B79123456789",
        "contact-inspector:%2b79123456789\n",
    ],
)
def test_a_link_gives_its_number(link: str) -> None:
    assert read_wanted(link) == LookupRequest(NUMBER, is_link=True)


def test_a_links_number_may_be_written_for_people() -> None:
    assert read_wanted("contact-inspector:+7%20(912)%20345-67-89").number == "+7 (912) 345-67-89"


@pytest.mark.parametrize(
    "more",
    [
        "?token=0123456789",
        "/lookup",
        "&token=0123456789",
        "#top",
        ";ext=12",
        ",+442079460158",
        "+442079460158",
        "?+442079460158",
        "\x00",
        "%00",
        "\u202e",
    ],
)
def test_what_follows_the_number_is_ignored_and_known(more: str) -> None:
    assert read_wanted(f"contact-inspector:{NUMBER}{more}/x") == LookupRequest(
        NUMBER, is_link=True, has_more=True
    )


@pytest.mark.parametrize("user", ["anna@", "anna:secret@", "+442079460158@", "a@b@"])
def test_what_stands_before_the_number_is_ignored_and_known(user: str) -> None:
    assert read_wanted(f"contact-inspector://{user}{NUMBER}") == LookupRequest(
        NUMBER, is_link=True, has_more=True
    )


@pytest.mark.parametrize(
    "link",
    [
        "contact-inspector:",
        "contact-inspector://",
        "contact-inspector:+",
        "contact-inspector:hello",
        "contact-inspector:?+79123456789",
        "contact-inspector:+79123456789abc",
        "contact-inspector:+7912345678９",
        "contact-inspector:%252B79123456789",
        "contact-inspector:79123456789@c.us",
        "contact-inspector:https://evil.example/+79123456789",
        "contact-inspector:+7912345" + "6" * 10_000,
    ],
)
def test_a_link_without_a_whole_number_gives_none(link: str) -> None:
    wanted = read_wanted(link)
    assert (wanted.number, wanted.is_link) == ("", True)


@given(st.text(max_size=600))
def test_no_link_carries_more_than_a_number(text: str) -> None:
    wanted = read_wanted(f"contact-inspector:{text}")
    assert wanted.is_link
    assert set(wanted.number) <= set("+0123456789().- ")
    assert is_bare(wanted)


@pytest.mark.parametrize("words", ["", "8 (912) 345-67-89", "wa.me/79123456789", "call me: +7 912 345-67-89"])
def test_other_words_are_left_as_they_are(words: str) -> None:
    assert read_wanted(f" {words}\n") == LookupRequest(words)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("", ""),
        ("8 (912) 345-67-89", "8 (912) 345-67-89"),
        ("79123456789@c.us", "79123456789@c.us"),
        ("123456789012345@lid", "123456789012345@lid"),
        ("https://wa.me/79123456789?text=secret", "79123456789@c.us"),
        ("Anna, +7 912 345-67-89, token 0123456789abcdef", "79123456789@c.us"),
        ("nobody", ""),
        ("+7 912 345-67-89 or +44 20 7946 0158", ""),
    ],
)
def test_only_a_number_is_left_of_words_that_another_program_is_told(words: str, number: str) -> None:
    assert bare(LookupRequest(words)).number == number
