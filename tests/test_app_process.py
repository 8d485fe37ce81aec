"""The program as a process of its own: what it imports when, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def in_process(code: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python code as a program of its own, without a screen."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"} | variables,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from inspector.program import Program
from inspector.ui.first_paint import FirstPaint
from inspector.profile.folder import ProfileFolder

SLOW = ("httpx", "keyring", "secretstorage", "phonenumbers", "truststore", "sqlite3", "inspector.demo")
app = QApplication([])
program = Program(app, ProfileFolder(sys.argv[1]), None, is_demo=False)
told = {}

def note():
    told["at first paint"] = [name for name in SLOW if name in sys.modules]
    QTimer.singleShot(0, wait)

def wait():
    if "httpx" in sys.modules and "phonenumbers" in sys.modules:
        app.quit()
    else:
        QTimer.singleShot(10, wait)

watch = FirstPaint(program.window)
watch.happened.connect(note)
program.open()
QTimer.singleShot(10_000, app.quit)
app.exec()
told["afterwards"] = [name for name in SLOW if name in sys.modules]
program.close()
print(json.dumps(told))
"""


def test_the_window_is_painted_before_anything_slow_is_imported(tmp_path: Path) -> None:
    ended = in_process(START, str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["at first paint"] == []
    assert {"httpx", "phonenumbers", "truststore"} <= set(told["afterwards"])


RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector import app
from inspector.program import Program

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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_as_closing_the_window_does(tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(tmp_path), "stay", "real"],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running_program:
        assert running_program.stdout is not None
        assert running_program.stdout.readline() == "begun\n"
        sent_s = time.perf_counter()
        running_program.send_signal(number)
        _, stderr = running_program.communicate(timeout=10)
    assert running_program.returncode == 0, stderr
    assert time.perf_counter() - sent_s < 2
    assert "Traceback" not in stderr
    assert (tmp_path / "layout.ini").exists()
