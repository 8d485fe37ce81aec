"""A window at rest: no timer runs, nothing wakes its event loop, and its threads sleep."""

import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.catalogue import catalogue_number
from inspector.demo.gateway import DemoGateway
from inspector.ui.qt import caret
from inspector.ui.viewer.picture_viewer import PictureViewer
from tests.program import OpenProgram, use
from tests.ui.watching import look_up, named

WATCHED_MS = 1000
SETTLES_WITHIN_MS = 5000
FLASH_MS = 1000
SECONDS = 5
"""Something may still come to its end in the first of them, but what wakes again and again fails all."""


class Wakes(QObject):
    """Counts how often this thread's event loop was woken."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self._note)

    @Slot()
    def _note(self) -> None:
        self.count += 1


@pytest.fixture
def quick_caret(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Blinks for a tenth of a second instead of ten; the caret of later tests blinks as before."""
    monkeypatch.setattr(caret, "BLINKS_FOR_MS", 100)
    hints = QGuiApplication.styleHints()
    hints.setCursorFlashTime(FLASH_MS)
    yield
    hints.setCursorFlashTime(FLASH_MS)


@pytest.fixture
def before() -> set[threading.Thread]:
    """The threads that are not the program's."""
    return set(threading.enumerate())


@pytest.fixture
def program(
    gateway: DemoGateway,
    quick_caret: None,
    before: set[threading.Thread],
    open_program: OpenProgram,
    quick_retries: None,
) -> Program:
    opened = open_program()
    use(opened, gateway)
    return opened


def running_timers() -> list[str]:
    timers = [thing for thing in gc.get_objects() if isinstance(thing, QTimer) and shiboken6.isValid(thing)]
    return [f"{timer.interval()} ms in {timer.parent()!r}" for timer in timers if timer.isActive()]


def rests(threads: frozenset[threading.Thread] = frozenset()) -> bool:
    """Whether nothing woke the event loop for a second but its end, and none of some threads."""
    loop, wakes, asleep = QEventLoop(), Wakes(), switches(threads)
    QTimer.singleShot(WATCHED_MS, loop.quit)
    loop.exec()
    return wakes.count <= 2 and asleep == switches(threads)


def switches(threads: frozenset[threading.Thread]) -> dict[str, int]:
    """How often each thread has gone to sleep, by name; a thread that sleeps on does not. Linux tells."""
    told = {}
    for thread in threads if sys.platform == "linux" else ():
        status = Path(f"/proc/self/task/{thread.native_id}/status").read_text()
        told[thread.name] = int(status.partition("voluntary_ctxt_switches:")[2].split()[0])
    return told


def test_a_window_with_ten_thousand_products_rests(
    qtbot: QtBot, program: Program, before: set[threading.Thread]
) -> None:
    look_up(qtbot, program, catalogue_number(10_000))
    named(program.window, QLineEdit, "numberField").setFocus()
    qtbot.waitUntil(lambda: not running_timers(), timeout=SETTLES_WITHIN_MS)
    own = frozenset(threading.enumerate()) - before
    assert len(own) >= 2
    assert any(rests(own) for _ in range(SECONDS))
    assert running_timers() == []


def test_a_window_with_an_open_viewer_rests(qtbot: QtBot, program: Program) -> None:
    look_up(qtbot, program, catalogue_number(3))
    program.window.grid.opened.emit(0)
    viewer = program.window.findChild(PictureViewer)
    assert viewer is not None
    qtbot.waitUntil(
        lambda: not program.thumbnails.is_busy and not running_timers(), timeout=SETTLES_WITHIN_MS
    )
    assert any(rests() for _ in range(SECONDS))


def test_the_caret_blinks_while_somebody_writes(qtbot: QtBot, program: Program) -> None:
    hints = QGuiApplication.styleHints()
    field = named(program.window, QLineEdit, "numberField")
    field.setFocus()
    qtbot.waitUntil(lambda: hints.cursorFlashTime() == 0)
    QTest.keyClicks(field, "7")
    assert hints.cursorFlashTime() > 0
    qtbot.waitUntil(lambda: hints.cursorFlashTime() == 0)
