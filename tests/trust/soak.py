"""The program for a long time: `python -m tests.trust.soak API_URL PROFILE WARM_UP LOOKUPS`, token on stdin.

A process of its own: what its gateway remembers and what a test runner keeps is not the program's.
Prints its Figures as one line of JSON.
"""

import gc
import json
import os
import sys
import threading
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from time import perf_counter, sleep

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.core.account import Account
from inspector.core.secret import Secret
from inspector.demo.catalogue import catalogue_number
from inspector.demo.contract import ID_INSTANCE
from inspector.lookup.session import Looking, Shown
from inspector.phone.reader import known_number
from inspector.ui.controllers.accounts import Opened
from tests.greenapi.asking import QUICK

_SAMPLES = 10


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds at one moment."""

    memory_kb: int
    threads: int
    """All but the pictures' two decoders and Qt's pool, which begin late, and the latter ends in between."""
    descriptors: int
    sockets: int

    @classmethod
    def now(cls) -> "Held":
        gc.collect()
        links = [_target(entry) for entry in Path("/proc/self/fd").iterdir()]
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        return cls(
            memory_kb=int(status["VmRSS"].split()[0]),
            threads=sum(not name.startswith("Thread (pooled") for name in _threads()) - _decoders(),
            descriptors=len(links),
            sockets=sum(link.startswith("socket:") for link in links),
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """What a soak measured."""

    lookups: int
    took_s: float
    samples: tuple[Held, ...]
    """The first after the warm-up, the last at the end, the others evenly between."""
    python_threads: tuple[str, ...]
    """Those that live at the end."""


def _threads() -> list[str]:
    """Names of all threads, as the system knows them; Qt tells it those of its own."""
    return [entry.read_text() for entry in Path("/proc/self/task").glob("*/comm")]


def _target(entry: Path) -> str:
    try:
        return str(entry.readlink())
    except OSError:  # the one that the folder itself was read with
        return ""


class Soak:
    """One program and a gateway elsewhere."""

    def __init__(self, app: QApplication, api_url: str, token: Secret, profile: Path) -> None:
        self._app = app
        self._program = Program(app, ProfileFolder(profile), None, is_demo=False, timings=QUICK)
        begun: list[bool] = []
        self._program.begun.connect(partial(begun.append, True))
        self._program.open()
        while not begun:
            app.processEvents()
        self._program.thumbnails.set_only_origins(frozenset([api_url]))
        self._program.accounts.use(Opened(Account("soak", "Soak", api_url, ID_INSTANCE), token))

    def look_up(self, number: int) -> None:
        """Another catalogue each time, up to 150 products, now and then one without; scrolled to its end."""
        size = (number * 37) % 151 if number % 11 else 0
        asked = known_number(catalogue_number(size))
        self._program.lookup_controller.look_up(asked)
        self._settle()
        assert isinstance(self._program.lookup_controller.state, Shown), self._program.window.notice.sentence
        grid = self._program.window.grid
        for last in grid.shown[-1:]:
            grid.show_product(last)
        self._settle()
        self._program.window.grab()

    def close(self) -> None:
        self._program.close()

    def _settle(self) -> None:
        program = self._program
        while (
            isinstance(program.lookup_controller.state, Looking)
            or not program.view.is_complete
            or program.thumbnails.is_busy
        ):
            self._app.processEvents()
            sleep(0.001)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def run(app: QApplication, api_url: str, token: Secret, profile: Path, warm_up: int, lookups: int) -> Figures:
    soak = Soak(app, api_url, token, profile)
    for number in range(warm_up):
        soak.look_up(number)
    samples, started_s = [Held.now()], perf_counter()
    for number in range(lookups):
        soak.look_up(warm_up + number)
        if (number + 1) % (lookups // _SAMPLES) == 0:
            samples.append(Held.now())
    took_s = perf_counter() - started_s
    names = tuple(sorted(thread.name for thread in threading.enumerate()))
    soak.close()
    return Figures(lookups, took_s, tuple(samples), names)


def _decoders() -> int:
    """The second of the two begins when two pictures come at one moment, which may be late."""
    return sum(thread.name.startswith("decoder") for thread in threading.enumerate())


if __name__ == "__main__":
    api_url, profile, warm_up, lookups = sys.argv[1:]
    token = Secret(sys.stdin.readline().strip())
    figures = run(QApplication([]), api_url, token, Path(profile), int(warm_up), int(lookups))
    sys.stdout.write(json.dumps(asdict(figures)))
