"""The caret blinks while somebody writes and stands still afterwards: a window at rest wakes nobody."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication

BLINKS_FOR_MS = 10_000
"""As long as in GTK's programs."""


class Caret(QObject):
    """Of all text fields at once. On a system where no caret blinks, none does here."""

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
        """After every key, and when a field gets the focus."""
        if self._flash_ms > 0:
            self._hints.setCursorFlashTime(self._flash_ms)
            self._resting.start()

    @Slot()
    def _stand_still(self) -> None:
        self._hints.setCursorFlashTime(0)
