import json
import re
import socket
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.demo.wire import MAX_BODY_BYTES, MAX_HEAD_BYTES, MalformedRequestError, read_request

POST = b"POST /a?b=%20c HTTP/1.1\r\nHost: h\r\nX-Twice: 1\r\ncontent-length:  3\r\nx-twice: 2\r\n\r\nabc"
GET = b"GET /next HTTP/1.1\r\nHost: h\r\n\r\n"


def exchanged(gateway: DemoGateway, *parts: bytes) -> bytes:
    """Everything that comes back until the gateway closes."""
    with connected(gateway) as client:
        for part in parts:
            client.sendall(part)
        received = b""
        while data := client.recv(65536):
            received += data
    return received


def connected(gateway: DemoGateway) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(gateway.api_url.rpartition(":")[2])), timeout=5)


def state_request(gateway: DemoGateway, *headers: str, version: str = "1.1") -> bytes:
    path = f"/waInstance{gateway.account.id_instance}/getStateInstance/{gateway.token.reveal()}"
    return "\r\n".join([f"GET {path} HTTP/{version}", "Host: h", *headers, "", ""]).encode()


@given(st.lists(st.integers(0, len(POST + GET)), max_size=6))
def test_requests_are_the_same_however_their_bytes_are_cut(cuts: list[int]) -> None:
    stream, received, requests = POST + GET, bytearray(), []
    edges = [0, *sorted(cuts), len(stream)]
    for start, stop in pairwise(edges):
        received += stream[start:stop]
        while request := read_request(received):
            requests.append(request)
    first, second = requests
    assert (first.method, first.target, first.path, first.body) == ("POST", "/a?b=%20c", "/a", b"abc")
    assert first.headers == {"host": "h", "x-twice": "1, 2", "content-length": "3"}
    assert (second.method, second.target, second.body) == ("GET", "/next", b"")
    assert not received


@given(st.binary(max_size=300))
def test_any_bytes_are_a_request_or_incomplete_or_malformed(data: bytes) -> None:
    received = bytearray(data + b"\r\n\r\n")
    with suppress(MalformedRequestError):
        request = read_request(received)
        assert request is None or len(received) < len(data) + 4


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"\x16\x03\x01 TLS\r\n\r\n", 400),
        (b"GET / HTTP/2.0\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 411),
        (b"POST / HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1), 413),
        (b"GET /" + b"a" * MAX_HEAD_BYTES, 431),
    ],
)
def test_what_is_no_request_gets_its_status_and_the_connection_ends(
    gateway: DemoGateway, request_bytes: bytes, status: int
) -> None:
    assert exchanged(gateway, request_bytes).startswith(b"HTTP/1.1 %d " % status)
    assert gateway.seen == ()


def test_a_client_that_never_stops_sending_is_cut_off(gateway: DemoGateway) -> None:
    slow = Fault(delay_s=30)
    gateway.faults.add("*", slow)
    with connected(gateway) as client, pytest.raises(OSError, match=r"(?i)reset|pipe|abort"):
        for _ in range(1000):
            client.sendall(state_request(gateway) + b"x" * 65536)
    assert gateway.wait_for(lambda seen: seen[-1].outcome == "dropped")


def test_requests_sent_ahead_are_answered_in_order(gateway: DemoGateway) -> None:
    last = state_request(gateway, "Connection: close")
    answers = exchanged(gateway, state_request(gateway) + b"GET /lost HTTP/1.1\r\n\r\n" + last)
    assert re.findall(rb"HTTP/1.1 ([0-9]+)", answers) == [b"200", b"404", b"200"]


@pytest.mark.parametrize(("version", "headers"), [("1.0", ()), ("1.1", ("Connection: close",))])
def test_the_connection_ends_when_the_client_wishes_so(
    gateway: DemoGateway, version: str, headers: tuple[str, ...]
) -> None:
    answer = exchanged(gateway, state_request(gateway, *headers, version=version))
    assert json.loads(answer.rpartition(b"\r\n\r\n")[2]) == {"stateInstance": "authorized"}


def test_an_old_client_may_keep_the_connection(gateway: DemoGateway) -> None:
    kept = state_request(gateway, "Connection: keep-alive", version="1.0")
    assert exchanged(gateway, kept, state_request(gateway, version="1.0")).count(b"authorized") == 2


def test_an_answer_leaves_in_one_piece(gateway: DemoGateway) -> None:
    body = b"x" * 30_000
    gateway.faults.add("*", Fault(body=body))
    with connected(gateway) as client:
        client.sendall(state_request(gateway))
        assert gateway.wait_for(lambda seen: bool(seen) and seen[-1].outcome == "answered")
        assert client.recv(65536).endswith(b"\r\n\r\n" + body)


def test_an_answer_larger_than_any_buffer_arrives_whole(gateway: DemoGateway) -> None:
    body = bytes(range(256)) * 40_000
    gateway.faults.add("*", Fault(body=body))
    answer = exchanged(gateway, state_request(gateway, "Connection: close"))
    assert answer.partition(b"\r\n\r\n")[2] == body
