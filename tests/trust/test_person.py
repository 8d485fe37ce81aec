"""What a person does in a hurry or by mistake, in the window and on the command line."""

import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.greenapi.pacing import Timings
from inspector.lookup.session import Locked
from tests.pace import within
from tests.program import OpenProgram, use
from tests.secret_service import SecretService
from tests.terminal import Terminal
from tests.trust.pulse import assert_never_away
from tests.trust.surviving import asked, assert_goes_on
from tests.ui.accounting import add_first
from tests.ui.watching import (
    DEALER,
    FLORIST,
    NOTHING,
    PERSONAL,
    ask,
    look_up,
    named,
    press,
    said,
    settle,
    type_into,
    visible_words,
)

PACE_S = 0.1
PACED = Timings(second_s=PACE_S)
"""The limit of one request a second, ten times as fast."""


@pytest.fixture
def paced(open_program: OpenProgram, gateway: DemoGateway) -> Program:
    program = open_program(timings=PACED)
    use(program, gateway)
    return program


def field(program: Program) -> QLineEdit:
    return named(program.window, QLineEdit, "numberField")


def hold(program: Program, qtbot: QtBot, key: Qt.Key, repeats: int) -> None:
    """A key goes down, repeats as a keyboard does (ten times as fast), and comes up."""
    none = Qt.KeyboardModifier.NoModifier
    for turn in range(repeats):
        down = QKeyEvent(QEvent.Type.KeyPress, key, none, "\r", autorep=turn > 0)
        QCoreApplication.sendEvent(field(program), down)
        qtbot.wait(3)
    QCoreApplication.sendEvent(field(program), QKeyEvent(QEvent.Type.KeyRelease, key, none))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_held_down_asks_once(paced: Program, gateway: DemoGateway, qtbot: QtBot, key: Qt.Key) -> None:
    type_into(field(paced), FLORIST)

    def hold_down() -> None:
        before = asked(gateway)
        hold(paced, qtbot, key, 200)
        settle(qtbot, paced)
        assert asked(gateway) - before == 1

    assert_never_away(hold_down)
    assert said(paced.window, "profileName") == "Primrose Flowers"
    assert_goes_on(qtbot, paced)


def test_f5_held_down_is_one_f5(paced: Program) -> None:
    [f5] = [each for each in paced.window.findChildren(QShortcut) if each.key() == QKeySequence("F5")]
    assert not f5.autoRepeat()


def press_often(program: Program, qtbot: QtBot, numbers: tuple[str, ...], times: int) -> float:
    """Type one number after the other, each with its own Enter; the seconds it took."""
    started_s = time.monotonic()
    for turn in range(times):
        program.window.search.write(numbers[turn % len(numbers)])
        press(field(program), Qt.Key.Key_Return)
        qtbot.wait(2)
    return time.monotonic() - started_s


def test_two_hundred_lookups_keep_the_pace_and_the_last_one_wins(
    paced: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    """Two hundred a minute are more than three a second, and one is allowed."""
    look_up(qtbot, paced, DEALER)

    def hurry() -> None:
        before = asked(gateway)
        took_s = press_often(paced, qtbot, (PERSONAL, DEALER, NOTHING, FLORIST), 200)
        settle(qtbot, paced)
        assert asked(gateway) - before <= took_s / PACE_S + 2

    assert_never_away(hurry)
    assert said(paced.window, "profileName") == "Primrose Flowers"
    assert paced.window.notice.sentence == ""
    moments = [seen.at for seen in gateway.seen if seen.name == "getContactInfo"]
    busiest = max(sum(at <= each < at + 10 * PACE_S for each in moments) for at in moments)
    assert busiest <= 11
    assert_goes_on(qtbot, paced)


def test_ten_megabytes_pasted_by_mistake_cost_nothing_that_was_shown(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, FLORIST)
    QGuiApplication.clipboard().setText("Minutes of the meeting, and nobody's number. " * 220_000)

    def paste() -> None:
        field(program).selectAll()
        press(field(program), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        qtbot.wait(20)

    assert_never_away(paste)
    assert "The first 4,000 characters of this text" in (said(program.window, "numberHint") or "")
    assert said(program.window, "profileName") == "Primrose Flowers"
    assert_goes_on(qtbot, program)


def test_a_hundred_thousand_characters_on_the_command_line_are_refused(furnished: Terminal) -> None:
    told = furnished.run("lookup", "no number " * 10_000)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("The first 4,000 characters of this text")
    assert len(told.err) < 200


def test_an_account_deleted_during_a_lookup_ends_it_and_another_can_be_added(
    first_start: Program, gateway: DemoGateway, secret_service: SecretService, qtbot: QtBot
) -> None:
    add_first(first_start, gateway, qtbot)
    gateway.faults.add("getContactInfo", Fault(delay_s=3), times=1)
    ask(first_start, FLORIST)
    assert gateway.wait_for(lambda seen: any(each.name == "getContactInfo" for each in seen))
    account = first_start.accounts.active
    assert account is not None

    def delete() -> None:
        if account in first_start.accounts.all:
            first_start.accounts.remove(account.key)
        qtbot.waitUntil(lambda: isinstance(first_start.lookup_controller.state, Locked))

    assert_never_away(delete)
    assert gateway.wait_for(lambda seen: seen[-1].outcome is Outcome.DROPPED)
    assert "Primrose" not in visible_words(first_start.window)
    assert isinstance(first_start.lookup_controller.state, Locked)
    assert secret_service.items() == []
    add_first(first_start, gateway, qtbot, "Second")
    look_up(qtbot, first_start, PERSONAL)
    assert said(first_start.window, "profileName") == "Anna"


def test_an_account_deleted_during_a_lookup_of_the_command_line_does_not_break_it(
    furnished: Terminal, gateway: DemoGateway
) -> None:
    gateway.answer_delay_s = 3
    process = furnished.start("lookup", FLORIST)
    assert gateway.wait_for(lambda seen: any(each.name == "getContactInfo" for each in seen), limit_s=20)
    assert furnished.run("accounts", "remove", "Support").code == 0
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert "Primrose Flowers" in out
    assert furnished.run("lookup", FLORIST).code == 3


def test_quitting_while_the_gateway_is_silent_leaves_nothing_to_wait_for(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, FLORIST)
    gateway.faults.add("*", Fault(manner=Manner.HANG))
    ask(program, PERSONAL)
    assert gateway.wait_for(lambda seen: seen[-1].outcome is Outcome.OPEN)
    with within(0.5):
        program.close()
    assert gateway.wait_for(lambda seen: seen[-1].outcome is Outcome.DROPPED)
