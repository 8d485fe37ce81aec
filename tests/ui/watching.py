"""What a person sees in the window and does with it, for tests to say in few words."""

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.contacts import SAMPLES
from inspector.lookup.session import Looking, Shown
from inspector.ui.widgets.chip import Chip, Claim
from inspector.ui.widgets.fact_row import FactRow
from inspector.ui.widgets.linked_text import LinkedText
from inspector.ui.widgets.mark import Mark

DEALER, DOCUMENTED, FLORIST, PERSONAL, MUTED, FOREIGN, NOTHING, LID, EXPIRED, ODD, *MORE = (
    sample.number for sample in SAMPLES
)
WAREHOUSE, CONTRADICTORY, NO_PICTURE = MORE

PATIENCE_MS = 20_000
"""For a machine that does much else at the same time."""

W = TypeVar("W", bound=QWidget)


def named(parent: QWidget, kind: type[W], name: str) -> W:
    """The only widget of that object name."""
    found = parent.findChildren(kind, name)
    assert len(found) == 1, f"{len(found)} widgets are named {name}"
    return found[0]


def said(parent: QWidget, name: str) -> str | None:
    """A label's text; None while it cannot be seen."""
    label = named(parent, QLabel, name)
    return label.text() if label.isVisible() else None


def button(parent: QWidget, words: str) -> QAbstractButton:
    """The only visible button with these words on it, or as its accessible name."""
    found = [
        each
        for each in parent.findChildren(QAbstractButton)
        if each.isVisible() and words in (each.text(), each.accessibleName())
    ]
    assert len(found) == 1, f"{len(found)} visible buttons say {words!r}"
    return found[0]


def has_button(parent: QWidget, words: str) -> bool:
    buttons = parent.findChildren(QAbstractButton)
    return any(each.isVisible() and words in (each.text(), each.accessibleName()) for each in buttons)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def press(
    widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, modifier)


def type_into(widget: QWidget, words: str) -> None:
    QTest.keyClicks(widget, words)


def ask(program: Program, number: str) -> None:
    """Type a number in place of what stands in the field, and press Enter."""
    field = named(program.window, QLineEdit, "numberField")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, number)
    QTest.keyClick(field, Qt.Key.Key_Return)


def settle(qtbot: QtBot, program: Program) -> None:
    """Wait until the lookup ended, and the pictures in sight came or failed."""
    qtbot.waitUntil(lambda: not isinstance(program.lookup_controller.state, Looking), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: program.view.is_complete, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not program.thumbnails.is_busy, timeout=PATIENCE_MS)
    QCoreApplication.processEvents()
    deliver_deletions()


def deliver_deletions() -> None:
    """A running event loop does this by itself; those of tests never do."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def look_up(qtbot: QtBot, program: Program, number: str) -> None:
    """Ask, and wait until the contact is whole."""
    ask(program, number)
    settle(qtbot, program)
    assert isinstance(program.lookup_controller.state, Shown), program.window.notice.sentence


def row(parent: QWidget, label: str) -> FactRow:
    """The fact with this label."""
    rows = [each for each in parent.findChildren(FactRow) if each._words == label]
    assert len(rows) == 1, f"{len(rows)} facts are called {label!r}"
    return rows[0]


def fact(parent: QWidget, label: str) -> str | None:
    """What stands beside a label; None while the fact cannot be seen."""
    found = row(parent, label)
    if not found.isVisible():
        return None
    labels = [each for each in found.findChildren(QLabel)[1:] if not isinstance(each, Mark)]
    texts = [each.text() for each in labels if each.isVisible()]
    texts += [
        each.toPlainText()
        for each in found.findChildren(LinkedText)
        if each.isVisible() and not isinstance(each.parent(), QLabel)
    ]
    texts += [
        each.text().replace("&&", "&")
        for each in found.findChildren(QPushButton)
        if each.isVisible() and each.text() != "Show all"
    ]
    assert len(texts) == 1, f"{label} says {texts}"
    return texts[0]


def marks(parent: QWidget) -> list[str]:
    """The contradictions in sight, in their order."""
    return [each.text() for each in parent.findChildren(Mark) if each.isVisible()]


def claims(parent: QWidget) -> dict[str, Claim | None]:
    """The chips in sight: words and claim."""
    return {chip.words: chip.claim for chip in parent.findChildren(Chip) if chip.isVisible()}


def visible_words(parent: QWidget) -> str:
    """Every word that can be seen, in one text."""
    return "\n".join(text for widget, text in texts(parent) if widget.isVisible())


def texts(parent: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Every text of every widget, seen or not, with its widget."""
    for widget in (parent, *parent.findChildren(QWidget)):
        match widget:
            case QLabel() | QPushButton() | QToolButton() | QLineEdit():
                yield widget, widget.text()
            case QTextEdit() if isinstance(widget.parent(), QLabel):
                continue  # the label says it
            case QTextEdit() | QPlainTextEdit():
                yield widget, widget.toPlainText()
            case Chip():
                yield widget, widget.words


def accessible_name(widget: QWidget) -> str:
    """What a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name)
