"""How fast and how often again: the documented table, and that it is kept."""

import asyncio
import time
from dataclasses import replace
from itertools import pairwise

import pytest

from inspector.core.problem import GatewayError, Kind, Pause, Problem
from inspector.demo import faults
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.greenapi.client import Gateway
from inspector.greenapi.pacing import PAUSES_S, PER_SECOND, Pacing, Timings
from tests.greenapi.asking import DEALER, QUICK, ask_contact, failure_of, ignore, run
from tests.pace import within

STARTING = faults.bad_request("instance in starting process try later")


def test_the_documented_limits_are_the_ones_kept() -> None:
    assert PER_SECOND == {
        "getContactInfo": 1,
        "getContacts": 1,
        "getStateInstance": 1,
        "getWaSettings": 1,
        "checkWhatsapp": 10,
        "getAvatar": 10,
    }
    assert 1.0 < Timings().second_s <= 1.2


def test_the_real_table_of_retries() -> None:
    assert set(PAUSES_S) == {
        Kind.TOO_FAST,
        Kind.GATEWAY_DOWN,
        Kind.CUT_OFF,
        Kind.GATEWAY_FAULT,
        Kind.STARTING,
    }
    assert len(PAUSES_S[Kind.TOO_FAST]) == 3
    assert min(PAUSES_S[Kind.TOO_FAST]) >= 1.0
    for kind in (Kind.GATEWAY_DOWN, Kind.CUT_OFF):
        assert len(PAUSES_S[kind]) == 3
        assert sorted(set(PAUSES_S[kind])) == list(PAUSES_S[kind]), "each pause is longer than the one before"
    assert len(PAUSES_S[Kind.GATEWAY_FAULT]) == 1
    assert min(PAUSES_S[Kind.STARTING]) >= 10.0
    assert sum(PAUSES_S[Kind.STARTING]) <= 300.0
    timings = Timings()
    assert timings.pauses_s == PAUSES_S
    assert (timings.connect_s, timings.total_s, timings.longest_pause_s) == (10.0, 60.0, 60.0)


@pytest.mark.parametrize(
    ("fault", "again"),
    [
        (faults.too_many_requests(), 3),
        (faults.bad_gateway_html(), 3),
        (Fault(499, b""), 3),
        (Fault(503, b""), 3),
        (Fault(504, b""), 3),
        (Fault(manner=Manner.CLOSE_BEFORE_HEADERS), 3),
        (Fault(manner=Manner.RESET_IN_BODY), 3),
        (faults.server_fault(), 1),
        (STARTING, 4),
        (faults.soft_error("instance in starting process try later"), 4),
        (faults.quota_exceeded(), 0),
        (faults.contact_limit(), 0),
        (faults.bad_request("Validation failed"), 0),
        (faults.unauthorized(), 0),
        (faults.forbidden(), 0),
        (faults.not_found_html(), 0),
        (faults.null_body(), 0),
        (faults.truncated_json(), 0),
    ],
)
def test_each_failure_is_tried_again_as_often_as_the_table_says(
    gateway: DemoGateway, fault: Fault, again: int
) -> None:
    gateway.faults.add("*", fault)
    pauses: list[Pause] = []
    error = failure_of(gateway.account, gateway.token, lambda a: a.contact_info(DEALER, pauses.append))
    assert len(gateway.seen) == 1 + again
    assert [pause.attempt for pause in pauses] == list(range(2, 2 + again))
    assert [pause.wait_s for pause in pauses] == list(QUICK.pauses_s.get(error.problem.kind, ()))[:again]
    assert all(pause.problem.kind is error.problem.kind for pause in pauses)
    assert ("Tried" in error.problem.sentence) is (again > 0)
    assert not any("Try" in pause.problem.cause for pause in pauses), "advice comes after the last try"


def test_a_failure_that_passes_is_not_told_at_the_end(gateway: DemoGateway) -> None:
    gateway.faults.add("*", faults.too_many_requests(), times=1)
    gateway.faults.add("*", faults.bad_gateway_html(), times=1)
    gateway.faults.add("*", Fault(manner=Manner.CLOSE_BEFORE_HEADERS), times=1)
    pauses: list[Pause] = []
    answer = run(gateway.account, gateway.token, lambda a: a.contact_info(DEALER, pauses.append))
    assert answer.status == 200
    assert [pause.problem.kind for pause in pauses] == [Kind.TOO_FAST, Kind.GATEWAY_DOWN, Kind.CUT_OFF]


def test_changing_failures_do_not_add_up_to_more_tries(gateway: DemoGateway) -> None:
    for _ in range(4):
        gateway.faults.add("*", faults.too_many_requests(), times=1)
        gateway.faults.add("*", faults.bad_gateway_html(), times=1)
    failure_of(gateway.account, gateway.token, ask_contact)
    assert len(gateway.seen) == 4


def test_the_pauses_are_really_waited(gateway: DemoGateway) -> None:
    gateway.faults.add("*", faults.too_many_requests())
    timings = replace(QUICK, pauses_s={Kind.TOO_FAST: (0.05, 0.1)})
    failure_of(gateway.account, gateway.token, ask_contact, timings)
    first, second, third = (seen.at for seen in gateway.seen)
    assert second - first >= 0.05
    assert third - second >= 0.1


@pytest.mark.parametrize(
    ("header", "wait_s"), [("0.2", 0.001), ("1", 1.0), (" 2 ", 2.0), ("0", 0.001), ("soon", 0.001)]
)
def test_a_short_retry_after_makes_a_pause_longer(gateway: DemoGateway, header: str, wait_s: float) -> None:
    gateway.faults.add("*", Fault(429, b"", (("Retry-After", header),)), times=1)

    pauses: list[Pause] = []

    async def ask(asking: Gateway) -> None:
        is_paused = asyncio.Event()

        def note(pause: Pause) -> None:
            pauses.append(pause)
            is_paused.set()

        task = asyncio.ensure_future(asking.contact_info(DEALER, note))
        await is_paused.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run(gateway.account, gateway.token, ask)
    assert [pause.wait_s for pause in pauses] == [wait_s]


@pytest.mark.parametrize("fault", [Fault(status) for status in (429, 469, 500, 503)])
@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ([("Retry-After", "300")], "Try again in 5 minutes, after "),
        ([("Retry-After", "86400")], "Try again in 24 hours, after "),
        ([("Retry-After", "999999999999999999999")], "Try again in 365 days, after "),
        (
            [("Date", "Tue, 01 Dec 2026 10:00:00 GMT"), ("Retry-After", "Fri, 04 Dec 2026 10:00:00 GMT")],
            "Try again in 3 days, after ",
        ),
        (
            [("Date", "Tue, 01 Dec 2026 10:00:00 GMT"), ("Retry-After", "Tue Dec  1 10:30:00 2026")],
            "Try again in 30 minutes, after ",
        ),
    ],
)
def test_a_long_retry_after_ends_the_lookup_at_once_and_says_when_to_try_again(
    gateway: DemoGateway, fault: Fault, headers: list[tuple[str, str]], words: str
) -> None:
    gateway.faults.add("*", replace(fault, body=b"", headers=tuple(headers)))
    pauses: list[Pause] = []
    error = failure_of(gateway.account, gateway.token, lambda a: a.contact_info(DEALER, pauses.append))
    assert words in error.problem.sentence
    assert error.problem.sentence.count("Try again") == 1
    assert pauses == []
    assert len(gateway.seen) == 1


def test_a_pause_can_be_cancelled(gateway: DemoGateway) -> None:
    gateway.faults.add("*", faults.too_many_requests())
    timings = replace(QUICK, pauses_s={Kind.TOO_FAST: (60.0,)})

    async def ask(asking: Gateway) -> None:
        paused = asyncio.Event()
        task = asyncio.ensure_future(asking.contact_info(DEALER, lambda _: paused.set()))
        await paused.wait()
        with within(0.05):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()

    run(gateway.account, gateway.token, ask, timings)
    assert len(gateway.seen) == 1


def spacings(method: str, times: int, second_s: float) -> list[float]:
    """Seconds between requests that all want to go at once."""
    went: list[float] = []

    async def ask() -> None:
        went.append(time.monotonic())

    async def body() -> None:
        pacing = Pacing(replace(QUICK, second_s=second_s))
        await asyncio.gather(*(pacing.run(method, ask, ignore) for _ in range(times)))

    asyncio.run(body())
    return [later - earlier for earlier, later in pairwise(went)]


def test_requests_keep_their_distance_from_the_first_one_on() -> None:
    """The best of three: between its turn and its note a request may lose the processor."""
    assert max(min(spacings("getContactInfo", 4, second_s=0.05)) for _ in range(3)) >= 0.045
    assert max(min(spacings("getAvatar", 6, second_s=0.2)) for _ in range(3)) >= 0.018


def test_methods_have_their_limits_apart(gateway: DemoGateway) -> None:
    async def ask(asking: Gateway) -> None:
        with within(2.0):
            await asyncio.gather(
                asking.contact_info(DEALER, ignore), asking.state(ignore), asking.avatar(DEALER, ignore)
            )

    run(gateway.account, gateway.token, ask, replace(QUICK, second_s=30.0))


def test_whoever_gives_up_waiting_leaves_the_turn_to_the_next() -> None:
    async def ask() -> None:
        pass

    async def body() -> None:
        pacing = Pacing(replace(QUICK, second_s=0.1))
        await pacing.run("getContactInfo", ask, ignore)
        impatient = [asyncio.ensure_future(pacing.run("getContactInfo", ask, ignore)) for _ in range(20)]
        await asyncio.sleep(0.01)
        for task in impatient:
            task.cancel()
        with within(0.15):
            await pacing.run("getContactInfo", ask, ignore)

    asyncio.run(body())


def test_the_documented_limits_are_enough_for_a_gateway_that_enforces_them() -> None:
    with DemoGateway(enforces_limits=True) as gateway:
        pauses: list[Pause] = []

        async def ask(asking: Gateway) -> None:
            for _ in range(2):
                await asking.contact_info(DEALER, pauses.append)
            for _ in range(12):
                await asking.avatar(DEALER, pauses.append)

        run(gateway.account, gateway.token, ask, replace(QUICK, second_s=Timings().second_s))
        assert pauses == []
        assert len(gateway.seen) == 14


def test_an_error_that_is_no_gateways_is_passed_on_at_once() -> None:
    async def broken() -> None:
        raise ZeroDivisionError

    async def body() -> None:
        await Pacing(QUICK).run("getAvatar", broken, ignore)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(body())


def test_one_retry_is_told_as_tried_twice() -> None:
    async def faulty() -> None:
        raise GatewayError(Problem(Kind.GATEWAY_FAULT, "Oh."))

    async def body() -> None:
        await Pacing(QUICK).run("getAvatar", faulty, ignore)

    with pytest.raises(GatewayError, match=r"^Oh\. Tried twice\.$"):
        asyncio.run(body())
