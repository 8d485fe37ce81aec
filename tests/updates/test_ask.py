"""The one request for the list: what it says, and what it does not take."""

import asyncio
import gzip
import time

import pytest

from inspector.core.proxy_choice import NO_PROXY, Proxy, ProxyChoice
from inspector.updates.ask import CAP_BYTES, fetch_list
from tests.greenapi.tls import sign
from tests.proxy.conftest import Office, office  # noqa: F401  # a fixture
from tests.updates.lists import ReleaseList


def fetch(url: str, proxy: ProxyChoice = NO_PROXY, deadline_s: float = 5.0) -> bytes | None:
    return asyncio.run(fetch_list(url, proxy, deadline_s))


def test_the_list_comes_as_it_is_and_the_request_says_nothing_of_who_asks(releases: ReleaseList) -> None:
    releases.body = b'[{"version": "1.2.0"}]'
    assert fetch(releases.url) == releases.body
    [(path, headers)] = releases.requests
    assert path == "/releases.json"
    assert headers.keys() <= {"Host", "Accept", "Accept-Encoding", "Connection"}
    assert headers["Accept-Encoding"] == "identity"


def test_a_redirect_is_not_followed(releases: ReleaseList) -> None:
    releases.status, releases.headers = 302, {"Location": releases.url}
    assert fetch(releases.url) is None
    assert len(releases.requests) == 1


@pytest.mark.parametrize("status", [204, 401, 404, 500])
def test_any_other_answer_is_none(releases: ReleaseList, status: int) -> None:
    releases.status = status
    assert fetch(releases.url) is None


def test_ten_megabytes_are_not_read(releases: ReleaseList) -> None:
    releases.body = b" " * 10_000_000
    assert fetch(releases.url) is None


def test_a_list_of_the_largest_size_is_read(releases: ReleaseList) -> None:
    releases.body = b" " * CAP_BYTES
    assert fetch(releases.url) == releases.body


def test_a_packed_answer_is_not_unpacked(releases: ReleaseList) -> None:
    releases.body, releases.headers = gzip.compress(b"[]"), {"Content-Encoding": "gzip"}
    assert fetch(releases.url) is None


def test_a_list_that_drips_ends_at_the_time_limit(releases: ReleaseList) -> None:
    releases.body, releases.drip_s = b"[" * 1_000, 0.05
    began_s = time.monotonic()
    assert fetch(releases.url, deadline_s=0.3) is None
    assert time.monotonic() - began_s < 5


@pytest.mark.parametrize(
    "url",
    ["https://nobody.invalid/r.json", "http://127.0.0.1:9/r.json", "https://x..invalid/", "https://xn--./"],
)
def test_where_nobody_answers_there_is_no_list(url: str) -> None:
    assert fetch(url) is None


def test_the_list_comes_through_the_proxy_in_tls(office: Office, releases: ReleaseList) -> None:  # noqa: F811  # the fixture
    releases.body = b'[{"version": "1.2.0"}]'
    host = "intranet.example"
    certificate = office.certificate(sign("List", office.authority, addresses=[host]))
    port = int(releases.url.rpartition(":")[2].partition("/")[0])
    office.proxy.routes[f"{host}:443"] = office.network.serve_tls(certificate, port)
    assert fetch(f"https://{host}/releases.json", office.choice()) == releases.body
    assert b"releases.json" not in office.proxy.seen, "the proxy sees the host and nothing else"


def test_a_certificate_of_another_host_is_not_trusted(office: Office, releases: ReleaseList) -> None:  # noqa: F811  # the fixture
    host = "intranet.example"
    certificate = office.certificate(sign("List", office.authority, addresses=["other.example"]))
    port = int(releases.url.rpartition(":")[2].partition("/")[0])
    office.proxy.routes[f"{host}:443"] = office.network.serve_tls(certificate, port)
    assert fetch(f"https://{host}/releases.json", office.choice()) is None
    assert releases.requests == []


def test_a_proxy_that_does_not_answer_is_no_reason_to_go_straight() -> None:
    gone = ProxyChoice("manual", Proxy("127.0.0.1", 9))
    assert fetch("https://nobody.invalid/r.json", gone) is None
