"""The gateway behind a real proxy: what travels how, what the proxy sees, and which hop is said to fail."""

import asyncio
import errno
import socket
import ssl
import time

import pytest

from inspector.core.problem import Kind, Problem, Remedy
from inspector.core.proxy_choice import Proxy, ProxyChoice
from inspector.core.secret import Secret
from inspector.greenapi.client import Gateway
from inspector.greenapi.pacing import Timings
from inspector.proxy.failure import read_unreached
from inspector.proxy.tunnel import Tunnel
from tests.greenapi.asking import (
    DEALER,
    QUICK,
    account_at,
    ask_contact,
    closed_port,
    failure_of,
    ignore,
    listening,
    run,
)
from tests.greenapi.tls import sign
from tests.proxy.conftest import GATEWAY_HOST, PASSWORD, USER, Office

HASTY = Timings(connect_s=0.3, total_s=5.0, second_s=0.001, pauses_s=QUICK.pauses_s)


def problem_of(office: Office, choice: ProxyChoice | None = None, timings: Timings = QUICK) -> Problem:
    """How asking through the office's proxy fails."""
    proxy = choice or office.choice()
    return failure_of(office.account, office.gateway.token, ask_contact, timings, proxy).problem


async def ask_twice(gateway: Gateway) -> None:
    await gateway.contact_info(DEALER, ignore)
    await gateway.avatar(DEALER, ignore)


def test_one_tunnel_carries_every_request(office: Office) -> None:
    run(office.account, office.gateway.token, ask_twice, proxy=office.choice())
    assert [seen.name for seen in office.gateway.seen] == ["getContactInfo", "getAvatar"]
    (head,) = office.proxy.heads
    assert head == f"CONNECT {GATEWAY_HOST}:443 HTTP/1.1\r\nHost: {GATEWAY_HOST}:443\r\n\r\n".encode()


def test_the_proxy_sees_neither_token_nor_number(office: Office) -> None:
    run(office.account, office.gateway.token, ask_twice, proxy=office.choice(USER, PASSWORD))
    seen = office.proxy.seen
    assert len(seen) > 1000
    for secret in (
        office.gateway.token.reveal(),
        DEALER,
        DEALER.partition("@")[0],
        "getContactInfo",
        "1101000001",
    ):
        assert secret.encode() not in seen


def test_a_proxy_that_wants_a_password_gets_it_once_and_the_gateway_never(office: Office) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    run(office.account, office.gateway.token, ask_twice, proxy=office.choice(USER, PASSWORD))
    assert len(office.proxy.heads) == 1
    for seen in office.gateway.seen:
        assert not [name for name in seen.headers if name.startswith("proxy-")]


def test_user_and_password_of_every_script_are_sent_as_utf_8(office: Office) -> None:
    office.proxy.credentials = "анна:пароль: с двоеточием"
    choice = office.choice("анна", "пароль: с двоеточием")
    run(office.account, office.gateway.token, ask_contact, proxy=choice)


def test_a_proxy_that_is_itself_in_tls_carries_tls_in_tls(office: Office) -> None:
    own = office.certificate(sign("Proxy", office.authority))
    port = office.network.serve_proxy(office.proxy, own)
    choice = ProxyChoice("manual", Proxy("127.0.0.1", port, is_encrypted=True))
    run(office.account, office.gateway.token, ask_twice, proxy=choice)
    assert len(office.proxy.heads) == 1


def test_an_encrypted_proxy_with_a_strangers_certificate_gets_nothing(office: Office) -> None:
    port = office.network.serve_proxy(office.proxy, office.certificate(sign("Stranger")))
    choice = ProxyChoice(
        "manual", Proxy("127.0.0.1", port, is_encrypted=True, user=USER, password=Secret(PASSWORD))
    )
    problem = problem_of(office, choice)
    assert problem.kind is Kind.PROXY
    assert problem.sentence.startswith(
        f"Couldn't make a secure connection (TLS) to the proxy 127.0.0.1:{port}"
    )
    assert office.proxy.heads == []


def test_this_very_computer_is_asked_without_the_proxy(office: Office) -> None:
    gateway, unreachable = office.gateway, ProxyChoice("manual", Proxy("127.0.0.1", closed_port()))
    run(gateway.account, gateway.token, ask_contact, proxy=unreachable)
    localhost = account_at(gateway.api_url.replace("127.0.0.1", "localhost"))
    run(localhost, gateway.token, ask_contact, proxy=office.choice())
    assert office.proxy.heads == []
    assert len(gateway.seen) == 2


@pytest.mark.parametrize(
    "address", ["http://gateway.example", "HTTP://gateway.example:443", "http://10.0.0.1"]
)
def test_no_proxy_is_told_of_a_gateway_without_encryption(office: Office, address: str) -> None:
    error = failure_of(account_at(address), office.gateway.token, ask_contact, proxy=office.choice())
    assert error.problem.kind is Kind.ADDRESS_WRONG
    assert "unencrypted" in error.problem.sentence
    assert office.proxy.heads == []


def test_an_answer_that_comes_byte_by_byte_is_understood(office: Office) -> None:
    office.proxy.drip_s = 0.001
    run(office.account, office.gateway.token, ask_contact, proxy=office.choice())


def test_nothing_that_is_not_encrypted_can_be_written_into_a_tunnel(office: Office) -> None:
    tunnel = Tunnel(office.choice(), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    async def body() -> None:
        stream = await tunnel.connect_tcp(GATEWAY_HOST, 443, timeout=5)
        with pytest.raises(NotImplementedError):
            await stream.write(b"POST / HTTP/1.1\r\n\r\n")
        await stream.aclose()

    asyncio.run(body())
    assert office.proxy.carried == b""


# Which hop failed


def test_a_proxy_whose_name_is_not_found_is_named(office: Office) -> None:
    problem = problem_of(office, ProxyChoice("manual", Proxy("proxy.office.invalid", 8080)))
    assert problem.kind is Kind.PROXY
    assert problem.sentence.startswith("Couldn't find the proxy proxy.office.invalid:8080 (DNS)")
    assert problem.remedy is Remedy.OPEN_PREFERENCES


def test_a_proxy_that_refuses_connections_is_named(office: Office) -> None:
    port = closed_port()
    problem = problem_of(office, ProxyChoice("manual", Proxy("127.0.0.1", port)))
    assert problem.sentence.startswith(f"The proxy 127.0.0.1:{port} refused the connection")
    assert problem.remedy is Remedy.OPEN_PREFERENCES


@pytest.mark.parametrize("is_listening", [True, False])
def test_a_proxy_that_does_not_answer_is_left_after_the_time_for_connecting(
    office: Office, is_listening: bool
) -> None:
    office.proxy.is_silent = True
    started_s = time.monotonic()
    with listening() as dead:
        port = office.proxy.port if is_listening else dead
        problem = problem_of(office, ProxyChoice("manual", Proxy("127.0.0.1", port)), HASTY)
    assert problem.kind is Kind.PROXY
    assert problem.sentence.startswith(f"The proxy 127.0.0.1:{port} didn't respond within 0.3 s")
    assert time.monotonic() - started_s < 2


def test_a_proxy_that_drips_has_no_more_time_than_one_that_is_silent(office: Office) -> None:
    office.proxy.drip_s = 0.05
    started_s = time.monotonic()
    assert "didn't respond within 0.3 s" in problem_of(office, timings=HASTY).sentence
    assert time.monotonic() - started_s < 2


@pytest.mark.parametrize(
    ("user", "password", "words"),
    [
        ("", "", "requires a username and password"),
        (USER, "", f"needs the password for {USER}"),
        (USER, "wrong", "rejected the username and password"),
    ],
)
def test_a_proxy_that_wants_a_password_says_what_is_missing(
    office: Office, user: str, password: str, words: str
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    problem = problem_of(office, office.choice(user, password))
    assert problem.kind is Kind.PROXY
    assert problem.sentence.startswith(f"The proxy {office.address} {words}")
    assert problem.remedy is Remedy.OPEN_PREFERENCES
    assert len(office.proxy.heads) == 1, "it was asked again"


OFFERS = b"HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nproxy-authenticate: NTLM TlRM<b>\r\n\r\n"

ANSWERS = {
    "other sign-ins": (OFFERS, "requires a sign-in method that isn't supported: NTLM, Negotiate."),
    "forbidden": (
        b"HTTP/1.1 403 Forbidden\r\n\r\nblocked",
        f"doesn't allow connections to {GATEWAY_HOST} (403)",
    ),
    "method": (
        b"HTTP/1.0 405 Method Not Allowed\r\n\r\n",
        f"doesn't allow connections to {GATEWAY_HOST} (405)",
    ),
    "interim": (b"HTTP/1.1 100 Continue\r\n\r\n", f"doesn't allow connections to {GATEWAY_HOST} (100)"),
    "redirect": (
        b"HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n",
        f"doesn't allow connections to {GATEWAY_HOST} (302)",
    ),
    "bad gateway": (b"HTTP/1.1 502 Bad Gateway\r\n\r\n", f"couldn't reach {GATEWAY_HOST} (502)"),
    "timeout": (b"HTTP/1.1 504 Gateway Timeout\n\n", f"couldn't reach {GATEWAY_HOST} (504)"),
    "hangs up": (b"", "closed the connection without a response"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_proxy_answers_is_put_in_words(office: Office, name: str) -> None:
    office.proxy.answer, words = ANSWERS[name]
    problem = problem_of(office)
    assert problem.kind is Kind.PROXY
    assert problem.sentence.startswith(f"The proxy {office.address} {words}")
    assert "<b>" not in problem.sentence
    assert len(office.proxy.heads) == 1, "it was asked again"
    assert office.gateway.seen == ()


def test_a_proxy_that_resets_the_connection_is_named(office: Office) -> None:
    office.proxy.resets = True
    sentence = problem_of(office).sentence
    assert sentence.startswith(f"The proxy {office.address} closed the connection without a response")


NOISE = {
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a greeting": b"220 mail ready\r\n\r\n",
    "half a word": b"HTT",
    "an end in the middle": b"HTTP/1.1 200 OK\r\nVia: ",
    "no status": b"HTTP/1.1 OK\r\n\r\n",
    "another version": b"HTTP/1.9 200 OK\r\n\r\n",
    "four digits": b"HTTP/1.1 2000 OK\r\n\r\n",
    "no end": b"HTTP/1.1 200 OK\r\n" + b"X-Filler: 0123456789\r\n" * 3000,
    "words of its own": b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}",
    "zeros": bytes(100),
}


@pytest.mark.parametrize("name", NOISE)
def test_what_is_no_proxy_is_told_so_and_gets_no_further(office: Office, name: str) -> None:
    office.proxy.answer = NOISE[name]
    problem = problem_of(office)
    assert problem.kind is Kind.PROXY
    assert problem.sentence.startswith(f"The server at {office.address} isn't an HTTP proxy")
    assert office.gateway.seen == ()


def test_a_strangers_certificate_behind_the_proxy_names_both(office: Office) -> None:
    office.serve_gateway(sign("Interceptor", addresses=[GATEWAY_HOST]))
    problem = problem_of(office)
    assert problem.kind is Kind.TLS
    assert problem.sentence.startswith(f"Can't trust {GATEWAY_HOST}: its certificate is self-signed")
    assert f"through the proxy {office.address}, which may replace certificates" in problem.sentence
    assert office.gateway.seen == ()
    assert office.gateway.token.reveal().encode() not in office.proxy.seen


def test_silence_behind_the_proxy_is_a_timeout_that_names_both(office: Office) -> None:
    with listening() as port:
        office.proxy.routes[f"{GATEWAY_HOST}:443"] = port
        problem = problem_of(office, timings=HASTY)
    assert problem.kind is Kind.TIMEOUT
    assert problem.sentence.startswith(f"Couldn't reach {GATEWAY_HOST} within 0.3 s.")
    assert problem.sentence.endswith(f"The connection goes through the proxy {office.address}.")


def test_a_chosen_proxy_without_an_address_sends_nothing_anywhere(office: Office) -> None:
    problem = problem_of(office, ProxyChoice("manual"))
    assert problem.kind is Kind.PROXY
    assert "Enter the proxy's host and port" in problem.sentence
    assert office.gateway.seen == ()


def test_a_cancelled_connection_is_closed_while_the_proxy_is_silent(office: Office) -> None:
    office.proxy.is_silent = True

    async def body() -> None:
        gateway = Gateway(
            office.account, office.gateway.token, timings=QUICK, proxy=office.choice(USER, PASSWORD)
        )
        asking = asyncio.ensure_future(gateway.contact_info(DEALER, ignore))
        await asyncio.to_thread(office.proxy.has_been_asked.wait, 5)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        assert asking.cancelled()
        await gateway.aclose()

    asyncio.run(body())
    assert office.proxy.has_been_left.wait(5)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENETUNREACH, ""), "No network connection to the proxy proxy:8080"),
        (OSError(errno.EPERM, ""), "Couldn't connect to the proxy proxy:8080"),
        (
            ExceptionGroup("both", [OSError(errno.EPERM, ""), ConnectionRefusedError()]),
            "refused the connection",
        ),
        (socket.gaierror(socket.EAI_AGAIN, ""), "Couldn't find the proxy proxy:8080 (DNS)"),
    ],
)
def test_what_cannot_be_made_to_happen_is_told_apart_too(error: Exception, words: str) -> None:
    outer = OSError("All connection attempts failed")
    outer.__cause__, outer.__context__ = error, error
    problem = read_unreached(outer, Proxy("proxy", 8080))
    assert problem.kind is Kind.PROXY
    assert words in problem.sentence
