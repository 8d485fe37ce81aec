"""A filter field: Esc clears it, Down leaves it."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.icon import icon, tint_clear_button

_MIN_WIDTH_PX, _MAX_WIDTH_PX = 110, 260
_MAX_CHARS = 200


class FilterField(QLineEdit):
    """Has a search icon and a clear button."""

    left = Signal()
    """Down or Enter was pressed, to move on to the results."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setMaxLength(_MAX_CHARS)
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(style.scaled(_MIN_WIDTH_PX))
        self.setMaximumWidth(style.scaled(_MAX_WIDTH_PX))
        self._search_action = QAction(self)
        self.addAction(self._search_action, QLineEdit.ActionPosition.LeadingPosition)
        self._tint()

    @override
    def event(self, event: QEvent) -> bool:
        # Without accepting the override, the window's Esc shortcut would get the key.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._clears(event)
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._clears(event):
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _clears(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Escape and bool(self.text())

    def _tint(self) -> None:
        tint_clear_button(self)
        self._search_action.setIcon(icon("search", self.palette().color(QPalette.ColorRole.PlaceholderText)))
