"""The program as a process of its own: what it imports when, and how it ends."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def in_process(code: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python code as a program of its own, without a screen, and without coverage's own imports."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=inherited | {"QT_QPA_PLATFORM": "offscreen"} | variables,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


START = """
import sys
from pathlib import Path
from PySide6 import QtCore
from inspector.app import process as app
from inspector.app.process import Program

told = {}

def imported():
    return sorted(name for name in sys.modules if not name.startswith("PySide6"))

class Watched(Program):
    def open(self):
        self.painted.connect(self._note)
        self.begun.connect(self._wait)
        super().open()

    def _note(self):
        told["at first paint"] = imported()
        told["Qt's names are made"] = "Qt" in vars(QtCore)

    def _wait(self):
        if "httpx" in sys.modules and "phonenumbers" in sys.modules:
            told["afterwards"] = imported()
            self.window.close()
        else:
            QtCore.QTimer.singleShot(10, self._wait)

app.Program = Watched
app.run(None, is_demo=False, profile=Path(sys.argv[1]))
import json
print(json.dumps(told))
"""

SLOW = (
    "httpx", "keyring", "secretstorage", "phonenumbers", "truststore",
    "asyncio", "dataclasses", "datetime", "html", "json", "logging.handlers", "socket", "typing_extensions",
    "inspector.cli.commands", "inspector.phone.reader", "inspector.demo", "inspector.core.account",
    "inspector.core.redaction", "inspector.lookup.session", "inspector.pictures",
    "inspector.config.settings",
)  # fmt: skip
"""What takes its time to import, and has something to do only when somebody has typed."""
PAINTED_FIRST = {
    "accounts.account_box",
    "controllers.startup_requests",
    "main_window.blank_page",
    "main_window.page_area",
    "main_window.status_line",
    "main_window.window",
    "qt.display",
    "qt.first_paint",
    "qt.fonts",
    "qt.interpreter",
    "qt.look",
    "qt.override",
    "qt.qt_numbers",
    "qt.screen_room",
    "qt.scroller",
    "qt.style",
    "qt.window_layout",
    "search.search_bar",
    "widgets.plain_label",
}
"""All of the window that is imported before it is painted."""


def test_the_window_is_painted_before_anything_slow_is_imported(tmp_path: Path) -> None:
    ended = in_process(START, str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    first = set(told["at first paint"])
    assert first & set(SLOW) == set()
    assert {
        name.removeprefix("inspector.ui.") for name in first if re.match(r"inspector\.ui\.\w+\.", name)
    } == PAINTED_FIRST
    assert {"httpx", "phonenumbers", "truststore"} <= set(told["afterwards"])


def test_qts_namespace_of_120_enumerations_is_not_made_before_the_first_paint(tmp_path: Path) -> None:
    """PySide6 makes all their classes when the first is named: 14 ms."""
    assert json.loads(in_process(START, str(tmp_path)).stdout)["Qt's names are made"] is False


WARM = """
import asyncio, linecache, sys
from PySide6.QtCore import QCoreApplication, QTimer
from inspector.lookup.background import Background
from inspector.ui.qt.first_paint import Steps
from inspector.ui.controllers.lookups import Lookups

app = QCoreApplication()
left = [len(linecache.cache)]

def steps():
    import sqlite3
    left.append(len(linecache.cache))
    yield

first = Steps(steps())
first.start()
QTimer.singleShot(100, app.quit)
app.exec()
left.append(len(linecache.cache))
asyncio.run(Lookups(Background(print))._warm_up())
assert {"sqlite3", "httpx"} <= set(sys.modules)
print(*left, len(linecache.cache))
"""


def test_what_pyside6_searched_in_the_sources_of_the_imported_is_not_kept() -> None:
    """It looks for its own name in each, and linecache would keep 13 MB of lines."""
    ended = in_process(WARM)
    assert ended.stderr == ""
    imported, more, after_a_step, after_warming_up = map(int, ended.stdout.split())
    assert imported > 10
    assert more > imported
    assert (after_a_step, after_warming_up) == (0, 0)


BROKEN = """
import sys
from pathlib import Path
from inspector.app import process as app
from inspector.cli import main as cli
from inspector.app.process import Program

class Broken(Program):
    def _make_controllers(self):
        yield
        raise KeyError("secret")

sys.excepthook = cli._confess
app.Program = Broken
sys.exit(app.run(None, is_demo=False, profile=Path(sys.argv[1])))
"""


def test_a_program_that_cannot_be_made_whole_says_so_and_ends(tmp_path: Path) -> None:
    ended = in_process(BROKEN, str(tmp_path))
    assert ended.returncode == 1
    assert "Something went wrong (KeyError in " in ended.stderr
    assert "secret" not in ended.stderr


RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector.app import process as app
from inspector.app.bootstrap import Program

class Watched(Program):
    def open(self):
        self.begun.connect(self._tell)
        super().open()

    def _tell(self):
        print("begun", flush=True)
        if sys.argv[2] == "quit":
            QTimer.singleShot(0, self.window.close)

app.Program = Watched
sys.exit(app.run(None, is_demo=sys.argv[3] == "demo", profile=Path(sys.argv[1])))
"""


def test_closing_the_window_ends_the_program(tmp_path: Path) -> None:
    ended = in_process(RUN, str(tmp_path), "quit", "demo")
    assert (ended.returncode, ended.stdout) == (0, "begun\n"), ended.stderr
    assert not [line for line in ended.stderr.splitlines() if "plugin does not support" not in line]
    assert (tmp_path / "layout.ini").exists()


def run_until_signal(profile: Path, number: signal.Signals, **variables: str) -> tuple[int, str, float]:
    """How a program ended after a signal: its exit code, its standard error, and the seconds that took."""
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(profile), "stay", "real"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running_program:
        assert running_program.stdout is not None
        assert running_program.stdout.readline() == "begun\n"
        sent_s = time.perf_counter()
        running_program.send_signal(number)
        _, stderr = running_program.communicate(timeout=10)
    return running_program.returncode, stderr, time.perf_counter() - sent_s


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_as_closing_the_window_does(tmp_path: Path, number: signal.Signals) -> None:
    code, stderr, took_s = run_until_signal(tmp_path, number)
    assert code == 0, stderr
    assert took_s < 2
    assert "Traceback" not in stderr
    assert (tmp_path / "layout.ini").exists()


TALKATIVE = [{"QT_DEBUG_PLUGINS": "1"}, {"QT_LOGGING_RULES": "*.debug=true"}]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("variables", TALKATIVE, ids=["plugins", "all categories"])
def test_the_program_ends_well_while_qt_logs_everything(tmp_path: Path, variables: dict[str, str]) -> None:
    code, stderr, _ = run_until_signal(tmp_path, signal.SIGTERM, **variables)
    assert code == 0, stderr[-2000:]


@pytest.mark.parametrize("variables", TALKATIVE, ids=["plugins", "all categories"])
def test_a_program_that_cannot_be_made_ends_well_while_qt_logs_everything(
    tmp_path: Path, variables: dict[str, str]
) -> None:
    assert in_process(BROKEN, str(tmp_path), **variables).returncode == 1
