"""The gateway's methods, as the real demo gateway sees them asked."""

import asyncio
import gc
import json

import httpcore
import httpx
import pytest

from inspector.core.problem import Kind
from inspector.core.secret import Secret
from inspector.demo import faults
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.greenapi import client
from inspector.greenapi.client import Connected, Gateway
from inspector.greenapi.transport import TokenTransport
from tests.greenapi.asking import DEALER, account_at, failure_of, ignore, run

UNKNOWN = "12025550199@c.us"


def test_a_contact_is_asked_for_by_post_with_its_chat_id_and_nothing_else(gateway: DemoGateway) -> None:
    answer = run(gateway.account, gateway.token, lambda asking: asking.contact_info(DEALER, ignore))
    assert isinstance(answer.json, dict)
    assert answer.json["name"] == "Dealer"
    assert json.loads(answer.body) == answer.json
    (seen,) = gateway.seen
    assert (seen.method, seen.name) == ("POST", "getContactInfo")
    assert json.loads(seen.body) == {"chatId": DEALER}
    assert seen.headers["content-type"] == "application/json"
    assert seen.headers["user-agent"].startswith("contact-inspector/")


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("state", "/waInstance1101000001/getStateInstance/<token>"),
        ("settings", "/waInstance1101000001/getWaSettings/<token>"),
        ("contacts", "/waInstance1101000001/getContacts/<token>?group=false"),
    ],
)
def test_what_only_reads_is_asked_by_get_without_a_body(
    gateway: DemoGateway, method: str, target: str
) -> None:
    run(gateway.account, gateway.token, lambda asking: getattr(asking, method)(ignore))
    (seen,) = gateway.seen
    assert (seen.method, seen.target, seen.body) == ("GET", target, b"")


def test_an_address_with_a_path_and_a_slash_is_asked_under_that_path(gateway: DemoGateway) -> None:
    account = account_at(f"{gateway.api_url}/v3/")
    assert failure_of(account, gateway.token, lambda a: a.state(ignore)).problem.kind is Kind.ADDRESS_WRONG
    assert gateway.seen[0].target == "/v3/waInstance1101000001/getStateInstance/<token>"


def test_a_large_answer_goes_without_a_search_for_garbage(gateway: DemoGateway) -> None:
    large = b"not left behind " * 60_000
    gateway.faults.add("getContactInfo", Fault(200, b'{"name": "%s"}' % large))
    gc.disable()
    try:
        run(gateway.account, gateway.token, lambda asking: asking.contact_info(DEALER, ignore))
        bodies = [b"".join(each) for each in gc.get_objects() if isinstance(each, httpx.ByteStream)]
    finally:
        gc.enable()
    assert not [len(body) for body in bodies if large in body]


def test_several_requests_share_one_connection(gateway: DemoGateway) -> None:
    async def ask(asking: Gateway) -> int:
        for _ in range(3):
            await asking.contact_info(DEALER, ignore)
        transport = asking._transport
        assert isinstance(transport, TokenTransport)
        assert isinstance(transport._inner, httpx.AsyncHTTPTransport)
        pool = transport._inner._pool
        assert isinstance(pool, httpcore.AsyncConnectionPool)
        return len(pool.connections)

    assert run(gateway.account, gateway.token, ask) == 1


def test_a_closed_gateway_can_be_asked_again(gateway: DemoGateway) -> None:
    async def ask(asking: Gateway) -> str:
        await asking.aclose()
        await asking.state(ignore)
        await asking.aclose()
        return await asking.state(ignore)

    assert run(gateway.account, gateway.token, ask) == "authorized"


def test_closing_in_the_middle_of_a_request_ends_it(gateway: DemoGateway) -> None:
    gateway.faults.add("*", Fault(manner=Manner.HANG))

    async def ask(asking: Gateway) -> None:
        task = asyncio.ensure_future(asking.state(ignore))
        await asyncio.to_thread(gateway.wait_for, lambda seen: len(seen) == 1)
        task.cancel()
        await asking.aclose()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(gateway.account, gateway.token, ask)
    assert gateway.wait_for(lambda seen: seen[0].outcome == "dropped")


def test_a_catalogue_of_ten_megabytes_arrives_whole(gateway: DemoGateway) -> None:
    answer = {
        "chatId": DEALER,
        "products": [{"id": str(n), "description": "x" * 1000} for n in range(10_000)],
    }
    gateway.faults.add("*", Fault(200, json.dumps(answer).encode()))
    got = run(gateway.account, gateway.token, lambda asking: asking.contact_info(DEALER, ignore))
    assert got.json == answer


# getAvatar


def test_a_picture_that_is_there_comes_with_its_url(gateway: DemoGateway) -> None:
    told = run(gateway.account, gateway.token, lambda asking: asking.avatar(DEALER, ignore))
    assert str(told.url).startswith(f"{gateway.api_url}/pictures/")
    assert told.reason is None
    assert json.loads(gateway.seen[0].body) == {"chatId": DEALER}
    assert gateway.seen[0].method == "POST"


@pytest.mark.parametrize(
    ("body", "url", "base64", "reason"),
    [
        (b'{"urlAvatar": "", "available": false}', "", None, None),
        (b'{"URLAVATAR": "x", "Base64Avatar": "eA=="}', "x", "eA==", None),
        (b'{"urlAvatar": null, "available": false, "reason": "not\\u0000 now "}', None, None, "not now"),
        (b'{"available": true, "reason": 7}', None, None, None),
    ],
)
def test_a_picture_is_read_in_every_form(
    gateway: DemoGateway, body: bytes, url: object, base64: object, reason: str | None
) -> None:
    gateway.faults.add("getAvatar", Fault(200, body))
    told = run(gateway.account, gateway.token, lambda asking: asking.avatar(DEALER, ignore))
    assert (told.url, told.base64, told.reason) == (url, base64, reason)


def test_a_reason_alone_is_a_failure(gateway: DemoGateway) -> None:
    gateway.faults.add("getAvatar", Fault(200, b'{"reason": "instance account not authorized"}'))
    error = failure_of(gateway.account, gateway.token, lambda asking: asking.avatar(DEALER, ignore))
    assert error.problem.kind is Kind.NOT_AUTHORIZED


# checkWhatsapp


def forms_of(gateway: DemoGateway) -> list[object]:
    return [json.loads(seen.body) for seen in gateway.seen if seen.name == "checkWhatsapp"]


def test_a_check_sends_the_number_first(gateway: DemoGateway) -> None:
    assert run(gateway.account, gateway.token, lambda asking: asking.check_whatsapp(DEALER, ignore)) is True
    assert run(gateway.account, gateway.token, lambda asking: asking.check_whatsapp(UNKNOWN, ignore)) is False
    assert forms_of(gateway) == [{"phoneNumber": 79123456789}, {"phoneNumber": 12025550199}]


def test_a_check_takes_bare_digits_too(gateway: DemoGateway) -> None:
    assert (
        run(gateway.account, gateway.token, lambda asking: asking.check_whatsapp("79123456789", ignore))
        is True
    )


def test_a_refused_form_is_followed_by_the_other_which_is_remembered(gateway: DemoGateway) -> None:
    gateway.faults.add(
        "checkWhatsapp", faults.bad_request("Validation failed. 'chatId' is required"), times=1
    )

    async def ask(asking: Gateway) -> list[bool]:
        return [await asking.check_whatsapp(DEALER, ignore) for _ in range(2)]

    assert run(gateway.account, gateway.token, ask) == [True, True]
    by_number, by_chat_id = {"phoneNumber": 79123456789}, {"chatId": DEALER}
    assert forms_of(gateway) == [by_number, by_chat_id, by_chat_id]


def test_a_remembered_form_that_is_refused_later_gives_way_again(gateway: DemoGateway) -> None:
    refusal = faults.bad_request("Validation failed")

    async def ask(asking: Gateway) -> list[bool]:
        told = []
        for _ in range(3):
            gateway.faults.add("checkWhatsapp", refusal, times=1)
            told.append(await asking.check_whatsapp(DEALER, ignore))
        return told

    assert run(gateway.account, gateway.token, ask) == [True, True, True]
    by_number, by_chat_id = {"phoneNumber": 79123456789}, {"chatId": DEALER}
    assert forms_of(gateway) == [by_number, by_chat_id, by_chat_id, by_number, by_number, by_chat_id]


def test_a_check_that_both_forms_fail_is_a_failure(gateway: DemoGateway) -> None:
    gateway.faults.add("checkWhatsapp", faults.bad_request("Validation failed"))
    error = failure_of(gateway.account, gateway.token, lambda asking: asking.check_whatsapp(DEALER, ignore))
    assert error.problem.kind is Kind.MALFORMED_NUMBER
    assert len(forms_of(gateway)) == 2


def test_a_refusal_that_has_nothing_to_do_with_the_form_is_not_tried_with_the_other(
    gateway: DemoGateway,
) -> None:
    gateway.faults.add("checkWhatsapp", faults.bad_request("instance account not authorized"))
    error = failure_of(gateway.account, gateway.token, lambda asking: asking.check_whatsapp(DEALER, ignore))
    assert error.problem.kind is Kind.NOT_AUTHORIZED
    assert len(forms_of(gateway)) == 1


def test_a_hidden_id_is_checked_by_its_chat_id_only(gateway: DemoGateway) -> None:
    run(gateway.account, gateway.token, lambda asking: asking.check_whatsapp("12345678901234@lid", ignore))
    assert forms_of(gateway) == [{"chatId": "12345678901234@lid"}]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"existswhatsapp": "True"}', True),
        (b'{"existsWhatsapp": "false"}', False),
        (b'{"existsWhatsapp": 1}', True),
        (b'{"existsWhatsapp": "no"}', False),
    ],
)
def test_a_check_told_in_words_is_understood(gateway: DemoGateway, body: bytes, told: bool) -> None:
    gateway.faults.add("checkWhatsapp", Fault(200, body))
    assert run(gateway.account, gateway.token, lambda asking: asking.check_whatsapp(DEALER, ignore)) is told


@pytest.mark.parametrize(
    "body", [b"{}", b'{"existsWhatsapp": 2}', b'{"existsWhatsapp": null}', b"[]", b"true"]
)
def test_a_check_that_says_neither_yes_nor_no_is_not_understood(gateway: DemoGateway, body: bytes) -> None:
    gateway.faults.add("checkWhatsapp", Fault(200, body))
    error = failure_of(gateway.account, gateway.token, lambda asking: asking.check_whatsapp(DEALER, ignore))
    assert error.problem.kind is Kind.UNREADABLE


# getStateInstance, getWaSettings


def test_an_account_that_works_is_connected_as_its_number(gateway: DemoGateway) -> None:
    assert run(gateway.account, gateway.token, client.check_account) == Connected(
        "authorized", "+447700900123"
    )
    assert [seen.name for seen in gateway.seen] == ["getStateInstance", "getWaSettings"]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("notAuthorized", Kind.NOT_AUTHORIZED),
        ("pendingCode", Kind.NOT_AUTHORIZED),
        ("sleepMode", Kind.NOT_AUTHORIZED),
        ("starting", Kind.STARTING),
        ("blocked", Kind.SUSPENDED),
        ("suspended", Kind.SUSPENDED),
    ],
)
def test_a_state_that_stands_in_the_way_is_said(gateway: DemoGateway, state: str, kind: Kind) -> None:
    gateway.faults.add("getStateInstance", Fault(200, json.dumps({"stateInstance": state}).encode()))
    assert failure_of(gateway.account, gateway.token, client.check_account).problem.kind is kind


@pytest.mark.parametrize("state", ["yellowCard", "somethingNew"])
def test_a_state_that_does_not_is_passed_on(gateway: DemoGateway, state: str) -> None:
    gateway.faults.add("getStateInstance", Fault(200, json.dumps({"stateInstance": state}).encode()))
    assert run(gateway.account, gateway.token, client.check_account).state == state


def test_an_instance_that_is_being_created_has_no_state_yet(gateway: DemoGateway) -> None:
    gateway.faults.add("getStateInstance", faults.null_body())
    problem = failure_of(gateway.account, gateway.token, client.check_account).problem
    assert problem.kind is Kind.STARTING
    assert "created" in problem.sentence


def test_a_starting_instance_is_told_to_who_tests_without_waiting(gateway: DemoGateway) -> None:
    gateway.faults.add("getStateInstance", faults.bad_request("instance in starting process try later"))
    assert failure_of(gateway.account, gateway.token, client.check_account).problem.kind is Kind.STARTING
    assert len(gateway.seen) == 1


def test_seconds_of_patience_are_taken_in_silence_by_who_tests(gateway: DemoGateway) -> None:
    gateway.faults.add("getStateInstance", faults.too_many_requests(), times=2)
    assert run(gateway.account, gateway.token, client.check_account).state == "authorized"


def test_an_account_works_even_when_it_does_not_say_whose_it_is(gateway: DemoGateway) -> None:
    gateway.faults.add("getWaSettings", faults.bad_request("no"))
    assert run(gateway.account, gateway.token, client.check_account) == Connected("authorized", None)


def test_a_wrong_token_is_told_to_who_tests(gateway: DemoGateway) -> None:
    assert (
        failure_of(gateway.account, Secret("0" * 50), client.check_account).problem.kind is Kind.TOKEN_REFUSED
    )


@pytest.mark.parametrize(
    "body", [b'{"stateInstance": 7}', b'{"stateInstance": ""}', b"{}", b"[]", b'"authorized"']
)
def test_a_state_of_another_kind_is_not_understood(gateway: DemoGateway, body: bytes) -> None:
    gateway.faults.add("getStateInstance", Fault(200, body))
    error = failure_of(gateway.account, gateway.token, lambda asking: asking.state(ignore))
    assert error.problem.kind is Kind.UNREADABLE


@pytest.mark.parametrize(
    ("phone", "read"),
    [
        ("447700900123", "+447700900123"),
        ("+44 7700 900123", "+447700900123"),
        (447700900123, "+447700900123"),
        ("", None),
        (None, None),
        ([], None),
        ("none", None),
    ],
)
def test_the_accounts_own_number_is_read_in_every_form(
    gateway: DemoGateway, phone: object, read: str | None
) -> None:
    gateway.faults.add("getWaSettings", Fault(200, json.dumps({"phone": phone}).encode()))
    assert run(gateway.account, gateway.token, lambda asking: asking.settings(ignore)).phone == read


# getContacts


def test_the_phone_book_lists_people_by_id_and_names(gateway: DemoGateway) -> None:
    people = run(gateway.account, gateway.token, lambda asking: asking.contacts(ignore))
    assert DEALER in {entry.chat_id for entry in people}
    assert "Kuznetsov Auto" in {entry.contact_name for entry in people}


def test_an_empty_phone_book_is_asked_for_once_more(gateway: DemoGateway) -> None:
    gateway.faults.add("getContacts", Fault(200, b"[]"), times=1)
    assert run(gateway.account, gateway.token, lambda asking: asking.contacts(ignore))
    gateway.faults.add("getContacts", Fault(200, b"[]"))
    assert run(gateway.account, gateway.token, lambda asking: asking.contacts(ignore)) == ()
    assert len(gateway.seen) == 4


def test_entries_that_name_nobody_are_left_out(gateway: DemoGateway) -> None:
    gateway.faults.add("getContacts", Fault(200, b'[7, null, {"id": ""}, {"id": "1@c.us", "name": 7}]'))
    (entry,) = run(gateway.account, gateway.token, lambda asking: asking.contacts(ignore))
    assert (entry.chat_id, entry.name, entry.contact_name) == ("1@c.us", None, None)


@pytest.mark.parametrize(("body", "kind"), [(b"{}", Kind.UNREADABLE), (b'{"reason": "x"}', Kind.REFUSED)])
def test_a_phone_book_that_is_no_list_is_a_failure(gateway: DemoGateway, body: bytes, kind: Kind) -> None:
    gateway.faults.add("getContacts", Fault(200, body))
    error = failure_of(gateway.account, gateway.token, lambda asking: asking.contacts(ignore))
    assert error.problem.kind is kind


# the account


@pytest.mark.parametrize(
    "api_url", ["", "http://gateway.example", "ftp://127.0.0.1", "https://a b", "https://[::1"]
)
def test_an_address_that_must_not_be_asked_is_a_failure_before_anything_is_opened(api_url: str) -> None:
    error = failure_of(account_at(api_url), Secret("0" * 50), lambda asking: asking.state(ignore))
    assert error.problem.kind is Kind.ADDRESS_WRONG


def test_an_id_that_is_none_is_a_failure_before_anything_is_sent(gateway: DemoGateway) -> None:
    account = account_at(gateway.api_url, "../../1101")
    error = failure_of(account, gateway.token, lambda asking: asking.state(ignore))
    assert error.problem.kind is Kind.ADDRESS_WRONG
    assert "instance ID" in error.problem.sentence
    assert gateway.seen == ()


def test_a_carelessly_written_account_is_still_asked(gateway: DemoGateway) -> None:
    careless = account_at(f" {gateway.api_url.upper()}/ ", " 1101000001\n")
    assert run(careless, gateway.token, lambda asking: asking.state(ignore)) == "authorized"
    gateway.faults.add("*", faults.empty_body())
    problem = failure_of(careless, gateway.token, lambda asking: asking.state(ignore)).problem
    assert f"response from {gateway.api_url.removeprefix('http://')}." in problem.sentence


def test_two_lookups_at_once_do_not_disturb_each_other(gateway: DemoGateway) -> None:
    async def ask(asking: Gateway) -> list[object]:
        both = await asyncio.gather(asking.contact_info(DEALER, ignore), asking.contact_info(UNKNOWN, ignore))
        return [answer.json["chatId"] for answer in both if isinstance(answer.json, dict)]

    assert run(gateway.account, gateway.token, ask) == [DEALER, UNKNOWN]
