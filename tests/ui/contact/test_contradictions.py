"""What was delivered is shown, what contradicts it is marked, what was not delivered is not invented."""

import json
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.contact.export import as_json, as_text
from inspector.contact.facts import NO_DETAILS
from inspector.contact.model import Contact, Json
from inspector.contact.reading import parse_response, read_contact
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from tests.ui.watching import (
    CONTRADICTORY,
    NO_PICTURE,
    NOTHING,
    claims,
    click,
    fact,
    has_button,
    look_up,
    marks,
    named,
    row,
    said,
    settle,
    visible_words,
)

ASKED = "12025550111@c.us"
NOT_THERE = "The gateway says this number isn't on WhatsApp, but sent a profile."
PERSONAL_BUSINESS = "The gateway says this is a personal account, but sent a business profile."

Show = Callable[..., Contact]


@pytest.fixture
def show(program: Program, gateway: DemoGateway, qtbot: QtBot) -> Show:
    """Looks a number up that the gateway answers with these fields, and gives the contact that is shown."""

    def look_up_answer(**answer: Json) -> Contact:
        gateway.faults.add("getContactInfo", Fault(body=json.dumps(answer).encode()), times=1)
        look_up(qtbot, program, "+1 202 555 0111")
        return read_contact(answer, ASKED)

    return look_up_answer


def said_in(contact: Contact) -> dict[str, str]:
    """The remarks of `lookup --json`."""
    remarks = as_json(contact)["remarks"]
    assert isinstance(remarks, list)
    return {str(each["field"]): str(each["said"]) for each in remarks if isinstance(each, dict)}


def test_a_personal_account_with_a_business_profile_shows_all_of_it_and_says_so_once(
    program: Program, qtbot: QtBot
) -> None:
    look_up(qtbot, program, CONTRADICTORY)
    window = program.window
    told = {label: fact(window, label) for label in ("Category", "Email", "Description")}
    assert list(told.values()) == ["Café", "table@corner.example", "Breakfast until noon."]
    assert "Personal" in claims(window)
    assert marks(window).count(PERSONAL_BUSINESS) == 1
    assert [product.name for product in window.grid.shown] == ["Espresso", "Flat white"]
    assert window.grid.isVisible()
    assert "no business profile" not in visible_words(window)


@pytest.mark.parametrize("field", ["category", "email", "description"])
def test_one_field_of_a_business_profile_contradicts_a_personal_account(show: Show, field: str) -> None:
    contact = show(isBusiness=False, **{field: "Something"})
    assert said_in(contact)["isBusiness"] == PERSONAL_BUSINESS
    assert f"! {PERSONAL_BUSINESS}" in as_text(contact)


def test_a_catalogue_is_shown_though_the_kind_of_account_is_unknown(show: Show, program: Program) -> None:
    show(products=[{"name": "Box"}])
    assert [product.name for product in program.window.grid.shown] == ["Box"]
    assert marks(program.window) == []


def test_a_number_that_is_not_on_whatsapp_is_said_to_be_so_in_the_headline(
    program: Program, qtbot: QtBot
) -> None:
    look_up(qtbot, program, NOTHING)
    window = program.window
    assert window.notice.sentence == NO_DETAILS
    assert has_button(window, "Open in WhatsApp")
    click(named(window, QPushButton, "noticeAction"))
    settle(qtbot, program)
    assert said(window, "profileName") == "Not on WhatsApp"
    assert said(window, "phoneNumber") == "+1 202-555-0199"
    assert claims(window) == {}
    assert not has_button(window, "Open in WhatsApp")
    assert not named(window, QWidget, "businessProfile").isVisible()
    assert not window.grid.isVisible()
    assert fact(window, "Last seen") is None
    assert marks(window) == []


def test_the_next_contact_after_one_that_is_not_on_whatsapp_is_whole_again(
    show: Show, program: Program, qtbot: QtBot
) -> None:
    show(existsWhatsapp=False)
    assert said(program.window, "profileName") == "Not on WhatsApp"
    look_up(qtbot, program, NO_PICTURE)
    assert said(program.window, "profileName") == "Jonas"
    assert "Personal" in claims(program.window)
    assert fact(program.window, "Last seen") == "Hidden or unknown"
    assert has_button(program.window, "Open in WhatsApp")


def test_a_profile_of_a_number_that_is_not_on_whatsapp_is_shown_and_marked(
    show: Show, program: Program
) -> None:
    contact = show(existsWhatsapp=False, name="Ghost", category="Shop", isBusiness=True)
    window = program.window
    assert said(window, "profileName") == "Ghost"
    assert (fact(window, "On WhatsApp"), fact(window, "Category")) == ("No", "Shop")
    assert marks(window) == [NOT_THERE]
    assert not has_button(window, "Open in WhatsApp")
    assert said_in(contact)["existsWhatsapp"] == NOT_THERE


@pytest.mark.parametrize("value", [False, "false", 0, "no"])
def test_only_flags_that_are_on_are_shown_of_a_number_that_is_not_on_whatsapp(
    show: Show, program: Program, value: Json
) -> None:
    show(existsWhatsapp=value, isArchive=True, isMute=False, isBusiness=False)
    assert list(claims(program.window)) == ["Archived"]


def test_an_answer_without_a_chat_id_shows_none_and_has_none_to_copy(show: Show, program: Program) -> None:
    contact = show()
    window = program.window
    assert fact(window, "Chat ID") == "Not given"
    assert not has_button(row(window, "Chat ID"), "Copy Chat ID")
    assert said(window, "phoneNumber") == "+1 202-555-0111"
    assert said(window, "phoneBookName") == "Phone book name not given"
    assert window.notice.sentence == NO_DETAILS
    assert not window.grid.isVisible()
    assert ASKED not in visible_words(window) + as_text(contact)
    assert as_json(contact)["chat_id"] == ASKED
    assert said_in(contact) == {"chatId": "not sent by the gateway; chat_id is the one that was looked up"}


def test_an_answer_about_another_number_is_marked(show: Show, program: Program) -> None:
    show(chatId="447700900123@c.us", name="Else")
    assert said(program.window, "phoneNumber") == "+1 202-555-0111"
    assert fact(program.window, "Chat ID") == "447700900123@c.us"
    assert marks(program.window) == ["This isn't the number that was looked up."]


def test_an_id_that_is_nobodys_is_shown_as_it_came(show: Show, program: Program) -> None:
    contact = show(chatId="120363043968060000@g.us", name="Group")
    assert fact(program.window, "Chat ID") == "120363043968060000@g.us"
    assert "not the ID of a person" in said_in(contact)["chatId"]


def test_lists_and_objects_are_shown_as_text_and_listed_as_unexpected(show: Show, program: Program) -> None:
    contact = show(
        isBusiness=True,
        category=["Shop", "Bar"],
        email=["a@b.example", "c@d.example"],
        description={"en": "Tea"},
    )
    window = program.window
    assert fact(window, "Category") == "Shop, Bar"
    assert fact(window, "Email") == "a@b.example, c@d.example"
    assert fact(window, "Description") == "en: Tea"
    assert set(said_in(contact)) >= {"category", "email", "description"}


@pytest.mark.parametrize(
    "name",
    [
        "\u3164",
        "\u2800",
        "\u200b\u200b",
        "\u115f\u1160\uffa0",
        "\u0301\u0302",
        "\u202e\u2067",
        "\ufffc",
        "\u00ad",
        "  ",
        "\u00a0",
    ],
    ids=ascii,
)
def test_a_name_of_invisible_characters_is_no_name_and_says_why(name: str) -> None:
    text = as_text(
        read_contact({"name": name, "contactName": name, "category": name, "isBusiness": 1}, ASKED)
    )
    assert "\nName                   No visible name\n" in text
    assert text.count("! The name has only invisible characters.") == 2
    assert [line for line in text.splitlines() if not line[23:].strip()] == []


def test_an_invisible_name_is_marked_in_the_window(show: Show, program: Program) -> None:
    show(name="\u3164\u2800", contactName="Anna")
    assert said(program.window, "profileName") == "No visible name"
    assert said(program.window, "phoneBookName") == "In phone book: Anna"
    assert marks(program.window) == ["The name has only invisible characters."]


def test_of_two_names_one_is_shown_and_the_other_is_listed(show: Show, program: Program) -> None:
    contact = show(name="Anna", NAME="Bob")
    assert said(program.window, "profileName") == "Anna"
    assert fact(program.window, "NAME") == "Bob"
    assert said_in(contact)["NAME"] == "“Bob”, but name is “Anna”"
    assert has_button(program.window, "1 unexpected value")


def test_a_key_that_is_repeated_hides_neither_value(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    body = b'{"name": "Anna", "isMute": false, "name": "Bob", "name": "Bob"}'
    gateway.faults.add("getContactInfo", Fault(body=body), times=1)
    look_up(qtbot, program, "+1 202 555 0111")
    assert said(program.window, "profileName") == "Bob"
    assert fact(program.window, "name #1") == "Anna"
    contact = read_contact(parse_response(body), ASKED)
    assert said_in(contact)["name #1"] == "“Anna”, but name is “Bob”"
    assert "name #2" not in as_text(contact)
