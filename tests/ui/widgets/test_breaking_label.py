"""Words wider than their place are broken: nothing is cut off, and no button is pushed out of sight."""

from typing import cast

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPalette, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.contact.model import Json, Product
from inspector.demo.gateway import DemoGateway
from inspector.ui.qt import style
from inspector.ui.viewer.product_panel import ProductPanel
from inspector.ui.widgets.breaking_label import BreakingLabel
from inspector.ui.widgets.fact_row import FactRow
from inspector.ui.widgets.icon import IconButton
from inspector.ui.widgets.link_button import LinkButton
from inspector.ui.widgets.linked_text import LinkedText
from inspector.ui.widgets.loading_label import LoadingLabel
from tests.ui.drawn import painted
from tests.ui.watching import DEALER, accessible_name, fact, look_up, named, row, said

NUMBER, CHAT_ID = "+1 202 555 0999", "12025550999@c.us"
GERMAN = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
MAIL = "a.name.that.is.long.enough.for.two@a-host-that-is-as-long.example.org"
NAMES = [
    GERMAN,
    f"The {GERMAN} Company",
    "W" * 200,
    "株式会社" * 30,
    "😀" * 60,
    "https://example.org/" + "x" * 100,
]


def wide(name: str) -> dict[str, Json]:
    return {
        "chatId": CHAT_ID,
        "isBusiness": True,
        "name": name,
        "contactName": name[::-1],
        "email": MAIL,
        "category": name,
        "description": name,
        "lastSeen": GERMAN,
        "isMutedByTheBusinessThatThisAccountBelongsTo": GERMAN,
    }


def assert_everything_fits(area: QScrollArea) -> None:
    pane = cast("QWidget", area.widget())
    assert pane.width() <= area.viewport().width()
    for button in area.findChildren(IconButton):
        if button.isVisible():
            assert button.mapTo(pane, QPoint(button.width(), 0)).x() <= pane.width()
    for view in area.findChildren(LinkedText):
        if view.isVisible():
            assert view.document().size().width() <= view.width()
            assert view.document().size().height() <= view.height()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width_px", [560, 900, 1180])
def test_a_contact_of_long_words_fits_into_its_pane(
    program: Program, gateway: DemoGateway, qtbot: QtBot, name: str, width_px: int
) -> None:
    gateway.add_contact(wide(name))
    program.window.resize(width_px, 760)
    look_up(qtbot, program, NUMBER)
    qtbot.wait(10)
    assert_everything_fits(program.window.profile)
    assert said(program.window, "profileName") == name
    assert fact(program.window, "Category") == name
    assert fact(program.window, "Email") == MAIL


@pytest.mark.parametrize("name", NAMES)
def test_a_product_of_long_words_fits_into_its_panel(qtbot: QtBot, name: str) -> None:
    panel = ProductPanel()
    qtbot.addWidget(panel)
    panel.show()
    panel.show_product(Product(id="9" * 90, name=name, description=name, other_fields={GERMAN: [name]}))
    qtbot.wait(10)
    assert_everything_fits(panel)


def test_the_next_contact_looks_as_if_there_had_never_been_a_long_word(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    def picture() -> QImage:
        qtbot.wait(10)
        return painted(cast("QWidget", program.window.profile.widget()))

    gateway.add_contact(wide(GERMAN))
    gateway.add_contact(
        {"chatId": "12025550998@c.us", "isBusiness": True, "name": "Ann", "email": "a@b.example"}
    )
    look_up(qtbot, program, "+1 202 555 0998")
    before = picture()
    look_up(qtbot, program, NUMBER)
    assert picture() != before
    look_up(qtbot, program, "+1 202 555 0998")
    assert picture() == before
    look_up(qtbot, program, DEALER)
    assert program.window.profile.findChildren(LinkedText), "a description with a link has a view of its own"


def put(pane: QWidget, widget: QWidget, qtbot: QtBot) -> None:
    layout = pane.layout()
    assert layout is not None
    layout.addWidget(widget)
    pane.show()
    qtbot.wait(10)


def view_of(label: BreakingLabel) -> LinkedText:
    [view] = label.findChildren(LinkedText)
    return view


def test_a_word_is_broken_only_where_it_is_wider_than_its_place(pane: QWidget, qtbot: QtBot) -> None:
    label = BreakingLabel("Rechtsanwalt")
    put(pane, label, qtbot)
    assert not label.findChildren(LinkedText)
    label.setText(GERMAN)
    assert view_of(label).isVisible()
    label.setText("Rechtsanwalt")
    assert view_of(label).isHidden()


def test_a_long_word_that_comes_while_the_label_is_in_sight_uses_all_of_its_place(
    pane: QWidget, qtbot: QtBot
) -> None:
    pane.resize(700, 300)
    label = BreakingLabel("short")
    put(pane, label, qtbot)
    one_line_px = label.sizeHint().height()
    label.setText(GERMAN)
    qtbot.wait(10)
    assert label.height() == one_line_px
    assert view_of(label).document().size().width() <= label.width() < view_of(label).width()


def test_what_is_taken_of_a_broken_word_is_what_came(pane: QWidget, qtbot: QtBot) -> None:
    label = BreakingLabel(GERMAN)
    put(pane, label, qtbot)
    cursor = view_of(label).textCursor()
    cursor.select(QTextCursor.SelectionType.Document)
    assert cursor.selectedText() == GERMAN
    assert label.text() == GERMAN


def test_a_broken_text_has_neither_live_links_nor_markup(pane: QWidget, qtbot: QtBot) -> None:
    text = f"<b>{GERMAN}</b> https://example.org/{GERMAN}"
    label = BreakingLabel(text)
    put(pane, label, qtbot)
    formats = [each.toCharFormat() for each in view_of(label).document().allFormats() if each.isCharFormat()]
    assert not any(each.isAnchor() for each in formats)
    assert view_of(label).toPlainText() == text


def test_it_grows_and_shrinks_with_its_place(pane: QWidget, qtbot: QtBot) -> None:
    label = BreakingLabel(GERMAN)
    put(pane, label, qtbot)
    narrow_px = label.height()
    pane.resize(700, 300)
    qtbot.wait(10)
    assert label.height() < narrow_px
    pane.resize(240, 300)
    qtbot.wait(10)
    assert label.height() == narrow_px


def test_a_broken_name_is_in_the_labels_own_font_and_colour(pane: QWidget, qtbot: QtBot) -> None:
    label = BreakingLabel()
    label.setFont(style.font(21))
    style.muted(label)
    label.setText(GERMAN)
    put(pane, label, qtbot)
    view = view_of(label)
    assert view.font().pixelSize() == label.font().pixelSize()
    ink = view.document().firstBlock().begin().fragment().charFormat().foreground().color()
    assert ink == QColor(label.palette().color(QPalette.ColorRole.PlaceholderText))


def test_after_a_broken_name_waiting_holds_one_line(pane: QWidget, qtbot: QtBot) -> None:
    label = LoadingLabel(QSize(60, 10))
    label.setText(GERMAN)
    put(pane, label, qtbot)
    label.wait()
    assert (label.text(), label.minimumHeight()) == ("", label.fontMetrics().height())
    assert view_of(label).isHidden()


def test_a_link_wraps_and_is_a_button_for_mouse_and_keyboard(pane: QWidget, qtbot: QtBot) -> None:
    link, pressed = LinkButton(), []
    link.clicked.connect(lambda: pressed.append(True))
    link.show_words("tom&jerry@shop.example")
    put(pane, link, qtbot)
    one_line_px = link.heightForWidth(link.width())
    link.show_words(MAIL)
    qtbot.wait(10)
    assert link.heightForWidth(200) >= one_line_px + 2 * link.fontMetrics().lineSpacing() - 2
    assert link.accessibleName() == MAIL
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    QTest.keyClick(link, Qt.Key.Key_Space)
    assert len(pressed) == 2


def test_a_long_name_of_a_field_is_whole_for_a_screen_reader(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact(wide("Ann"))
    look_up(qtbot, program, NUMBER)
    name = "isMutedByTheBusinessThatThisAccountBelongsTo"
    found = row(program.window, name)
    assert isinstance(found, FactRow)
    assert found._label.accessibleName() == name
    assert found._label.heightForWidth(found._label.width()) <= found._label.height()
    assert fact(program.window, name) == GERMAN


@pytest.mark.parametrize(
    "name", ["Konstantinopolskaya-Aleksandrovskaya", "Екатерина Константинопольская", GERMAN]
)
def test_a_screen_reader_is_told_what_is_broken(
    program: Program, gateway: DemoGateway, qtbot: QtBot, name: str
) -> None:
    gateway.add_contact({"chatId": CHAT_ID, "name": name, "contactName": name[::-1], "isBusiness": True})
    look_up(qtbot, program, NUMBER)
    label = named(program.window, BreakingLabel, "profileName")
    assert accessible_name(label) == name
    assert {accessible_name(view) for view in label.findChildren(LinkedText)} == {name}
    look_up(qtbot, program, DEALER)
    assert accessible_name(label) == "Dealer"
