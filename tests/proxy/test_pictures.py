"""Pictures come through the proxy too, and say what it did wrong."""

import asyncio

import pytest

from inspector.core.proxy_choice import Proxy, ProxyChoice
from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.pictures.fetch import PictureFetcher
from inspector.pictures.kind import kind_of
from tests.greenapi.asking import closed_port, listening
from tests.greenapi.tls import sign
from tests.proxy.conftest import PASSWORD, PICTURE_HOST, USER, Office


def fetch(url: str, choice: ProxyChoice, deadline_s: float = 10.0) -> bytes:
    async def body() -> bytes:
        fetcher = PictureFetcher(deadline_s=deadline_s, proxy=choice)
        try:
            return await fetcher.fetch(url)
        finally:
            await fetcher.aclose()

    return asyncio.run(body())


def failure_of(url: str, choice: ProxyChoice, deadline_s: float = 10.0) -> PictureError:
    with pytest.raises(PictureError) as caught:
        fetch(url, choice, deadline_s)
    assert caught.value.trouble is PictureErrorKind.NETWORK
    return caught.value


def test_a_picture_comes_through_a_tunnel_with_its_signature_unspoilt(office: Office) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    data = fetch(office.picture_url, office.choice(USER, PASSWORD))
    assert kind_of(data) is not None
    (head,) = office.proxy.heads
    assert head.startswith(f"CONNECT {PICTURE_HOST}:443 HTTP/1.1\r\n".encode())
    assert b"/pictures/" not in office.proxy.seen
    (seen,) = office.gateway.seen
    assert not [name for name in seen.headers if name.startswith("proxy-")]


def test_pictures_on_this_very_computer_need_no_proxy(office: Office) -> None:
    unreachable = ProxyChoice("manual", Proxy("127.0.0.1", closed_port()))

    async def body() -> bytes:
        fetcher = PictureFetcher(frozenset([office.gateway.api_url]), proxy=unreachable)
        try:
            return await fetcher.fetch(office.gateway.links.preview("oil-filter-2"))
        finally:
            await fetcher.aclose()

    assert kind_of(asyncio.run(body())) is not None


def test_a_picture_says_that_the_proxy_is_the_reason(office: Office) -> None:
    unreachable = ProxyChoice("manual", Proxy("127.0.0.1", closed_port()))
    assert "The proxy 127.0.0.1" in failure_of(office.picture_url, unreachable).sentence
    office.proxy.answer = b"HTTP/1.1 403 Forbidden\r\n\r\n"
    sentence = failure_of(office.picture_url, office.choice()).sentence
    assert sentence.startswith(
        f"The proxy {office.address} doesn't allow connections to {PICTURE_HOST} (403)"
    )


def test_a_public_server_that_only_the_proxy_knows_is_reached_when_other_servers_are_allowed(
    office: Office,
) -> None:
    host = "cdn.pictures.invalid"
    port = int(office.gateway.api_url.rpartition(":")[2])
    own = office.certificate(sign("Server", office.authority, addresses=[host]))
    office.proxy.routes[f"{host}:443"] = office.network.serve_tls(own, port)
    url = office.picture_url.replace(PICTURE_HOST, host)

    async def body() -> bytes:
        fetcher = PictureFetcher(allows_other_hosts=True, proxy=office.choice())
        try:
            return await fetcher.fetch(url)
        finally:
            await fetcher.aclose()

    assert kind_of(asyncio.run(body())) is not None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "10.0.0.1"])
def test_a_proxy_opens_no_way_into_the_neighbourhood(office: Office, host: str) -> None:
    url = office.picture_url.replace(PICTURE_HOST, host)

    async def body() -> None:
        fetcher = PictureFetcher(allows_other_hosts=True, proxy=office.choice())
        try:
            await fetcher.fetch(url)
        finally:
            await fetcher.aclose()

    with pytest.raises(PictureError) as caught:
        asyncio.run(body())
    assert caught.value.trouble is PictureErrorKind.REFUSED
    assert office.proxy.heads == []


def test_a_strangers_certificate_behind_the_proxy_gets_no_request(office: Office) -> None:
    port = int(office.gateway.api_url.rpartition(":")[2])
    own = office.certificate(sign("Interceptor", addresses=[PICTURE_HOST]))
    office.proxy.routes[f"{PICTURE_HOST}:443"] = office.network.serve_tls(own, port)
    assert PICTURE_HOST in failure_of(office.picture_url, office.choice()).sentence
    assert office.gateway.seen == ()


def test_a_silent_proxy_takes_no_longer_than_a_picture_may(office: Office) -> None:
    with listening() as port, pytest.raises(PictureError) as caught:
        fetch(office.picture_url, ProxyChoice("manual", Proxy("127.0.0.1", port)), deadline_s=0.2)
    assert caught.value.trouble is PictureErrorKind.TIMEOUT
