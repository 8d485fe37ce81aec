"""The program as a whole: damaged profiles, the order of its start, quiet while idle, and its end."""

import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.demo.faults import too_many_requests
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready
from inspector.ui.qt.caret import Caret
from inspector.ui.qt.first_paint import FirstPaint
from tests.pace import within
from tests.program import QUIET, OpenProgram, use
from tests.ui.watching import (
    DEALER,
    FLORIST,
    PATIENCE_MS,
    ask,
    button,
    click,
    look_up,
    named,
    said,
    settle,
    visible_words,
)

GARBAGE = [
    b"",
    b"\x00\xff\xfe garbage",
    b"{",
    b"null",
    b"[1, 2, 3]",
    b'"text"',
    b"[" * 100_000,
    b'{"version": 99, "accounts": {"a": 1}, "default_region": 7, "theme": ["dark"]}',
]


@pytest.mark.parametrize("name", ["settings.json", "accounts.json"])
@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_a_damaged_file_is_set_aside_and_said_and_the_program_works(
    open_program: OpenProgram,
    profile: ProfileFolder,
    gateway: DemoGateway,
    qtbot: QtBot,
    quick_retries: None,
    name: str,
    garbage: bytes,
) -> None:
    (profile.path / name).write_bytes(garbage)
    program = open_program()
    assert name in program.window.notice.sentence
    assert "Traceback" not in program.window.notice.sentence
    if "is damaged" in program.window.notice.sentence:
        [kept] = profile.path.glob(f"{name}.damaged-*")
        assert kept.read_bytes() == garbage
        assert kept.name in program.window.notice.sentence
    use(program, gateway)
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"
    assert name in program.window.notice.sentence, "a note stays until it is closed"


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00\xff\xfe",
        b"[General]\nwindow=hello\npanes=1\nfolds=@Invalid()\n",
        b"[General]\nwindow=@ByteArray(garbage)\npanes=@ByteArray(\\0\\0)\nfolds=@Size(1 2)\n",
        b"[General]\nwindow=@Variant(\\0\\0\\0\\x7f\\0\\0\\0\\x1)\n",
    ],
    ids=["bytes", "texts", "foreign layouts", "variant"],
)
@pytest.mark.qt_log_ignore("QVariant::load: unknown user type", extend=True)
def test_a_damaged_layout_is_forgotten(
    open_program: OpenProgram, profile: ProfileFolder, garbage: bytes
) -> None:
    (profile.path / "layout.ini").write_bytes(garbage)
    program = open_program()
    assert program.window.isVisible()
    assert program.window.width() > 300
    assert open_program().window.isVisible()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder is made unwritable otherwise there")
def test_a_profile_that_cannot_be_written_is_said_and_everything_else_works(
    open_program: OpenProgram, tmp_path: Path, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    """A file stands where the folder should be: that stops root, too."""
    (tmp_path / "file").write_text("not a folder")
    program = open_program(folder=ProfileFolder(tmp_path / "file" / "profile"))
    assert "Can't save anything in" in program.window.notice.sentence
    form = program.window.start.form
    form.offer_session()
    program.window.start.form._api_url.setText(gateway.api_url)
    program.window.start.form._id_instance.setText(gateway.account.id_instance)
    program.window.start.form._token.setText(gateway.token.reveal())
    click(button(form, "Keep for this session"))
    assert program.lookup_controller.state == Ready()
    assert "can't be used" in program.window.notice.sentence
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"
    assert program.window.notice.isVisible()
    program.preferences.change(Settings(default_region="GB", theme="light"))
    assert "can't be used" in program.window.notice.sentence


def test_a_note_about_a_damaged_file_waits_behind_a_problem(
    open_program: OpenProgram, profile: ProfileFolder, gateway: DemoGateway, qtbot: QtBot
) -> None:
    book = AccountBook(profile)
    book.add("Support", gateway.api_url, gateway.account.id_instance)
    book.save()
    (profile.path / "settings.json").write_bytes(b'{"default_region"')
    program = open_program()
    problem = "can't be reached on this computer"
    qtbot.waitUntil(lambda: problem in program.window.notice.sentence, timeout=PATIENCE_MS)
    click(button(program.window, "Close this message"))
    assert "settings.json is damaged" in program.window.notice.sentence


def test_a_number_on_the_command_line_waits_for_an_account(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    program = open_program("+44 20 7946 0158")
    assert gateway.seen == ()
    use(program, gateway)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Primrose Flowers"


def test_words_on_the_command_line_that_are_no_number_are_only_written(
    open_program: OpenProgram, gateway: DemoGateway
) -> None:
    program = open_program("nobody")
    use(program, gateway)
    assert program.lookup_controller.state == Ready()
    assert "This text contains no phone number." in visible_words(program.window)


def running(parent: QObject) -> list[QTimer]:
    """All but the one that lets the caret rest; tests/ui/main_window/test_idle.py waits for that."""
    timers = [timer for timer in parent.findChildren(QTimer) if timer.isActive()]
    return [timer for timer in timers if not isinstance(timer.parent(), Caret)]


def test_nothing_ticks_while_nothing_happens(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not running(program.window))
    look_up(qtbot, program, DEALER)
    qtbot.waitUntil(lambda: not running(program.window))
    gateway.faults.add("getContactInfo", too_many_requests(), times=1)
    ask(program, FLORIST)
    settle(qtbot, program)
    qtbot.waitUntil(lambda: not running(program.window))


def test_closing_in_the_middle_of_a_lookup_is_quick_and_drops_the_request(
    program: Program, gateway: DemoGateway
) -> None:
    gateway.answer_delay_s = 30
    ask(program, DEALER)
    assert gateway.wait_for(bool)
    with within(0.5):
        program.close()
    assert gateway.wait_for(lambda seen: seen[0].outcome.value == "dropped")
    assert not shiboken6.isValid(program.window)


def test_closing_while_pictures_arrive_is_quick(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    gateway.picture_delay_s = 30
    ask(program, DEALER)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer")
    with within(0.5):
        program.close()


def test_the_first_paint_is_told_once_and_after_it(qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    first = FirstPaint(label)
    first.happened.connect(label.hide)
    label.show()
    qtbot.waitUntil(label.isHidden)
    label.show()
    qtbot.wait(20)
    assert label.isVisible()


def test_a_window_gone_before_it_is_told_of_its_first_paint_is_no_accident(qtbot: QtBot) -> None:
    label = QLabel("x")
    FirstPaint(label)
    label.show()
    label.grab()
    shiboken6.delete(label)
    qtbot.wait(10)


def test_settings_of_every_computer_are_the_same_in_tests(
    first_start: Program, profile: ProfileFolder, qapp: QApplication
) -> None:
    assert Settings.load(profile) == (QUIET, ())
    assert not named(first_start.window, QPushButton, "noticeAction").isVisible()
    assert first_start.window.windowTitle() == "Contact Inspector"
