"""A contact on the screen: every part of it, and what is said when there is nothing."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.contact.facts import facts_of
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Found, Shown
from inspector.ui.widgets.avatar import Avatar
from inspector.ui.widgets.chip import Claim
from tests.program import OpenProgram, use
from tests.ui.watching import (
    DEALER,
    DOCUMENTED,
    FLORIST,
    FOREIGN,
    LID,
    MUTED,
    NOTHING,
    ODD,
    PERSONAL,
    WAREHOUSE,
    button,
    claims,
    click,
    fact,
    has_button,
    look_up,
    marks,
    named,
    row,
    said,
    visible_words,
)

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "contact.sample.json"


def test_the_documented_contact_is_shown_field_for_field(
    open_program: OpenProgram, profile: ProfileFolder, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    """Its pictures are at WhatsApp's own hosts, so fetching is turned off."""
    Settings(fetches_pictures=False, default_region=None, theme="light").save(profile)
    program = open_program()
    use(program, gateway)
    look_up(qtbot, program, DOCUMENTED)
    window, sample = program.window, json.loads(SAMPLE.read_bytes())
    assert said(window, "profileName") == sample["name"]
    assert said(window, "phoneBookName") == f"In phone book: {sample['contactName']}"
    assert said(window, "phoneNumber") == "+7 1234567890"
    assert fact(window, "Email") == sample["email"]
    assert fact(window, "Category") == sample["category"]
    assert fact(window, "Description") == sample["description"]
    assert fact(window, "Chat ID") == sample["chatId"]
    assert fact(window, "Last seen") == "Hidden or unknown"
    assert claims(window) == {
        "Business": Claim.YES,
        "Not muted": Claim.NO,
        "Disappearing: off": Claim.NO,
        "Not archived": Claim.NO,
    }
    assert said(window, "productCount") == str(len(sample["products"]))
    assert [product.name for product in window.grid.shown] == [each["name"] for each in sample["products"]]
    assert [product.id for product in window.grid.shown] == [each["id"] for each in sample["products"]]
    assert named(window, Avatar, "avatar").toolTip() == "Pictures are turned off in the preferences."
    assert "Personal account" not in visible_words(window)
    assert not has_button(window, "Close this message")


def test_a_name_that_differs_from_the_phone_book_stands_apart_from_it(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    name, book = (named(program.window, QLabel, each) for each in ("profileName", "phoneBookName"))
    assert (name.text(), book.text()) == ("Dealer", "In phone book: Kuznetsov Auto")
    assert book.foregroundRole() is book.palette().ColorRole.WindowText
    assert name.y() + name.height() <= book.y()


def test_a_name_that_agrees_with_the_phone_book_is_quiet_about_it(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, MUTED)
    loud = named(program.window, QLabel, "phoneBookName").foregroundRole()
    header = program.window.profile.header
    shown = program.lookup_controller.state
    assert isinstance(shown, Shown)
    header.show_facts(facts_of(replace(shown.found.contact, contact_name="MARTA")))
    assert named(program.window, QLabel, "phoneBookName").foregroundRole() is not loud


def test_a_contact_without_names_says_why(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, NOTHING)
    assert said(program.window, "profileName") == "Name not available"
    reason = "This account hasn't received a message from them."
    name = named(program.window, QLabel, "profileName")
    assert (name.toolTip(), name.accessibleDescription()) == (reason, reason)
    assert said(program.window, "phoneBookName") == "Not in the phone book"
    assert named(program.window, Avatar, "avatar").toolTip() == "No picture, or hidden from you"


def test_a_personal_account_is_one_quiet_line_and_no_catalogue(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, PERSONAL)
    window = program.window
    assert "Personal accounts have no business profile." in visible_words(window)
    assert not named(window, QWidget, "businessProfile").isVisible()
    assert not window.grid.isVisible()
    assert claims(window)["Personal"] is Claim.NO
    assert claims(window)["Archived"] is Claim.YES


def test_the_picture_that_came_later_can_be_clicked(program: Program, qtbot: QtBot) -> None:
    avatar = named(program.window, Avatar, "avatar")
    assert not avatar.isEnabled()
    look_up(qtbot, program, PERSONAL)
    qtbot.waitUntil(lambda: avatar.has_picture)
    assert avatar.isEnabled()
    assert avatar.toolTip() == "Picture (opens full size)"


def test_a_business_without_a_catalogue_says_so(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, FLORIST)
    assert program.window.grid.isVisible()
    assert "No catalogue" in visible_words(program.window)


def test_a_business_that_gives_nothing_says_not_given(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact({"chatId": "12025550111@c.us", "isBusiness": True, "name": "Shop"})
    look_up(qtbot, program, "+1 202 555 0111")
    for label in ("Category", "Email", "Description"):
        assert fact(program.window, label) == "Not given"
        assert not has_button(row(program.window, label), f"Copy {label}")


def test_unknown_is_said_and_drawn_differently_from_no(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact({"chatId": "12025550111@c.us", "name": "Somebody", "isMute": False})
    look_up(qtbot, program, "+1 202 555 0111")
    assert claims(program.window) == {
        "Business: unknown": Claim.UNKNOWN,
        "Not muted": Claim.NO,
        "Disappearing: unknown": Claim.UNKNOWN,
        "Archived: unknown": Claim.UNKNOWN,
    }
    assert len({claim.value for claim in Claim}) == 3, "each claim has an icon of its own"


def test_a_muted_contact_with_a_timer_is_told_in_words(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, MUTED)
    words = list(claims(program.window))
    assert any(re.fullmatch(r"Muted until \d+ \w+ \d{4}, \d\d:\d\d", each) for each in words)
    assert "Disappearing: 90 days" in words
    seen = fact(program.window, "Last seen") or ""
    assert re.fullmatch(r"1 day ago · \d+ \w+ \d{4}, \d\d:\d\d \(UTC(?:[+-]\d+(?::\d\d)?)?\)", seen)


def test_a_timer_and_a_mute_that_contradict_their_flags_are_told_beside_them(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact(
        {
            "chatId": "12025550111@c.us",
            "isDisappearing": False,
            "messageExpiration": 604_800,
            "isMute": False,
            "muteExpiration": -1,
            "name": "Somebody",
        }
    )
    look_up(qtbot, program, "+1 202 555 0111")
    assert {"Disappearing: off", "Not muted"} <= claims(program.window).keys()
    assert fact(program.window, "Message timer") == "7 days"
    assert fact(program.window, "Mute ends") == "Never"
    assert set(marks(program.window)) == {
        "The gateway says disappearing messages are off, but the timer is set.",
        "The gateway says not muted, but the mute hasn't ended.",
    }


def test_a_hidden_number_says_that_it_is_hidden(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, LID)
    assert said(program.window, "phoneNumber") == "WhatsApp hides this number"
    assert fact(program.window, "Chat ID") == LID
    header = program.window.profile.header
    assert not has_button(header, "Copy number")
    assert not has_button(program.window, "Open in WhatsApp")
    assert fact(program.window, "username") == "@quiet.morning"


def test_a_name_that_was_cleaned_is_marked(program: Program, qtbot: QtBot) -> None:
    mark = "Unusual characters were left out."
    look_up(qtbot, program, FOREIGN)
    assert mark in visible_words(program.window)
    name = said(program.window, "profileName") or ""
    assert name.startswith("דנה כהן")
    assert name.endswith("✔ Verified")
    assert not set("\u202e\u202c\u2067\u2069\u200b") & set(visible_words(program.window))
    look_up(qtbot, program, DEALER)
    assert mark not in visible_words(program.window)


def test_odd_values_are_shown_as_they_came_and_the_rest_stays_readable(
    program: Program, qtbot: QtBot
) -> None:
    look_up(qtbot, program, ODD)
    window = program.window
    assert said(window, "profileName") == "12345"
    assert fact(window, "chatType") == "private"
    assert fact(window, "big") == "1180591620717411303424"
    assert fact(window, "labels") == '[{"id": 1, "name": "VIP", "colours": ["#0b7d53", null]}]'
    assert claims(window)["Disappearing: unknown"] is Claim.UNKNOWN
    assert fact(window, "Last seen") is not None
    assert re.search(r"\d+ unexpected values", visible_words(window))


def test_a_last_seen_that_is_no_time_is_shown_as_it_came(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact({"chatId": "12025550111@c.us", "name": "Somebody", "lastSeen": "yesterday"})
    look_up(qtbot, program, "+1 202 555 0111")
    assert fact(program.window, "Last seen") == "yesterday"


def test_more_unknown_fields_than_anyone_reads_are_counted(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact({"chatId": "12025550111@c.us", **{f"field{n}": n for n in range(21)}})
    look_up(qtbot, program, "+1 202 555 0111")
    assert fact(program.window, "field15") == "15"
    assert "5 more in the raw response" in visible_words(program.window)


def test_what_the_gateway_cannot_tell_is_said_where_it_would_be(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, FLORIST)
    assert "About, website, hours and verification aren't available here." in visible_words(program.window)


@pytest.mark.parametrize(
    ("label", "copied"),
    [
        ("number", "+79123456789"),
        ("Category", "Automotive Dealership"),
        ("Email", "24service@tt.tt"),
        ("Chat ID", "79123456789@c.us"),
        ("username", "@dealer"),
    ],
)
def test_a_copy_button_copies_what_stands_beside_it(
    program: Program, qtbot: QtBot, clipboard: Callable[[], str], label: str, copied: str
) -> None:
    look_up(qtbot, program, DEALER)
    click(button(program.window, f"Copy {label}"))
    assert clipboard() == copied


def test_a_long_description_is_folded_until_it_is_asked_for(
    program: Program, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    whole = "\n".join(f"Line {number} of what we sell" for number in range(40))
    assert isinstance(program.window.profile, QWidget)
    gateway_words = "Line 39 of what we sell"
    look_up(qtbot, program, WAREHOUSE.replace("910000", "900003"))
    state = program.lookup_controller.state
    assert isinstance(state, Shown)
    long = replace(state.found.contact, description=whole)
    program.window.profile.show_found(replace(state.found, contact=long), state.asked)
    assert gateway_words not in (fact(program.window, "Description") or "")
    click(button(program.window, "Copy Description"))
    assert clipboard() == whole
    click(button(program.window, "Show all"))
    assert fact(program.window, "Description") == whole
    assert not has_button(program.window, "Show all")
    program.window.profile.show_found(replace(state.found, contact=long), state.asked)
    assert fact(program.window, "Description") == whole, "a later part folded it again"


def test_the_status_line_says_when_and_how_long(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, PERSONAL)
    assert re.search(r"Looked up \d\d:\d\d:\d\d · \d+\.\d s", visible_words(program.window))
    assert isinstance(program.lookup_controller.state, Shown)
    assert isinstance(program.lookup_controller.state.found, Found)
    assert named(program.window, QWidget, "rawAnswer").isHidden()
    assert program.window.findChildren(QPlainTextEdit)[0].toPlainText() == ""
    assert isinstance(button(program.window, "Raw response"), QPushButton)
