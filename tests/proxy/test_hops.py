"""Each hop of the way through a proxy fails once, in the window and on the command line."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.core.proxy_choice import password_key
from inspector.core.secret import Secret
from inspector.greenapi.pacing import PAUSES_S, Timings
from inspector.keychain.system_store import SystemStore
from inspector.ui.controllers.accounts import Opened
from tests.greenapi.asking import closed_port
from tests.greenapi.tls import sign
from tests.program import OpenProgram
from tests.proxy.conftest import GATEWAY_HOST, PASSWORD, USER, Office
from tests.secret_service import SecretService
from tests.terminal import Terminal
from tests.trust.commands import Commands
from tests.trust.pulse import assert_never_away
from tests.trust.surviving import ask_again, assert_commands_go_on, assert_goes_on, assert_kept
from tests.ui.watching import FLORIST, look_up

CONNECT_S: Final = 1.0
TIMINGS: Final = Timings(
    connect_s=CONNECT_S,
    second_s=0.001,
    pauses_s={kind: tuple(0.001 for _ in PAUSES_S[kind]) for kind in PAUSES_S},
)

Change = Callable[[Office, Settings], Settings]


@dataclass(frozen=True, slots=True)
class Hop:
    """Where the way ends; `{proxy}` in the sentence is the proxy's host and port."""

    name: str
    change: Change
    """Breaks something; the settings with which it is seen."""
    sentence: str

    def __str__(self) -> str:
        return self.name


def _answer(words: bytes) -> Change:
    def change(office: Office, settings: Settings) -> Settings:
        office.proxy.answer = words
        return settings

    return change


def _nowhere(_office: Office, settings: Settings) -> Settings:
    return replace(settings, proxy_host="proxy.office.invalid", proxy_port=8080)


def _refused(_office: Office, settings: Settings) -> Settings:
    return replace(settings, proxy_port=closed_port())


def _nobody(office: Office, settings: Settings) -> Settings:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    return settings


def _wrong_password(office: Office, settings: Settings) -> Settings:
    office.proxy.credentials = f"{USER}:something else"
    return replace(settings, proxy_user=USER)


def _silent(office: Office, settings: Settings) -> Settings:
    office.proxy.is_silent = True
    return settings


def _unknown_host(office: Office, settings: Settings) -> Settings:
    office.proxy.routes.clear()
    return settings


def _target_gone(office: Office, settings: Settings) -> Settings:
    office.proxy.routes[f"{GATEWAY_HOST}:443"] = closed_port()
    return settings


def _stranger(office: Office, settings: Settings) -> Settings:
    office.serve_gateway(sign("Interceptor", addresses=[GATEWAY_HOST]))
    return settings


HOPS: Final = (
    Hop("the proxy's name is not found", _nowhere, "Couldn't find the proxy proxy.office.invalid:8080 (DNS)"),
    Hop("the proxy refuses", _refused, "The proxy {proxy} refused the connection. Check your network, and"),
    Hop("the proxy wants a user", _nobody, "The proxy {proxy} requires a username and password. Enter them"),
    Hop("the password is wrong", _wrong_password, "The proxy {proxy} rejected the username and password"),
    Hop(
        "forbidden",
        _answer(b"HTTP/1.1 403 No\r\n\r\n"),
        f"doesn't allow connections to {GATEWAY_HOST} (403). Ask",
    ),
    Hop("the proxy finds no gateway", _unknown_host, f"{{proxy}} couldn't reach {GATEWAY_HOST} (502). Try"),
    Hop("the proxy never answers", _silent, f"The proxy {{proxy}} didn't respond within {CONNECT_S:g} s"),
    Hop("the proxy hangs up", _answer(b""), "The proxy {proxy} closed the connection without a response"),
    Hop("no proxy at all", _answer(b"220 mail ready\r\n\r\n"), "The server at {proxy} isn't an HTTP proxy"),
    Hop("the gateway refuses", _target_gone, f"Couldn't make a secure connection (TLS) to {GATEWAY_HOST}"),
    Hop("a stranger's certificate", _stranger, f"Can't trust {GATEWAY_HOST}: its certificate is self"),
)


@pytest.fixture
def usual(office: Office) -> Settings:
    return Settings(None, theme="light", proxy="manual", proxy_host="127.0.0.1", proxy_port=office.proxy.port)


def _mend(office: Office, port: int) -> None:
    proxy = office.proxy
    proxy.answer, proxy.is_silent, proxy.credentials = None, False, ""
    proxy.routes[f"{GATEWAY_HOST}:443"] = port


def _expected(hop: Hop, settings: Settings) -> str:
    return hop.sentence.format(proxy=f"{settings.proxy_host}:{settings.proxy_port}")


@pytest.mark.parametrize("hop", HOPS, ids=str)
def test_the_hop_that_failed_is_named_and_costs_nothing_that_was_shown(
    secret_service: SecretService,
    office: Office,
    usual: Settings,
    open_program: OpenProgram,
    qtbot: QtBot,
    hop: Hop,
) -> None:
    SystemStore().keep(password_key("127.0.0.1", office.proxy.port), Secret(PASSWORD))
    program = open_program(timings=TIMINGS)
    program.accounts.use(Opened(office.account, office.gateway.token))
    program.preferences.change(usual)
    look_up(qtbot, program, FLORIST)
    port, asked = office.proxy.routes[f"{GATEWAY_HOST}:443"], len(office.gateway.seen)
    _use(program, settings := hop.change(office, usual), qtbot)

    def go_wrong() -> None:
        ask_again(qtbot, program)

    assert_never_away(go_wrong)
    assert_kept(program, _expected(hop, settings))
    assert len(office.gateway.seen) == asked
    _mend(office, port)
    _use(program, usual, qtbot)
    assert_goes_on(qtbot, program)
    assert office.gateway.token.reveal().encode() not in office.proxy.seen


def _use(program: Program, settings: Settings, qtbot: QtBot) -> None:
    """As after a change in the preferences: with new connections."""
    program.preferences.change(replace(settings, proxy="none"))
    program.preferences.change(settings)
    qtbot.waitUntil(lambda: program.proxy.has_password == bool(settings.proxy_user))


def test_the_hop_that_failed_is_named_on_the_command_line(
    secret_service: SecretService, office: Office, usual: Settings, tmp_path: Path
) -> None:
    terminal = Terminal(tmp_path / "profile")
    folder = ProfileFolder(terminal.profile)
    book, _ = AccountBook.load(folder)
    account = book.add("Support", office.api_url, office.account.id_instance)
    book.save()
    SystemStore().keep(account.token_key, office.gateway.token)
    SystemStore().keep(password_key("127.0.0.1", office.proxy.port), Secret(PASSWORD))
    port = office.proxy.routes[f"{GATEWAY_HOST}:443"]
    with Commands(terminal, connect_s=CONNECT_S) as commands:
        for hop in HOPS:
            settings = hop.change(office, usual)
            settings.save(folder)
            told = commands.run("lookup", FLORIST)
            assert (told.code, told.out) == (1, ""), hop
            assert _expected(hop, settings) in told.err, f"{hop}: {told.err}"
            assert office.gateway.seen == (), hop
            _mend(office, port)
        usual.save(folder)
        assert_commands_go_on(commands)
    assert office.gateway.token.reveal().encode() not in office.proxy.seen
