"""Detects the first paint, and runs the rest of the start-up in steps between which the event loop runs."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from inspector.ui.qt.interpreter import forget_sources
from inspector.ui.qt.override import override


class Steps(QObject):
    """Runs one step of an iterator per iteration of the event loop, after any user input.

    After each step the source text of newly imported modules is dropped from memory (`forget_sources`).
    An exception in a step exits the program with code 1, because a half-built window is of no use.
    """

    def __init__(self, steps: Iterator[None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take)

    def start(self) -> None:
        self._timer.start(0)

    def stop(self) -> None:
        """Run no further step."""
        self._timer.stop()

    @Slot()
    def _take(self) -> None:
        has_succeeded = False
        try:
            if next(self._steps, self) is self:
                self._timer.stop()
            forget_sources()
            has_succeeded = True
        finally:
            if not has_succeeded:
                self._timer.stop()
                QCoreApplication.exit(1)


class FirstPaint(QObject):
    """Emits `happened` once, when a widget has been painted and the event loop is free again."""

    happened = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        widget.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self.happened.emit)
        return False
