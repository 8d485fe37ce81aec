"""Every row of the error table, and every shape an answer can come in, against the real demo gateway."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.core.account import Account
from inspector.core.problem import Kind, Remedy
from inspector.demo import faults
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.greenapi.api_errors import problem_of_response
from inspector.greenapi.error_text import WORDS_CAP, clean_for_display, server_words
from inspector.greenapi.transport import MARKER
from tests.greenapi.asking import DEALER, ask_contact, failure_of, ignore, run

TABLE = [
    (
        faults.bad_request(
            "Validation failed. Details: The method GetContactInfo does not support group chats"
        ),
        Kind.GROUP,
        Remedy.CHECK_NUMBER,
        "group",
    ),
    (
        faults.bad_request(
            "Validation failed. Details: 'chatId' must be one of the next formats: phone@c.us"
        ),
        Kind.MALFORMED_NUMBER,
        Remedy.CHECK_NUMBER,
        "digits",
    ),
    (
        faults.bad_request("instance in starting process try later"),
        Kind.STARTING,
        Remedy.RETRY,
        "five minutes",
    ),
    (
        faults.bad_request("instance is starting or not authorized"),
        Kind.NOT_AUTHORIZED,
        Remedy.OPEN_ACCOUNT,
        "QR code",
    ),
    (
        faults.bad_request("instance account not authorized"),
        Kind.NOT_AUTHORIZED,
        Remedy.OPEN_ACCOUNT,
        "QR code",
    ),
    (faults.bad_request("Instance account is expired"), Kind.EXPIRED, Remedy.OPEN_ACCOUNT, "Renew"),
    (faults.bad_request("Instance is deleted"), Kind.DELETED, Remedy.OPEN_ACCOUNT, "deleted"),
    (faults.bad_request("The moon is in the way"), Kind.REFUSED, Remedy.NONE, "The moon is in the way"),
    (faults.unauthorized(), Kind.TOKEN_REFUSED, Remedy.OPEN_ACCOUNT, "apiTokenInstance"),
    (faults.forbidden(), Kind.INSTANCE_REFUSED, Remedy.OPEN_ACCOUNT, "instance"),
    (faults.suspended(), Kind.SUSPENDED, Remedy.OPEN_ACCOUNT, "suspended"),
    (faults.not_found_html(), Kind.ADDRESS_WRONG, Remedy.OPEN_ACCOUNT, "Check the API address"),
    (faults.too_many_requests(), Kind.TOO_FAST, Remedy.RETRY, "Too many requests."),
    (faults.quota_exceeded(), Kind.QUOTA, Remedy.OPEN_ACCOUNT, "100 of 100 requests"),
    (faults.quota_exceeded(by_correspondents=True), Kind.QUOTA, Remedy.OPEN_ACCOUNT, "3 of 3 contacts"),
    (faults.contact_limit(), Kind.CONTACT_LIMIT, Remedy.NONE, "hours"),
    (Fault(499, b"", ()), Kind.GATEWAY_DOWN, Remedy.RETRY, "(499)"),
    (faults.bad_gateway_html(), Kind.GATEWAY_DOWN, Remedy.RETRY, "(502)"),
    (Fault(503, b"", ()), Kind.GATEWAY_DOWN, Remedy.RETRY, "(503)"),
    (Fault(504, b"", ()), Kind.GATEWAY_DOWN, Remedy.RETRY, "(504)"),
    (Fault(522, b"", ()), Kind.GATEWAY_DOWN, Remedy.RETRY, "(522)"),
    (faults.server_fault(), Kind.GATEWAY_FAULT, Remedy.RETRY, "Gateway error (500)."),
    (Fault(407, b""), Kind.PROXY, Remedy.NONE, "proxy"),
    (Fault(418, b""), Kind.REFUSED, Remedy.NONE, "(418)"),
    (faults.empty_body(), Kind.UNREADABLE, Remedy.RETRY, "Couldn't read the response from"),
    (faults.null_body(), Kind.UNREADABLE, Remedy.RETRY, "Couldn't read the response from"),
    (faults.html_body(), Kind.UNREADABLE, Remedy.RETRY, "Couldn't read the response from"),
    (faults.truncated_json(), Kind.UNREADABLE, Remedy.RETRY, "Couldn't read the response from"),
    (Fault(200, b"[]"), Kind.UNREADABLE, Remedy.RETRY, "Couldn't read the response from"),
    (Fault(200, b'"instance"'), Kind.UNREADABLE, Remedy.RETRY, "Couldn't read the response from"),
    (
        Fault(200, b"[" * 100_000 + b"]" * 100_000),
        Kind.UNREADABLE,
        Remedy.RETRY,
        "Couldn't read the response from",
    ),
    (faults.soft_error("instance account not authorized"), Kind.NOT_AUTHORIZED, Remedy.OPEN_ACCOUNT, "QR"),
    (faults.soft_error("no such luck"), Kind.REFUSED, Remedy.NONE, "no such luck"),
    (
        Fault(200, b'{"statusCode": 401, "message": "Unauthorized"}'),
        Kind.TOKEN_REFUSED,
        Remedy.OPEN_ACCOUNT,
        "",
    ),
    (Fault(200, b'{"statusCode": "x"}'), Kind.REFUSED, Remedy.NONE, "without giving a reason"),
    (Fault(200, b'{"error": {"message": "Instance is deleted"}}'), Kind.DELETED, Remedy.OPEN_ACCOUNT, ""),
    (Fault(200, b'{"description": "no such luck"}'), Kind.REFUSED, Remedy.NONE, "no such luck."),
    (Fault(400, b'{"Message": "What now?"}'), Kind.REFUSED, Remedy.NONE, "What now?"),
    (Fault(400, b'{"message": ["first", 2, "second"]}'), Kind.REFUSED, Remedy.NONE, "first; second"),
    (Fault(400, b"\xef\xbb\xbfInstance is deleted"), Kind.DELETED, Remedy.OPEN_ACCOUNT, ""),
    (Fault(400, b'"Instance is deleted"'), Kind.DELETED, Remedy.OPEN_ACCOUNT, ""),
    (Fault(400, b"[1, 2]"), Kind.REFUSED, Remedy.NONE, "(400) without giving a reason"),
    (Fault(400, b"null"), Kind.REFUSED, Remedy.NONE, "(400) without giving a reason"),
    (Fault(466, b"<html>quota</html>"), Kind.QUOTA, Remedy.OPEN_ACCOUNT, "used up. It resets"),
]


@pytest.mark.parametrize(("fault", "kind", "remedy", "words"), TABLE)
def test_each_failure_of_the_contract_has_its_sentence(
    gateway: DemoGateway, fault: Fault, kind: Kind, remedy: Remedy, words: str
) -> None:
    gateway.faults.add("getContactInfo", fault)
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.kind is kind
    assert problem.remedy is remedy
    assert words in problem.sentence
    assert problem.sentence.endswith((".", "!", "?"))
    told = f"{problem.sentence} {problem.detail}"
    assert gateway.token.reveal() not in told
    assert "waInstance" not in told


def test_the_servers_own_sentence_is_kept_for_those_who_ask(gateway: DemoGateway) -> None:
    gateway.faults.add("*", faults.bad_request("Instance account\x00 is\u202e expired\n today"))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.detail == "Instance account is expired today"


def test_other_peoples_chat_ids_in_a_quota_answer_are_told_to_nobody(gateway: DemoGateway) -> None:
    gateway.faults.add("*", faults.quota_exceeded(by_correspondents=True))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert "@c.us" not in f"{problem}"
    assert problem.detail is None


@pytest.mark.parametrize(
    ("invoke", "people", "words"),
    [
        ({"used": 5, "status": "QUOTE_ALLOWED"}, {"used": 3, "total": 3, "status": "QUOTA_EXCEEDED"}, "3 of"),
        ({"used": 100, "total": 100, "status": ""}, {"used": 1, "total": 3}, "100 of 100 requests"),
        ({"used": 1, "total": 100}, {"used": 4, "total": 3}, "4 of 3 contacts"),
        ({"used": "many", "total": None, "status": "QUOTE_EXCEEDED"}, None, "used up. It"),
        ({"used": True, "total": -1, "status": "QUOTE_EXCEEDED"}, "odd", "used up. It"),
        ([], {}, "used up. It"),
        ({"used": "100", "total": "100", "status": "QUOTA_EXCEEDED"}, {}, "100 of 100 requests"),
        ({"used": " 100 ", "total": 100.0}, {}, "100 of 100 requests"),
        ({"Used": "100.0", "TOTAL": 1e2, "Status": "quote_exceeded"}, {}, "100 of 100 requests"),
        ({"used": "5", "total": "100"}, {"used": "3", "total": "3"}, "3 of 3 contacts"),
        ({"used": "100.5", "total": float("nan"), "status": "QUOTA_EXCEEDED"}, {}, "used up. It"),
    ],
)  # fmt: skip
def test_the_quota_tells_used_and_total_of_the_block_that_is_exceeded(
    invoke: object, people: object, words: str
) -> None:
    body = json.dumps({"invokeStatus": invoke, "correspondentsStatus": people}).encode()
    account = Account("k", "n", "https://1101.api.greenapi.com", "1101000001")
    assert words in problem_of_response(466, body, account, "gateway.example").sentence


def test_a_wrong_id_and_a_wrong_address_are_told_apart() -> None:
    usual = Account("k", "n", "https://7103.api.greenapi.com", "7103000001")
    elsewhere = Account("k", "n", "https://1101.api.greenapi.com", "7103000001")
    assert "Check the instance ID." in problem_of_response(403, b"", usual, "host").sentence
    sentence = problem_of_response(403, b"", elsewhere, "host").sentence
    assert "Check the API address" in sentence
    assert "https://7103.api.greenapi.com" in sentence


@pytest.mark.parametrize(
    ("location", "told"),
    [
        ("https://evil.example/waInstance1/x/secret", "(evil.example)"),
        ("https://user:pass@evil.example:8443/x", "(evil.example)"),
        ("https://evil.example?q=1", "(evil.example)"),
        ("/elsewhere", "another address."),
        ("javascript:alert(1)", "another address."),
        ("https://éxample.org/", "another address."),
        ("https://" + "a" * 300 + "/", "another address."),
    ],
)
@pytest.mark.parametrize("status", [301, 307])
def test_a_redirect_is_told_and_never_followed(
    gateway: DemoGateway, status: int, location: str, told: str
) -> None:
    account = Account("k", "n", "https://1101.api.greenapi.com", "1101000001")
    problem = problem_of_response(status, b"", account, "gateway.example", location)
    assert problem.kind is Kind.REDIRECTED
    assert told in problem.sentence
    assert "secret" not in problem.sentence
    gateway.faults.add("*", Fault(status, b"", (("Location", f"{gateway.api_url}/elsewhere"),)))
    assert failure_of(gateway.account, gateway.token, ask_contact).problem.kind is Kind.REDIRECTED
    assert [seen.name for seen in gateway.seen] == ["getContactInfo"]


def test_an_answer_that_is_not_understood_keeps_its_start_without_the_token(gateway: DemoGateway) -> None:
    token = gateway.token.reveal()
    gateway.faults.add("*", Fault(200, f"Not JSON at all {token} ".encode() + b"x" * 9000))
    problem = failure_of(gateway.account, gateway.token, ask_contact).problem
    assert problem.detail is not None
    assert problem.detail.startswith("Not JSON at all")
    assert len(problem.detail) == 4000
    assert token not in problem.detail


def test_a_contact_with_fields_that_errors_use_is_a_contact_all_the_same(gateway: DemoGateway) -> None:
    answer = {"chatId": DEALER, "status": False, "message": "hello", "error": "none", "description": "Shop"}
    gateway.faults.add("*", Fault(200, json.dumps(answer).encode()))

    told = run(gateway.account, gateway.token, lambda asking: asking.contact_info(DEALER, ignore))
    assert told.json == answer


ACCOUNT = Account("k", "n", "https://1101.api.greenapi.com", "1101000001")
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
error_shapes = st.dictionaries(
    st.sampled_from(
        ["message", "description", "reason", "error", "path", "invokeStatus", "correspondentsStatus"]
    ),
    json_values,
)


def is_fit(text: str) -> bool:
    return "\n" not in text and all(character.isprintable() or character == "\xa0" for character in text)


@given(
    st.integers(100, 599),
    st.binary(max_size=200) | (error_shapes | json_values).map(lambda v: json.dumps(v).encode()),
    st.text(),
)
def test_whatever_comes_there_is_a_sentence_fit_to_show(status: int, body: bytes, location: str) -> None:
    problem = problem_of_response(status, body, ACCOUNT, "gateway.example", location)
    assert is_fit(problem.sentence)
    assert len(problem.sentence) < 600
    assert problem.detail is None or (is_fit(problem.detail) and 0 < len(problem.detail) <= WORDS_CAP)


def test_the_path_of_an_error_is_never_told() -> None:
    body = b'{"path": "/waInstance1101000001/getContactInfo/abc", "statusCode": 400}'
    assert server_words(body) is None


def test_of_html_only_the_title_is_told() -> None:
    assert server_words(b"<html><title>404 Not&nbsp;Found</title><body>secret</body>") == "404 Not Found"
    assert server_words(b"<!DOCTYPE html><p>secret") is None


def test_a_server_that_talks_too_much_is_cut_short() -> None:
    words = server_words(b'{"message": "' + b"so " * 1000 + b'"}')
    assert words is not None
    assert len(words) == WORDS_CAP
    assert words.endswith("\N{HORIZONTAL ELLIPSIS}")


@pytest.mark.parametrize(
    "body", [b'{"path": "/wa', b'{"path": "/wa", "message": "' + b"a" * 100_000 + b'"}', b"[1"]
)
def test_json_that_cannot_be_read_is_not_taken_for_words(body: bytes) -> None:
    assert server_words(body) is None


def test_a_token_url_inside_the_servers_words_is_taken_out() -> None:
    words = clean_for_display(
        f"see https://h/waInstance1101000001/getContactInfo/{'ab12' * 12}ff?x=1 for more"
    )
    assert "ab12" not in words
    assert MARKER not in words
    assert words.endswith("for more")
