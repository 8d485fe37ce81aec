"""Enter and Space press whatever button has the focus, in every window; in a field of a form Enter saves."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDeadlineTimer, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.faults import Fault, Manner, unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Looking, Ready, Shown
from inspector.ui.main_window.shortcuts_dialog import shortcuts
from inspector.ui.products.quick_filters import QuickFilters
from inspector.ui.widgets.linked_text import LinkedText
from tests.program import OpenProgram
from tests.secret_service import SecretService
from tests.ui.accounting import fill_in, form_of, menu_action, open_dialog
from tests.ui.accounts.test_account_form import fill, message
from tests.ui.watching import (
    DEALER,
    PATIENCE_MS,
    ask,
    button,
    deliver_deletions,
    has_button,
    look_up,
    named,
    press,
    row,
    said,
    settle,
    visible_words,
)

KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
pytestmark = pytest.mark.usefixtures("quick_retries")


def hit(widget: QWidget, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Give a button the focus and press a key where the focus then is."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    while not widget.window().isActiveWindow():
        widget.window().activateWindow()
        assert not deadline.hasExpired()
        QTest.qWait(5)
    widget.setFocus()
    assert widget.hasFocus()
    press(widget, key)


@pytest.mark.parametrize("key", KEYS)
def test_the_first_start_can_be_left_by_any_key_that_presses(first_start: Program, key: Qt.Key) -> None:
    hit(button(first_start.window, "Try with sample contacts"), key)
    assert first_start.accounts_controller.is_demo
    first_start.accounts_controller.leave_demo()


@pytest.mark.parametrize("key", KEYS)
def test_test_and_save_can_be_pressed_by_keys(first_start: Program, key: Qt.Key) -> None:
    form = first_start.window.start.form
    for name in ("testAccountButton", "saveAccountButton"):
        form.show_message("")
        hit(named(form, QPushButton, name), key)
        assert "instance ID" in (message(form) or "")


@pytest.mark.parametrize(
    "field", ["accountNameField", "idInstanceField", "apiUrlField", "tokenField"], ids=str
)
def test_enter_in_a_field_saves_the_account(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, field: str
) -> None:
    program = open_program()
    fill_in(program.window.start.form, gateway, "Support")
    hit(named(program.window.start, QWidget, field))
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert [account.name for account in program.accounts.all] == ["Support"]
    dialog = open_dialog(program)
    fill(form_of(dialog), name="Renamed")
    kept: list[object] = []
    form_of(dialog).saved.connect(kept.append)
    hit(named(dialog, QWidget, field))
    qtbot.waitUntil(lambda: [account.name for account in program.accounts.all] == ["Renamed"])
    assert len(kept) == 1, "saved once, and by nothing else in the dialog"
    assert message(program.window.start.form) is None
    deliver_deletions()


@pytest.mark.parametrize("key", KEYS)
def test_look_up_cancel_and_the_notice_can_be_pressed_by_keys(
    program: Program, gateway: DemoGateway, qtbot: QtBot, key: Qt.Key
) -> None:
    gateway.faults.add("getContactInfo", Fault(manner=Manner.HANG), times=1)
    program.window.search.write(DEALER)
    hit(named(program.window, QPushButton, "lookupButton"), key)
    assert isinstance(program.view.state, Looking)
    hit(named(program.window, QPushButton, "cancelButton"), key)
    assert program.lookup_controller.state == Ready()
    gateway.faults.clear()
    gateway.faults.add("getContactInfo", unauthorized())
    ask(program, DEALER)
    settle(qtbot, program)
    assert "token was rejected" in program.window.notice.sentence
    hit(button(program.window.notice, "Close this message"), key)
    assert not program.window.notice.isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_everything_about_a_contact_can_be_pressed_by_keys(
    program: Program, qtbot: QtBot, clipboard: Callable[[], str], left_for: list[str], key: Qt.Key
) -> None:
    look_up(qtbot, program, DEALER)
    profile = program.window.profile
    hit(row(profile, "Category").copy_button, key)
    assert clipboard() == "Automotive Dealership"
    hit(button(profile, "Copy number"), key)
    assert clipboard() == "+79123456789"
    hit(button(profile, "24service@tt.tt"), key)
    assert left_for == ["mailto:24service@tt.tt"]
    hit(button(profile, "Show all"), key)
    assert not has_button(profile, "Show all")
    [filters] = program.window.grid.findChildren(QuickFilters)
    hit(button(filters, "Hidden 2"), key)
    assert said(program.window, "productCount") == "2 of 31"
    hit(button(program.window, "Raw response"), key)
    raw = named(program.window, QWidget, "rawAnswer")
    assert raw.isVisible()
    hit(next(each for each in raw.findChildren(QPushButton)), key)
    assert clipboard().startswith("{")


@pytest.mark.parametrize("key", KEYS)
def test_the_tools_of_the_viewer_can_be_pressed_by_keys(program: Program, qtbot: QtBot, key: Qt.Key) -> None:
    look_up(qtbot, program, DEALER)
    hit(named(program.window, QAbstractButton, "avatar"), key)
    viewer = named(program.window, QDialog, "pictureViewer")
    assert viewer.isVisible()
    viewer.close()
    program.window.grid.opened.emit(0)
    settle(qtbot, program)
    first = viewer.windowTitle()
    hit(button(viewer, "Next product (Right)"), key)
    assert viewer.windowTitle() != first
    settle(qtbot, program)
    hit(button(viewer, "Previous product (Left)"), key)
    assert viewer.windowTitle() == first
    settle(qtbot, program)
    viewer.close()


@pytest.mark.parametrize("key", KEYS)
def test_the_buttons_of_dialogs_can_be_pressed_by_keys(
    program: Program, gateway: DemoGateway, qtbot: QtBot, key: Qt.Key
) -> None:
    program.accounts._book.add("Mine", gateway.api_url, "1101000001")
    program.accounts_controller.open_dialog()
    dialog = named(program.window, QDialog, "accountDialog")
    hit(button(dialog, "Remove"), key)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    hit(box.button(QMessageBox.StandardButton.Cancel), key)
    assert not box.isVisible()
    hit(button(dialog, "New"), key)
    assert form_of(dialog).key is None
    dialog.close()
    program.preferences.open()
    preferences = named(program.window, QDialog, "preferencesDialog")
    hit(button(preferences, "Close"), key)
    assert not preferences.isVisible()
    deliver_deletions()


def test_enter_held_down_presses_a_button_once(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    raw = button(program.window, "Raw response")
    toggled: list[bool] = []
    raw.toggled.connect(toggled.append)
    hit(raw)
    for _ in range(5):
        hold(raw)
    assert toggled == [True]
    assert isinstance(program.lookup_controller.state, Shown)


def hold(widget: QWidget) -> None:
    """What the system sends while the key stays down."""
    none = Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", autorep=True)
    QApplication.sendEvent(widget, event)


# Shortcuts


def test_every_shortcut_of_the_window_and_the_viewer_is_listed(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    program.window.grid.opened.emit(0)
    settle(qtbot, program)
    viewer = named(program.window, QDialog, "pictureViewer")
    listed = {QKeySequence(key) for rows in shortcuts().values() for keys, _ in rows for key in keys}
    zoom = {QKeySequence(f"Ctrl+{key}") for key in ("+", "-", "=", "0", "1")}  # as without Ctrl
    shifted = {QKeySequence("Ctrl+?")}  # where the slash is typed with Shift
    used = {each.key() for each in program.window.findChildren(QShortcut)}
    assert {each.toString() for each in used - listed - zoom - shifted} == set()
    assert len(used) > 15
    viewer.close()


@pytest.mark.parametrize("keys", ["Ctrl+/", "F1", "?"])
def test_the_shortcuts_are_listed_in_the_window(program: Program, qtbot: QtBot, keys: str) -> None:
    look_up(qtbot, program, DEALER)
    named(program.window, QWidget, "productGrid").setFocus()
    QTest.keySequence(program.window, QKeySequence(keys))
    dialog = named(program.window, QDialog, "shortcutsDialog")
    words = visible_words(dialog)
    for told in ("Ctrl+F", "Go to the product filter", "Ctrl+Q", "Quit", "Ctrl+/", "Esc", "F5"):
        assert told in words
    dialog.close()
    deliver_deletions()


def test_the_menu_leads_to_the_shortcuts(program: Program) -> None:
    menu_action(program, "Keyboard shortcuts").trigger()
    dialog = named(program.window, QDialog, "shortcutsDialog")
    assert dialog.isVisible()
    dialog.close()
    deliver_deletions()


def test_a_question_mark_can_be_typed_into_a_field(program: Program) -> None:
    field = named(program.window, QLineEdit, "numberField")
    field.setFocus()
    QTest.keyClicks(field, "?")
    assert field.text() == "?"
    assert program.window.findChildren(QDialog, "shortcutsDialog") == []


def test_ctrl_f_goes_to_the_product_filter(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    QTest.keySequence(program.window, QKeySequence("Ctrl+F"))
    assert named(program.window, QLineEdit, "productFilter").hasFocus()


def test_ctrl_q_closes_the_window(program: Program, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.window.closed):
        QTest.keySequence(program.window, QKeySequence("Ctrl+Q"))
    assert not program.window.isVisible()


@pytest.mark.parametrize("key", KEYS)
def test_a_link_in_a_text_is_opened_by_keys(qtbot: QtBot, left_for: list[str], key: Qt.Key) -> None:
    text = LinkedText()
    qtbot.addWidget(text)
    text.show_text("Write to sales@dealer.example or service@dealer.example.")
    text.show()
    text.activateWindow()
    text.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        if text.textCursor().selectedText() == "service@dealer.example":
            break
        press(text, Qt.Key.Key_Tab)
    press(text, key)
    assert left_for == ["mailto:service@dealer.example"]
