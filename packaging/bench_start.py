"""From process start to the first paint, and to an accepted number."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from bench_table import Row, compared, hand_over

_CHILD = Path(__file__).with_name("bench_first_paint.py")
_PLAIN = "first paint of a bare PySide6 window"


def rows(times: int) -> list[Row]:
    """The first start of each kind fills the system's caches and isn't counted."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        starts = [(start("bare")[0], *start(profile)) for _ in range(2 * times + 1)][1:]
    bare, painted, accepted = zip(*starts, strict=True)
    return [
        compared("spawn to first paint", _PLAIN, bare, painted, 1.25),
        compared(
            "spawn to a number accepted: typed at the first paint, its hint painted",
            _PLAIN,
            bare,
            accepted,
            2,
        ),
    ]


def start(what: str) -> list[float]:
    """The times that the child reports, in seconds since it was started."""
    spawned_s = monotonic()
    return [moment_s - spawned_s for moment_s in told_by(what)]


def told_by(what: str) -> list[float]:
    """The child's raw output; see `bench_first_window`."""
    command = [sys.executable, str(_CHILD), what]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    figures: list[float] = json.loads(told)
    return figures


if __name__ == "__main__":
    hand_over(rows)
