"""Stops the caret from blinking after a pause in typing, so that an idle window doesn't wake the CPU."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

BLINKS_FOR_MS = 10_000
"""The same as GTK."""


class Caret(QObject):
    """The caret of every text field. If the system has turned blinking off, it stays off."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hints = QGuiApplication.styleHints()
        self._flash_ms = self._hints.cursorFlashTime()
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(BLINKS_FOR_MS)
        self._resting.timeout.connect(self._stand_still)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._blink)
        self._blink()

    @Slot()
    def _blink(self) -> None:
        """Called after every key press, and when a field gets the focus."""
        if self._flash_ms > 0:
            self._hints.setCursorFlashTime(self._flash_ms)
            self._resting.start()

    @Slot()
    def _stand_still(self) -> None:
        self._hints.setCursorFlashTime(0)
