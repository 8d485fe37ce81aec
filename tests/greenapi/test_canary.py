"""The token goes through every path, and is found in nothing that any path leaves behind."""

import asyncio
import gc
import io
import logging
import pickle
import traceback
from collections.abc import Callable, Iterator

import h11
import httpcore
import httpx
import pytest

from inspector.core.problem import GatewayError, Kind
from inspector.core.secret import Secret
from inspector.demo import faults
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.greenapi.client import Gateway
from inspector.greenapi.pacing import Timings
from inspector.greenapi.transport import MARKER, TokenTransport
from tests.greenapi.asking import (
    DEALER,
    QUICK,
    TOKEN,
    account_at,
    ask_contact,
    closed_port,
    failure_of,
    ignore,
    listening,
    run,
)
from tests.greenapi.leaks import texts_of

HASTY = Timings(connect_s=0.5, total_s=1.0, second_s=0.001, pauses_s=QUICK.pauses_s)


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """All that any logger says, down to the lowest level that the program has not shut off."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def assert_no_token(error: BaseException, token: str, *texts: str) -> None:
    found = [*texts_of(error, __file__), *traceback.format_exception(error), *texts]
    assert len(found) > 10, "nothing was looked at"
    assert not [text for text in found if token in text]


FAILURES: dict[str, Callable[[str], Fault]] = {
    "unauthorized": lambda token: faults.unauthorized(),
    "forbidden": lambda token: faults.forbidden(),
    "not found": lambda token: faults.not_found_html(),
    "quota": lambda token: faults.quota_exceeded(),
    "too many": lambda token: faults.too_many_requests(),
    "bad gateway": lambda token: faults.bad_gateway_html(),
    "server fault": lambda token: faults.server_fault(),
    "path in a 400": lambda token: faults.bad_request("Instance is deleted"),
    "token in the words": lambda token: Fault(400, f'{{"message": "bad {token}"}}'.encode()),
    "token in HTML": lambda token: Fault(404, f"<html><title>{token}</title></html>".encode()),
    "token in a soft error": lambda token: Fault(200, f'{{"reason": "bad {token}"}}'.encode()),
    "token in no JSON": lambda token: Fault(200, f"oops {token}".encode()),
    "token in truncated JSON": lambda token: Fault(200, f'{{"path": "/{token}'.encode()),
    "redirect": lambda token: Fault(307, b"", (("Location", f"https://evil.example/{token}"),)),
    "packed": lambda token: Fault(200, b"{}", (("Content-Encoding", "gzip"),)),
    "too large": lambda token: Fault(200, b" " * (16 * 1024 * 1024 + 1)),
    "closed": lambda token: Fault(manner=Manner.CLOSE_BEFORE_HEADERS),
    "reset": lambda token: Fault(manner=Manner.RESET_IN_BODY),
    "wrong length": lambda token: Fault(manner=Manner.WRONG_LENGTH),
    "broken chunking": lambda token: Fault(manner=Manner.BROKEN_CHUNKING),
    "noise": lambda token: Fault(manner=Manner.NOISE),
    "hang": lambda token: Fault(manner=Manner.HANG),
    "drip": lambda token: Fault(manner=Manner.DRIP, delay_s=0.05),
}


@pytest.mark.parametrize("name", FAILURES)
def test_no_failure_carries_the_token(
    gateway: DemoGateway,
    everything_logged: io.StringIO,
    capfd: pytest.CaptureFixture[str],
    name: str,
) -> None:
    token = gateway.token.reveal()
    gateway.faults.add("*", FAILURES[name](token))
    timings = HASTY if name in ("hang", "drip") else QUICK
    error = failure_of(gateway.account, gateway.token, ask_contact, timings)
    out, err = capfd.readouterr()
    assert_no_token(error, token, everything_logged.getvalue(), out, err, repr(error.problem))
    assert gateway.seen, "the gateway was never asked"


def unreachable(kind: str) -> Iterator[str]:
    if kind == "refused":
        yield f"http://127.0.0.1:{closed_port()}"
    elif kind == "no tls":
        with listening() as port:
            yield f"https://127.0.0.1:{port}"
    else:
        yield kind


@pytest.mark.parametrize(
    "kind", ["refused", "no tls", "https://", "http://gateway.example", "https://h:99999"]
)
def test_no_way_that_leads_nowhere_carries_the_token(kind: str, everything_logged: io.StringIO) -> None:
    for api_url in unreachable(kind):
        error = failure_of(account_at(api_url), Secret(TOKEN), ask_contact, HASTY)
        assert_no_token(error, TOKEN, everything_logged.getvalue())


@pytest.mark.parametrize("manner", [Manner.HANG, Manner.DRIP])
def test_a_cancelled_request_carries_no_token(
    gateway: DemoGateway, everything_logged: io.StringIO, manner: Manner
) -> None:
    gateway.faults.add("*", Fault(manner=manner, delay_s=0.01))

    async def body() -> BaseException:
        asking = Gateway(gateway.account, gateway.token, timings=QUICK)
        task = asyncio.ensure_future(asking.contact_info(DEALER, ignore))
        await asyncio.to_thread(gateway.wait_for, lambda seen: len(seen) == 1)
        await asyncio.sleep(0.02)
        task.cancel("enough")
        try:
            await task
        except asyncio.CancelledError as error:
            return error
        finally:
            await asking.aclose()
        raise AssertionError("it was not cancelled")

    error = asyncio.run(body())
    assert_no_token(error, gateway.token.reveal(), everything_logged.getvalue())
    assert gateway.wait_for(lambda seen: seen[0].outcome == "dropped")


def test_a_gateway_and_its_transport_show_no_token(gateway: DemoGateway) -> None:
    async def body() -> list[str]:
        asking = Gateway(gateway.account, gateway.token, timings=QUICK)
        answer = await asking.contact_info(DEALER, ignore)
        texts = list(texts_of(RuntimeError(asking, vars(asking), answer), __file__))
        await asking.aclose()
        return texts

    texts = asyncio.run(body())
    assert any("TokenTransport" in text for text in texts)
    assert not [text for text in texts if gateway.token.reveal() in text]


def test_a_success_that_repeats_the_token_is_cleaned_before_anyone_reads_it(gateway: DemoGateway) -> None:
    token = gateway.token.reveal()
    gateway.faults.add("*", Fault(200, f'{{"chatId": "{DEALER}", "name": "{token}"}}'.encode()))
    answer = run(gateway.account, gateway.token, lambda asking: asking.contact_info(DEALER, ignore))
    assert token.encode() not in answer.body
    assert isinstance(answer.json, dict)
    assert answer.json["name"] == MARKER


def test_the_token_reaches_the_gateway_and_nothing_else_does(gateway: DemoGateway) -> None:
    run(gateway.account, gateway.token, ask_contact)
    assert gateway.wait_for(lambda seen: seen[0].outcome == "answered")
    (seen,) = gateway.seen
    assert seen.target == "/waInstance1101000001/getContactInfo/<token>"
    assert seen.headers["accept-encoding"] == "identity"
    assert "cookie" not in seen.headers
    assert "authorization" not in seen.headers


def transport_for(origin: str, token: str = TOKEN) -> TokenTransport:
    return TokenTransport(
        httpx.AsyncHTTPTransport(trust_env=False), httpx.URL(origin), Secret(token), 1.0, 1.0
    )


async def _send(transport: TokenTransport, url: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
        return await client.get(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/{marker}",
        "https://127.0.0.1/{marker}",
        "http://127.0.0.2:{own}/{marker}",
        "http://127.0.0.1.evil.example:{own}/{marker}",
        "http://localhost:{own}/{marker}",
        "http://user@127.0.0.1:{port}/{marker}",
    ],
)
def test_the_token_travels_to_its_own_origin_only(gateway: DemoGateway, url: str) -> None:
    own = gateway.api_url.rpartition(":")[2]
    target = url.format(port=closed_port(), own=own, marker=MARKER)
    with pytest.raises(GatewayError) as caught:
        asyncio.run(_send(transport_for(gateway.api_url), target))
    assert caught.value.problem.kind is Kind.ADDRESS_WRONG
    assert gateway.seen == ()
    assert_no_token(caught.value, TOKEN)


@pytest.mark.parametrize("path", ["/x", f"/{MARKER}/x", f"/x?{MARKER}", f"/{MARKER}x"])
def test_a_request_without_a_place_for_the_token_is_not_sent(gateway: DemoGateway, path: str) -> None:
    with pytest.raises(GatewayError):
        asyncio.run(_send(transport_for(gateway.api_url), f"{gateway.api_url}{path}"))
    assert gateway.seen == ()


@pytest.mark.parametrize("token", ["a/b?c#d", "é\u2028\n", "../../etc", "%2e%2e", "x" * 4000, " ", "\ud800"])
def test_an_odd_token_stays_inside_its_segment(gateway: DemoGateway, token: str) -> None:
    error = failure_of(gateway.account, Secret(token), ask_contact)
    assert error.problem.kind in (Kind.TOKEN_REFUSED, Kind.ADDRESS_WRONG, Kind.REFUSED)
    assert all(seen.target == "/waInstance1101000001/getContactInfo/<token>" for seen in gateway.seen)


@pytest.mark.parametrize(
    "manner", [Manner.CLOSE_BEFORE_HEADERS, Manner.RESET_IN_BODY, Manner.HANG, Manner.NOISE]
)
def test_a_failure_leaves_no_frames_behind_for_the_collector(gateway: DemoGateway, manner: Manner) -> None:
    gateway.faults.add("*", Fault(manner=manner))
    token = gateway.token.reveal()
    gc.collect()
    gc.disable()
    try:
        failure_of(gateway.account, gateway.token, ask_contact, HASTY)
        assert not [one for one in gc.get_objects() if isinstance(one, REQUESTS) and token in address_of(one)]
    finally:
        gc.enable()


REQUESTS = (httpx.Request, httpx.Response, httpcore.Request, httpcore.URL, h11.Request)


def address_of(one: object) -> str:
    """Where a request of any layer goes; empty for a response that has none."""
    address = getattr(one, "_request", one) if isinstance(one, httpx.Response) else one
    return repr([getattr(address, name, "") for name in ("url", "target")])


def test_a_problem_can_be_pickled_and_its_error_says_no_more_than_its_sentence(gateway: DemoGateway) -> None:
    error = failure_of(gateway.account, Secret("wrong" * 10), ask_contact)
    assert str(error) == error.problem.sentence
    assert pickle.loads(pickle.dumps(error.problem)) == error.problem
