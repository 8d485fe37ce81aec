"""While an account waits for the keychain, no second change of it is begun, and none of it is lost."""

import json

import pytest
from PySide6.QtWidgets import QDialog, QListWidget, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready
from tests.program import OpenProgram
from tests.ui.accounting import Slow, answer, fill_in, form_of, menu_action, open_dialog, save
from tests.ui.accounts.test_account_form import fill, message
from tests.ui.watching import button, click, deliver_deletions, named

pytestmark = pytest.mark.usefixtures("quick_retries")


@pytest.fixture
def program(two: Slow, open_program: OpenProgram, qtbot: QtBot) -> Program:
    """Accounts A and B are there; from now on the keychain waits for a person."""
    program = open_program()
    two.answered.set()
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    two.answered.clear()
    return program


def _save_new(program: Program, gateway: DemoGateway, name: str) -> QDialog:
    dialog = open_dialog(program)
    click(button(dialog, "New"))
    fill_in(form_of(dialog), gateway, name)
    save(form_of(dialog))
    return dialog


def _close(dialog: QDialog) -> None:
    dialog.close()
    deliver_deletions()


def _tokens(store: Slow) -> list[str]:
    return sorted(secret.reveal() for secret in store._secrets.values())


@pytest.mark.parametrize("second_name", ["Sales", "SALES", "Another name"])
def test_an_account_that_is_saved_twice_is_there_once_with_one_token(
    program: Program,
    two: Slow,
    gateway: DemoGateway,
    qtbot: QtBot,
    second_name: str,
) -> None:
    before = len(two._secrets)
    _close(_save_new(program, gateway, "Sales"))
    dialog = _save_new(program, gateway, second_name)
    told = "“Sales” is waiting for the keychain. Respond to its prompt, or try again in a minute."
    assert message(form_of(dialog)) == told
    assert named(dialog, QPushButton, "saveAccountButton").isEnabled()
    two.answered.set()
    qtbot.waitUntil(lambda: len(program.accounts.all) == 3)
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert [account.name for account in program.accounts.all] == ["A", "B", "Sales"]
    assert len(two._secrets) == before + 1
    assert dialog.isVisible(), "what somebody writes is not closed under their hands"
    _close(dialog)


def test_an_account_that_is_removed_twice_is_removed_once(
    program: Program,
    two: Slow,
    qtbot: QtBot,
) -> None:
    for is_first in (True, False):
        dialog = open_dialog(program)
        click(button(dialog, "Remove"))
        answer(QMessageBox.StandardButton.Yes, qtbot)
        if is_first:
            _close(dialog)
    assert (message(form_of(dialog)) or "").startswith("“A” is waiting for the keychain.")
    program.accounts.remove(program.accounts.all[0].key)
    two.answered.set()
    qtbot.waitUntil(lambda: [account.name for account in program.accounts.all] == ["B"])
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    program.accounts.remove("of an account that is gone")
    _close(dialog)


def test_an_account_that_is_being_saved_is_not_removed_meanwhile(
    program: Program,
    two: Slow,
    gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    dialog = open_dialog(program)
    fill(form_of(dialog), token=gateway.token.reveal())
    save(form_of(dialog))
    _close(dialog)
    dialog = open_dialog(program)
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    assert (message(form_of(dialog)) or "").startswith("“A” is waiting for the keychain.")
    two.answered.set()
    qtbot.waitUntil(lambda: gateway.token.reveal() in _tokens(two))
    assert len(program.accounts.all) == 2
    _close(dialog)


def test_an_account_chosen_while_another_is_being_saved_stays_chosen(
    program: Program,
    two: Slow,
    gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    _close(_save_new(program, gateway, "Sales"))
    menu_action(program, "B").trigger()
    two.answered.set()
    qtbot.waitUntil(lambda: len(program.accounts.all) == 3)
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert program.accounts.active is not None
    assert program.accounts.active.name == "B"
    assert program.window.search.account_box.text().strip() == "B"


def test_a_test_that_is_answered_late_does_not_end_the_waiting_of_a_save(
    program: Program,
    two: Slow,
    second_gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    dialog = open_dialog(program)
    named(dialog, QListWidget, "accountList").setCurrentRow(1)
    click(named(dialog, QPushButton, "testAccountButton"))
    _close(dialog)
    dialog = _save_new(program, second_gateway, "Sales")
    program.lookups.test(program.accounts.all[1], second_gateway.token)
    with qtbot.waitSignal(program.lookups.tested):
        pass
    assert message(form_of(dialog)) == "Waiting for the keychain…"
    assert not named(dialog, QPushButton, "saveAccountButton").isEnabled()
    two.answered.set()
    qtbot.waitUntil(lambda: len(program.accounts.all) == 3)


def test_a_newer_versions_accounts_are_used_and_neither_changed_nor_removed(
    two: Slow,
    open_program: OpenProgram,
    gateway: DemoGateway,
    profile: ProfileFolder,
    qtbot: QtBot,
) -> None:
    path = profile.path / "accounts.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "version": 2, "groups": [1]}))
    written = path.read_bytes()
    two.answered.set()
    program = open_program()
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    told = "accounts.json was written by a newer version of Contact Inspector"
    assert program.window.notice.sentence == f"{told}. Changes to it aren't saved."
    dialog = open_dialog(program)
    tokens = _tokens(two)
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    assert message(form_of(dialog)) == f"{told} and was not changed."
    click(button(dialog, "New"))
    fill_in(form_of(dialog), gateway, "Sales")
    save(form_of(dialog))
    assert message(form_of(dialog)) == f"{told} and was not changed."
    assert _tokens(two) == tokens
    click(button(dialog, "Keep for this session"))
    qtbot.waitUntil(lambda: program.window.search.account_box.text().strip() == "Sales")
    program.close()
    assert path.read_bytes() == written
    assert [account.name for account in AccountBook.load(profile)[0].accounts] == ["A", "B"]
    assert _tokens(two) == tokens


def test_of_an_account_that_was_being_saved_when_the_program_ended_nothing_is_kept(
    program: Program,
    two: Slow,
    gateway: DemoGateway,
    profile: ProfileFolder,
) -> None:
    before = dict(two._secrets)
    _save_new(program, gateway, "Sales")
    program.close()
    two.answered.set()
    assert two._secrets == before
    assert [account.name for account in AccountBook.load(profile)[0].accounts] == ["A", "B"]
