"""What every test gets without asking: a world of its own, and a duty to leave it quiet and empty.

A test fails when it

- talks to anything but this computer,
- logs a warning or worse that it did not announce with `expected_logs`,
- prints a traceback, or lets a thread, a slot or a finaliser raise,
- leaves a thread, a window or a running timer behind.
"""

import gc
import logging
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.isolation import breaches, dropped_variables, private_folders

if TYPE_CHECKING:
    from inspector.demo.gateway import DemoGateway

pytest_plugins = ("tests.rewriting", "tests.secret_service", "tests.program")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in a shell's background: the programs under test would inherit that Ctrl-C means nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)

hypothesis.settings.register_profile(
    "inspector",
    deadline=None,
    database=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("inspector")

THREADS_END_WITHIN_S = 2.0


@pytest.fixture(autouse=True)
def _own_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Empty home and XDG folders; no session bus, no proxy, no keyring setting from outside."""
    for name in dropped_variables(os.environ):
        monkeypatch.delenv(name)
    for name, folder in private_folders(tmp_path_factory.mktemp("home")).items():
        monkeypatch.setenv(name, str(folder))


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    breaches.clear()
    yield
    assert not breaches, f"the test reached for another computer: {breaches}"


class ExpectedLogs:
    """Announces the warnings and errors that a test means to cause."""

    def __init__(self) -> None:
        self._patterns: list[str] = []

    def add(self, pattern: str) -> None:
        """A record whose text matches this regular expression must come, once or more often."""
        self._patterns.append(pattern)

    def check(self, messages: list[str]) -> None:
        surprises = [m for m in messages if not any(re.search(p, m) for p in self._patterns)]
        assert not surprises, f"unexpected log records: {surprises}"
        missing = [p for p in self._patterns if not any(re.search(p, m) for m in messages)]
        assert not missing, f"expected log records that never came: {missing}"


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def expected_logs() -> Iterator[ExpectedLogs]:
    """`expected_logs.add("pattern")` allows, and demands, a warning or error in the log."""
    expected = ExpectedLogs()
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield expected
    logging.getLogger().removeHandler(collector)
    expected.check(collector.messages)


@pytest.fixture
def gateway() -> "Iterator[DemoGateway]":
    """The demo gateway, listening on a free port, without the real one's pace limits."""
    from inspector.demo.gateway import DemoGateway

    with DemoGateway(enforces_limits=False) as started:
        yield started


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    threads_before = set(threading.enumerate())
    uses_qt = "qapp" in request.fixturenames
    if uses_qt:
        gc.freeze()  # what lives before a test is not walked after it; walking it took 150 ms
    yield
    left = [*_widgets_left(), *_timers_left()] if uses_qt else []
    gc.unfreeze()
    left += _threads_left(threads_before)
    assert not left, f"left behind: {left}"


def _threads_left(before: set[threading.Thread]) -> list[str]:
    """Names of new threads that do not end by themselves; Qt's own pool threads are not Python's."""
    until = time.monotonic() + THREADS_END_WITHIN_S
    while True:
        new = [
            thread
            for thread in set(threading.enumerate()) - before
            if not isinstance(thread, threading._DummyThread)
        ]
        if not new or time.monotonic() > until:
            return [f"thread {thread.name}" for thread in new]
        if new[0].ident is None:  # listed, but not running yet: it cannot be joined
            time.sleep(0.001)
        else:
            new[0].join(0.01)


def _widgets_left() -> list[str]:
    """Top-level widgets that survive the deletions Qt still owes; they are deleted afterwards."""
    if "PySide6.QtWidgets" not in sys.modules:
        return []
    import shiboken6
    from PySide6.QtWidgets import QApplication

    _deliver_deletions()
    widgets = QApplication.topLevelWidgets()
    names = [f"{type(widget).__name__} {widget.objectName()}".strip() for widget in widgets]
    for widget in widgets:
        if shiboken6.isValid(widget):
            shiboken6.delete(widget)
    return names


def _deliver_deletions() -> None:
    """pytest-qt never delivers DeferredDelete, and neither does processEvents outside a loop."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _timers_left() -> list[str]:
    """Timers made since the test began that still run; they are stopped afterwards."""
    import shiboken6
    from PySide6.QtCore import QTimer

    timers = [thing for thing in gc.get_objects() if isinstance(thing, QTimer)]
    running = [timer for timer in timers if shiboken6.isValid(timer) and timer.isActive()]
    for timer in running:
        timer.stop()
    return [f"timer of {timer.interval()} ms in {timer.parent()!r}" for timer in running]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A traceback on stderr that no one read fails the test that printed it."""
    report = yield
    printed = "".join(text for title, text in report.sections if title == f"Captured stderr {call.when}")
    if report.passed and "Traceback (most recent call last)" in printed:
        report.outcome = "failed"
        report.longrepr = "the test printed a traceback"
    return report
