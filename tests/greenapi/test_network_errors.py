"""What goes wrong on the way to the gateway, each by really letting it go wrong where that is possible."""

import errno
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from inspector.core.problem import Kind, Remedy
from inspector.core.secret import Secret
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.greenapi.network_errors import problem_of_exception
from inspector.greenapi.pacing import Timings
from tests.greenapi.asking import (
    QUICK,
    TOKEN,
    account_at,
    ask_contact,
    closed_port,
    contact_problem,
    failure_of,
    ignore,
    listening,
    run,
)

HASTY_TO_CONNECT = Timings(connect_s=0.1, total_s=10, second_s=0.001, pauses_s=QUICK.pauses_s)
HASTY = Timings(connect_s=5, total_s=1, second_s=0.001, pauses_s=QUICK.pauses_s)


def test_a_refused_connection_names_the_host_and_is_told_at_once() -> None:
    port = closed_port()
    problem = contact_problem(f"http://127.0.0.1:{port}", Timings())
    assert problem.kind is Kind.NO_NETWORK
    assert problem.sentence.startswith(f"127.0.0.1:{port} refused the connection.")
    assert problem.remedy is Remedy.RETRY


@pytest.mark.parametrize("number", [socket.EAI_NONAME, socket.EAI_AGAIN, socket.EAI_FAIL])
def test_a_name_that_is_not_found_is_dns_and_is_told_at_once(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def not_found(*_args: object, **_more: object) -> None:
        raise socket.gaierror(number, "no such name")

    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    problem = contact_problem("https://1101.api.greenapi.example", Timings())
    assert problem.kind is Kind.DNS
    assert "1101.api.greenapi.example" in problem.sentence


def test_a_server_that_accepts_and_says_nothing_in_tls_is_a_timeout_of_connecting() -> None:
    with listening() as port:
        problem = contact_problem(f"https://127.0.0.1:{port}", HASTY_TO_CONNECT)
    assert problem.kind is Kind.TIMEOUT
    assert "within 0.1 s. A firewall" in problem.sentence


@pytest.mark.parametrize("manner", [Manner.HANG, Manner.DRIP])
def test_an_answer_that_takes_too_long_is_a_timeout_of_the_whole(
    gateway: DemoGateway, manner: Manner
) -> None:
    gateway.faults.add("*", Fault(manner=manner, delay_s=0.02))
    problem = failure_of(gateway.account, gateway.token, ask_contact, HASTY).problem
    assert problem.kind is Kind.TIMEOUT
    assert "within 1 s" in problem.sentence
    assert len(gateway.seen) == 1
    assert gateway.wait_for(lambda seen: seen[0].outcome == "dropped")


@pytest.mark.parametrize("manner", [Manner.CLOSE_BEFORE_HEADERS, Manner.RESET_IN_BODY, Manner.WRONG_LENGTH])
def test_a_connection_that_ends_early_is_cut_off_and_was_tried_again(
    gateway: DemoGateway, manner: Manner
) -> None:
    gateway.faults.add("*", Fault(manner=manner))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.kind is Kind.CUT_OFF
    assert problem.sentence.endswith("Tried 4 times. Try again.")
    assert len(gateway.seen) == 4


@pytest.mark.parametrize("manner", [Manner.NOISE, Manner.BROKEN_CHUNKING])
def test_an_answer_that_is_not_http_is_not_read(gateway: DemoGateway, manner: Manner) -> None:
    gateway.faults.add("*", Fault(manner=manner))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.kind is Kind.UNREADABLE
    assert "isn't HTTP" in problem.sentence
    assert len(gateway.seen) == 1


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate", "identity, gzip"])
def test_a_packed_answer_is_refused_unread(gateway: DemoGateway, encoding: str) -> None:
    gateway.faults.add("*", Fault(200, b"\x1f\x8b bomb", (("Content-Encoding", encoding),)))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.kind is Kind.UNREADABLE
    assert "compressed" in problem.sentence


def test_an_answer_that_only_names_identity_is_read(gateway: DemoGateway) -> None:
    body = b'{"stateInstance": "authorized"}'
    gateway.faults.add("*", Fault(200, body, (("Content-Encoding", " Identity "),)))
    assert run(gateway.account, gateway.token, lambda asking: asking.state(ignore)) == "authorized"


def test_more_than_16_megabytes_are_refused_as_soon_as_they_are_reached(gateway: DemoGateway) -> None:
    gateway.faults.add("*", Fault(200, b" " * (40 * 1024 * 1024)))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.kind is Kind.UNREADABLE
    assert "16 MB" in problem.sentence
    assert gateway.wait_for(lambda seen: seen[0].outcome == "dropped")


# TLS: openssl's own store of authorities is what SSL_CERT_FILE replaces, so these run on Linux.

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the store of authorities is the system's")


@on_linux
def test_a_certificate_that_the_system_trusts_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.greenapi.tls import serving, sign

    authority = sign("Authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "authority.pem")))
    with serving(sign("Server", authority), tmp_path) as (api_url, paths):
        state = run(account_at(api_url), Secret(TOKEN), lambda asking: asking.state(ignore))
    assert state == "authorized"
    assert paths == [f"/waInstance1101000001/getStateInstance/{TOKEN}"]


@on_linux
@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("expired", "has expired"),
        ("a different name", "is for a different name"),
        ("self-signed", "is self-signed"),
        ("unknown authority", "authority this computer doesn't trust"),
    ],
)
def test_a_certificate_that_is_not_trusted_says_why_and_nothing_was_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str, words: str
) -> None:
    from tests.greenapi.tls import serving, sign

    authority = sign("Authority")
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.write(tmp_path / "authority.pem")))
    certificates = {
        "expired": lambda: sign("Server", authority, valid_for=timedelta(hours=-1)),
        "a different name": lambda: sign("Server", authority, addresses=["127.0.0.2"]),
        "self-signed": lambda: sign("Server"),
        "unknown authority": lambda: sign("Server", sign("Stranger")),
    }
    with serving(certificates[case](), tmp_path) as (api_url, paths):
        problem = contact_problem(api_url)
    assert problem.kind is Kind.TLS
    assert words in problem.sentence
    assert paths == []


@contextmanager
def saying(answer: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """A port where one connection gets an answer, whatever it says, and what was heard there."""
    heard: list[bytes] = []

    def serve(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            heard.append(connection.recv(65536))
            connection.sendall(answer)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), name="saying")
        thread.start()
        yield server.getsockname()[1], heard
        thread.join()


def test_https_to_a_server_that_speaks_plain_http_is_a_matter_of_tls() -> None:
    with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as (port, _):
        problem = contact_problem(f"https://127.0.0.1:{port}")
    assert problem.kind is Kind.TLS
    assert "secure connection" in problem.sentence


def test_a_proxy_of_the_environment_is_not_taken(
    gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    assert run(gateway.account, gateway.token, lambda asking: asking.state(ignore)) == "authorized"


# What cannot be made to happen here.


def connect_error(cause: BaseException) -> httpx.ConnectError:
    """A failed connection as httpx delivers it: the reason is two causes down."""
    middle = OSError("All connection attempts failed")
    middle.__cause__ = cause
    error = httpx.ConnectError("All connection attempts failed")
    error.__cause__ = middle
    return error


def verdict(message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = message
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (connect_error(OSError(errno.ENETUNREACH, "")), Kind.NO_NETWORK, "No network connection"),
        (connect_error(OSError(errno.EHOSTUNREACH, "")), Kind.NO_NETWORK, "No network connection"),
        (connect_error(OSError(errno.EPERM, "")), Kind.NO_NETWORK, "Couldn't connect"),
        (
            connect_error(ExceptionGroup("both", [OSError(errno.EPERM, ""), ConnectionRefusedError()])),
            Kind.NO_NETWORK,
            "refused the connection",
        ),
        (connect_error(verdict("certificate is not yet valid")), Kind.TLS, "isn't valid yet"),
        (connect_error(verdict("“gateway” certificate is not trusted")), Kind.TLS, "doesn't trust"),
        (connect_error(verdict("something else")), Kind.TLS, "couldn't be verified"),
        (httpx.PoolTimeout("busy"), Kind.TIMEOUT, "within 60 s"),
        (httpx.WriteError("gone"), Kind.CUT_OFF, "was lost"),
        (OSError(errno.EMFILE, "too many open files"), Kind.CUT_OFF, "was lost"),
        (httpx.UnsupportedProtocol("gopher"), Kind.ADDRESS_WRONG, "Check it"),
        (UnicodeEncodeError("idna", "a", 0, 1, "label too long"), Kind.ADDRESS_WRONG, "Check it"),
        (RuntimeError("with a secret in it"), Kind.CRASH, "RuntimeError"),
    ],
)
def test_what_cannot_be_made_to_happen_is_told_apart_too(error: Exception, kind: Kind, words: str) -> None:
    problem = problem_of_exception(error, "gateway.example", 10, 60)
    assert problem.kind is kind
    assert words in problem.sentence
    assert "gateway.example" in problem.sentence
    assert "secret" not in problem.sentence


def test_a_full_stop_in_a_hosts_name_is_not_taken_for_the_end_of_a_sentence() -> None:
    """So a name that is complete may be written (RFC 1034)."""
    problem = problem_of_exception(httpx.ReadError("gone"), "gateway.example.", 10, 60)
    assert problem.cause == "The connection to gateway.example. was lost before the response was complete."
    assert problem.sentence == f"{problem.cause} Try again."


def test_causes_that_go_in_circles_are_followed_once() -> None:
    error = connect_error(OSError(errno.EPERM, ""))
    assert error.__cause__ is not None
    error.__cause__.__context__ = error
    assert problem_of_exception(error, "gateway.example", 10, 60).kind is Kind.NO_NETWORK
