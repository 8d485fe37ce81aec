"""A dialog that is never larger than the screen; content that doesn't fit scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.qt.screen_room import room_for
from inspector.ui.qt.scroller import scroller


class Dialog(QDialog):
    """Scrolling content above a row of buttons that is always visible. Deleted when closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def set_content(self, content: QLayout, buttons: QWidget | None = None) -> None:
        """Lay out the dialog; call once."""
        pane = QWidget()
        pane.setLayout(content)
        edge = style.scaled(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(pane, edge), 1)
        if buttons is not None:
            buttons.setContentsMargins(edge, style.scaled(8), edge, edge)
            column.addWidget(buttons)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        fit_to_screen(self)
        super().showEvent(event)


def scrolling(pane: QWidget, edge: int) -> QScrollArea:
    """Wrap a pane that scrolls if there isn't enough room.

    Args:
        edge: the inner margin, in pixels.
    """
    if layout := pane.layout():
        layout.setContentsMargins(edge, edge, edge, edge)
    return scroller(pane)


def fit_to_screen(window: QWidget) -> None:
    """Shrink a window to the available area of its screen, and move it inside."""
    room = window.screen().availableGeometry()
    window.resize(window.size().boundedTo(room_for(window)))
    place = window.frameGeometry()
    place.moveRight(min(place.right(), room.right()))
    place.moveBottom(min(place.bottom(), room.bottom()))
    place.moveLeft(max(place.left(), room.left()))
    place.moveTop(max(place.top(), room.top()))
    if place.topLeft() != window.frameGeometry().topLeft():
        window.move(place.topLeft())
