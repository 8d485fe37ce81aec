"""The real program in a window that nobody sees, with the demo gateway behind it."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest
import shiboken6
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.config.single_instance import Claim
from inspector.demo.gateway import DemoGateway
from inspector.greenapi import pacing
from inspector.greenapi.pacing import Timings
from inspector.keychain import system_store
from inspector.keychain.system_store import SystemStore
from inspector.ui.controllers.accounts import Opened
from tests.greenapi.asking import QUICK

OpenProgram: TypeAlias = Callable[..., Program]

QUIET = Settings(default_region=None, theme="light")
"""The same on every computer, whatever its own country and colours are."""


@pytest.fixture
def profile(tmp_path: Path) -> ProfileFolder:
    """A profile folder with nothing in it but settings that are the same on every computer."""
    folder = ProfileFolder(tmp_path / "profile")
    QUIET.save(folder)
    return folder


@pytest.fixture
def open_program(
    qapp: QApplication, qtbot: QtBot, profile: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenProgram]:
    """Opens a program in the test's profile, painted and past what it begins after its first paint.

    Opening a second one closes the first, as a person who starts the program again; the last is closed
    at the end.
    """
    opened: list[Program] = []

    def open_one(
        number: str | None = None,
        *,
        is_demo: bool = False,
        folder: ProfileFolder = profile,
        timings: Timings | None = None,
        claim: Claim | None = None,
    ) -> Program:
        _close(opened)
        program = Program(qapp, folder, number, is_demo=is_demo, timings=timings, claim=claim)
        opened.append(program)
        begun: list[bool] = []
        program.begun.connect(partial(begun.append, True))
        program.open()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: bool(begun))
        return program

    # On every system that of Linux, which a test may start for itself: never the person's own keychain.
    monkeypatch.setattr(system_store, "store_for_this_system", partial(SystemStore, "linux"))
    # Without a screen there is nothing to raise or to size; pytest-qt ignores the same words of Qt.
    logging.getLogger("qt").addFilter(_is_of_interest)
    yield open_one
    _close(opened)
    logging.getLogger("qt").removeFilter(_is_of_interest)


def _close(opened: list[Program]) -> None:
    """Close those that the test did not close itself."""
    for program in opened:
        if shiboken6.isValid(program.window):
            program.close()
    opened.clear()


def _is_of_interest(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("This plugin does not support ")


@pytest.fixture
def first_start(open_program: OpenProgram) -> Program:
    """A program that knows no account, on a computer without a keychain."""
    return open_program()


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """The documented number of retries and the pace of one request a second, a thousand times as fast."""
    monkeypatch.setattr(pacing, "DOCUMENTED", QUICK)


@pytest.fixture
def program(first_start: Program, gateway: DemoGateway, quick_retries: None) -> Program:
    """A program that can ask the demo gateway and may show its pictures."""
    use(first_start, gateway)
    return first_start


def use(program: Program, gateway: DemoGateway) -> None:
    program.thumbnails.set_only_origins(frozenset([gateway.api_url]))
    program.accounts.use(Opened(gateway.account, gateway.token))


@pytest.fixture
def clipboard(qapp: QApplication) -> Callable[[], str]:
    """What is on the clipboard now; empty at the start."""
    QGuiApplication.clipboard().clear()
    return QGuiApplication.clipboard().text


@pytest.fixture
def left_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that were handed to the browser or the mail program."""
    addresses: list[str] = []

    def open_url(url: object) -> bool:
        addresses.append(url.toString() if hasattr(url, "toString") else str(url))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return addresses


@pytest.fixture
def second_gateway() -> Iterator[DemoGateway]:
    with DemoGateway(enforces_limits=False) as started:
        yield started
