"""From the first paint to the whole program: what is typed and seen meanwhile, and what breaks it off."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QSettings, Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.keychain import system_store
from inspector.lookup.session import Asked, Looking, Ready, Shown
from inspector.ui.controllers.lookups import Lookups
from inspector.ui.qt import qt_numbers
from inspector.ui.qt.first_paint import Steps
from tests.program import QUIET, OpenProgram
from tests.ui.accounting import Slow
from tests.ui.watching import DEALER, FLORIST, PATIENCE_MS, named, press, said, type_into

MakeProgram: TypeAlias = Callable[..., Program]


class AtFirstPaint(QObject):
    """Does something in the moment the window was painted, before anything else of the program is there."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self.picture = QImage()
        program.painted.connect(self._act)

    @Slot()
    def _act(self) -> None:
        assert not hasattr(self._program, "lookup_controller")
        self.act(named(self._program.window, QLineEdit, "numberField"))

    def act(self, field: QLineEdit) -> None:
        self.picture = self._program.window.grab().toImage()


class Hasty(AtFirstPaint):
    """Types a number and presses Enter, and more."""

    number = DEALER
    keys: tuple[Qt.Key, ...] = ()
    more = ""

    def act(self, field: QLineEdit) -> None:
        type_into(field, self.number)
        press(field, Qt.Key.Key_Return)
        for key in self.keys:
            press(field, key)
        type_into(field, self.more)


def begin(qtbot: QtBot, program: Program) -> None:
    with qtbot.waitSignal(program.begun, timeout=PATIENCE_MS):
        program.open()
        program.window.activateWindow()


@pytest.fixture
def make_program(
    open_program: OpenProgram, qapp: QApplication, profile: ProfileFolder
) -> Iterator[MakeProgram]:
    """Programs that are closed at the end, however far they came."""
    made: list[Program] = []

    def make(number: str | None = None, *, is_demo: bool = False) -> Program:
        made.append(Program(qapp, profile, number, is_demo=is_demo))
        return made[-1]

    yield make
    for program in made:
        if shiboken6.isValid(program.window):
            program.close()


def test_a_number_entered_before_anything_can_look_it_up_is_looked_up(
    make_program: MakeProgram, qtbot: QtBot
) -> None:
    program = make_program(is_demo=True)
    hasty = Hasty(program)
    begin(qtbot, program)
    assert isinstance(program.lookup_controller.state, Looking | Shown)
    assert hasty.parent() is program
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer", timeout=PATIENCE_MS)


def test_an_early_enter_asks_only_for_what_the_field_still_shows(
    make_program: MakeProgram, qtbot: QtBot
) -> None:
    program = make_program(is_demo=True)
    hasty = Hasty(program)
    hasty.more = "77"
    begin(qtbot, program)
    assert program.lookup_controller.state == Ready()
    assert named(program.window, QLineEdit, "numberField").text() == "77"


def has_reader(program: Program) -> bool:
    return hasattr(program, "reader")


def has_controller(program: Program) -> bool:
    return hasattr(program, "lookup_controller")


def has_account(program: Program) -> bool:
    return has_controller(program) and program.lookup_controller.state == Ready()


@pytest.mark.parametrize("is_time", [has_reader, has_controller, has_account])
def test_enter_at_any_moment_of_the_start_asks_once(
    make_program: MakeProgram,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    is_time: Callable[[Program], bool],
) -> None:
    """A second asking would break off the first, and wait for the second that the first has used up."""
    program = make_program(is_demo=True)
    asked: list[Asked] = []
    start = Lookups.start

    def counted(lookups: Lookups, number: Asked) -> None:
        asked.append(number)
        start(lookups, number)

    monkeypatch.setattr(Lookups, "start", counted)
    steps = program._steps._steps

    def with_enter() -> Iterator[None]:
        is_entered = False
        for _ in steps:
            if not is_entered and is_time(program):
                is_entered = True
                field = named(program.window, QLineEdit, "numberField")
                type_into(field, DEALER)
                press(field, Qt.Key.Key_Return)
            yield

    program._steps._steps = with_enter()
    begin(qtbot, program)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer", timeout=PATIENCE_MS)
    assert len(asked) == 1


def test_an_early_enter_can_be_cancelled_as_early(make_program: MakeProgram, qtbot: QtBot) -> None:
    program = make_program(is_demo=True)
    hasty = Hasty(program)
    hasty.keys = (Qt.Key.Key_Escape,)
    begin(qtbot, program)
    assert program.lookup_controller.state == Ready()


def test_a_number_that_was_typed_is_newer_than_that_of_the_command_line(
    make_program: MakeProgram, qtbot: QtBot
) -> None:
    program = make_program(FLORIST, is_demo=True)
    Hasty(program)
    begin(qtbot, program)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer", timeout=PATIENCE_MS)
    assert "345" in named(program.window, QLineEdit, "numberField").text()


def test_a_local_number_entered_early_waits_for_the_country_of_the_settings(
    make_program: MakeProgram, qtbot: QtBot, profile: ProfileFolder
) -> None:
    Settings(default_region="RU", theme="light").save(profile)
    program = make_program(is_demo=True)
    hasty = Hasty(program)
    hasty.number = "8 912 345 67 89"
    begin(qtbot, program)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer", timeout=PATIENCE_MS)


@pytest.fixture
def still_caret(qapp: QApplication) -> Iterator[None]:
    """A caret that blinks is away in one half of each second."""
    before_ms = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before_ms)


@pytest.mark.usefixtures("still_caret")
def test_nothing_that_was_painted_first_moves_when_the_rest_is_there(
    make_program: MakeProgram, qtbot: QtBot, profile: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    keychain = Slow()  # what it says would be a notice
    monkeypatch.setattr(system_store, "store_for_this_system", lambda: keychain)
    book = AccountBook(profile)
    book.add("Support", "https://1101.api.greenapi.com", "1101000001")
    book.save()
    layout = QSettings(str(profile.path / "layout.ini"), QSettings.Format.IniFormat)
    layout.setValue("account", "Support")
    layout.setValue("theme", "light")
    layout.sync()
    program = make_program()
    early = AtFirstPaint(program)
    with qtbot.waitSignal(program.begun, timeout=PATIENCE_MS):
        program.open()
    late = program.window.grab().toImage()
    above_status = program.window.rect().adjusted(0, 0, 0, -program.window.status.height())
    assert early.picture.copy(above_status) == late.copy(above_status)
    keychain.answered.set()


def test_the_next_start_remembers_account_and_theme_for_its_first_paint(
    open_program: OpenProgram, make_program: MakeProgram, profile: ProfileFolder, qtbot: QtBot
) -> None:
    book = AccountBook(profile)
    book.add("Support", "https://1101.api.greenapi.com", "1101000001")
    book.save()
    program = open_program()
    program.preferences.change(Settings(default_region=None, theme="dark"))
    program.close()
    second = make_program()
    early = AtFirstPaint(second)
    begin(qtbot, second)
    assert second.window.search.account_box.accessibleName().startswith("Account: Support")
    assert early.picture.pixelColor(4, 4).lightness() < 80


def test_settings_that_were_changed_elsewhere_win_over_the_remembered_theme(
    make_program: MakeProgram, profile: ProfileFolder, qtbot: QtBot
) -> None:
    QUIET.save(profile)
    layout = QSettings(str(profile.path / "layout.ini"), QSettings.Format.IniFormat)
    layout.setValue("theme", "dark")
    layout.sync()
    program = make_program()
    early = AtFirstPaint(program)
    begin(qtbot, program)
    assert early.picture.pixelColor(4, 4).lightness() < 80
    assert program.window.grab().toImage().pixelColor(4, 4).lightness() > 200


@pytest.mark.parametrize("turns", range(0, 45, 3))
def test_closing_while_the_rest_is_still_made_ends_everything(
    make_program: MakeProgram, qtbot: QtBot, turns: int
) -> None:
    """Threads, windows and timers that are left would fail the test."""
    program = make_program(is_demo=True)
    program.open()
    qtbot.waitUntil(program._steps._timer.isActive)
    for _ in range(turns):
        program._steps._take()
    program.close()
    assert not shiboken6.isValid(program.window)


def test_between_two_steps_events_have_their_turn(qtbot: QtBot) -> None:
    told: list[str] = []

    class Listener(QObject):
        def event(self, event: QEvent) -> bool:
            told.append("event")
            return True

    listener = Listener()

    def steps() -> Iterator[None]:
        for _ in range(3):
            told.append("step")
            QApplication.postEvent(listener, QEvent(QEvent.Type.User))
            yield

    work = Steps(steps())
    work.start()
    qtbot.waitUntil(lambda: not work._timer.isActive())
    assert told == ["step", "event"] * 3


def test_the_numbers_of_qts_names_are_those_of_qt() -> None:
    alignment = Qt.AlignmentFlag
    left = alignment.AlignLeft | alignment.AlignAbsolute | alignment.AlignVCenter
    assert Qt.TextFormat.PlainText.value == qt_numbers.PLAIN_TEXT
    assert left.value == qt_numbers.LEFT_WHATEVER_THE_TEXT
    assert alignment.AlignCenter.value == qt_numbers.CENTRED
    assert Qt.Orientation.Vertical.value == qt_numbers.VERTICAL
    assert Qt.FocusPolicy.NoFocus.value == qt_numbers.NO_FOCUS
    assert Qt.FocusPolicy.TabFocus.value == qt_numbers.TAB_FOCUS
    assert Qt.ToolButtonStyle.ToolButtonTextOnly.value == qt_numbers.TEXT_ONLY
