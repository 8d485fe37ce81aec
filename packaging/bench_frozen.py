"""Compares the frozen program with the same program from source: start, memory and size.

Neither is instrumented: the screen's framebuffer file shows when something was painted.
"""

import os
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import NamedTuple

from bench_table import Row, compared, hand_over
from frozen_contents import LARGEST_FOLDER_MB, size_mb
from processes import ROOT
from release import FROZEN, NAME

_SIZE_PX = (1280, 800)
_LIT_PX = (20, 60)
_AT_REST_S, _PATIENCE_S = 5.0, 60.0
_MOST_MORE_MB = 5
_FROM_SOURCE = [sys.executable, "-m", "inspector"]
_NEITHER = ("PYTHONDONTWRITEBYTECODE", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
"""Removed from the environment: they would disable the bytecode cache or paint elsewhere."""


class _Seen(NamedTuple):
    painted_s: float
    held_mb: float


class _Screen:
    """An Xvfb screen with its framebuffer in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._frame = folder / "Xvfb_screen0"
        head = struct.unpack_from(">25I", self._frame.read_bytes())  # in xwd format
        self._pixel = head[0] + 12 * head[19] + 4 * (_LIT_PX[1] * _SIZE_PX[0] + _LIT_PX[0])

    @property
    def is_lit(self) -> bool:
        with self._frame.open("rb") as frame:
            frame.seek(self._pixel)
            return any(frame.read(3))


def rows(times: int) -> list[Row]:
    """Measured alternately. The first run of each fills the system's caches and isn't counted."""
    if not FROZEN.is_dir():
        sys.exit("There is no frozen program to measure: run `python3 packaging/dev.py build` first.")
    with _screen() as screen:
        starts = [
            (_start(screen, _FROM_SOURCE), _start(screen, [str(FROZEN / NAME)])) for _ in range(times + 1)
        ][1:]
    source, frozen = zip(*starts, strict=True)
    more_mb = median(each.held_mb for each in frozen) - median(each.held_mb for each in source)
    held_mb = median(each.held_mb for each in source)
    weighs_mb = size_mb(FROZEN)
    spans = [each.painted_s for each in source], [each.painted_s for each in frozen]
    return [
        compared("frozen: spawn to first paint", "from source", *spans, 1.3),
        Row(
            "frozen: memory (RSS) at rest",
            f"from source: {held_mb:.0f} MB",
            f"{more_mb:+.0f} MB",
            f"{(held_mb + more_mb) / held_mb:.2f}",
            f"+ {_MOST_MORE_MB} MB at most",
            more_mb <= _MOST_MORE_MB,
        ),
        Row(
            "frozen: unpacked",
            "–",
            f"{weighs_mb:.1f} MB",
            "–",
            f"≤ {LARGEST_FOLDER_MB} MB",
            weighs_mb <= LARGEST_FOLDER_MB,
        ),
    ]


@contextmanager
def _screen() -> Iterator[_Screen]:
    with tempfile.TemporaryDirectory() as folder:
        reading, writing = os.pipe()
        size = f"{_SIZE_PX[0]}x{_SIZE_PX[1]}x24"
        options = ["-displayfd", str(writing), "-screen", "0", size, "-fbdir", folder, "-nolisten", "tcp"]
        with subprocess.Popen(["Xvfb", *options], pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
            os.close(writing)
            with os.fdopen(reading, encoding="ascii") as told:
                number = told.readline().strip()
            yield _Screen(Path(folder), f":{number}")
            server.terminate()


def _start(screen: _Screen, command: list[str]) -> _Seen:
    whole = {name: value for name, value in os.environ.items() if name not in _NEITHER}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        began_s = monotonic()
        with subprocess.Popen(
            [*command, "--profile", profile], cwd=ROOT, env=whole | {"DISPLAY": screen.name}
        ) as running:
            while not screen.is_lit and monotonic() < began_s + _PATIENCE_S:
                sleep(0.001)
            painted_s = monotonic() - began_s
            sleep(_AT_REST_S)
            held_mb = _held_mb(running.pid)
            running.terminate()
        while screen.is_lit:
            sleep(0.01)
    return _Seen(painted_s, held_mb)


def _held_mb(pid: int) -> float:
    with suppress(StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))
    sys.exit("The program ended before it was measured.")


if __name__ == "__main__":
    hand_over(rows)
