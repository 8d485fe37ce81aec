"""Pictures opened large from the window, and closed with the contact they belong to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.ui.widgets.avatar import Avatar
from tests.ui.watching import DEALER, FLORIST, NOTHING, click, look_up, named, press, type_into


def viewer(program: Program) -> QWidget:
    return named(program.window, QWidget, "pictureViewer")


def test_a_click_on_the_avatar_opens_it_large(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, FLORIST)
    avatar = named(program.window, Avatar, "avatar")
    qtbot.waitUntil(lambda: avatar.has_picture)
    click(avatar)
    assert viewer(program).isVisible()
    opened = viewer(program)
    qtbot.waitUntil(opened.isActiveWindow)
    press(opened, Qt.Key.Key_Escape)
    qtbot.waitUntil(opened.isHidden)


def test_an_avatar_without_a_picture_opens_nothing(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, NOTHING)
    click(named(program.window, Avatar, "avatar"))
    program.window.profile.avatar_opened.emit()
    assert program.window.findChildren(QWidget, "pictureViewer") == []


def test_the_arrows_of_the_viewer_mark_the_card_of_what_is_looked_at(program: Program, qtbot: QtBot) -> None:
    """Whatever the window shows by then: the viewer goes on through what was shown when it was opened."""
    look_up(qtbot, program, DEALER)
    program.window.grid.opened.emit(0)
    qtbot.waitUntil(viewer(program).isActiveWindow)
    type_into(named(program.window, QLineEdit, "productFilter"), "oil")
    cards = named(program.window, QListView, "productGrid")
    shown = {product.name for product in program.window.grid.shown}
    marked = set()
    for _ in range(10):
        press(viewer(program), Qt.Key.Key_Right)
        if viewer(program).windowTitle() in shown:
            assert cards.currentIndex().data() == viewer(program).windowTitle()
            marked.add(cards.currentIndex().data())
    assert len(marked) >= 2


def test_a_product_opens_and_goes_with_its_contact(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    program.window.grid.opened.emit(1)
    assert viewer(program).isVisible()
    press(program.window, Qt.Key.Key_F5)
    assert viewer(program).isVisible(), "the same contact again"
    look_up(qtbot, program, DEALER)
    program.lookup_controller.enter_and_look_up(FLORIST)
    assert not viewer(program).isVisible()
    look_up(qtbot, program, FLORIST)
