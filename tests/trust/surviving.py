"""What every fault must leave behind: a sentence, the contact that was shown, and a program that goes on."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Shown
from tests.trust.cases import Case
from tests.trust.commands import Commands
from tests.trust.pulse import assert_never_away
from tests.ui.watching import FLORIST, PERSONAL, fact, look_up, press, said, settle


def asked(gateway: DemoGateway) -> int:
    """How often the gateway was asked for a contact so far."""
    return sum(seen.name == "getContactInfo" for seen in gateway.seen)


def ask_again(qtbot: QtBot, program: Program) -> None:
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)


def assert_kept(program: Program, sentence: str) -> None:
    """The florist is still shown, and the notice says what went wrong."""
    assert sentence in program.window.notice.sentence, program.window.notice.sentence
    assert program.window.notice.isVisible()
    assert isinstance(program.lookup_controller.state, Shown)
    assert said(program.window, "profileName") == "Primrose Flowers"
    assert fact(program.window, "Category")


def assert_goes_on(qtbot: QtBot, program: Program) -> None:
    """The next number is looked up as if nothing had been."""
    look_up(qtbot, program, PERSONAL)
    assert said(program.window, "profileName") == "Anna"
    assert program.window.notice.sentence == ""


def assert_survived(qtbot: QtBot, program: Program, gateway: DemoGateway, case: Case) -> None:
    """Ask again for the florist who is shown, and let it go wrong."""
    before = asked(gateway)

    def go_wrong() -> None:
        nonlocal before
        before = asked(gateway)
        gateway.faults.add("getContactInfo", case.fault)
        ask_again(qtbot, program)
        gateway.faults.clear()

    assert_never_away(go_wrong)
    assert_kept(program, case.sentence)
    assert asked(gateway) - before == case.tries


def assert_told(commands: Commands, gateway: DemoGateway, case: Case) -> None:
    """The command line says the same on its own, and nothing else."""
    gateway.faults.add("getContactInfo", case.fault)
    told = commands.run("lookup", FLORIST)
    gateway.faults.clear()
    assert (told.code, told.out) == (1, ""), case
    *_, sentence, _ = told.err.split("\n")
    assert case.sentence in sentence, f"{case}: {told.err}"
    assert gateway.token.reveal() not in told.err


def assert_commands_go_on(commands: Commands) -> None:
    told = commands.run("lookup", PERSONAL)
    assert (told.code, told.err) == (0, "")
    assert "Anna" in told.out
