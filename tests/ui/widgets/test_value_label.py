"""Values can be taken by the mouse, and look no different while they can."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.widgets.loading_label import LoadingLabel
from inspector.ui.widgets.value_label import ValueLabel
from tests.ui.drawn import painted

LONG = "Kuznetsov Auto, Nizhny Novgorod, the second gate behind the station\nمرحبا بالعالم\nlast"


def show(pane: QWidget, qtbot: QtBot, *labels: ValueLabel) -> None:
    for label in labels:
        layout = pane.layout()
        assert layout is not None
        layout.addWidget(label)
    pane.show()
    qtbot.waitExposed(pane)


def enter(label: ValueLabel) -> None:
    middle = QPointF(label.rect().center())
    QApplication.sendEvent(label, QEnterEvent(middle, middle, QPointF(label.mapToGlobal(middle.toPoint()))))


def leave(label: ValueLabel) -> None:
    QApplication.sendEvent(label, QEvent(QEvent.Type.Leave))


def test_a_value_looks_the_same_and_takes_the_same_room_while_the_mouse_is_over_it(
    pane: QWidget, qtbot: QtBot
) -> None:
    label, below = ValueLabel(LONG), ValueLabel("below")
    show(pane, qtbot, label, below)
    before, place = painted(pane), below.geometry()
    enter(label)
    qtbot.wait(20)
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert below.geometry() == place
    assert painted(pane) == before
    leave(label)
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    assert painted(pane) == before


def test_a_word_can_be_taken_and_stays_chosen_when_the_mouse_goes(pane: QWidget, qtbot: QtBot) -> None:
    label = ValueLabel("Kuznetsov")
    show(pane, qtbot, label)
    enter(label)
    QTest.mouseDClick(label, Qt.MouseButton.LeftButton, pos=QPoint(10, label.height() // 2))
    leave(label)
    assert label.selectedText() == "Kuznetsov"


def test_an_awaited_value_holds_its_line_and_ends_waiting_with_its_text(pane: QWidget, qtbot: QtBot) -> None:
    label, below = LoadingLabel(QSize(60, 10)), ValueLabel("below")
    label.setText("first")
    show(pane, qtbot, label, below)
    place, told = below.geometry(), painted(pane)
    label.wait()
    qtbot.wait(20)
    awaited = painted(pane)
    label.setText("")
    qtbot.wait(20)
    assert awaited not in (told, painted(pane))
    assert below.geometry() == place
    label.setText("first")
    qtbot.wait(20)
    assert painted(pane) == told
