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
        self._idle_timer = QTimer(self)
        self._idle_timer.setSingleShot(True)
        self._idle_timer.setInterval(BLINKS_FOR_MS)
        self._idle_timer.timeout.connect(self._stop_blinking)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._start_blinking)
        self._start_blinking()

    @Slot()
    def _start_blinking(self) -> None:
        """Called after every key press, and when a field gets the focus."""
        if self._flash_ms > 0:
            self._hints.setCursorFlashTime(self._flash_ms)
            self._idle_timer.start()

    @Slot()
    def _stop_blinking(self) -> None:
        self._hints.setCursorFlashTime(0)
