"""Bodies of every kind under an answer that says it succeeded, in the window and on the command line."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.gateway import DemoGateway
from tests.terminal import Terminal
from tests.trust.cases import ODD, UNREADABLE, Case, Odd
from tests.trust.commands import Commands
from tests.trust.pulse import assert_never_away
from tests.trust.surviving import (
    ask_again,
    assert_commands_go_on,
    assert_goes_on,
    assert_survived,
    assert_told,
)
from tests.ui.watching import FLORIST, button, click, look_up, said


@contextmanager
def within_memory(limit_mb: int) -> Iterator[None]:
    """The block keeps this process's memory below what it was and so many megabytes, at its highest."""
    status, highest = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not highest.exists():
        yield
        return
    highest.write_text("5")  # forgets the highest so far
    before_mb = _memory_mb(status, "VmRSS")
    yield
    assert _memory_mb(status, "VmHWM") - before_mb < limit_mb


def _memory_mb(status: Path, name: str) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) // 1024


@pytest.mark.parametrize("case", UNREADABLE, ids=str)
def test_a_body_that_is_no_contact_is_said_and_costs_nothing_that_was_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot, case: Case
) -> None:
    look_up(qtbot, program, FLORIST)
    with within_memory(200):
        assert_survived(qtbot, program, gateway, case)
    assert gateway.token.reveal() not in program.window.notice.sentence
    assert_goes_on(qtbot, program)


def test_a_body_that_is_no_contact_is_said_on_the_command_line(
    furnished: Terminal, gateway: DemoGateway
) -> None:
    with Commands(furnished) as commands:
        for case in UNREADABLE:
            assert_told(commands, gateway, case)
        assert_commands_go_on(commands)


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_what_can_be_read_of_an_odd_body_is_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot, odd: Odd
) -> None:
    """The clock is the work of all threads, which take turns; what other programs take is not counted."""
    look_up(qtbot, program, FLORIST)
    click(button(program.window, "Raw response"))

    def show() -> None:
        gateway.faults.add("getContactInfo", odd.fault, times=1)
        ask_again(qtbot, program)

    assert_never_away(show, time.process_time)
    assert (said(program.window, "profileName") or "").startswith(odd.shown)
    assert program.window.notice.sentence == ""
    assert_goes_on(qtbot, program)


def test_what_can_be_read_of_an_odd_body_is_printed(furnished: Terminal, gateway: DemoGateway) -> None:
    with Commands(furnished) as commands:
        for odd in (odd for odd in ODD if odd.is_printed):
            gateway.faults.add("getContactInfo", odd.fault, times=1)
            told = commands.run("lookup", FLORIST, "--json")
            assert (told.code, told.err) == (0, ""), odd
            printed = json.loads(told.out, parse_constant=pytest.fail)
            assert odd.shown in printed["name"].replace("\\ud83d", ""), odd
        assert_commands_go_on(commands)
