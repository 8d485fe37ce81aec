"""Quits on Ctrl-C and SIGTERM.

Python runs signal handlers only between bytecode instructions, and Qt's `exec()` runs none while idle.
"""

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication


class Wakeup(QObject):
    """Wakes Qt's event loop when a signal arrives, and quits the program on SIGINT and SIGTERM."""

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._old_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._old_handlers = {
            number: signal.signal(number, _quit) for number in (signal.SIGINT, signal.SIGTERM)
        }

    def close(self) -> None:
        signal.set_wakeup_fd(self._old_fd)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _drain(self) -> None:
        self._reader.recv(64)


def _quit(_number: int, _frame: FrameType | None) -> None:
    """Quit from inside the event loop: before it runs, `quit` does nothing."""
    QTimer.singleShot(0, QApplication.quit)
