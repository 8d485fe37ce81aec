"""The tests' own walls hold: a small suite of bad tests is run, and each must fail with its reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

BAD_TESTS = """
import logging, os, socket, sys, threading, warnings
import pytest

def test_connects():
    with pytest.raises(OSError):
        socket.create_connection(("192.0.2.1", 443), 1)

def test_resolves():
    with pytest.raises(OSError):
        socket.getaddrinfo("green-api.com", 443)

def test_warns():
    warnings.warn("odd")

def test_logs():
    logging.getLogger("a").warning("odd")

def test_announces_in_vain(expected_logs):
    expected_logs.add("odd")

def test_prints():
    print("Traceback (most recent call last):", file=sys.stderr)

def test_raises_on_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, name="stray", daemon=True).start()

def test_leaves_a_window_and_a_timer(qapp):
    global window, timer
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QWidget
    window, timer = QWidget(), QTimer()
    window.setObjectName("stray")
    timer.start(10_000)

def test_keeps_the_rules(qtbot, expected_logs):
    from PySide6.QtWidgets import QWidget
    qtbot.addWidget(QWidget())
    expected_logs.add("as announced")
    logging.getLogger("a").error("as announced")
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nobody.invalid", 443)
    assert "PYTHON_KEYRING_BACKEND" not in os.environ
    assert "https_proxy" not in os.environ
    assert os.listdir(os.environ["HOME"]) == ["run"]
"""


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Name of a bad test → why it failed, as pytest's closing summary says; empty when it passed."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "test_bad.py").write_text(BAD_TESTS, encoding="utf-8")
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    settings = f"pythonpath = {ROOT}\nfilterwarnings = error\nqt_api = pyside6\n"
    (folder / "pytest.ini").write_text(f"[pytest]\n{settings}", encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", "-q", "-rA", "--tb=no"],
        cwd=folder,
        env=os.environ
        | {"COLUMNS": "400", "PYTHON_KEYRING_BACKEND": "a.null.Keyring", "https_proxy": "http://192.0.2.1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    reasons: dict[str, str] = {}
    for line in ended.stdout.splitlines():
        verdict, _, rest = line.partition(" test_bad.py::test_")
        if verdict in ("ERROR", "FAILED", "PASSED"):
            name, _, reason = rest.partition(" - ")
            reasons[name] = reasons.get(name, "") + reason
    assert reasons, ended.stdout + ended.stderr
    return reasons


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("connects", "reached for another computer: ['192.0.2.1:443']"),
        ("resolves", "reached for another computer: ['the name green-api.com']"),
        ("warns", "UserWarning: odd"),
        ("logs", "unexpected log records: ['WARNING a: odd']"),
        ("announces_in_vain", "expected log records that never came: ['odd']"),
        ("prints", "the test printed a traceback"),
        ("raises_on_a_thread", "PytestUnhandledThreadExceptionWarning"),
        ("leaves_a_thread", "left behind: ['thread stray']"),
        ("leaves_a_window_and_a_timer", "left behind: ['QWidget stray', 'timer of 10000 ms in None']"),
    ],
)
def test_a_bad_test_fails_and_says_why(summary: dict[str, str], name: str, reason: str) -> None:
    assert reason in summary[name]


def test_a_test_that_keeps_the_rules_passes(summary: dict[str, str]) -> None:
    assert not summary["keeps_the_rules"]
