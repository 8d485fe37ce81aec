"""Watches the first window of a process. Prints two figures as JSON.

The first is when the window was painted, in seconds on the monotonic clock. The second is when the hint for a
number was painted or, for a bare window, the process's memory in bytes.
"""

import json

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from bench_painted import Painted, always, held_bytes, write
from processes import say

_NUMBER, _COUNTRY = "+79123456789", "Russia"


class FirstWindow(QObject):
    """Follows a window from its first paint to the hint for a number that is typed at once."""

    def __init__(self, window: QWidget, *, is_bare: bool) -> None:
        super().__init__(window)
        self._window = window
        self._is_bare = is_bare
        self._painted = Painted(window, always)
        self._painted.happened.connect(self._type)

    @Slot()
    def _type(self) -> None:
        if self._is_bare:
            self._tell([self._painted.at_s, held_bytes()])
            return
        field = self._window.findChild(QLineEdit, "numberField")
        hint = self._window.findChild(QLabel, "numberHint")
        assert field is not None
        assert hint is not None
        self._hinted = Painted(hint, lambda: _COUNTRY in hint.text())
        self._hinted.happened.connect(self._tell_of_number)
        write(field, _NUMBER)

    @Slot()
    def _tell_of_number(self) -> None:
        self._tell([self._painted.at_s, self._hinted.at_s])

    def _tell(self, figures: list[float]) -> None:
        say(json.dumps(figures))
        self._window.close()


def watch_the_first(*, is_bare: bool) -> None:
    """Watch the first window that is shown from now on."""
    show = QWidget.show

    def show_and_follow(window: QWidget) -> None:
        QWidget.show = show  # type: ignore[method-assign]  # restored later
        FirstWindow(window, is_bare=is_bare)
        show(window)

    QWidget.show = show_and_follow  # type: ignore[method-assign]  # the program itself stays unchanged
