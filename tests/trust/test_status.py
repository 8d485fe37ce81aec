"""Every row of the gateway's error table in every shape of a body, in the window and on the command line."""

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo import faults
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import LoggedRequest
from inspector.greenapi.pacing import PAUSES_S, Timings
from tests.pace import limit_s
from tests.program import OpenProgram, use
from tests.terminal import Terminal
from tests.trust.cases import SHAPES, Case, cases_of
from tests.trust.commands import Commands
from tests.trust.surviving import (
    assert_commands_go_on,
    assert_goes_on,
    assert_survived,
    assert_told,
)
from tests.ui.watching import FLORIST, look_up, said, visible_words

QUOTAS = (
    Case("requests", faults.quota_exceeded(), "is used up: 100 of 100 requests. It resets next month"),
    Case("people", faults.quota_exceeded(by_correspondents=True), "is used up: 3 of 3 contacts."),
)
TENTHS = Timings(
    second_s=0.001, pauses_s={kind: tuple(s / 10 for s in pauses_s) for kind, pauses_s in PAUSES_S.items()}
)
"""The documented pauses, ten times as fast."""


@pytest.mark.parametrize("shape", SHAPES)
def test_each_row_of_the_error_table_is_said_and_costs_nothing_that_was_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot, shape: str
) -> None:
    look_up(qtbot, program, FLORIST)
    for case in cases_of(shape):
        assert_survived(qtbot, program, gateway, case)
    assert_goes_on(qtbot, program)


def test_each_row_of_the_error_table_is_said_on_the_command_line(
    furnished: Terminal, gateway: DemoGateway
) -> None:
    """In those shapes that are read in different ways: fetching a token for each takes its time."""
    with Commands(furnished) as commands:
        for shape in ("the gateway's own", "HTML", "empty"):
            for case in cases_of(shape):
                assert_told(commands, gateway, case)
            assert_commands_go_on(commands)


@pytest.mark.parametrize("case", QUOTAS, ids=str)
def test_a_quota_is_said_in_figures_asked_once_and_names_nobody(
    program: Program, gateway: DemoGateway, qtbot: QtBot, case: Case
) -> None:
    look_up(qtbot, program, FLORIST)
    assert_survived(qtbot, program, gateway, case)
    assert "4477009" not in visible_words(program.window)
    assert_goes_on(qtbot, program)


def test_a_quota_is_said_in_figures_on_the_command_line(furnished: Terminal, gateway: DemoGateway) -> None:
    with Commands(furnished) as commands:
        for case in QUOTAS:
            assert_told(commands, gateway, case)
        assert_commands_go_on(commands)


# Failures that pass by themselves


def waited_s(seen: tuple[LoggedRequest, ...]) -> list[float]:
    """The time between the requests for a contact."""
    moments = [each.at for each in seen if each.name == "getContactInfo"]
    return [later - earlier for earlier, later in pairwise(moments)]


@pytest.mark.parametrize("fault", [faults.too_many_requests(), faults.bad_gateway_html()], ids=["429", "502"])
def test_a_failure_that_passes_is_waited_for_longer_each_time(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, fault: faults.Fault
) -> None:
    program = open_program(timings=TENTHS)
    use(program, gateway)
    gateway.faults.add("getContactInfo", fault, times=3)
    look_up(qtbot, program, FLORIST)
    assert said(program.window, "profileName") == "Primrose Flowers"
    assert program.window.notice.sentence == ""
    for waited, meant_s in zip(waited_s(gateway.seen), (0.1, 0.2, 0.4), strict=True):
        assert meant_s <= waited < meant_s + limit_s(0.5)


def test_a_command_waits_the_documented_seconds_says_so_and_succeeds(
    furnished: Terminal, gateway: DemoGateway
) -> None:
    gateway.faults.add("getContactInfo", faults.too_many_requests(), times=1)
    gateway.faults.add("getContactInfo", faults.bad_gateway_html(), times=1)
    told = furnished.run("lookup", FLORIST)
    assert told.code == 0
    assert "Primrose Flowers" in told.out
    first, second = told.err.splitlines()
    assert first == "Too many requests. Retrying in 1 s…"
    assert second == "The gateway isn't responding (502). Retrying in 2 s…"
    for waited, meant_s in zip(waited_s(gateway.seen), (1, 2), strict=True):
        assert meant_s <= waited < meant_s + limit_s(0.5)


@pytest.mark.parametrize(
    "fault",
    [faults.quota_exceeded(), faults.contact_limit(), faults.unauthorized(), faults.forbidden()],
    ids=["466", "469", "401", "403"],
)
def test_what_asking_again_makes_worse_is_asked_once(
    furnished: Terminal, gateway: DemoGateway, fault: faults.Fault
) -> None:
    """A process of its own, without anything that makes tests quick."""
    gateway.faults.add("getContactInfo", fault)
    assert furnished.run("lookup", FLORIST).code == 1
    assert waited_s(gateway.seen) == []
