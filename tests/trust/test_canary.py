"""The token goes through every path of the whole program, and nothing that is left behind holds it."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.core.redaction import install_logging
from inspector.core.secret import Secret
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.lookup import lookup
from tests.conftest import ExpectedLogs
from tests.greenapi.test_canary import FAILURES
from tests.program import OpenProgram
from tests.secret_service import SecretService
from tests.trust.canary import EverythingLogged, Search, home
from tests.ui.accounting import add_first, form_of, open_dialog
from tests.ui.accounts.test_account_form import message
from tests.ui.watching import DEALER, FLORIST, ask, button, click, named, press, settle

SLOW = {"hang", "drip", "too large"}
"""Proved where the client is tested: they only take time here."""


@pytest.fixture
def log_file(profile: ProfileFolder) -> Iterator[None]:
    """The program's own log, and every logger at its lowest level, talkative libraries included."""
    end_logging = install_logging(profile.logs)
    names = ["", *logging.root.manager.loggerDict]
    loggers = [logging.getLogger(name) for name in names if "hypothesis" not in name]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(1)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
    end_logging()


@pytest.fixture
def everything_logged(log_file: None) -> Iterator[EverythingLogged]:
    """Stands before the handlers whose filter takes tokens out."""
    handler, root = EverythingLogged(), logging.getLogger()
    root.handlers.insert(0, handler)
    yield handler
    root.removeHandler(handler)


@dataclass(frozen=True, slots=True)
class Watched:
    """A program whose account came in by the form, its token in a real keychain, and what is kept of it."""

    program: Program
    gateway: DemoGateway
    search: Search
    logged: EverythingLogged
    qtbot: QtBot

    def assert_clean(self, *texts: str) -> None:
        assert self.search.in_windows() == []
        assert [line for line in self.logged.lines if self.search.is_in(line)] == []
        assert self.search.in_files(self.program._folder.path, home()) == []
        assert not [text for text in texts if self.search.is_in(text)]


@pytest.fixture
def watched(
    secret_service: SecretService,
    open_program: OpenProgram,
    quick_retries: None,
    gateway: DemoGateway,
    everything_logged: EverythingLogged,
    qtbot: QtBot,
) -> Watched:
    program = open_program()
    add_first(program, gateway, qtbot)
    assert len(secret_service.items()) == 1
    program.thumbnails.set_only_origins(frozenset([gateway.api_url]), kept=program.kept.cache)
    return Watched(program, gateway, Search(gateway.token), everything_logged, qtbot)


def copy_everything(program: Program, clipboard: Callable[[], str]) -> str:
    """Press every visible button that copies something; all that was on the clipboard."""
    copied = ""
    for each in program.window.findChildren(QPushButton):
        if each.isVisible() and each.isEnabled() and "Copy" in (each.text() + each.accessibleName()):
            click(each)
            copied += clipboard()
    return copied


def test_the_search_would_find_a_token(watched: Watched, clipboard: Callable[[], str]) -> None:
    token = watched.gateway.token.reveal()
    watched.program.window.setWindowTitle(f"about {token}")
    (watched.program._folder.path / "notes").write_text(f"Basic {Secret(token).reveal()}")
    logging.getLogger("any").debug("%s", {"url": f"/x/{token}"})
    assert len(watched.search.in_windows()) >= 1
    assert len(watched.search.in_files(watched.program._folder.path)) >= 1
    assert watched.search.is_in(watched.logged.lines[-1])


def test_a_success_leaves_the_token_nowhere(
    watched: Watched, clipboard: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    program, qtbot = watched.program, watched.qtbot
    token = watched.gateway.token.reveal()
    body = f'{{"chatId": "442079460158@c.us", "name": "{token}", "lid": ["{token}"], "{token}": 1}}'
    ask(program, DEALER)
    settle(qtbot, program)
    click(button(program.window, "Raw response"))
    copied = copy_everything(program, clipboard)
    assert '"chatId"' in copied
    watched.assert_clean(copied)
    program.window.grid.show_product(program.window.grid.shown[0])
    press(program.window.grid._view, Qt.Key.Key_Return)
    settle(qtbot, program)
    watched.assert_clean()
    named(program.window, QDialog, "pictureViewer").close()
    watched.gateway.faults.add("getContactInfo", Fault(200, body.encode()))
    ask(program, FLORIST)
    settle(qtbot, program)
    click(button(program.window, "Raw response"))
    watched.assert_clean(copy_everything(program, clipboard), *capfd.readouterr())


def test_no_failure_leaves_the_token_anywhere(
    watched: Watched, clipboard: Callable[[], str], capfd: pytest.CaptureFixture[str]
) -> None:
    for name in FAILURES.keys() - SLOW:
        watched.gateway.faults.add("*", FAILURES[name](watched.gateway.token.reveal()))
        ask(watched.program, DEALER)
        settle(watched.qtbot, watched.program)
        watched.gateway.faults.clear()
        assert watched.program.window.notice.sentence, name
        watched.assert_clean(copy_everything(watched.program, clipboard), *capfd.readouterr())


class Clumsy(QObject):
    """Has a slot that crashes with the token in its hands."""

    stumbled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.stumbled.connect(self._fall)

    @Slot(object)
    def _fall(self, token: Secret) -> None:
        held = token.reveal()
        raise LookupError(f"cannot use https://gateway.example/waInstance1/getContactInfo/{held}")


def assert_told_of_crash(watched: Watched, capfd: pytest.CaptureFixture[str]) -> None:
    assert "LookupError" in watched.program.window.notice.sentence
    # what an exception says of itself is foreign: the log file is where the filter takes the token out
    watched.logged.lines.clear()
    log = (watched.program._folder.logs / "contact-inspector.log").read_text()
    assert "Unhandled exception" in log
    assert "[redacted]" in log
    watched.assert_clean(*capfd.readouterr())


def test_a_crash_in_a_slot_leaves_the_token_nowhere(
    watched: Watched, capfd: pytest.CaptureFixture[str], expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("Unhandled exception")
    clumsy = Clumsy()
    clumsy.stumbled.emit(watched.gateway.token)
    assert_told_of_crash(watched, capfd)


def test_a_crash_on_the_thread_leaves_the_token_nowhere(
    watched: Watched,
    capfd: pytest.CaptureFixture[str],
    expected_logs: ExpectedLogs,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected_logs.add("Unhandled exception")
    held = watched.gateway.token.reveal()

    def broken(_answer: object, _chat_id: str) -> None:
        raise LookupError(f"cannot read what {held} got")

    monkeypatch.setattr(lookup, "read_contact", broken)
    ask(watched.program, DEALER)
    settle(watched.qtbot, watched.program)
    assert_told_of_crash(watched, capfd)


def test_settings_accounts_and_an_end_leave_the_token_nowhere(
    watched: Watched, capfd: pytest.CaptureFixture[str]
) -> None:
    program = watched.program
    dialog = open_dialog(program)
    click(named(dialog, QPushButton, "testAccountButton"))
    watched.qtbot.waitUntil(lambda: "onnected as" in (message(form_of(dialog)) or ""))
    watched.assert_clean()
    dialog.close()
    program.window.search.account_box.preferences_wanted.emit()
    preferences = named(program.window, QDialog, "preferencesDialog")
    named(preferences, QCheckBox, "fetchesPictures").click()
    preferences.close()
    watched.assert_clean()
    program.close()
    layout = QSettings(str(program._folder.path / "layout.ini"), QSettings.Format.IniFormat)
    assert layout.allKeys()
    assert not [key for key in layout.allKeys() if watched.search.is_in(str(layout.value(key)))]
    watched.assert_clean(*capfd.readouterr())
