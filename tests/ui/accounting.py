"""What a person does with accounts in the window, for tests to say in few words."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.core.secret import Secret
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready
from inspector.ui.accounts.account_form import AccountForm
from tests.ui.accounts.test_account_form import fill
from tests.ui.watching import button, click, deliver_deletions, named, press


def fill_in(form: AccountForm, gateway: DemoGateway, name: str, token: str | None = None) -> None:
    given = gateway.token.reveal() if token is None else token
    fill(form, name=name, id=gateway.account.id_instance, url=gateway.api_url, token=given)


def save(form: AccountForm) -> None:
    click(named(form, QPushButton, "saveAccountButton"))


def add_first(program: Program, gateway: DemoGateway, qtbot: QtBot, name: str = "Support") -> None:
    """Fill in the first start's form, and wait until lookups can be made."""
    fill_in(program.window.start.form, gateway, name)
    save(program.window.start.form)
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())


def open_dialog(program: Program) -> QDialog:
    program.window.activateWindow()
    assert QTest.qWaitForWindowActive(program.window)
    press(program.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    return named(program.window, QDialog, "accountDialog")


def form_of(dialog: QDialog) -> AccountForm:
    return dialog.findChildren(AccountForm)[0]


def add_another(program: Program, gateway: DemoGateway, qtbot: QtBot, name: str, token: str | None) -> None:
    dialog = open_dialog(program)
    click(button(dialog, "New"))
    fill_in(form_of(dialog), gateway, name, token)
    save(form_of(dialog))
    qtbot.waitUntil(lambda: program.accounts.active is not None and program.accounts.active.name == name)
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    deliver_deletions()


def menu_action(program: Program, words: str) -> QAction:
    [menu] = program.window.search.account_box.findChildren(QMenu)
    return next(action for action in menu.actions() if action.text().startswith(words))


def switch(program: Program, qtbot: QtBot, name: str) -> None:
    menu_action(program, name).trigger()
    qtbot.waitUntil(lambda: program.window.search.account_box.text().strip() == name)
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())


def count(gateway: DemoGateway) -> int:
    return sum(seen.name == "getContactInfo" for seen in gateway.seen)


def answer(choice: QMessageBox.StandardButton, qtbot: QtBot) -> str:
    """Press a button of the question that is open; its text."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert box.textFormat() is Qt.TextFormat.PlainText
    text = box.text()
    click(box.button(choice))
    return text


class Slow:
    """A vault that waits for a person at a prompt."""

    place = "slow keychain"

    def __init__(self) -> None:
        self.answered = threading.Event()
        self._secrets: dict[str, Secret] = {}

    def fetch(self, key: str) -> Secret | None:
        self.answered.wait(10)
        return self._secrets.get(key)

    def keep(self, key: str, secret: Secret) -> None:
        self.answered.wait(10)
        self._secrets[key] = secret

    def forget(self, key: str) -> None:
        self.answered.wait(10)
