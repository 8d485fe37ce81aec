"""Fetching pictures from the real demo gateway, and from one that misbehaves."""

import asyncio
import socket
import time
from collections.abc import Callable, Sequence

import pytest

from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.pictures import fetch as fetching
from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.pictures.fetch import PictureFetcher
from inspector.pictures.kind import PictureKind, kind_of
from tests.pictures import hostile

PNG = (("Content-Type", "image/png"),)


def fetch(gateway: DemoGateway, *urls: str, deadline_s: float = 5.0) -> list[bytes | BaseException]:
    async def run() -> list[bytes | BaseException]:
        fetcher = PictureFetcher(frozenset([gateway.api_url]), deadline_s)
        try:
            return await asyncio.gather(*map(fetcher.fetch, urls), return_exceptions=True)
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


def trouble(results: Sequence[bytes | BaseException]) -> PictureError:
    (result,) = results
    assert isinstance(result, PictureError)
    assert result.sentence.endswith(".")
    assert "oh=" not in result.sentence
    return result


def fail(gateway: DemoGateway, fault: Fault, deadline_s: float = 5.0) -> PictureError:
    gateway.faults.add("picture", fault)
    return trouble(fetch(gateway, gateway.links.preview("battery-1"), deadline_s=deadline_s))


def test_a_picture_comes_as_the_bytes_that_were_served(gateway: DemoGateway) -> None:
    (data,) = fetch(gateway, gateway.links.preview("battery-1"))
    assert isinstance(data, bytes)
    assert kind_of(data) is PictureKind.PNG


def test_the_signed_query_arrives_as_it_was_issued(gateway: DemoGateway) -> None:
    url = gateway.links.original("battery-1", "Az%2f")
    assert isinstance(fetch(gateway, url)[0], bytes)
    (seen,) = gateway.seen
    assert gateway.api_url + seen.target == url


def test_not_even_a_strange_path_or_query_is_tidied_up(gateway: DemoGateway) -> None:
    gateway.faults.add("picture", Fault(body=hostile.png(1, 1), headers=PNG))
    target = "/pictures/./a/../b//c.png?b=1&a=[]|{}'~\"<>^`&oh=%7e%7E&oe"
    assert fetch(gateway, gateway.api_url + target) == [hostile.png(1, 1)]
    assert [seen.target for seen in gateway.seen] == [target]


def test_no_credential_no_cookie_and_no_name_of_ours_is_sent(gateway: DemoGateway) -> None:
    cookie = (*PNG, ("Set-Cookie", "session=1; Path=/"))
    gateway.faults.add("picture", Fault(body=hostile.png(1, 1), headers=cookie))
    urls = [gateway.links.preview("battery-1", str(n)) for n in range(20)]
    assert all(isinstance(result, bytes) for result in fetch(gateway, *urls))
    for seen in gateway.seen:
        assert set(seen.headers) == {"host", "accept", "accept-encoding"}
        assert seen.headers["accept-encoding"] == "identity"


def test_an_expired_link_is_not_even_asked_for(gateway: DemoGateway) -> None:
    error = trouble(fetch(gateway, gateway.links.expired.preview("battery-1")))
    assert error.trouble is PictureErrorKind.EXPIRED
    assert "expired on 20" in error.sentence
    assert gateway.seen == ()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (403, PictureErrorKind.EXPIRED),
        (404, PictureErrorKind.GONE),
        (410, PictureErrorKind.GONE),
        (500, PictureErrorKind.SERVER),
        (503, PictureErrorKind.SERVER),
        (204, PictureErrorKind.SERVER),
        (206, PictureErrorKind.SERVER),
    ],
)
def test_each_status_has_its_reason(gateway: DemoGateway, status: int, kind: PictureErrorKind) -> None:
    assert fail(gateway, Fault(status, b"" if status == 204 else hostile.png(1, 1), PNG)).trouble is kind


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(gateway: DemoGateway, status: int) -> None:
    headers = (("Location", gateway.links.preview("oil-filter-1")),)
    assert fail(gateway, Fault(status, b"", headers)).trouble is PictureErrorKind.REFUSED
    assert len(gateway.seen) == 1


@pytest.mark.parametrize("name", hostile.NOT_PICTURES)
def test_what_is_no_picture_is_refused_whatever_it_calls_itself(gateway: DemoGateway, name: str) -> None:
    error = fail(gateway, Fault(body=hostile.NOT_PICTURES[name], headers=PNG))
    assert error.trouble is PictureErrorKind.NOT_A_PICTURE


def test_a_compressed_answer_is_refused_unread(gateway: DemoGateway) -> None:
    headers = (*PNG, ("Content-Encoding", "gzip"))
    assert fail(gateway, Fault(body=b"\x1f\x8b" * 100, headers=headers)).trouble is PictureErrorKind.REFUSED


def test_an_announced_excess_is_refused_by_its_announcement(gateway: DemoGateway) -> None:
    headers = (*PNG, ("Content-Length", str(fetching.CAP_BYTES + 1)))
    fault = Fault(body=hostile.png(1, 1), headers=headers, manner=Manner.ANSWER)
    assert fail(gateway, fault).trouble is PictureErrorKind.TOO_LARGE


def test_an_excess_that_was_not_announced_is_cut(gateway: DemoGateway) -> None:
    body = hostile.png(1, 1) + b"\0" * fetching.CAP_BYTES
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    headers = (*PNG, ("Transfer-Encoding", "chunked"))
    assert fail(gateway, Fault(body=chunked, headers=headers)).trouble is PictureErrorKind.TOO_LARGE


def test_a_picture_as_large_as_allowed_is_taken(gateway: DemoGateway) -> None:
    body = hostile.png(1, 1).ljust(fetching.CAP_BYTES, b"\0")
    gateway.faults.add("picture", Fault(body=body, headers=PNG))
    assert fetch(gateway, gateway.links.preview("battery-1")) == [body]


@pytest.mark.parametrize(
    "manner",
    [
        Manner.CLOSE_BEFORE_HEADERS,
        Manner.RESET_IN_BODY,
        Manner.WRONG_LENGTH,
        Manner.BROKEN_CHUNKING,
        Manner.NOISE,
    ],
)
def test_a_connection_that_breaks_off_is_said(gateway: DemoGateway, manner: Manner) -> None:
    error = fail(gateway, Fault(body=hostile.png(9, 9), headers=PNG, manner=manner))
    assert error.trouble is PictureErrorKind.NETWORK
    assert "127.0.0.1" in error.sentence


def test_a_byte_now_and_then_does_not_hold_the_deadline_up(gateway: DemoGateway) -> None:
    started = time.monotonic()
    fault = Fault(body=hostile.png(9, 9), headers=PNG, manner=Manner.DRIP, delay_s=0.05)
    assert fail(gateway, fault, deadline_s=1.0).trouble is PictureErrorKind.TIMEOUT
    assert time.monotonic() - started < 2
    assert gateway.wait_for(lambda seen: seen[0].outcome is Outcome.DROPPED)


def test_no_server_at_all_is_a_sentence_with_the_host() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{unused.getsockname()[1]}"

    async def run() -> None:
        fetcher = PictureFetcher(frozenset([origin]))
        with pytest.raises(PictureError, match=r"connect to 127\.0\.0\.1") as caught:
            await fetcher.fetch(f"{origin}/a.png")
        assert caught.value.trouble is PictureErrorKind.NETWORK
        await fetcher.aclose()

    asyncio.run(run())


def test_no_more_than_six_are_fetched_at_once(gateway: DemoGateway) -> None:
    gateway.faults.add("picture", Fault(delay_s=0.1))
    urls = [gateway.links.preview("battery-1", str(number)) for number in range(14)]
    assert all(isinstance(result, bytes) for result in fetch(gateway, *urls))
    begun = [seen.at for seen in gateway.seen]
    assert len(begun) == 14
    together = max(sum(0 <= other - at < 0.09 for other in begun) for at in begun)
    assert together == fetching.AT_ONCE


def test_a_cancelled_fetch_lets_go_of_its_connection_and_its_place(gateway: DemoGateway) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG), times=fetching.AT_ONCE)

    async def run() -> bytes:
        fetcher = PictureFetcher(frozenset([gateway.api_url]))
        urls = [gateway.links.preview("battery-1", str(number)) for number in range(fetching.AT_ONCE)]
        hanging = [asyncio.create_task(fetcher.fetch(url)) for url in urls]
        await asyncio.to_thread(gateway.wait_for, lambda seen: len(seen) == fetching.AT_ONCE)
        for task in hanging:
            task.cancel()
        data = await asyncio.wait_for(fetcher.fetch(gateway.links.preview("oil-filter-1")), 2)
        await fetcher.aclose()
        return data

    assert kind_of(asyncio.run(run())) is PictureKind.PNG
    assert gateway.wait_for(lambda seen: sum(each.outcome is Outcome.DROPPED for each in seen) == 6)


def test_waiting_for_a_place_does_not_count_as_time(gateway: DemoGateway) -> None:
    gateway.faults.add("picture", Fault(delay_s=0.3))
    urls = [gateway.links.preview("battery-1", str(number)) for number in range(36)]
    assert all(isinstance(result, bytes) for result in fetch(gateway, *urls, deadline_s=1.6))


def leading_to(*addresses: str) -> Callable[..., list[tuple[object, ...]]]:
    """A resolver that knows one answer."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    return lambda *_: list(found)


def fetch_from_anywhere(url: str) -> PictureError:
    async def run() -> PictureError:
        fetcher = PictureFetcher(allows_other_hosts=True, deadline_s=2.0)
        try:
            with pytest.raises(PictureError) as caught:
                await fetcher.fetch(url)
            return caught.value
        finally:
            await fetcher.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.215.14", "192.168.1.1"], ["169.254.169.254"]])
def test_a_public_name_that_leads_into_the_house_is_refused(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    # The autouse wall of the tests fails this one if a connection is tried all the same.
    monkeypatch.setattr(socket, "getaddrinfo", leading_to(*addresses))
    error = fetch_from_anywhere("https://cdn.example/a.jpg")
    assert error.trouble is PictureErrorKind.REFUSED
    assert error.sentence == "The picture is at cdn.example, which isn't a public server."


def test_a_public_name_that_leads_nowhere_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    error = fetch_from_anywhere("https://cdn.example/a.jpg")
    assert error.trouble is PictureErrorKind.NETWORK
    assert error.sentence == "Couldn't connect to cdn.example."


def test_a_host_that_is_refused_is_told_with_the_reason() -> None:
    assert fetch_from_anywhere("https://nas.local/a.jpg").refused_host == "nas.local"
