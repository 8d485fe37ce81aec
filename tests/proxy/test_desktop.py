"""The proxy that is set in a Linux desktop, asked for on a real bus."""

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from inspector.core.problem import GatewayError
from inspector.core.proxy_choice import Proxy, ProxyChoice
from inspector.proxy import route
from inspector.proxy.desktop import read_desktop_proxies
from inspector.proxy.route import find_proxy
from tests.greenapi.asking import ask_contact, closed_port, run
from tests.pace import limit_s
from tests.proxy.conftest import GATEWAY_HOST, PASSWORD, USER, Office
from tests.proxy.desktop import Desktop, running

SYSTEM = ProxyChoice("system")
FROM_ENVIRONMENT = Proxy("environment", 3128)


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desktop]:
    with running() as started:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", started.address)
        yield started


def found(host: str = GATEWAY_HOST, port: int = 443) -> Proxy | None:
    return asyncio.run(find_proxy(SYSTEM, host, port))


def test_a_lookup_goes_through_the_proxy_that_the_desktop_names(desktop: Desktop, office: Office) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    desktop.proxies = [f"http://{USER}:{PASSWORD}@{office.address}"]
    run(office.account, office.gateway.token, ask_contact, proxy=SYSTEM)
    assert len(office.proxy.heads) == 1
    assert desktop.asked == [f"https://{GATEWAY_HOST}:443"], "neither path nor token"


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [
        (["direct://"], None),
        ([], None),
        (["http://proxy:8080"], Proxy("proxy", 8080)),
        (["http://proxy:8080/", "direct://"], Proxy("proxy", 8080)),
        (["https://proxy"], Proxy("proxy", 443, is_encrypted=True)),
        (["http://[2001:db8::1]:3128"], Proxy("2001:db8::1", 3128)),
        (["socks5://socks:1080", "http://proxy:8080"], Proxy("proxy", 8080)),
        (["direct://", "http://proxy:8080"], None),
    ],
)
def test_what_the_desktop_says_is_followed(
    desktop: Desktop, proxies: list[str], expected: Proxy | None
) -> None:
    desktop.proxies = proxies
    assert found() == expected


@pytest.mark.parametrize("proxies", [["socks5://proxy:1080"], ["socks4://proxy:1080", "direct://"]])
def test_a_socks_proxy_of_the_desktops_is_said_and_not_passed_by(
    desktop: Desktop, proxies: list[str]
) -> None:
    desktop.proxies = proxies
    with pytest.raises(GatewayError, match=r"proxy, is a SOCKS proxy.*Nothing was sent\.$"):
        found()


@pytest.mark.parametrize("address", ["http://", "http://proxy:geheim", "rubbish:geheim", ""])
def test_an_address_that_is_none_is_said_without_quoting_it(desktop: Desktop, address: str) -> None:
    desktop.proxies = [address]
    with pytest.raises(GatewayError, match=r"Nothing was sent\.$") as caught:
        found()
    assert "geheim" not in str(caught.value)


def test_the_desktop_comes_before_the_environment_which_fills_in(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://{FROM_ENVIRONMENT.address}")
    desktop.proxies = ["http://proxy:8080"]
    assert found() == Proxy("proxy", 8080)
    desktop.proxies = ["direct://"]
    assert found() == FROM_ENVIRONMENT


def silence(desktop: Desktop) -> None:
    desktop.proxies = None


def fail(desktop: Desktop) -> None:
    desktop.has_failed = True


def answer_a_text(desktop: Desktop) -> None:
    desktop.nonsense = ("s", "http://proxy:8080")


def answer_a_list_of_lists(desktop: Desktop) -> None:
    desktop.nonsense = ("aas", [["http://proxy:8080"]])


@pytest.mark.parametrize(
    "break_it",
    [silence, fail, answer_a_text, answer_a_list_of_lists, Desktop.freeze_bus, Desktop.stop],
)
def test_a_desktop_that_does_not_answer_leaves_it_to_the_environment_in_time(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, break_it: Callable[[Desktop], None]
) -> None:
    monkeypatch.setenv("https_proxy", f"http://{FROM_ENVIRONMENT.address}")
    monkeypatch.setattr(route, "read_desktop_proxies", partial(read_desktop_proxies, limit_s=0.2))
    break_it(desktop)
    started_s = time.monotonic()
    assert found() == FROM_ENVIRONMENT
    assert time.monotonic() - started_s < limit_s(0.5)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "rubbish",
        "unix:path=/nonexistent/bus",
        "unix:path",
        f"tcp:host=127.0.0.1,port={closed_port()}",
        ";",
    ],
    ids=range(6),  # the port differs from one worker to the next
)
def test_without_a_bus_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("https_proxy", f"http://{FROM_ENVIRONMENT.address}")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert found() == FROM_ENVIRONMENT


def test_a_crash_while_the_system_is_asked_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_host: str, _port: int) -> tuple[str, ...]:
        raise AssertionError("a bus that speaks another language")

    monkeypatch.setattr(route, "read_desktop_proxies", crash)
    with pytest.raises(AssertionError, match="another language"):
        asyncio.run(asyncio.wait_for(find_proxy(SYSTEM, GATEWAY_HOST, 443), 5))
