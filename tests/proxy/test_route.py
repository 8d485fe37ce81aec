"""Who is reached through which proxy, and what the system says of it."""

import asyncio
import sys

import pytest

from inspector.core.problem import GatewayError, Kind, Problem, Remedy
from inspector.core.proxy_choice import NO_PROXY, Proxy, ProxyChoice
from inspector.proxy import route
from inspector.proxy.route import find_proxy
from tests.greenapi.asking import ask_contact, closed_port, failure_of, run
from tests.proxy.conftest import GATEWAY_HOST, PASSWORD, USER, Office

SYSTEM = ProxyChoice("system")
MANUAL = ProxyChoice("manual", Proxy("proxy", 8080))

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system itself answers too")


def found(choice: ProxyChoice, host: str = GATEWAY_HOST, port: int = 443) -> Proxy | None:
    return asyncio.run(find_proxy(choice, host, port))


def refused(choice: ProxyChoice) -> Problem:
    with pytest.raises(GatewayError) as caught:
        found(choice)
    problem = caught.value.problem
    assert problem.kind is Kind.PROXY
    assert problem.remedy is Remedy.OPEN_PREFERENCES
    assert problem.sentence.endswith("Nothing was sent.")
    return problem


def test_without_a_choice_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy:8080")
    assert found(NO_PROXY) is None


@pytest.mark.parametrize("choice", [MANUAL, SYSTEM, ProxyChoice("manual")])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "::1"])
def test_this_very_computer_is_never_reached_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, choice: ProxyChoice, host: str
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy:8080")
    assert found(choice, host) is None


@pytest.mark.parametrize("host", ["localhost.example", "127.0.0.1.example", "128.0.0.1", "2001:db8::1"])
def test_what_only_looks_like_this_computer_is_reached_through_the_proxy(host: str) -> None:
    assert found(MANUAL, host) == MANUAL.manual


@on_linux
@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"https_proxy": "http://proxy:3128"}, Proxy("proxy", 3128)),
        ({"HTTPS_PROXY": "http://proxy:3128/"}, Proxy("proxy", 3128)),
        ({"https_proxy": "Proxy:3128"}, Proxy("proxy", 3128)),
        ({"https_proxy": "http://proxy"}, Proxy("proxy", 80)),
        ({"https_proxy": "https://proxy"}, Proxy("proxy", 443, is_encrypted=True)),
        ({"https_proxy": "http://[2001:db8::1]:3128"}, Proxy("2001:db8::1", 3128)),
        ({"https_proxy": "http://an%40na:p%3Aw@proxy:1"}, Proxy("proxy", 1, user="an@na")),
        ({"http_proxy": "http://proxy:3128"}, None),
        ({"all_proxy": "http://proxy:3128"}, Proxy("proxy", 3128)),
        ({"all_proxy": "socks5://other:1", "https_proxy": "http://proxy:3128"}, Proxy("proxy", 3128)),
        ({"https_proxy": ""}, None),
        ({"https_proxy": "http://proxy:1", "no_proxy": "*"}, None),
        ({"https_proxy": "http://proxy:1", "no_proxy": "other, greenapi.example"}, None),
        ({"https_proxy": "http://proxy:1", "no_proxy": f"{GATEWAY_HOST}:443"}, None),
        ({"https_proxy": "http://proxy:1", "no_proxy": f"{GATEWAY_HOST}:444"}, Proxy("proxy", 1)),
        ({"https_proxy": "http://proxy:1", "no_proxy": "other"}, Proxy("proxy", 1)),
        ({"https_proxy": "socks5://proxy:1", "no_proxy": "greenapi.example"}, None),
    ],
)
def test_the_systems_proxy_is_that_of_https_unless_the_host_is_an_exception(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: Proxy | None
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert found(SYSTEM) == expected


def test_the_systems_password_comes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://anna:p%3Aw@proxy:1")
    proxy = found(SYSTEM)
    assert proxy is not None
    assert proxy.password is not None
    assert proxy.password.reveal() == "p:w"


@pytest.mark.parametrize(
    "address", ["socks5://proxy:1080", "socks4://proxy:1080", "socks5h://a:geheim@proxy"]
)
def test_a_socks_proxy_of_the_systems_is_not_supported_and_said(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("https_proxy", address)
    problem = refused(SYSTEM)
    assert "system's proxy, proxy, is a SOCKS proxy, which isn't supported." in problem.sentence
    assert "geheim" not in problem.sentence


def test_a_socks_proxy_alone_is_not_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """As macOS says it, whose network settings know a SOCKS proxy beside the others."""
    monkeypatch.setattr(route, "getproxies", lambda: {"socks": "http://proxy:1080"})
    assert "system's proxy, proxy, is a SOCKS proxy, which isn't supported." in refused(SYSTEM).sentence


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://",
            "http://:8080",
            "http://proxy:geheim",
            "http://proxy:99999",
            "http://proxy:0",
            "http://[::1",
        ),
        *(
            "http://anna:geheim/x@proxy:1",
            "http://proxy:1/geheim",
            "http://proxy:1?geheim",
            "http://proxy#geheim",
        ),
        *("http://pro xy:1", "://", "http://an%3Ana:geheim@proxy:1", "http://anna:geheim@pr%6Fxy"),
    ],
)
def test_what_cannot_be_understood_is_said_without_quoting_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("https_proxy", address)
    problem = refused(SYSTEM)
    assert "Couldn't read the system's proxy setting." in problem.sentence
    assert "geheim" not in problem.sentence


def test_a_kind_of_proxy_that_nobody_knows_is_not_supported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "quic://proxy:1")
    assert (
        "system's proxy, proxy, is an unknown kind of proxy, which isn't supported."
        in refused(SYSTEM).sentence
    )


def test_a_system_that_cannot_be_asked_does_not_hold_the_lookup_up(
    monkeypatch: pytest.MonkeyPatch, office: Office
) -> None:
    def fail() -> dict[str, str]:
        raise OSError("the registry is closed")

    monkeypatch.setattr(route, "getproxies", fail)
    problem = failure_of(office.account, office.gateway.token, ask_contact, proxy=SYSTEM).problem
    assert problem.kind is Kind.PROXY
    assert "Couldn't read the system's proxy setting." in problem.sentence


@on_linux
def test_lookups_go_the_way_that_the_system_says_at_the_moment(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{closed_port()}")
    problem = failure_of(office.account, office.gateway.token, ask_contact, proxy=SYSTEM).problem
    assert "refused the connection" in problem.sentence
    monkeypatch.setenv("https_proxy", f"http://{USER}:{PASSWORD}@{office.address}")
    run(office.account, office.gateway.token, ask_contact, proxy=SYSTEM)
    assert len(office.proxy.heads) == 1
