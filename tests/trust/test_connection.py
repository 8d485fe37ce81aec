"""What goes wrong on the way to the gateway, in the window and on the command line."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.core.account import Account
from inspector.core.problem import Kind
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.demo.wire import JSON
from inspector.greenapi.pacing import DOCUMENTED, PAUSES_S, Timings
from inspector.ui.controllers.accounts import Opened
from tests.program import OpenProgram, use
from tests.secret_service import SecretService
from tests.terminal import ROOT, Terminal
from tests.trust.cases import CONNECTION, Case
from tests.trust.commands import Commands
from tests.trust.conftest import add_account
from tests.trust.pulse import assert_never_away
from tests.trust.surviving import (
    ask_again,
    asked,
    assert_commands_go_on,
    assert_goes_on,
    assert_kept,
    assert_survived,
    assert_told,
)
from tests.ui.watching import FLORIST, PERSONAL, ask, look_up

SHORT = Timings(total_s=1.0, second_s=0.001)
ENDLESS = (
    Case("never answers", Fault(manner=Manner.HANG), "didn't send a complete response within 1 s."),
    Case(
        "sends one byte now and then",
        Fault(manner=Manner.DRIP, delay_s=0.05),
        "didn't send a complete response within 1 s.",
    ),
)
LAST_ANSWER = Fault(headers=(*JSON, ("Connection", "close")))
"""A usual answer whose connection is not used again."""


@pytest.mark.parametrize("case", CONNECTION, ids=str)
def test_a_broken_connection_is_said_and_costs_nothing_that_was_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot, case: Case
) -> None:
    look_up(qtbot, program, FLORIST)
    assert_survived(qtbot, program, gateway, case)
    assert_goes_on(qtbot, program)


def test_broken_connections_are_said_on_the_command_line(furnished: Terminal, gateway: DemoGateway) -> None:
    with Commands(furnished) as commands:
        for case in CONNECTION:
            assert_told(commands, gateway, case)
            assert_commands_go_on(commands)


@pytest.mark.parametrize("case", ENDLESS, ids=str)
def test_an_answer_past_its_deadline_is_given_up(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, case: Case
) -> None:
    program = open_program(timings=SHORT)
    use(program, gateway)
    look_up(qtbot, program, FLORIST)
    assert_survived(qtbot, program, gateway, case)
    assert gateway.wait_for(lambda seen: seen[-1].outcome is Outcome.DROPPED)
    assert_goes_on(qtbot, program)


def test_an_answer_past_its_deadline_is_given_up_on_the_command_line(
    furnished: Terminal, gateway: DemoGateway
) -> None:
    with Commands(furnished, SHORT.total_s) as commands:
        for case in ENDLESS:
            assert_told(commands, gateway, case)
        assert_commands_go_on(commands)


STUCK_RESOLVER = """
import functools, socket, sys, time
from inspector.cli import main as cli
from inspector.greenapi import client
from inspector.greenapi.pacing import Timings

socket.getaddrinfo = lambda *_, **__: time.sleep(30)
client.Gateway = functools.partial(client.Gateway, timings=Timings(total_s=0.5))
sys.exit(cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("words", [("lookup", FLORIST), ("accounts", "test", "Lost")])
def test_a_command_waits_for_no_resolver_past_its_deadline(
    tmp_path: Path, gateway: DemoGateway, secret_service: SecretService, words: tuple[str, ...]
) -> None:
    terminal = Terminal(tmp_path / "terminal")
    add_account(terminal, "Lost", gateway, "https://gateway.invalid")
    started_s = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-c", STUCK_RESOLVER, "--profile", str(terminal.profile), *words],
        cwd=ROOT,
        env=terminal.environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert time.monotonic() - started_s < 10
    assert ended.returncode == 1
    assert ended.stderr.startswith("gateway.invalid didn't send a complete response within 0.5 s.")


def test_the_documented_times_are_those_of_the_window(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    use(program, gateway)
    look_up(qtbot, program, FLORIST)
    assert program.lookups._gateway is not None
    timings = program.lookups._gateway[1]._timings
    assert timings is DOCUMENTED
    assert (timings.connect_s, timings.total_s) == (10, 60)
    assert timings.second_s >= 1
    assert timings.pauses_s is PAUSES_S
    assert PAUSES_S[Kind.TOO_FAST] == PAUSES_S[Kind.GATEWAY_DOWN] == (1, 2, 4)


# Nobody there


def test_a_name_that_does_not_resolve_is_said_and_costs_nothing_that_was_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    api_url = gateway.api_url.replace("127.0.0.1", "localhost")
    account = Account("named", "Named", api_url, gateway.account.id_instance)
    program.accounts.use(Opened(account, gateway.token))
    gateway.faults.add("getContactInfo", LAST_ANSWER)
    look_up(qtbot, program, FLORIST)

    def not_found(*_args: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    def go_wrong() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(socket, "getaddrinfo", not_found)
            ask_again(qtbot, program)

    assert_never_away(go_wrong)
    assert_kept(program, f"Couldn't find {api_url.removeprefix('http://')} (DNS). Check your")
    assert asked(gateway) == 1
    assert_goes_on(qtbot, program)


def test_a_refused_connection_is_said_and_costs_nothing_that_was_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, FLORIST)
    gateway.close()

    def go_wrong() -> None:
        ask_again(qtbot, program)

    assert_never_away(go_wrong)
    host = gateway.api_url.removeprefix("http://")
    assert_kept(program, f"{host} refused the connection. Try again later, or check the API address.")
    with DemoGateway(port=int(host.partition(":")[2]), enforces_limits=False):
        assert_goes_on(qtbot, program)


def test_nobody_there_is_said_on_the_command_line(furnished: Terminal, gateway: DemoGateway) -> None:
    add_account(furnished, "Nowhere", gateway, "https://1101.api.greenapi.invalid")
    port = int(gateway.api_url.rpartition(":")[2])
    with Commands(furnished) as commands:
        told = commands.run("lookup", FLORIST, "--account", "Nowhere")
        assert (told.code, told.out) == (1, "")
        assert "Couldn't find 1101.api.greenapi.invalid (DNS). Check your network" in told.err
        gateway.close()
        told = commands.run("lookup", FLORIST, "--account", "Support")
        assert (told.code, told.out) == (1, "")
        assert (
            told.err
            == f"127.0.0.1:{port} refused the connection. Try again later, or check the API address.\n"
        )
        with DemoGateway(port=port, enforces_limits=False):
            assert commands.run("lookup", PERSONAL, "--account", "Support").code == 0


# Led elsewhere


def leading_to(other: DemoGateway, status: int) -> Case:
    """A redirect to a server where the very same request would succeed."""
    path = f"/waInstance{other.account.id_instance}/getContactInfo/{other.token.reveal()}"
    fault = Fault(status, b"", (("Location", f"{other.api_url}{path}"),))
    return Case(str(status), fault, "redirects to another address (127.0.0.1). Check the API")


REDIRECTS = (301, 302, 303, 307, 308)


@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirect_is_said_and_the_other_host_sees_nothing(
    program: Program, gateway: DemoGateway, second_gateway: DemoGateway, qtbot: QtBot, status: int
) -> None:
    look_up(qtbot, program, FLORIST)
    assert_survived(qtbot, program, gateway, leading_to(second_gateway, status))
    assert_goes_on(qtbot, program)
    assert second_gateway.seen == ()
    assert not second_gateway._connections


def test_redirects_are_said_on_the_command_line_and_the_other_host_sees_nothing(
    furnished: Terminal, gateway: DemoGateway, second_gateway: DemoGateway
) -> None:
    with Commands(furnished) as commands:
        for status in REDIRECTS:
            assert_told(commands, gateway, leading_to(second_gateway, status))
        assert_commands_go_on(commands)
    assert second_gateway.seen == ()


def test_a_process_of_its_own_says_the_same(furnished: Terminal, gateway: DemoGateway) -> None:
    """Without anything that makes tests quick."""
    gateway.faults.add("getContactInfo", Fault(manner=Manner.NOISE), times=1)
    told = furnished.run("lookup", FLORIST)
    host = gateway.api_url.removeprefix("http://")
    sentence = f"The response from {host} isn't HTTP. Check the API address.\n"
    assert (told.code, told.out, told.err) == (1, "", sentence)
    assert furnished.run("lookup", FLORIST).code == 0


def test_a_first_lookup_that_fails_leaves_nothing_but_the_sentence(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getContactInfo", CONNECTION[0].fault)
    ask(program, FLORIST)
    qtbot.waitUntil(lambda: CONNECTION[0].sentence in program.window.notice.sentence)
    gateway.faults.clear()
    assert_goes_on(qtbot, program)
