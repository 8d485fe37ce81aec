import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest

from inspector.demo.catalogue import MAX_SIZE, catalogue_number
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import MAX_REMEMBERED, LoggedRequest, Outcome, RequestLog
from inspector.demo.wire import Request
from tests.demo.caller import Caller
from tests.pace import limit_s

ASKED = {"chatId": "71234567890@c.us"}
PROMPT_S = 0.05
CLOSED_S = 0.5
"""A gateway that hangs gives up after 2 s, and an endless catalogue takes more than one to write."""


def port_of(gateway: DemoGateway) -> int:
    return int(gateway.api_url.rpartition(":")[2])


def ends_with(outcome: str) -> Callable[[tuple[LoggedRequest, ...]], bool]:
    return lambda seen: bool(seen) and seen[-1].outcome == outcome


@contextmanager
def asking(gateway: DemoGateway, body: bytes = b'{"chatId": "71234567890@c.us"}') -> Iterator[socket.socket]:
    """A client whose request the gateway has, and whose answer is still to come."""
    path = f"/waInstance{gateway.account.id_instance}/getContactInfo/{gateway.token.reveal()}"
    head = f"POST {path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    count = len(gateway.seen)
    with socket.create_connection(("127.0.0.1", port_of(gateway)), timeout=5) as client:
        client.sendall(head.encode() + body)
        assert gateway.wait_for(lambda seen: len(seen) > count)
        yield client


def test_the_account_is_one_that_the_program_would_accept(gateway: DemoGateway) -> None:
    account = gateway.account
    assert (account.key, account.name, account.id_instance) == ("demo", "Demo", "1101000001")
    assert account.api_url == gateway.api_url
    assert re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", gateway.api_url)
    assert re.fullmatch(r"[0-9a-f]{50}", gateway.token.reveal())


def test_a_request_is_seen_as_it_came(caller: Caller) -> None:
    caller.client.post(caller.url("getContactInfo") + "?b=2&a=%20", json=ASKED, headers={"X-Odd": "Value"})
    assert caller.gateway.wait_for(lambda seen: seen[0].outcome == "answered")
    (seen,) = caller.gateway.seen
    assert (seen.method, seen.name) == ("POST", "getContactInfo")
    assert seen.target == "/waInstance1101000001/getContactInfo/<token>?b=2&a=%20"
    assert seen.body == b'{"chatId":"71234567890@c.us"}'
    assert seen.headers["x-odd"] == "Value"
    assert 0 <= time.monotonic() - seen.at < 5


def test_pictures_and_unknown_paths_have_their_names(caller: Caller) -> None:
    url = caller.gateway.links.preview("car-1")
    caller.client.get(url)
    caller.client.get(f"{caller.gateway.api_url}/elsewhere")
    assert [seen.name for seen in caller.gateway.seen] == ["picture", ""]
    assert caller.gateway.api_url + caller.gateway.seen[0].target == url


def test_no_token_is_kept_of_what_was_seen_not_even_a_wrong_one(caller: Caller) -> None:
    token = caller.gateway.token.reveal()
    caller.client.get(f"{caller.gateway.api_url}/{token}?t={token}", headers={"Authorization": token})
    caller.client.post(caller.url("getContactInfo"), content=token)
    caller.client.get(caller.url("getStateInstance").replace(token, "c0ffee-other"))
    everything = repr(caller.gateway.seen)
    assert token not in everything
    assert "c0ffee-other" not in everything
    assert everything.count("<token>") == 6


def test_many_answers_over_one_connection_take_no_time(caller: Caller) -> None:
    took_ms = []
    for _ in range(40):
        started = time.perf_counter()
        caller.get("getStateInstance")
        took_ms.append((time.perf_counter() - started) * 1000)
    assert statistics.median(took_ms) < 20, "Nagle's algorithm and delayed ACKs cost about 45 ms each"


def noticed_after_s(gateway: DemoGateway) -> float:
    """How long after a client left the gateway knew: the best of three, for the machine may be busy."""
    took_s = []
    for _ in range(3):
        with asking(gateway):
            assert gateway.seen[-1].outcome == "open"
        left = time.monotonic()
        assert gateway.wait_for(ends_with("dropped"))
        took_s.append(time.monotonic() - left)
    return min(took_s)


@pytest.mark.parametrize(
    "fault", [Fault(delay_s=30), Fault(manner=Manner.HANG), Fault(delay_s=1, manner=Manner.DRIP)]
)
def test_a_client_that_leaves_before_its_answer_is_noticed_at_once(
    gateway: DemoGateway, fault: Fault
) -> None:
    gateway.faults.add("getContactInfo", fault)
    assert noticed_after_s(gateway) < limit_s(PROMPT_S)


def test_a_client_that_leaves_a_slow_gateway_is_noticed_at_once() -> None:
    with DemoGateway(answer_delay_s=30) as gateway:
        assert noticed_after_s(gateway) < limit_s(PROMPT_S)


def test_a_client_that_breaks_off_is_noticed_like_one_that_leaves(gateway: DemoGateway) -> None:
    gateway.faults.add("*", Fault(manner=Manner.HANG))
    with asking(gateway) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    assert gateway.wait_for(ends_with("dropped"))


def test_a_client_that_leaves_in_the_middle_of_a_long_answer_is_noticed(gateway: DemoGateway) -> None:
    gateway.faults.add("*", Fault(body=b"x" * 50_000_000))
    with asking(gateway) as client:
        client.recv(100)
        assert gateway.seen[-1].outcome == "open"
    assert gateway.wait_for(ends_with("dropped"))


def test_a_client_that_leaves_afterwards_was_answered(caller: Caller) -> None:
    caller.get("getStateInstance")
    caller.client.close()
    assert not caller.gateway.wait_for(ends_with("dropped"), limit_s=0.1)
    assert caller.gateway.wait_for(ends_with("answered"))


def test_one_slow_answer_does_not_hold_up_another(caller: Caller) -> None:
    caller.gateway.faults.add("getContactInfo", Fault(manner=Manner.HANG))
    with asking(caller.gateway):
        assert caller.get("getStateInstance").status_code == 200


def test_pictures_may_be_slower_than_answers() -> None:
    with DemoGateway(picture_delay_s=0.2) as gateway, httpx.Client(trust_env=False) as client:
        started = time.monotonic()
        assert client.get(gateway.links.preview("car-1")).status_code == 200
        assert time.monotonic() - started >= 0.2


def test_waiting_ends_when_the_time_is_over(gateway: DemoGateway) -> None:
    assert gateway.wait_for(bool, limit_s=0.01) is False


def test_waiting_sees_what_comes_from_another_thread(gateway: DemoGateway) -> None:
    caller = Caller(gateway)
    later = threading.Timer(0.05, caller.get, ["getStateInstance"])
    later.start()
    assert gateway.wait_for(ends_with("answered"))
    later.join()
    caller.client.close()


def closed_after_s(gateway: DemoGateway, body: bytes) -> float:
    """How long closing takes with two requests under way: the best of three, for the machine may be busy."""
    took_s = []
    for _ in range(3):
        gateway.start()
        with asking(gateway, body), asking(gateway, body):
            started = time.monotonic()
            gateway.close()
            took_s.append(time.monotonic() - started)
    return min(took_s)


@pytest.mark.parametrize(
    "fault", [Fault(manner=Manner.HANG), Fault(delay_s=60), Fault(body=b"x" * 50_000_000)]
)
def test_closing_ends_hung_requests_at_once_and_leaves_nothing(fault: Fault) -> None:
    threads = threading.active_count()
    gateway = DemoGateway()
    gateway.faults.add("*", fault)
    assert closed_after_s(gateway, b"") < limit_s(CLOSED_S)
    assert threading.active_count() == threads
    assert {seen.outcome for seen in gateway.seen} == {"open"}
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port_of(gateway)))


def test_closing_does_not_wait_for_an_endless_catalogue_to_be_written() -> None:
    body = f'{{"chatId": "{catalogue_number(MAX_SIZE)}@c.us"}}'.encode()
    gateway = DemoGateway(enforces_limits=False)
    assert closed_after_s(gateway, body) < limit_s(CLOSED_S)
    assert {seen.outcome for seen in gateway.seen} == {"open"}


def test_closing_while_clients_still_arrive_leaves_no_socket() -> None:
    for _ in range(20):
        gateway = DemoGateway()
        gateway.start()
        clients = [threading.Thread(target=knock, args=[port_of(gateway)]) for _ in range(3)]
        for client in clients:
            client.start()
        time.sleep(random.random() / 100)
        gateway.close()
        for client in clients:
            client.join()


def knock(port: int) -> None:
    """Connect and leave, again and again, until nobody answers."""
    for _ in range(30):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
                client.sendall(b"GET / HTTP/1.1\r\n\r\n")
        except ConnectionRefusedError:
            return
        except ConnectionError:
            continue


def test_closing_twice_or_unstarted_is_harmless_and_starting_again_works() -> None:
    gateway = DemoGateway()
    gateway.close()
    for _ in range(2):
        gateway.start()
        with asking(gateway) as client:
            assert client.recv(9) == b"HTTP/1.1 "
        gateway.close()
        gateway.close()


def test_starting_twice_is_refused(gateway: DemoGateway) -> None:
    with pytest.raises(RuntimeError, match="runs already"):
        gateway.start()


def test_a_port_that_is_taken_is_said_in_words(gateway: DemoGateway) -> None:
    port = port_of(gateway)
    with pytest.raises(OSError, match=rf"cannot listen on port {port}: another program uses it\.$"):
        DemoGateway(port=port).start()


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_said_in_words(port: int) -> None:
    with pytest.raises(OSError, match="must be between 0 and 65535"):
        DemoGateway(port=port).start()


def test_a_chosen_port_is_used_and_free_again_afterwards() -> None:
    with DemoGateway() as first:
        port = port_of(first)
        with asking(first) as client:
            client.recv(9)
    with DemoGateway(port=port) as second:
        assert port_of(second) == port


def test_the_journal_forgets_the_oldest_after_ten_thousand() -> None:
    journal = RequestLog("t0ken")
    request = Request("GET", "/", {}, b"", keeps_alive=True)
    tickets = [journal.open(str(number), request) for number in range(MAX_REMEMBERED + 2)]
    journal.close(tickets[0], Outcome.ANSWERED)
    assert [len(journal.seen), journal.seen[0].name] == [MAX_REMEMBERED, "2"]


def test_the_gateway_needs_neither_the_window_nor_an_http_library() -> None:
    program = (
        "import sys, inspector.demo.gateway; "
        "print([name for name in ('PySide6', 'httpx', 'keyring', 'ssl') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() in ("[]", "['ssl']")
