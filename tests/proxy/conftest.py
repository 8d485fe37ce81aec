"""A computer whose way to the gateway and to the pictures leads through a proxy."""

import ssl
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector.core.account import Account
from inspector.core.proxy_choice import Proxy, ProxyChoice
from inspector.core.secret import Secret
from inspector.demo.gateway import DemoGateway
from inspector.demo.pictures import Links
from tests.greenapi.tls import Signed, sign
from tests.proxy.network import ConnectProxy, Network

GATEWAY_HOST = "1101.api.greenapi.example"
PICTURE_HOST = "pps.whatsapp.net"
USER = "anna"
PASSWORD = "correct-horse-battery-7431"


@dataclass
class Office:
    """A proxy, and what is behind it."""

    network: Network
    proxy: ConnectProxy
    gateway: DemoGateway
    certificate: Callable[[Signed], ssl.SSLContext]
    authority: Signed

    @property
    def api_url(self) -> str:
        return f"https://{GATEWAY_HOST}"

    @property
    def account(self) -> Account:
        return Account("office", "Office", self.api_url, self.gateway.account.id_instance)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.proxy.port}"

    @property
    def picture_url(self) -> str:
        return Links(f"https://{PICTURE_HOST}", time.time()).original("oil-filter-2")

    def choice(self, user: str = "", password: str = "") -> ProxyChoice:
        proxy = Proxy(
            "127.0.0.1", self.proxy.port, user=user, password=Secret(password) if password else None
        )
        return ProxyChoice("manual", proxy)

    def serve_gateway(self, signed: Signed) -> None:
        """Put the gateway behind another certificate."""
        port = int(self.gateway.api_url.rpartition(":")[2])
        self.proxy.routes[f"{GATEWAY_HOST}:443"] = self.network.serve_tls(self.certificate(signed), port)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gateway: DemoGateway) -> Iterator[Office]:
    """A proxy that lets everybody in, and behind it the demo gateway and its pictures in TLS."""
    if sys.platform != "linux":
        pytest.skip("the store of authorities is the system's")
    authority = sign("Authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "authority.pem")))

    def context(signed: Signed) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(signed.write(tmp_path / f"{signed.certificate.serial_number}.pem"))
        return made

    with Network() as network:
        office = Office(network, ConnectProxy(), gateway, context, authority)
        network.serve_proxy(office.proxy)
        office.serve_gateway(sign("Server", authority, addresses=[GATEWAY_HOST, PICTURE_HOST]))
        office.proxy.routes[f"{PICTURE_HOST}:443"] = office.proxy.routes[f"{GATEWAY_HOST}:443"]
        yield office
