"""What is copied is shown to be copied, and what cannot be opened can be copied."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.faults import unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.ui.products.card_view import CardView
from inspector.ui.widgets.copy_button import CopyButton, CopyIcon, CopyMark
from tests.ui.watching import (
    DEALER,
    PATIENCE_MS,
    ask,
    button,
    click,
    deliver_deletions,
    look_up,
    named,
    press,
    row,
    settle,
    visible_words,
)


def face(copy: QAbstractButton) -> QImage:
    return copy.icon().pixmap(copy.iconSize()).toImage()


def test_every_copy_shows_a_tick_for_a_second(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    look_up(qtbot, program, DEALER)
    click(button(program.window, "Raw response"))
    profile = program.window.profile
    program.accounts_controller.open_about()
    program.window.grid.opened.emit(0)
    settle(qtbot, program)
    viewer = named(program.window, QDialog, "pictureViewer")
    about = named(program.window, QDialog, "aboutDialog")
    copies: list[QAbstractButton] = [
        button(profile, "Copy number"),
        *row(profile, "Category").findChildren(CopyIcon),
        button(program.window, "Copy whole response"),
        button(viewer, "Copy picture (Ctrl+C)"),
        button(viewer, "Copy as text"),
        button(about, "Copy version"),
    ]
    for each in copies:
        assert isinstance(each, CopyButton | CopyIcon)
        ordinary, size = face(each), each.size()
        click(each)
        assert face(each) != ordinary
        assert each.size() == size, "nothing around it moves"
    ticked = [face(each) for each in copies]
    end = QDeadlineTimer(PATIENCE_MS)
    while any(face(each) == tick for each, tick in zip(copies, ticked, strict=True)):
        assert not end.hasExpired()
        qtbot.wait(50)
    viewer.close()
    about.close()
    deliver_deletions()


def test_details_of_a_notice_are_shown_to_be_copied(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    copy = next(each for each in program.window.notice.findChildren(CopyButton))
    ordinary = face(copy)
    copy.click()
    assert face(copy) != ordinary
    assert clipboard().startswith("The token was rejected")


@pytest.mark.parametrize("words", ["Copy name", "Copy ID", "Copy as text", "Copy picture"])
def test_what_is_copied_from_a_cards_menu_is_marked_on_the_card(
    program: Program, qtbot: QtBot, clipboard: Callable[[], str], words: str
) -> None:
    look_up(qtbot, program, DEALER)
    view = named(program.window, CardView, "productGrid")
    view.setFocus()
    view.show_row(1)
    press(view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = named(program.window, QMenu, "cardMenu")
    [mark] = view.findChildren(CopyMark)
    next(each for each in menu.actions() if each.text() == words).trigger()
    menu.close()
    qtbot.waitUntil(mark.isVisible)
    assert view.visualRect(view.currentIndex()).contains(mark.geometry())
    qtbot.waitUntil(lambda: not mark.isVisible(), timeout=3000)
    deliver_deletions()


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which nothing opens an address."""

    def refuse(_url: object) -> bool:
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)


@pytest.mark.usefixtures("unopened")
@pytest.mark.parametrize(
    ("pressed", "said", "address"),
    [
        ("Open in WhatsApp", "Couldn't start a browser.", "https://wa.me/79123456789"),
        ("24service@tt.tt", "Couldn't start an email program.", "24service@tt.tt"),
    ],
    ids=["browser", "mail"],
)
def test_what_cannot_be_opened_is_said_with_the_address_to_copy(
    program: Program, qtbot: QtBot, clipboard: Callable[[], str], pressed: str, said: str, address: str
) -> None:
    look_up(qtbot, program, DEALER)
    found = [
        each
        for each in program.window.profile.findChildren(QAbstractButton)
        if each.isVisible() and pressed in (each.text(), each.accessibleName())
    ]
    click(found[0])
    dialog = named(program.window, QDialog, "addressDialog")
    assert said in visible_words(dialog)
    field = named(dialog, QLineEdit, "unopenedAddress")
    assert (field.text(), field.selectedText()) == (address, address)
    copy = button(dialog, "Copy")
    ordinary = face(copy)
    click(copy)
    assert clipboard() == address
    assert face(copy) != ordinary
    dialog.close()
    deliver_deletions()


def test_after_a_sample_was_chosen_the_focus_is_in_the_field(first_start: Program, qtbot: QtBot) -> None:
    click(button(first_start.window, "Try with sample contacts"))
    qtbot.waitUntil(first_start.window.blank.isVisible)
    sample = next(
        each for each in first_start.window.blank.findChildren(QPushButton) if each.property("number")
    )
    sample.setFocus()
    click(sample)
    settle(qtbot, first_start)
    field = named(first_start.window, QLineEdit, "numberField")
    assert first_start.window.focusWidget() is field
    assert field.selectedText() == field.text(), "the next paste replaces it"
    first_start.accounts_controller.leave_demo()


def test_the_account_box_is_not_grey_when_the_mouse_is_elsewhere(program: Program, qtbot: QtBot) -> None:
    box = program.window.search.account_box
    QTest.mouseMove(box)
    box.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    menu = box.menu()
    menu.popup(box.mapToGlobal(box.rect().bottomLeft()))
    QTest.mouseMove(program.window.status)
    QApplication.processEvents()
    menu.close()
    assert not box.underMouse()


def test_pressing_the_account_box_with_the_mouse_leaves_the_focus_in_the_field(program: Program) -> None:
    box: QWidget = program.window.search.account_box
    assert not box.focusPolicy() & Qt.FocusPolicy.ClickFocus
    assert box.focusPolicy() & Qt.FocusPolicy.TabFocus
