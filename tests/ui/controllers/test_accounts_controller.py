"""Accounts in the window, with a real keychain: kept, opened, switched, removed."""

import gc
import weakref

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Locked, Ready
from tests.program import OpenProgram
from tests.secret_service import SecretService
from tests.ui.accounting import (
    add_another,
    add_first,
    answer,
    count,
    fill_in,
    form_of,
    menu_action,
    open_dialog,
    save,
    switch,
)
from tests.ui.accounts.test_account_form import fill, message
from tests.ui.watching import (
    DEALER,
    ask,
    button,
    click,
    deliver_deletions,
    look_up,
    named,
    press,
    said,
    settle,
    visible_words,
)

pytestmark = pytest.mark.usefixtures("quick_retries")

WRONG = "0" * 50


def test_a_saved_account_is_kept_in_the_keychain_and_unlocks_the_window(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    assert program.window.start.isVisible()
    add_first(program, gateway, qtbot)
    assert [item.secret for item in secret_service.items()] == [gateway.token.reveal()]
    assert not program.window.start.isVisible()
    assert named(program.window, QLineEdit, "numberField").hasFocus()
    assert program.window.search.account_box.text().strip() == "Support"
    assert program.window.search.account_box.accessibleName() == "Account: Support, connected"
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"


def test_the_token_is_in_no_file_of_the_profile_and_the_next_start_has_it(
    secret_service: SecretService,
    open_program: OpenProgram,
    profile: ProfileFolder,
    gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    add_first(open_program(), gateway, qtbot)
    again = open_program("79123456789")
    qtbot.waitUntil(lambda: said(again.window, "profileName") == "Dealer")
    settle(qtbot, again)
    files = [path for path in profile.path.rglob("*") if path.is_file()]
    assert {"accounts.json", "settings.json", "layout.ini"} <= {path.name for path in files}
    token = gateway.token.reveal().encode()
    assert [path for path in files if token in path.read_bytes()] == []


def test_each_account_asks_its_own_gateway_with_its_own_token(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "One")
    add_another(program, second_gateway, qtbot, "Two", token=WRONG)
    ask(program, DEALER)
    settle(qtbot, program)
    assert "The token was rejected" in program.window.notice.sentence
    assert (count(gateway), count(second_gateway)) == (0, 1)
    switch(program, qtbot, "One")
    look_up(qtbot, program, DEALER)
    assert (count(gateway), count(second_gateway)) == (1, 1)
    assert sorted(item.secret for item in secret_service.items()) == [WRONG, gateway.token.reveal()]


def test_switching_shows_nothing_of_the_other_accounts_contact(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "One")
    add_another(program, second_gateway, qtbot, "Two", token=None)
    look_up(qtbot, program, DEALER)
    switch(program, qtbot, "One")
    assert program.view.state == Ready()
    assert "Kuznetsov" not in visible_words(program.window)
    assert menu_action(program, "One").isChecked()
    assert not menu_action(program, "Two").isChecked()


def test_a_stored_token_never_goes_to_another_address_than_it_was_entered_for(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot)
    dialog = open_dialog(program)
    assert named(dialog, QLineEdit, "tokenField").placeholderText() == "•" * 12
    fill(form_of(dialog), url=second_gateway.api_url)
    for name in ("testAccountButton", "saveAccountButton"):
        click(named(dialog, QPushButton, name))
        assert message(form_of(dialog)) == (
            f"The stored token is for {gateway.api_url} only. Paste the token for the new address."
        )
    fill(form_of(dialog), token=second_gateway.token.reveal())
    click(named(dialog, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: message(form_of(dialog)) == "Connected as +44 7700 900123.")
    save(form_of(dialog))
    qtbot.waitUntil(lambda: [each.api_url for each in program.accounts.all] == [second_gateway.api_url])
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    deliver_deletions()
    look_up(qtbot, program, DEALER)
    assert (count(gateway), count(second_gateway)) == (0, 1)
    assert len(secret_service.items()) == 1


def test_a_stored_token_stays_with_a_new_name(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot)
    dialog = open_dialog(program)
    fill(form_of(dialog), name="Help desk", url=f"{gateway.api_url}/")
    save(form_of(dialog))
    qtbot.waitUntil(lambda: program.window.search.account_box.text().strip() == "Help desk")
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    deliver_deletions()
    look_up(qtbot, program, DEALER)
    assert len(secret_service.items()) == 1


def test_a_token_is_not_sent_to_an_address_that_somebody_wrote_into_the_file(
    secret_service: SecretService,
    open_program: OpenProgram,
    profile: ProfileFolder,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    add_first(open_program(), gateway, qtbot)
    file = profile.path / "accounts.json"
    file.write_text(file.read_text().replace(gateway.api_url, second_gateway.api_url))
    again = open_program(DEALER)
    qtbot.waitUntil(lambda: "No token for “Support”" in again.window.notice.sentence)
    assert second_gateway.seen == ()


def test_two_accounts_of_one_name_are_refused_with_a_sentence(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "One")
    dialog = open_dialog(program)
    click(button(dialog, "New"))
    fill_in(form_of(dialog), gateway, "one")
    save(form_of(dialog))
    assert message(form_of(dialog)) == "There's already an account named One."
    assert named(dialog, QPushButton, "saveAccountButton").isEnabled()
    assert len(secret_service.items()) == 1
    dialog.close()


def test_a_removed_account_takes_its_token_along_and_the_form_stays_usable(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "One & <b>only</b>")
    dialog = open_dialog(program)
    click(button(dialog, "Remove"))
    assert answer(QMessageBox.StandardButton.Cancel, qtbot).startswith(
        "Remove the account “One & <b>only</b>”"
    )
    assert len(secret_service.items()) == 1
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: program.accounts.all == ())
    assert secret_service.items() == []
    assert not named(dialog, QPushButton, "removeAccountButton").isEnabled()
    assert program.view.state == Locked()
    fill_in(form_of(dialog), gateway, "Two")
    save(form_of(dialog))
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert [account.name for account in program.accounts.all] == ["Two"]


def test_removing_the_account_in_use_opens_the_next(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "One")
    add_another(program, second_gateway, qtbot, "Two", token=None)
    dialog = open_dialog(program)
    assert named(dialog, QListWidget, "accountList").count() == 2
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: len(program.accounts.all) == 1)
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert program.window.search.account_box.text().strip() == "One"
    named(dialog, QListWidget, "accountList").setCurrentRow(0)
    assert named(dialog, QLineEdit, "accountNameField").text() == "One"
    dialog.close()
    look_up(qtbot, program, DEALER)
    assert count(gateway) == 1


def test_a_test_is_not_answered_under_another_account(
    secret_service: SecretService,
    open_program: OpenProgram,
    gateway: DemoGateway,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "One")
    add_another(program, second_gateway, qtbot, "Two", token=None)
    second_gateway.answer_delay_s = 0.2
    dialog = open_dialog(program)
    click(named(dialog, QPushButton, "testAccountButton"))
    named(dialog, QListWidget, "accountList").setCurrentRow(0)
    assert named(dialog, QPushButton, "testAccountButton").isEnabled()
    with qtbot.waitSignal(program.lookups.tested):
        pass
    assert not message(form_of(dialog))
    dialog.close()


def test_a_closed_dialog_is_really_freed(first_start: Program, gateway: DemoGateway) -> None:
    first_start.accounts._book.add("One", gateway.api_url, "1101000001")
    first_start.accounts_controller.open_dialog()
    first_start.accounts_controller.open_dialog()
    dialog = named(first_start.window, QDialog, "accountDialog")
    freed = weakref.ref(dialog)
    dialog.close()
    deliver_deletions()
    assert not shiboken6.isValid(dialog)
    del dialog
    gc.collect()
    assert freed() is None
    assert not first_start.window.findChildren(QDialog)
    first_start.accounts_controller.open_dialog()
    assert named(first_start.window, QDialog, "accountDialog").isVisible()


def test_arrow_keys_walk_the_list_of_accounts_without_leaving_it(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    add_first(program, gateway, qtbot, "Support")
    for name in ("Sales", "Returns"):
        add_another(program, gateway, qtbot, name, None)
    dialog = open_dialog(program)
    accounts = named(dialog, QListWidget, "accountList")
    accounts.setFocus()
    for name in ("Sales", "Support"):
        press(accounts, Qt.Key.Key_Up)
        assert named(dialog, QLineEdit, "accountNameField").text() == name
        assert dialog.focusWidget() is accounts
