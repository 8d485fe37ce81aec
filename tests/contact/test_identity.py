"""Whose contact an answer is: the id that was answered, the one that was asked, and a number beside it."""

import pytest

from inspector.contact.facts import facts_of
from inspector.contact.model import Contact, Json
from inspector.contact.reading import read_contact
from tests.contact.answers import ASKED, read, said


@pytest.mark.parametrize(
    ("answered", "asked", "chat_id", "phone"),
    [
        ("79123456789@c.us", ASKED, "79123456789@c.us", "+79123456789"),
        ("525512345678@c.us", "5215512345678@c.us", "525512345678@c.us", "+525512345678"),
        ("123456789012345@lid", ASKED, "123456789012345@lid", "+79123456789"),
        ("123456789012345@lid", "123456789012345@lid", "123456789012345@lid", None),
        ("79123456789@c.us", "123456789012345@lid", "79123456789@c.us", "+79123456789"),
        (None, "123456789012345@lid", "123456789012345@lid", None),
    ],
)
def test_the_id_that_was_answered_tells_whose_contact_it_is(
    answered: Json, asked: str, chat_id: str, phone: str | None
) -> None:
    contact = read_contact({"chatId": answered}, asked)
    assert (contact.chat_id, contact.phone, contact.remarks) == (chat_id, phone, ())


@pytest.mark.parametrize("value", [79123456789, "79123456789", "+79123456789"])
def test_a_bare_number_is_taken_for_the_id(value: Json) -> None:
    contact = read(chatId=value)
    assert (contact.chat_id, contact.phone) == ("79123456789@c.us", "+79123456789")
    assert said(contact)["chatId"].endswith(", read as 79123456789@c.us")


@pytest.mark.parametrize("value", ["120363043968060000@g.us", "who?", True, ["79123456789@c.us"], 12])
def test_an_id_of_nobody_leaves_the_asked_one(value: Json) -> None:
    contact = read(chatId=value)
    assert contact.chat_id == ASKED
    assert said(contact)["chatId"].endswith(", not the ID of a person or business")


@pytest.mark.parametrize("number", [79123456789, "79123456789", "+79123456789", "79123456789@c.us"])
def test_a_hidden_id_may_come_with_its_number_which_stays_where_it_was(number: Json) -> None:
    contact = read_contact({"phoneNumber": number}, "123456789012345@lid")
    assert (contact.phone, contact.other_fields) == ("+79123456789", {"phoneNumber": number})


@pytest.mark.parametrize("number", [None, "", "hidden", 12, ["79123456789"]])
def test_a_number_that_is_none_stays_unknown(number: Json) -> None:
    assert read_contact({"phoneNumber": number}, "123456789012345@lid").phone is None


def test_an_answer_for_another_number_is_said() -> None:
    contact = read(chatId="447700900123@c.us")
    assert contact.phone == "+447700900123"
    assert mark(contact) == "This isn't the number that was looked up."


def mark(contact: Contact) -> str:
    """What is said beside the chat id."""
    return facts_of(contact)["chatId"].mark


@pytest.mark.parametrize("answered", ["551187654321@c.us", "5511987654321@c.us"])
def test_a_respelled_number_is_the_same_number(answered: str) -> None:
    for asked in ("551187654321@c.us", "5511987654321@c.us"):
        contact = read_contact({"chatId": answered}, asked)
        assert (contact.remarks, mark(contact)) == ((), "")


def test_digits_of_other_scripts_are_no_id() -> None:
    assert read(chatId="٧٩١٢٣٤٥٦٧٨٩@c.us").chat_id == ASKED
    assert read_contact({"phoneNumber": "٧٩١٢٣٤٥٦٧٨٩"}, "123456789012345@lid").phone is None
