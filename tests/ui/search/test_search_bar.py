"""The number field: what is said about a number before anything is asked, and the keys around it."""

import json
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Self

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Looking, Ready, Shown
from inspector.phone.number import Choice, Lid, Number, Refusal
from inspector.ui.search import number_reader
from tests.pace import within
from tests.program import OpenProgram, use
from tests.ui.accounting import count
from tests.ui.watching import (
    DEALER,
    FLORIST,
    ask,
    button,
    click,
    deliver_deletions,
    has_button,
    look_up,
    named,
    press,
    said,
    settle,
    type_into,
    visible_words,
)

CTRL = Qt.KeyboardModifier.ControlModifier
THERE = r"\d\d:\d\d–\d\d:\d\d there \(UTC\+[23] to UTC\+12\)"
"""The westernmost zone of +7 has summer time."""


def field(program: Program) -> QLineEdit:
    return named(program.window, QLineEdit, "numberField")


def lookup_button(program: Program) -> QPushButton:
    return named(program.window, QPushButton, "lookupButton")


def hint(program: Program) -> str:
    return said(program.window, "numberHint") or ""


def paste(program: Program, qtbot: QtBot, text: str) -> None:
    """Put a text on the clipboard, and press Ctrl+V in the field."""
    QGuiApplication.clipboard().setText(text)
    field(program).selectAll()
    press(field(program), Qt.Key.Key_V, CTRL)


@pytest.mark.parametrize(
    "typed",
    [
        "+79123456789",
        "+7 912 345-67-89",
        "8 (912) 345-67-89",
        "007 912 345 67 89",
        "79123456789",
        "wa.me/79123456789",
        "https://wa.me/79123456789?text=hello",
        "https://api.whatsapp.com/send?phone=79123456789&text=x",
        "whatsapp://send?phone=79123456789",
        "79123456789@c.us",
        "79123456789@s.whatsapp.net",
        "tel:+7-912-345-67-89",
        "Please call Ivan, +7 912 345-67-89, before six",
        "\u202a+7 912 345‑67‑89\u202c",
        "  +7\t912 345 67 89 \n",
        "+７ ９１２ ３４５-６７-８９",
    ],
)
def test_every_form_of_a_number_is_told_in_international_form_at_once(
    program: Program, qtbot: QtBot, typed: str
) -> None:
    paste(program, qtbot, typed)
    assert isinstance(program.window.search.reading, Number)
    assert "+7 912 345-67-89" in visible_words(program.window.search)
    assert re.search(rf"Russia · mobile · {THERE}", hint(program))
    assert lookup_button(program).isEnabled()


def test_nothing_is_asked_while_somebody_types(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    type_into(field(program), "+7 912 345-67-89")
    qtbot.wait(50)
    assert gateway.seen == ()
    assert program.view.state == Ready()


def test_a_hidden_id_is_told_as_such_and_can_be_asked(program: Program, qtbot: QtBot) -> None:
    paste(program, qtbot, "129837465012345@lid")
    assert program.window.search.reading == Lid("129837465012345")
    assert "129837465012345@lid" in visible_words(program.window.search)
    assert "WhatsApp doesn't reveal the number behind it" in hint(program)
    assert lookup_button(program).isEnabled()


def test_a_number_that_is_not_valid_is_a_warning_and_can_be_asked(program: Program, qtbot: QtBot) -> None:
    paste(program, qtbot, "71234567890")
    assert "This doesn't look like a valid number for Russia. You can still look it up." in hint(program)
    label = named(program.window, QLabel, "numberHint")
    assert label.foregroundRole() is label.palette().ColorRole.ToolTipText
    assert lookup_button(program).isEnabled()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("12345", "too short"),
        ("+7 912", "too short"),
        ("+7 912 345-67-89-12-34-56", "too long"),
        ("anna", "no phone number"),
        ("120363025246125486@g.us", "group ID"),
        ("https://chat.whatsapp.com/AbCdEfGhIjK", "invitation to a group"),
        ("+999 123 456 789", "start with a known country code"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(
    program: Program, gateway: DemoGateway, qtbot: QtBot, typed: str, reason: str
) -> None:
    paste(program, qtbot, typed)
    assert isinstance(program.window.search.reading, Refusal)
    assert reason in hint(program)
    assert not lookup_button(program).isEnabled()
    press(field(program), Qt.Key.Key_Return)
    assert program.view.state == Ready()
    assert gateway.seen == ()


def test_several_numbers_offer_a_choice_and_a_click_takes_one(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    paste(program, qtbot, "office +1 202-555-0123, mobile +7 912 345-67-89")
    assert isinstance(program.window.search.reading, Choice)
    assert "Found 2 numbers. Choose one." in hint(program)
    assert not lookup_button(program).isEnabled()
    press(field(program), Qt.Key.Key_Return)
    assert gateway.seen == ()
    click(button(program.window, "+1 202-555-0123"))
    assert field(program).text() == "+1 202-555-0123"
    assert field(program).hasFocus()
    assert lookup_button(program).isEnabled()
    qtbot.waitUntil(lambda: not has_button(program.window, "+7 912 345-67-89"))


def test_a_local_number_without_a_default_country_asks_which_country_and_looks_it_up_there(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    paste(program, qtbot, "(202) 555-0123")
    assert hint(program) == "Which country is (202) 555-0123 from?"
    assert not lookup_button(program).isEnabled()
    press(field(program), Qt.Key.Key_Return)
    assert program.view.state == Ready()
    click(button(program.window, "United States  +1 202-555-0123"))
    settle(qtbot, program)
    assert field(program).text() == "+1 202-555-0123"
    assert gateway.seen[0].body == b'{"chatId":"12025550123@c.us"}'


def test_what_could_not_be_read_beside_a_number_is_told(program: Program, qtbot: QtBot) -> None:
    paste(program, qtbot, "+7 912 345-67-89 or +7 999 12-34")
    assert hint(program) == "Found 1 number, but couldn't read +7 999 12-34."
    assert has_button(program.window, "+7 912 345-67-89")
    assert not lookup_button(program).isEnabled()


@pytest.mark.parametrize(
    ("pasted", "chosen"),
    [
        ("88005553535@c.us 78005553535@c.us", "88005553535"),
        ("https://wa.me/81012345678 wa.me/79123456780", "81012345678"),
        ("https://wa.me/89123456789 https://wa.me/79123456789", "89123456789"),
        ("123456789012345@c.us 79123456789@c.us", "123456789012345"),
    ],
)
def test_the_number_that_was_chosen_is_the_one_that_is_asked(
    program: Program, qtbot: QtBot, pasted: str, chosen: str
) -> None:
    """Digits of WhatsApp's own ids need not follow the plans by which typed ones are read."""
    paste(program, qtbot, pasted)
    reading = program.window.search.reading
    assert isinstance(reading, Choice)
    assert reading.numbers[0].digits == chosen
    click(button(program.window, reading.numbers[0].international))
    assert program.window.search.reading == reading.numbers[0]


def test_a_choice_is_made_by_tab_and_enter(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    paste(program, qtbot, "office +1 202-555-0123, mobile +7 912 345-67-89")
    field(program).setFocus()
    press(field(program), Qt.Key.Key_Tab)
    press(program.window.focusWidget(), Qt.Key.Key_Tab)
    press(program.window.focusWidget(), Qt.Key.Key_Return)
    assert field(program).text() == "+7 912 345-67-89"
    assert field(program).hasFocus()


def test_a_choice_can_be_undone_and_made_again(program: Program, qtbot: QtBot) -> None:
    paste(program, qtbot, "office +1 202-555-0123, mobile +7 912 345-67-89")
    click(button(program.window, "+1 202-555-0123"))
    field(program).undo()
    deliver_deletions()
    click(button(program.window, "+7 912 345-67-89"))
    assert field(program).text() == "+7 912 345-67-89"


def test_every_number_that_is_possible_is_offered(program: Program, qtbot: QtBot) -> None:
    paste(program, qtbot, ", ".join(f"+1 202-555-01{last:02}" for last in range(30)))
    shown = [each for each in program.window.search.findChildren(QPushButton) if each.text().startswith("+1")]
    assert len(shown) == 20
    assert "Found 20 numbers." in hint(program)


def ask_again(program: Program, qtbot: QtBot) -> None:
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)


def press_enter(program: Program, qtbot: QtBot) -> None:
    press(field(program), Qt.Key.Key_Return)
    settle(qtbot, program)


def come_back(program: Program, qtbot: QtBot) -> None:
    other = QWidget()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    other.close()
    other.deleteLater()


@pytest.mark.parametrize("look", [ask_again, press_enter, come_back])
def test_the_local_time_is_that_of_the_moment_in_which_somebody_looks(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, look: Callable[[Program, QtBot], None]
) -> None:
    look_up(qtbot, program, FLORIST)
    before = hint(program)

    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(hours=2, minutes=2)

    monkeypatch.setattr(number_reader, "datetime", Later)
    look(program, qtbot)
    assert re.fullmatch(r".*\d\d:\d\d there.*", before)
    assert hint(program) != before


def test_a_choice_that_has_the_focus_keeps_it_when_somebody_comes_back(
    program: Program, qtbot: QtBot
) -> None:
    paste(program, qtbot, "office +1 202-555-0123, mobile +7 912 345-67-89")
    chosen = button(program.window, "+7 912 345-67-89")
    chosen.setFocus()
    come_back(program, qtbot)
    assert chosen.hasFocus()


def test_an_empty_field_says_nothing(program: Program, qtbot: QtBot) -> None:
    type_into(field(program), "123")
    field(program).clear()
    assert hint(program) == ""
    assert not lookup_button(program).isEnabled()


def test_ten_megabytes_pasted_by_mistake_freeze_nothing(program: Program, qtbot: QtBot) -> None:
    type_into(field(program), "+7")  # the numbering plans are read once
    text = "Minutes of the meeting, page twelve, and nobody’s number. " * 200_000
    assert len(text) > 10_000_000
    QGuiApplication.clipboard().setText(text)
    field(program).selectAll()
    with within(0.2, time.thread_time):
        press(field(program), Qt.Key.Key_V, CTRL)
        program.window.grab()
    assert "The first 4,000 characters of this text contain" in hint(program)
    with within(0.2, time.thread_time):
        press(field(program), Qt.Key.Key_1)
        program.window.grab()


def test_a_number_at_the_start_of_a_long_text_is_found(program: Program, qtbot: QtBot) -> None:
    paste(program, qtbot, "+7 912 345-67-89\n" + "some minutes " * 100_000)
    assert isinstance(program.window.search.reading, Number)


def test_typing_is_answered_key_by_key(program: Program, qtbot: QtBot) -> None:
    type_into(field(program), "+")
    for key in "79123456789":
        with within(0.1, time.thread_time):
            type_into(field(program), key)


def test_local_forms_belong_to_the_default_country(
    open_program: OpenProgram, profile: ProfileFolder, gateway: DemoGateway, qtbot: QtBot
) -> None:
    Settings(default_region="GB", theme="light").save(profile)
    program = open_program()
    use(program, gateway)
    paste(program, qtbot, "020 7946 0158")
    assert "+44 20 7946 0158" in visible_words(program.window.search)
    program.reader.set_region(None)
    assert "Which country is 020 7946 0158 from?" in hint(program)


def test_enter_looks_up(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"


def test_the_button_looks_up(program: Program, qtbot: QtBot) -> None:
    type_into(field(program), DEALER)
    click(lookup_button(program))
    assert isinstance(program.view.state, Looking)
    settle(qtbot, program)


def test_ctrl_l_returns_to_the_field_with_its_text_selected(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    button(program.window, "Raw response").setFocus()
    press(program.window, Qt.Key.Key_L, CTRL)
    assert field(program).hasFocus()
    assert field(program).selectedText() == DEALER


def test_the_field_has_the_focus_at_start(program: Program) -> None:
    assert field(program).hasFocus()


def test_f5_asks_again(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    press(program.window, Qt.Key.Key_F5)
    assert isinstance(program.view.state, Looking)
    assert said(program.window, "profileName") == "Dealer", "what is shown stays while it is asked again"
    settle(qtbot, program)
    assert [seen.name for seen in gateway.seen].count("getContactInfo") == 2


def test_f5_without_anything_asked_does_nothing(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    press(program.window, Qt.Key.Key_F5)
    assert program.view.state == Ready()
    assert gateway.seen == ()


def test_ctrl_comma_opens_the_form_of_accounts(first_start: Program, qtbot: QtBot) -> None:
    press(first_start.window, Qt.Key.Key_Comma, CTRL)
    assert named(first_start.window, QLineEdit, "accountNameField").hasFocus()


def test_without_an_account_nothing_can_be_asked(first_start: Program, qtbot: QtBot) -> None:
    type_into(field(first_start), DEALER)
    assert "Russia · mobile" in hint(first_start)
    assert not lookup_button(first_start).isEnabled()
    press(field(first_start), Qt.Key.Key_Return)
    assert not isinstance(first_start.view.state, Looking | Shown)


def test_the_cancel_button_is_there_while_there_is_something_to_cancel(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    gateway.answer_delay_s = 30
    cancel = named(program.window, QPushButton, "cancelButton")
    assert not cancel.isVisible()
    ask(program, DEALER)
    assert cancel.isVisible()
    click(cancel)
    assert not cancel.isVisible()
    assert program.view.state == Ready()
    assert clipboard() == ""


def test_thirty_lookups_take_sixty_chords(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    numbers = [f"+44 7700 9000{last:02}" for last in range(30)]
    for number in numbers:
        QGuiApplication.clipboard().setText(number)
        press(program.window.focusWidget(), Qt.Key.Key_V, CTRL)
        press(program.window.focusWidget(), Qt.Key.Key_Return)
        assert field(program).text() == number
        settle(qtbot, program)
    asked = [json.loads(seen.body)["chatId"] for seen in gateway.seen if seen.name == "getContactInfo"]
    assert asked == [f"4477009000{last:02}@c.us" for last in range(30)]


def test_after_a_click_on_the_button_the_next_paste_replaces_the_number_too(
    program: Program, qtbot: QtBot
) -> None:
    type_into(field(program), DEALER)
    click(lookup_button(program))
    QGuiApplication.clipboard().setText(FLORIST)
    press(program.window.focusWidget(), Qt.Key.Key_V, CTRL)
    assert field(program).text() == FLORIST
    settle(qtbot, program)


def test_the_first_click_into_the_field_selects_its_text_and_the_second_places_the_caret(
    program: Program, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    program.window.search.account_box.setFocus()
    click(field(program))
    if not field(program).hasFocus():  # QTest delivers clicks without what gives the focus before them
        field(program).setFocus(Qt.FocusReason.MouseFocusReason)
        click(field(program))
    QGuiApplication.clipboard().setText(FLORIST)
    press(field(program), Qt.Key.Key_V, CTRL)
    assert field(program).text() == FLORIST
    click(field(program))
    assert not field(program).hasSelectedText()


def test_a_contact_is_dimmed_while_the_field_shows_another_number(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    veil = program.window.veil
    assert not veil.isVisible()
    type_into(field(program), "+44")
    assert "These details are for +7 912 345-67-89." in visible_words(veil)
    assert "Press Enter" not in visible_words(veil)
    paste(program, qtbot, FLORIST)
    assert "Press Enter to look up the number above." in visible_words(veil)
    paste(program, qtbot, "8 (912) 345-67-89, wa.me/79123456789")
    program.reader.set_region("RU")
    assert not veil.isVisible(), "it is the same number, written in another way"
    paste(program, qtbot, "office +1 202-555-0123, mobile +7 912 345-67-89")
    assert veil.isVisible(), "the choice is open"
    look_up(qtbot, program, FLORIST)
    assert not veil.isVisible()


def test_the_field_keeps_its_width_while_a_lookup_can_be_cancelled(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.answer_delay_s = 30
    before = field(program).geometry()
    ask(program, DEALER)
    QCoreApplication.processEvents()
    assert named(program.window, QPushButton, "cancelButton").isVisible()
    assert field(program).geometry() == before


def type_another(program: Program) -> None:
    field(program).selectAll()
    type_into(field(program), FLORIST)


def type_another_and_go_back(program: Program) -> None:
    type_another(program)
    field(program).undo()
    field(program).undo()


def clear(program: Program) -> None:
    field(program).clear()


def open_choice(program: Program) -> None:
    field(program).setText("office +1 202-555-0123, mobile +7 912 345-67-89")


def cancel(program: Program) -> None:
    press(program.window, Qt.Key.Key_Escape)


def change_country(program: Program) -> None:
    program.reader.set_region("DE")


def open_link(program: Program) -> None:
    program.startup_requests.open_link("contact-inspector:+442079460158")


@pytest.mark.parametrize(
    "change",
    [type_another, type_another_and_go_back, clear, open_choice, cancel, change_country, open_link],
)
def test_a_number_that_waits_for_an_account_is_forgotten_with_any_change(
    first_start: Program, gateway: DemoGateway, qtbot: QtBot, change: Callable[[Program], None]
) -> None:
    first_start.reader.set_region("RU")
    type_into(field(first_start), "8 912 345-67-89")
    press(field(first_start), Qt.Key.Key_Return)
    change(first_start)
    use(first_start, gateway)
    qtbot.wait(50)
    assert (first_start.lookup_controller.state, gateway.seen) == (Ready(), ())


def test_a_number_that_the_field_still_shows_is_asked_when_an_account_is_open(
    first_start: Program, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    type_into(field(first_start), DEALER)
    press(field(first_start), Qt.Key.Key_Return)
    come_back(first_start, qtbot)
    use(first_start, gateway)
    settle(qtbot, first_start)
    assert said(first_start.window, "profileName") == "Dealer"
    assert count(gateway) == 1


def test_a_number_that_waits_for_one_account_is_not_asked_with_another(
    first_start: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    first_start.accounts._book.add("Locked", gateway.api_url, "1101000002")
    other = first_start.accounts._book.add("Open", gateway.api_url, "1101000001")
    first_start.accounts._keychain.keep_for_session(other.token_key, gateway.token)
    first_start.accounts.open_active()
    type_into(field(first_start), DEALER)
    press(field(first_start), Qt.Key.Key_Return)
    first_start.accounts.activate(other.key)
    qtbot.waitUntil(lambda: first_start.lookup_controller.state == Ready())
    assert gateway.seen == ()
