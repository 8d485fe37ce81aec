"""The order of asking, and what is told of each part, against the real demo gateway."""

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from inspector.core.problem import Kind
from inspector.demo import faults
from inspector.demo.contacts import SAMPLES, Sample
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.greenapi.client import Gateway
from inspector.lookup.lookup import check, look_up
from inspector.lookup.session import (
    Asked,
    AvatarArrived,
    Broke,
    Checked,
    ContactArrived,
    Event,
    Failed,
    Finished,
    Found,
    Looking,
    Paused,
    Ready,
    Shown,
    Started,
    State,
    step,
)
from inspector.phone.number import Lid, Number
from tests.greenapi.asking import run

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def number(digits: str) -> Number:
    return Number(digits, f"+{digits}", None, None, (), True)


DEALER = number("79123456789")
PERSON = number("12025550123")
NUMBER_ONLY = number("12025550199")

Inquiry = Callable[[Gateway, Asked, Callable[[Event], None]], Awaitable[None]]


def told_by(gateway: DemoGateway, inquiry: Inquiry, asked: Asked) -> list[Event]:
    """Everything that an inquiry tells, in order."""
    told: list[Event] = []

    async def ask(asking: Gateway) -> None:
        await inquiry(asking, asked, told.append)

    run(gateway.account, gateway.token, ask)
    return told


def found_in(events: list[Event]) -> Found:
    return next(event.found for event in events if isinstance(event, ContactArrived))


def asked_methods(gateway: DemoGateway) -> list[str]:
    return [seen.name for seen in gateway.seen]


def test_a_contact_with_a_picture_is_one_question(gateway: DemoGateway) -> None:
    before = datetime.now(UTC)
    events = told_by(gateway, look_up, DEALER)
    assert [type(event) for event in events] == [ContactArrived, Finished]
    found = found_in(events)
    assert found.contact.name == "Dealer"
    assert len(found.contact.products) == 31
    assert before <= found.asked_at <= datetime.now(UTC)
    assert 0 < found.took_s < 10
    assert json.loads(found.raw_response)["name"] == "Dealer"
    assert asked_methods(gateway) == ["getContactInfo"]


def test_a_contact_without_a_picture_gets_the_one_that_getavatar_knows(gateway: DemoGateway) -> None:
    events = told_by(gateway, look_up, PERSON)
    assert [type(event) for event in events] == [ContactArrived, AvatarArrived, Finished]
    first, second = found_in(events).contact, events[1]
    assert isinstance(second, AvatarArrived)
    assert first.avatar_url is None
    assert second.contact.avatar_url is not None
    assert second.contact.name == first.name
    assert asked_methods(gateway) == ["getContactInfo", "getAvatar"]


def test_a_picture_may_come_as_bytes(gateway: DemoGateway) -> None:
    answer = {"urlAvatar": "undefined", "base64Avatar": base64.b64encode(PNG).decode(), "available": True}
    gateway.faults.add("getAvatar", Fault(200, json.dumps(answer).encode()))
    arrived = told_by(gateway, look_up, PERSON)[1]
    assert isinstance(arrived, AvatarArrived)
    assert arrived.contact.avatar_bytes == PNG
    assert arrived.contact.avatar_url is None


def test_a_contact_that_has_no_picture_anywhere_is_told_once(gateway: DemoGateway) -> None:
    events = told_by(gateway, look_up, NUMBER_ONLY)
    assert [type(event) for event in events] == [ContactArrived, Finished]
    assert found_in(events).contact.has_no_details


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.title for sample in SAMPLES])
def test_every_sample_is_found_and_nothing_of_it_holds_the_token(
    gateway: DemoGateway, sample: Sample
) -> None:
    digits, _, kind = sample.chat_id.partition("@")
    events = told_by(gateway, look_up, Lid(digits) if kind == "lid" else number(digits))
    assert isinstance(events[0], ContactArrived)
    assert isinstance(events[-1], Finished)
    assert gateway.token.reveal() not in repr(events)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.unauthorized(), Kind.TOKEN_REFUSED),
        (faults.quota_exceeded(), Kind.QUOTA),
        (faults.bad_gateway_html(), Kind.GATEWAY_DOWN),
        (faults.soft_error("instance account not authorized"), Kind.NOT_AUTHORIZED),
        (faults.null_body(), Kind.UNREADABLE),
        (faults.html_body(), Kind.UNREADABLE),
        (faults.truncated_json(), Kind.UNREADABLE),
        (Fault(200, b"\xff\xfe\xfd"), Kind.UNREADABLE),
        (Fault(manner=Manner.RESET_IN_BODY), Kind.CUT_OFF),
    ],
)
def test_a_contact_that_cannot_be_had_is_one_problem_and_no_more_questions(
    gateway: DemoGateway, fault: Fault, kind: Kind
) -> None:
    gateway.faults.add("getContactInfo", fault)
    events = told_by(gateway, look_up, PERSON)
    broke = events[-1]
    assert isinstance(broke, Broke)
    assert broke.problem.kind is kind
    assert all(isinstance(event, Paused) for event in events[:-1])
    assert set(asked_methods(gateway)) == {"getContactInfo"}


@pytest.mark.parametrize(
    "fault",
    [
        faults.bad_gateway_html(),
        faults.contact_limit(),
        faults.bad_request("no"),
        faults.soft_error("too shy"),
        faults.null_body(),
        Fault(manner=Manner.CLOSE_BEFORE_HEADERS),
    ],
)
def test_a_picture_that_cannot_be_had_is_a_remark(gateway: DemoGateway, fault: Fault) -> None:
    gateway.faults.add("getAvatar", fault)
    events = told_by(gateway, look_up, PERSON)
    assert isinstance(events[-1], Finished)
    arrived = events[-2]
    assert isinstance(arrived, AvatarArrived)
    (remark,) = arrived.contact.remarks
    assert remark.field == "avatar"
    assert remark.said.startswith("Couldn't request the picture: ")
    assert not any(isinstance(event, Broke) for event in events)


@pytest.mark.parametrize("fault", [faults.unauthorized(), faults.bad_request("Instance account is expired")])
def test_an_account_that_fails_between_two_questions_is_a_notice(gateway: DemoGateway, fault: Fault) -> None:
    gateway.faults.add("getAvatar", fault)
    events = told_by(gateway, look_up, PERSON)
    assert [type(event) for event in events] == [ContactArrived, Broke, Finished]
    assert isinstance(states_after(PERSON, events)[-1], Shown)


def test_the_gateways_reason_for_no_picture_is_a_remark(gateway: DemoGateway) -> None:
    gateway.faults.add("getAvatar", Fault(200, b'{"urlAvatar": "", "available": false, "reason": "hidden"}'))
    arrived = told_by(gateway, look_up, PERSON)[1]
    assert isinstance(arrived, AvatarArrived)
    assert [remark.said for remark in arrived.contact.remarks] == ["The gateway sent no picture: hidden"]


def states_after(asked: Asked, events: list[Event]) -> list[State]:
    states: list[State] = [step(Ready(), Started(asked))]
    for event in events:
        states.append(step(states[-1], event))
    return states


def test_what_is_told_leads_through_the_states(gateway: DemoGateway) -> None:
    gateway.faults.add("getContactInfo", faults.too_many_requests(), times=1)
    gateway.faults.add("getAvatar", faults.bad_gateway_html(), times=1)
    events = told_by(gateway, look_up, PERSON)
    assert [type(event) for event in events] == [Paused, ContactArrived, Paused, AvatarArrived, Finished]
    first, paused, found, paused_again, pictured, last = states_after(PERSON, events)
    assert first == Looking(PERSON)
    assert isinstance(paused, Looking)
    assert paused.pause is not None
    assert isinstance(found, Looking)
    assert found.pause is None
    assert isinstance(paused_again, Looking)
    assert paused_again.found is not None
    assert isinstance(pictured, Looking)
    assert pictured.pause is None
    assert isinstance(last, Shown)
    assert last.found.contact.has_avatar


def test_a_failed_lookup_ends_in_its_problem(gateway: DemoGateway) -> None:
    gateway.faults.add("*", faults.forbidden())
    last = states_after(DEALER, told_by(gateway, look_up, DEALER))[-1]
    assert isinstance(last, Failed)
    assert last.problem.kind is Kind.INSTANCE_REFUSED


@pytest.mark.parametrize("method", ["getContactInfo", "getAvatar"])
def test_a_cancelled_lookup_closes_its_request_and_tells_nothing_more(
    gateway: DemoGateway, method: str
) -> None:
    gateway.faults.add(method, Fault(manner=Manner.HANG))
    told: list[Event] = []

    async def ask(asking: Gateway) -> None:
        task = asyncio.ensure_future(look_up(asking, PERSON, told.append))
        await asyncio.to_thread(gateway.wait_for, lambda seen: any(one.name == method for one in seen))
        before = list(told)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert told == before

    run(gateway.account, gateway.token, ask)
    assert gateway.wait_for(lambda seen: seen[-1].outcome == "dropped")


# checkWhatsapp


@pytest.mark.parametrize(("asked", "is_there"), [(DEALER, True), (NUMBER_ONLY, False)])
def test_a_check_tells_yes_or_no(gateway: DemoGateway, asked: Number, is_there: bool) -> None:
    assert told_by(gateway, check, asked) == [Checked(is_there)]


def test_a_check_that_fails_is_a_problem_after_its_pauses(gateway: DemoGateway) -> None:
    gateway.faults.add("checkWhatsapp", faults.too_many_requests())
    events = told_by(gateway, check, DEALER)
    assert [type(event) for event in events] == [Paused, Paused, Paused, Broke]


def test_a_hidden_id_can_be_checked(gateway: DemoGateway) -> None:
    told_by(gateway, check, Lid("12345678901234"))
    assert json.loads(gateway.seen[0].body) == {"chatId": "12345678901234@lid"}


# the raw answer


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_raw_answer_is_readable_in_every_encoding_that_json_has(
    gateway: DemoGateway, encoding: str
) -> None:
    text = json.dumps(
        {"chatId": DEALER.chat_id, "name": "Ди\N{MOTOR SCOOTER}лер", "avatar": "x"}, ensure_ascii=False
    )
    gateway.faults.add("getContactInfo", Fault(200, text.encode(encoding)))
    found = found_in(told_by(gateway, look_up, DEALER))
    assert found.contact.name == "Ди\N{MOTOR SCOOTER}лер"
    assert found.raw_response == text


def test_what_the_window_imports_before_its_first_paint_is_light() -> None:
    code = (
        "import sys, inspector.lookup.lookup, inspector.lookup.session, inspector.lookup.background;"
        "print(sorted({'httpx', 'keyring', 'stamina', 'aiolimiter', 'PySide6'} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    assert ended.stdout.strip() == "[]"
