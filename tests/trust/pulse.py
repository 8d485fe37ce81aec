"""How long the window was away: the longest time between two turns of its event loop.

Time in which the thread was ready and the system gave its processor to others does not count: it says
how busy the machine is. Linux tells; elsewhere it counts.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Final, Self

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from tests.pace import limit_s

LONGEST_S: Final = 0.05
"""What a person does not notice."""
_BEAT_MS: Final = 5
_TRIES: Final = 3
_SCHEDULING: Final = Path("/proc/thread-self/schedstat")
"""Nanoseconds on a processor, nanoseconds waiting for one, number of turns."""


def waking_s() -> float:
    """A clock that stands still while this thread waits for a processor."""
    try:
        waited_ns = int(_SCHEDULING.read_bytes().split()[1])
    except OSError:
        waited_ns = 0
    return perf_counter() - waited_ns / 1e9


class Pulse(QObject):
    """Beats while it is entered. Enter and leave it on the GUI thread.

    Args:
        now_s: the clock to measure with.
    """

    def __init__(self, now_s: Callable[[], float] = waking_s) -> None:
        super().__init__()
        self._now_s = now_s
        self.longest_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Self:
        self._last_s = self._now_s()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._beat()
        self._timer.stop()

    @Slot()
    def _beat(self) -> None:
        now_s = self._now_s()
        self.longest_s = max(self.longest_s, now_s - self._last_s)
        self._last_s = now_s


def assert_never_away(act: Callable[[], None], now_s: Callable[[], float] = waking_s) -> None:
    """Do something, up to three times: the garbage collector is in the way of one time or another."""
    measured: list[float] = []
    longest_s = limit_s(LONGEST_S)
    while not measured or (min(measured) > longest_s and len(measured) < _TRIES):
        with Pulse(now_s) as pulse:
            act()
        measured.append(pulse.longest_s)
    assert min(measured) <= longest_s, f"the window was away for {measured} s"
