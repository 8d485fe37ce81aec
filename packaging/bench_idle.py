"""An idle window that shows a contact."""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from typing_extensions import override

import bench_gateway
from bench_gateway import Shop
from bench_painted import rest
from bench_table import Row, hand_over
from bench_window import opened

_SETTLING_MS = 180_000
"""Keep-alive connections close after half a minute. After that, Qt empties its pixmap cache in steps of ten
seconds (QPMCache in qpixmapcache.cpp), and stops its timer when nothing is left to drop."""
_MINUTE_S = 60


class Timers(QObject):
    """Counts every timer event in the process, including Qt's own."""

    def __init__(self) -> None:
        super().__init__()
        self.fired: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Timer:
            self.fired.append(watched.metaObject().className())
        return False


def rows(times: int) -> list[Row]:
    """Measures one minute regardless of `times`, or one second if `times` is 1, as a quick check."""
    span_s = _MINUTE_S if times > 1 else 1
    shop = Shop(0, 500)
    with bench_gateway.running([shop], away_s=0) as (account, token), opened(account, token) as window:
        window.show_cards(shop)
        rest(_SETTLING_MS if times > 1 else 0)
        timers, app = Timers(), QCoreApplication.instance()
        assert app is not None
        busy_s = time.process_time()
        app.installEventFilter(timers)
        rest(1000 * span_s)
        app.removeEventFilter(timers)
        busy_s = time.process_time() - busy_s
    # The last timer is the benchmark's own, which ends the minute.
    fired = timers.fired[:-1]
    percent = 100 * busy_s / span_s
    seen = f"{len(fired)} timers fired" + (f" ({', '.join(sorted(set(fired)))})" if fired else "")
    return [
        Row(
            "idle for a minute, a contact shown",
            "",
            f"{seen}, {percent:.2f} % CPU",
            "",
            "no timer fires, 0 % CPU",
            not fired and percent < 0.1,
        )
    ]


if __name__ == "__main__":
    hand_over(rows)
