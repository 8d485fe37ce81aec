"""Measures when a window paints, how long its event loop is blocked, and how much memory it uses."""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

_PATIENCE_MS = 30_000
_BEAT_MS = 1
_STATUS = Path("/proc/self/status")


class Painted(QObject):
    """Waits until a widget is painted while a condition holds, and the whole window has been painted."""

    happened = Signal()
    _seen = Signal()

    def __init__(self, widget: QWidget, is_so: Callable[[], bool]) -> None:
        super().__init__()
        self._widget = widget
        self._is_so = is_so
        self.at_s = 0.0
        """On the monotonic clock, which all processes share."""
        self._seen.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        widget.installEventFilter(self)

    def wait(self) -> float:
        """Wait and return the time of the paint.

        Raises:
            TimeoutError: it never happened.
        """
        loop, patience = QEventLoop(), QTimer()
        self.happened.connect(loop.quit)
        patience.setSingleShot(True)
        patience.timeout.connect(loop.quit)
        patience.start(_PATIENCE_MS)
        if not self.at_s:
            loop.exec()
        if not self.at_s:
            raise TimeoutError(f"{self._widget.objectName()} was never painted as expected.")
        return self.at_s

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._is_so():
            self._widget.removeEventFilter(self)
            # Events queued now run after the whole window has been painted and flushed.
            self._seen.emit()
        return False

    @Slot()
    def _tell(self) -> None:
        self.at_s = monotonic()
        self.happened.emit()


class Pulse(QObject):
    """Ticks while it is entered; `gaps_s` are the times between ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_s: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Self:
        self._last_s = monotonic()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._beat()

    @Slot()
    def _beat(self) -> None:
        now_s = monotonic()
        self.gaps_s.append(now_s - self._last_s)
        self._last_s = now_s


def always() -> bool:
    """The condition for waiting for any paint."""
    return True


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    """Press a key, like the window system."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def write(widget: QWidget, words: str) -> None:
    """Type text."""
    for character in words:
        press(widget, Qt.Key(ord(character.upper())), character)


def rest(span_ms: int) -> None:
    """Run Qt's event loop for a while."""
    loop, timer = QEventLoop(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setSingleShot(True)
    timer.timeout.connect(loop.quit)
    timer.start(span_ms)
    loop.exec()


def held_bytes() -> int:
    """This process's resident memory (RSS) in bytes; 0 on systems other than Linux."""
    if not _STATUS.exists():
        return 0
    line = next(line for line in _STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
    return 1024 * int(line.split()[1])
