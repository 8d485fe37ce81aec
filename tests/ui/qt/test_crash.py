"""After a crash: one calm sentence, what was shown stays, and the program goes on."""

import sys
import threading

import pytest
from PySide6.QtCore import QObject, Signal, Slot, qWarning
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.lookup import lookup
from inspector.lookup.session import Failed, Ready, Shown
from inspector.ui.qt.crash import Crashes
from tests.conftest import ExpectedLogs
from tests.ui.watching import DEALER, FLORIST, ask, click, look_up, named, said, settle


def action(program: Program) -> QPushButton:
    return named(program.window, QPushButton, "noticeAction")


class Clumsy(QObject):
    """Has a slot that crashes."""

    stumbled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.stumbled.connect(self._fall)

    def stumble(self) -> None:
        self.stumbled.emit()

    @Slot()
    def _fall(self) -> None:
        raise ZeroDivisionError("over something")


@pytest.fixture
def crashing(program: Program, expected_logs: ExpectedLogs) -> Program:
    """A program that will crash, and log it."""
    expected_logs.add("Unhandled exception")
    return program


def test_a_crash_in_a_slot_is_one_calm_sentence_and_the_program_goes_on(
    crashing: Program, qtbot: QtBot
) -> None:
    look_up(qtbot, crashing, DEALER)
    Clumsy().stumble()
    sentence = crashing.window.notice.sentence
    assert "Something went wrong (ZeroDivisionError)" in sentence
    assert "over something" not in sentence
    assert said(crashing.window, "profileName") == "Dealer"
    click(action(crashing))
    settle(qtbot, crashing)
    assert isinstance(crashing.view.state, Shown)
    assert not crashing.window.notice.isVisible()


def test_a_crash_on_the_thread_ends_the_lookup_with_a_sentence(
    crashing: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_answer: object, _chat_id: str) -> None:
        raise LookupError("nowhere")

    with monkeypatch.context() as patch:
        patch.setattr(lookup, "read_contact", broken)
        ask(crashing, DEALER)
        settle(qtbot, crashing)
    assert isinstance(crashing.view.state, Failed)
    assert "LookupError" in crashing.window.notice.sentence
    click(action(crashing))
    settle(qtbot, crashing)
    assert said(crashing.window, "profileName") == "Dealer"


def test_a_crash_on_another_thread_reaches_the_window(crashing: Program, qtbot: QtBot) -> None:
    def fall() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "ZeroDivisionError" in crashing.window.notice.sentence)


def test_after_a_crash_with_nothing_asked_there_is_nothing_to_retry(crashing: Program) -> None:
    Clumsy().stumble()
    assert crashing.window.notice.isVisible()
    assert not action(crashing).isVisible()
    assert crashing.view.state == Ready()


def test_a_contact_that_cannot_be_shown_is_said_and_not_said_for_ever(
    crashing: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Showing the sentence shows the state again, which fails again."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(crashing.window.profile, "show_found", broken)
        ask(crashing, DEALER)
        qtbot.waitUntil(lambda: "ZeroDivisionError" in crashing.window.notice.sentence)
    look_up(qtbot, crashing, FLORIST)
    assert said(crashing.window, "profileName") == "Primrose Flowers"


def test_crashes_give_back_the_hooks_they_found(qtbot: QtBot) -> None:
    before = sys.excepthook, threading.excepthook
    crashes = Crashes()
    crashes.install()
    assert sys.excepthook != before[0]
    crashes.remove()
    assert (sys.excepthook, threading.excepthook) == before


def test_what_qt_complains_of_goes_to_the_log(crashing: Program, expected_logs: ExpectedLogs) -> None:
    Clumsy().stumble()
    expected_logs.add("WARNING qt: a complaint")
    qWarning("a complaint")
