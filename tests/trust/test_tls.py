"""Certificates that are no longer, not yet or never to be trusted, in the window and on the command line.

The store of authorities is the system's own; on Linux OpenSSL takes it from where SSL_CERT_FILE points.
"""

import ssl
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.core.account import Account
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.demo.wire import JSON
from inspector.lookup.session import Failed
from inspector.ui.controllers.accounts import Opened
from tests.greenapi.tls import Signed, sign
from tests.proxy.network import Network
from tests.terminal import Terminal
from tests.trust.commands import Commands
from tests.trust.conftest import add_account
from tests.trust.pulse import assert_never_away
from tests.trust.surviving import ask_again, asked, assert_goes_on, assert_kept
from tests.ui.watching import FLORIST, ask, look_up, said, settle

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the store of authorities is the system's, and not ours to change"
)


@dataclass
class SecureGateway:
    """The demo gateway behind a certificate that can be exchanged, as a gateway's is once in a while."""

    demo: DemoGateway
    port: int
    context: ssl.SSLContext
    folder: Path
    authority: Signed = field(default_factory=lambda: sign("Company"))

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def opened(self) -> Opened:
        account = Account("secure", "Secure", f"https://{self.host}", self.demo.account.id_instance)
        return Opened(account, self.demo.token)

    def present(self, signed: Signed) -> None:
        """Show this certificate to whoever comes from now on; nobody comes twice by one connection."""
        self.context.load_cert_chain(signed.write(self.folder / "server.pem"))
        self.demo.faults.clear()
        self.demo.faults.add("*", Fault(headers=(*JSON, ("Connection", "close"))))

    def present_good(self) -> None:
        self.present(sign("Server", self.authority))

    def store_of(self, authority: Signed) -> str:
        """A store of authorities with this one in it, and no other."""
        return str(authority.write(self.folder / f"{authority.certificate.serial_number}.pem"))


@pytest.fixture
def secure(gateway: DemoGateway, tmp_path: Path) -> Iterator[SecureGateway]:
    with Network() as network:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sign("Server").write(tmp_path / "first.pem"))
        port = network.serve_tls(context, int(gateway.api_url.rpartition(":")[2]))
        yield SecureGateway(gateway, port, context, tmp_path)


BAD: dict[str, tuple[Callable[[Signed], Signed], str]] = {
    "expired": (
        lambda company: sign("Server", company, valid_for=timedelta(hours=-1)),
        "its certificate has expired, or this computer's clock is wrong",
    ),
    "self-signed": (lambda _: sign("Server"), "its certificate is self-signed"),
    "a different name": (
        lambda company: sign("Server", company, addresses=["127.0.0.2", "gateway.example"]),
        "its certificate is for a different name",
    ),
    "unknown authority": (
        lambda _: sign("Server", sign("Stranger")),
        "its certificate comes from an authority this computer doesn't trust",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_certificate_says_why_and_nothing_is_sent(
    program: Program, secure: SecureGateway, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    make, why = BAD[case]
    monkeypatch.setenv("SSL_CERT_FILE", secure.store_of(secure.authority))
    secure.present_good()
    program.accounts.use(secure.opened)
    look_up(qtbot, program, FLORIST)
    secure.present(make(secure.authority))

    def go_wrong() -> None:
        ask_again(qtbot, program)

    assert_never_away(go_wrong)
    assert_kept(program, f"Can't trust {secure.host}: {why}. Nothing was sent.")
    assert asked(secure.demo) == 1
    secure.present_good()
    assert_goes_on(qtbot, program)


def test_a_company_authority_is_refused_until_the_system_trusts_it(
    program: Program, secure: SecureGateway, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No restart is needed after it was added to the system's store."""
    monkeypatch.setenv("SSL_CERT_FILE", secure.store_of(sign("Somebody else")))
    secure.present_good()
    program.accounts.use(secure.opened)
    ask(program, FLORIST)
    settle(qtbot, program)
    assert isinstance(program.lookup_controller.state, Failed)
    assert "from an authority this computer doesn't trust" in program.window.notice.sentence
    assert asked(secure.demo) == 0
    monkeypatch.setenv("SSL_CERT_FILE", secure.store_of(secure.authority))
    ask_again(qtbot, program)
    assert said(program.window, "profileName") == "Primrose Flowers"


def test_certificates_are_judged_on_the_command_line(
    furnished: Terminal, gateway: DemoGateway, secure: SecureGateway
) -> None:
    add_account(furnished, "Secure", gateway, f"https://{secure.host}")
    words = ("lookup", FLORIST, "--account", "Secure")
    trusting = furnished.with_variables(SSL_CERT_FILE=secure.store_of(secure.authority))
    with Commands(trusting) as commands:
        for make, why in BAD.values():
            secure.present(make(secure.authority))
            told = commands.run(*words)
            assert (told.code, told.out) == (1, "")
            assert told.err == f"Can't trust {secure.host}: {why}. Nothing was sent.\n"
        assert gateway.seen == ()
        secure.present_good()
        assert commands.run(*words).code == 0
    told = furnished.with_variables(SSL_CERT_FILE=secure.store_of(sign("Somebody else"))).run(*words)
    assert (told.code, told.out) == (1, "")
    assert "from an authority this computer doesn't trust" in told.err
    assert asked(gateway) == 1
