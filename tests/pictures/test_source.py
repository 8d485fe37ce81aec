"""The wall: which links are fetched, and which are refused before anything is resolved or connected."""

import asyncio
from datetime import UTC, datetime
from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.demo.gateway import DemoGateway
from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.pictures.fetch import PictureFetcher
from inspector.pictures.source import Allowed, Refused, expires_at, is_public, judge, not_downloaded
from tests.pace import within

DEMO = frozenset(["http://127.0.0.1:4321"])

REFUSED = {
    "https://whatsapp.net.evil.example/a.jpg": "whatsapp.net.evil.example",
    "https://evilwhatsapp.net/a.jpg": "evilwhatsapp.net",
    "https://mmg.evilwhatsapp.net/a.jpg": "mmg.evilwhatsapp.net",
    "https://whatsapp.net/a.jpg": "whatsapp.net",
    "https://mmg.whatsapp.net./a.jpg": "mmg.whatsapp.net.",
    "https://mmg..whatsapp.net/a.jpg": "",
    "https://.whatsapp.net/a.jpg": "",
    "https://user@mmg.whatsapp.net/a.jpg": "mmg.whatsapp.net",
    "https://user:word@mmg.whatsapp.net/a.jpg": "mmg.whatsapp.net",
    "https://mmg.whatsapp.net@evil.example/a.jpg": "evil.example",
    "https://mmg.whatsapp.net:444/a.jpg": "mmg.whatsapp.net",
    "https://mmg.whatsapp.net:99999/a.jpg": "",
    "https://mmg.whatsapp.net:x/a.jpg": "",
    "http://mmg.whatsapp.net/a.jpg": "mmg.whatsapp.net",
    "ftp://mmg.whatsapp.net/a.jpg": "mmg.whatsapp.net",
    "ws://mmg.whatsapp.net/a.jpg": "mmg.whatsapp.net",
    "https://[::1]/a.jpg": "::1",
    "https://[::ffff:127.0.0.1]/a.jpg": "::ffff:127.0.0.1",
    "https://[fe80::1%25eth0]/a.jpg": "",
    "https://2130706433/a.jpg": "2130706433",
    "https://0177.0.0.1/a.jpg": "",
    "https://0x7f.1/a.jpg": "0x7f.1",
    "https://127.0.0.1/a.jpg": "127.0.0.1",
    "http://169.254.169.254/latest/meta-data": "169.254.169.254",
    "https://localhost/a.jpg": "localhost",
    "https://mmg.whatsapp.net%2eevil.example/a.jpg": "",
    "https://evil.example#@mmg.whatsapp.net/a.jpg": "evil.example",
    "https://evil.example?.whatsapp.net/a.jpg": "evil.example",
    "https://evil.example\\@mmg.whatsapp.net/a.jpg": "",
    "https://mmg.whatsаpp.net/a.jpg": "",
    "https://mmg.whatsapp.net/a b.jpg": "",
    "https://mmg.whatsapp.net/a\r\nHost: evil.example": "",
    "https://mmg.whatsapp.net/\0": "",
    "https:///a.jpg": "",
    "https:mmg.whatsapp.net/a.jpg": "",
    "//mmg.whatsapp.net/a.jpg": "mmg.whatsapp.net",
    "mmg.whatsapp.net/a.jpg": "",
    "file:///etc/passwd": "",
    "data:image/png;base64,iVBORw0KGgo=": "",
    "javascript:alert(1)": "",
    "https://mmg.whatsapp.net/" + "a" * 4096: "",
    "undefined": "",
    "": "",
}


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_whatsapps_own_is_refused(url: str) -> None:
    for origins in (frozenset[str](), DEMO):
        judgement = judge(url, origins)
        assert isinstance(judgement, Refused)
        assert judgement.sentence.endswith(".")
        assert judgement.sentence.isascii()
        assert judgement.sentence.isprintable()
        if REFUSED[url]:
            assert judgement.host == REFUSED[url]
            assert judgement.host in judgement.sentence


def test_nothing_is_asked_of_the_network_for_a_refused_link(gateway: DemoGateway) -> None:
    # The autouse wall of the tests fails this one for every name resolved and every socket opened.
    async def fetch_all() -> None:
        fetcher = PictureFetcher(frozenset([gateway.api_url]))
        for url in REFUSED:
            with pytest.raises(PictureError) as caught:
                await fetcher.fetch(url)
            assert caught.value.trouble is PictureErrorKind.REFUSED
        await fetcher.aclose()

    asyncio.run(fetch_all())
    assert gateway.seen == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://pps.whatsapp.net/v/t61.24694-24/a.jpg?ccb=11-4&oh=01_AV",
        "https://mmg.whatsapp.net:443/v/a.jpg",
        "https://media-ams2-1.cdn.whatsapp.net/v/a.jpg",
        "https://scontent.xx.fbcdn.net/v/a.jpg",
        "HTTPS://MMG.WHATSAPP.NET/a.jpg",
    ],
)
def test_whatsapps_own_hosts_are_allowed(url: str) -> None:
    judgement = judge(url)
    assert isinstance(judgement, Allowed)
    assert judgement.url.scheme == "https"
    assert judgement.host == judgement.host.lower()


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://mmg.whatsapp.net/v/a.jpg?b=2&a=1&oh=01_A%2fz&oe", "/v/a.jpg?b=2&a=1&oh=01_A%2fz&oe"),
        ("https://mmg.whatsapp.net/v/../a//b.jpg?x=[1]|{2}'~\"`", "/v/../a//b.jpg?x=[1]|{2}'~\"`"),
        ("https://mmg.whatsapp.net/a.jpg#part", "/a.jpg"),
        ("https://mmg.whatsapp.net?a=1", "/?a=1"),
        ("https://mmg.whatsapp.net", "/"),
    ],
)
def test_path_and_query_are_asked_for_to_the_letter(url: str, target: str) -> None:
    judgement = judge(url)
    assert isinstance(judgement, Allowed)
    assert judgement.target.decode() == target


def test_a_plain_http_origin_is_allowed_only_while_it_is_named() -> None:
    url = "http://127.0.0.1:4321/pictures/a.png?oe=1"
    assert isinstance(judge(url, DEMO), Allowed)
    assert isinstance(judge(url), Refused)
    for other in (
        "http://127.0.0.1:4322/a.png",
        "https://127.0.0.1:4321/a.png",
        "http://localhost:4321/a.png",
    ):
        assert isinstance(judge(other, DEMO), Refused)
    assert isinstance(judge("http://user@127.0.0.1:4321/a.png", DEMO), Refused)


@given(st.text(max_size=80))
def test_no_text_breaks_the_judge(text: str) -> None:
    judge(text, DEMO)
    judge(f"https://{text}", DEMO)
    judge(f"https://mmg.whatsapp.net/{text}", DEMO)


@given(st.from_regex(r"[a-z0-9.@:\[\]%/?#\\-]{0,40}", fullmatch=True))
def test_whatever_is_allowed_is_at_a_host_of_whatsapps(text: str) -> None:
    judgement = judge(f"https://{text}whatsapp.net{text}")
    if isinstance(judgement, Allowed):
        assert judgement.url.host.endswith(".whatsapp.net")
        assert judgement.url.port is None


def test_the_expiry_is_read_from_the_signed_query() -> None:
    moment = datetime(2026, 3, 14, 9, tzinfo=UTC)
    oe = f"{int(moment.timestamp()):X}"
    assert expires_at(f"https://h/a?ccb=1&oe={oe}&x=1") == moment
    assert expires_at(f"https://h/a?oe={oe.lower()}") == moment
    assert expires_at(f"https://h/a?oe={oe}#part") == moment


@pytest.mark.parametrize(
    "query", ["", "?oe", "?oe=", "?oe=xyz", "?foe=1", "?oe=FFFFFFFFFFFFFFFF", "?oe=1234G"]
)
def test_a_link_that_does_not_say_when_it_ends_has_no_expiry(query: str) -> None:
    assert expires_at(f"https://h/a{query}") is None


def test_sample_contacts_fetch_nothing_from_the_real_hosts() -> None:
    judgement = judge("https://mmg.whatsapp.net/v/t45.5328-4/a.jpg?oh=01", DEMO)
    assert isinstance(judgement, Refused)
    assert (
        judgement.sentence == "Sample contacts show only their own pictures, not any from mmg.whatsapp.net."
    )


NO_PUBLIC_SERVERS = (
    "https://router.local/a.jpg",
    "https://nas.home/a.jpg",
    "https://db.internal/a.jpg",
    "https://1.0.0.127.in-addr.arpa/a.jpg",
    "https://intranet/a.jpg",
    "https://10.0.0.1/a.jpg",
    "https://8.8.8.8/a.jpg",
    "https://[2606:4700::1111]/a.jpg",
    "https://cdn.example:8443/a.jpg",
    "http://cdn.example/a.jpg",
    "https://user@cdn.example/a.jpg",
    "https://cdn.example./a.jpg",
)
PUBLIC_SERVERS = {
    "https://whatsapp.net.evil.example/a.jpg",
    "https://evilwhatsapp.net/a.jpg",
    "https://mmg.evilwhatsapp.net/a.jpg",
    "https://whatsapp.net/a.jpg",
    "https://evil.example#@mmg.whatsapp.net/a.jpg",
    "https://evil.example?.whatsapp.net/a.jpg",
}


def test_other_hosts_are_public_encrypted_and_without_a_user() -> None:
    links = (*REFUSED, *NO_PUBLIC_SERVERS)
    judged = {url: judge(url, allows_other_hosts=True) for url in links}
    assert {url for url in links if isinstance(judged[url], Allowed)} == PUBLIC_SERVERS


def test_a_public_host_is_allowed_only_by_choice() -> None:
    url = "https://cdn.example/a.jpg"
    assert isinstance(judge(url), Refused)
    assert isinstance(judge(url, allows_other_hosts=True), Allowed)
    assert isinstance(judge(url, DEMO, allows_other_hosts=True), Refused)


@pytest.mark.parametrize(
    ("address", "is_outside"),
    [
        ("93.184.215.14", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_an_address_in_the_neighbourhood_is_not_public(address: str, is_outside: bool) -> None:
    assert is_public(address) is is_outside


def test_what_is_left_out_is_counted_by_host() -> None:
    links = [
        *["https://cdn.example/a?b=/c"] * 3,
        "http://mmg.whatsapp.net/a",
        "https://mmg.whatsapp.net/a",
        "https://a.cdn.example",
        "undefined",
        "https://" + "x" * 10_000,
    ]
    expected = (("cdn.example", 3), ("mmg.whatsapp.net", 1), ("a.cdn.example", 1))
    assert not_downloaded(links) == expected
    assert not_downloaded(links, allows_other_hosts=True) == (("mmg.whatsapp.net", 1),)


def test_ten_thousand_links_are_counted_at_once() -> None:
    links = [f"https://cdn.example/{number}" for number in range(10_000)]
    with within(0.05, thread_time):
        assert not_downloaded(links) == (("cdn.example", 10_000),)
