import json
import time

import httpx
import pytest

from inspector.demo import faults
from inspector.demo.faults import Fault, Faults, Manner
from tests.demo.caller import Caller
from tests.pace import limit_s

ASKED = {"chatId": "71234567890@c.us"}


def broken(caller: Caller, manner: Manner, fault: Fault | None = None) -> httpx.Response:
    caller.gateway.faults.add("getContactInfo", fault or Fault(manner=manner), times=1)
    return caller.post("getContactInfo", ASKED)


@pytest.mark.parametrize(
    ("manner", "error", "said"),
    [
        (Manner.CLOSE_BEFORE_HEADERS, httpx.RemoteProtocolError, "without sending a response"),
        (Manner.RESET_IN_BODY, httpx.ReadError, "(?i)reset|forcibly closed"),
        (Manner.WRONG_LENGTH, httpx.RemoteProtocolError, "without sending complete message body"),
        (Manner.BROKEN_CHUNKING, httpx.RemoteProtocolError, "chunk header"),
        (Manner.NOISE, httpx.RemoteProtocolError, "illegal status line"),
    ],
)
def test_a_broken_manner_breaks_the_connection_in_its_own_way(
    caller: Caller, manner: Manner, error: type[httpx.TransportError], said: str
) -> None:
    with pytest.raises(error, match=said):
        broken(caller, manner)
    assert caller.gateway.wait_for(lambda seen: seen[-1].outcome == "answered")
    assert caller.post("getContactInfo", ASKED).status_code == 200


def test_a_bare_answer_is_its_body_only(caller: Caller) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="illegal status line"):
        broken(caller, Manner.BARE, Fault(body=b"<html>\r\n\r\nhello", manner=Manner.BARE))
    assert caller.post("getContactInfo", ASKED).status_code == 200


def test_a_reset_comes_after_headers_and_half_of_the_body(caller: Caller) -> None:
    caller.gateway.faults.add("*", Fault(body=b"0123456789", manner=Manner.RESET_IN_BODY), times=1)
    received = b""
    with (
        pytest.raises(httpx.ReadError),
        caller.client.stream("POST", caller.url("getContactInfo"), json=ASKED) as answer,
    ):
        assert answer.status_code == 200
        for part in answer.iter_raw():
            received += part
    assert received == b"01234"


def test_hanging_never_answers(caller: Caller) -> None:
    caller.gateway.faults.add("getContactInfo", Fault(manner=Manner.HANG), times=1)
    with pytest.raises(httpx.ReadTimeout):
        caller.client.post(caller.url("getContactInfo"), json=ASKED, timeout=0.2)
    assert caller.gateway.wait_for(lambda seen: seen[-1].outcome == "dropped")


def test_dripping_sends_headers_at_once_and_then_one_byte_at_a_time(caller: Caller) -> None:
    caller.gateway.faults.add("getContactInfo", Fault(body=b"123456", delay_s=0.05, manner=Manner.DRIP))
    started = time.monotonic()
    with caller.client.stream("POST", caller.url("getContactInfo"), json=ASKED) as answer:
        headers_s = time.monotonic() - started
        parts = [part for part in answer.iter_raw() if part]
    assert (b"".join(parts), len(parts)) == (b"123456", 6)
    assert headers_s < limit_s(0.2)
    assert time.monotonic() - started > 0.28


def test_a_delay_comes_before_the_usual_answer(caller: Caller) -> None:
    started = time.monotonic()
    answer = broken(caller, Manner.ANSWER, Fault(delay_s=0.2))
    assert time.monotonic() - started >= 0.2
    assert answer.json()["name"] == "Dealer"


def test_the_usual_answer_may_come_with_another_status_and_other_headers(caller: Caller) -> None:
    caller.gateway.faults.add("picture", Fault(status=206, headers=(("Content-Type", "image/svg+xml"),)))
    answer = caller.client.get(caller.gateway.links.preview("battery-1"))
    assert (answer.status_code, answer.headers["content-type"]) == (206, "image/svg+xml")
    assert answer.content.startswith(b"\x89PNG")


def test_without_other_headers_the_usual_ones_stay(caller: Caller) -> None:
    caller.gateway.faults.add("picture", Fault(delay_s=0.01))
    answer = caller.client.get(caller.gateway.links.preview("battery-1"))
    assert answer.headers["content-type"] == "image/png"


def test_a_fault_that_settles_the_length_itself_is_left_alone(caller: Caller) -> None:
    moved = Fault(307, b"", (("Location", "https://elsewhere.example/"), ("Content-Length", "0")))
    answer = broken(caller, Manner.ANSWER, moved)
    assert answer.headers["location"] == "https://elsewhere.example/"
    assert answer.headers.get_list("content-length") == ["0"]


def test_a_fault_precedes_every_check(caller: Caller) -> None:
    caller.gateway.faults.add("*", faults.null_body())
    answer = caller.client.get(f"{caller.gateway.api_url}/nowhere")
    assert (answer.status_code, answer.content) == (200, b"null")


def test_a_fault_strikes_only_the_method_it_is_meant_for(caller: Caller) -> None:
    caller.gateway.faults.add("getAvatar", faults.unauthorized(), times=1)
    assert caller.get("getStateInstance").status_code == 200
    assert caller.post("getAvatar", ASKED).status_code == 401


def test_counted_faults_come_first_in_their_order_then_the_newest_standing_one() -> None:
    first, second, older, newer = (Fault(status) for status in (500, 501, 502, 503))
    queue = Faults()
    queue.add("getAvatar", older)
    queue.add("*", newer)
    queue.add("getAvatar", first, times=2)
    queue.add("*", second, times=1)
    assert [queue.take("getAvatar") for _ in range(5)] == [first, first, second, newer, newer]
    queue.clear()
    assert queue.take("getAvatar") is None


def test_clearing_brings_the_usual_answer_back(caller: Caller) -> None:
    caller.gateway.faults.add("getContactInfo", faults.bad_gateway_html())
    assert caller.post("getContactInfo", ASKED).status_code == 502
    caller.gateway.faults.clear()
    assert caller.post("getContactInfo", ASKED).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (faults.unauthorized(), 401, "Unauthorized"),
        (faults.forbidden(), 403, "Forbidden"),
        (faults.suspended(), 403, "Your account is suspended"),
        (faults.not_found_html(), 404, "<h1>404 Not Found</h1>"),
        (faults.too_many_requests(), 429, "Too Many Requests"),
        (faults.contact_limit(), 469, "User get contact info limit reached"),
        (faults.bad_gateway_html(), 502, "<h1>502 Bad Gateway</h1>"),
        (faults.server_fault(), 500, "nil pointer"),
        (faults.go_type_fault(), 500, "interface conversion: interface {} is bool, not string"),
        (faults.go_type_fault({}), 500, "map[string]interface {}"),
        (faults.soft_error("Contact not found"), 200, '{"status": false, "reason": "Contact not found"}'),
        (faults.empty_body(), 200, ""),
        (faults.null_body(), 200, "null"),
        (faults.html_body(), 200, "<!DOCTYPE html>"),
        (faults.truncated_json(), 200, '"products": ['),
    ],
)
def test_the_ready_made_faults_say_what_the_real_gateway_says(
    caller: Caller, fault: Fault, status: int, said: str
) -> None:
    answer = broken(caller, Manner.ANSWER, fault)
    assert answer.status_code == status
    assert said in answer.text
    assert bool(answer.text) == bool(said)


def test_truncated_json_is_no_json() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(faults.truncated_json().body or b"{}")


@pytest.mark.parametrize("by_correspondents", [False, True])
def test_an_exceeded_quota_names_other_people(caller: Caller, by_correspondents: bool) -> None:
    answer = broken(caller, Manner.ANSWER, faults.quota_exceeded(by_correspondents=by_correspondents))
    assert answer.status_code == 466
    blocks = answer.json()
    exceeded = [name for name, block in blocks.items() if block["status"].endswith("_EXCEEDED")]
    assert exceeded == ["correspondentsStatus" if by_correspondents else "invokeStatus"]
    assert blocks[exceeded[0]]["used"] == blocks[exceeded[0]]["total"]
    assert "QUOTE" in blocks["invokeStatus"]["status"]
    assert "QUOTA" in blocks["correspondentsStatus"]["status"]
    assert all("@c.us" in block["description"] for block in blocks.values())


def test_a_bad_request_repeats_the_token_that_was_sent_even_a_wrong_one(caller: Caller) -> None:
    caller.gateway.faults.add("*", faults.bad_request("instance in starting process try later"))
    url = caller.url("getContactInfo").replace(caller.gateway.token.reveal(), 'another"token\\')
    body = caller.client.post(url, json=ASKED).json()
    assert body["message"] == "instance in starting process try later"
    assert body["statusCode"] == 400
    assert "another" in body["path"]
    assert "token" in body["path"]
