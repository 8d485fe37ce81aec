"""Accounts while the keychain takes its time, cannot be reached, or sample contacts are looked at."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready
from tests.program import OpenProgram
from tests.secret_service import SecretService
from tests.ui.accounting import (
    Slow,
    add_another,
    add_first,
    answer,
    count,
    fill_in,
    form_of,
    menu_action,
    open_dialog,
    save,
)
from tests.ui.accounts.test_account_form import fill, message
from tests.ui.conftest import A_TOKEN
from tests.ui.watching import (
    DEALER,
    button,
    click,
    deliver_deletions,
    look_up,
    named,
    press,
    type_into,
    visible_words,
)

pytestmark = pytest.mark.usefixtures("quick_retries")


def test_a_token_is_never_tried_at_the_address_of_another_account(
    two: Slow, open_program: OpenProgram, gateway: DemoGateway, second_gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    dialog = open_dialog(program)
    click(named(dialog, QPushButton, "testAccountButton"))
    dialog.close()
    deliver_deletions()
    dialog = open_dialog(program)
    named(dialog, QListWidget, "accountList").setCurrentRow(1)
    click(named(dialog, QPushButton, "testAccountButton"))
    with qtbot.waitSignal(program.lookups.tested):
        two.answered.set()
    tried = [seen for seen in second_gateway.seen if seen.name == "getStateInstance"]
    assert len(tried) == 1, "with its own token, and no other"
    assert "Connected as" in (message(form_of(dialog)) or "")
    assert gateway.seen == (), "nobody looks at A any more"
    dialog.close()


def test_what_is_being_written_stays_when_the_keychain_answers(
    two: Slow, open_program: OpenProgram, second_gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    dialog = open_dialog(program)
    click(named(dialog, QPushButton, "newAccountButton"))
    token = named(dialog, QLineEdit, "tokenField")
    fill(form_of(dialog), name="New", id="1101000009")
    type_into(token, "0" * 25)
    two.answered.set()
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    type_into(token, "1" * 25)
    assert token.text() == "0" * 25 + "1" * 25
    save(form_of(dialog))
    qtbot.waitUntil(lambda: len(program.accounts.all) == 3)
    kept = {each.name: two._secrets[each.token_key].reveal() for each in program.accounts.all}
    b_token = second_gateway.token.reveal()
    assert kept == {"A": A_TOKEN, "B": b_token, "New": "0" * 25 + "1" * 25}


def test_while_an_account_waits_for_the_keychain_there_is_no_other_to_choose(
    two: Slow, open_program: OpenProgram, qtbot: QtBot
) -> None:
    program = open_program()
    two.answered.set()
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    two.answered.clear()
    dialog = open_dialog(program)
    parts = (
        named(dialog, QListWidget, "accountList"),
        named(dialog, QPushButton, "newAccountButton"),
        named(dialog, QPushButton, "removeAccountButton"),
    )
    click(parts[2])
    answer(QMessageBox.StandardButton.Yes, qtbot)
    assert not any(part.isEnabled() for part in parts)
    two.answered.set()
    qtbot.waitUntil(lambda: len(program.accounts.all) == 1)
    assert all(part.isEnabled() for part in parts)
    assert named(dialog, QLineEdit, "accountNameField").text() == "B"
    dialog.close()


def test_a_refusal_that_comes_after_the_dialog_was_closed_is_said_in_the_window(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot)
    secret_service.lock()
    dialog = open_dialog(program)
    click(button(dialog, "New"))
    fill_in(form_of(dialog), gateway, "Second")
    save(form_of(dialog))
    dialog.close()
    qtbot.waitUntil(lambda: "is locked" in program.window.notice.sentence)
    assert len(program.accounts.all) == 1


def test_of_a_removed_account_nothing_is_left_in_the_first_form(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot)
    dialog = open_dialog(program)
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: program.accounts.all == ())
    dialog.close()
    form = program.window.start.form
    assert form.isVisible()
    assert (message(form) or "") == ""
    assert {each.text() for each in form.findChildren(QLineEdit)} == {""}
    save(form)
    assert program.accounts.all == ()
    assert secret_service.items() == []


def test_an_account_removed_without_its_keychain_may_leave_its_token_which_is_said(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    again = open_program()
    qtbot.waitUntil(lambda: "can't be reached" in again.window.notice.sentence)
    dialog = open_dialog(again)
    assert named(dialog, QLineEdit, "tokenField").placeholderText() == "", "nobody knows of a token"
    click(button(dialog, "Keep for this session"))
    assert message(form_of(dialog)) == "Paste the token (apiTokenInstance) from the console."
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: again.accounts.all == ())
    dialog.close()
    assert "“Support” was removed, but its token may still be stored. " in again.window.notice.sentence
    assert len(secret_service.items()) == 1


def test_an_account_removed_while_samples_are_looked_at_opens_no_other(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    """The band says that nothing leaves this computer."""
    program = open_program()
    add_first(program, gateway, qtbot, "One")
    add_another(program, second_gateway, qtbot, "Two", token=None)
    menu_action(program, "Try with sample contacts").trigger()
    for left in (1, 0):
        dialog = open_dialog(program)
        click(button(dialog, "Remove"))
        answer(QMessageBox.StandardButton.Yes, qtbot)
        qtbot.waitUntil(lambda left=left: len(program.accounts.all) == left)  # type: ignore[misc]
        dialog.close()
        assert "Sample contacts" in visible_words(program.window)
        look_up(qtbot, program, DEALER)
        press(program.window, Qt.Key.Key_Escape)
    assert (count(gateway), count(second_gateway)) == (0, 0)
    program.accounts_controller.leave_demo()
    assert program.window.start.isVisible()
