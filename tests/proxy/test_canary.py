"""The proxy's password goes through everything that can happen to it, and is found in nothing afterwards."""

import asyncio
import base64
import gc
import io
import logging
import pickle
import ssl
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from inspector.core.problem import GatewayError
from inspector.core.proxy_choice import Proxy, ProxyChoice
from inspector.core.redaction import redact, register
from inspector.core.secret import Secret
from inspector.greenapi.client import Gateway
from inspector.greenapi.pacing import Timings
from inspector.pictures.error import PictureError
from inspector.pictures.fetch import PictureFetcher
from inspector.proxy.route import find_proxy
from inspector.proxy.tunnel import Tunnel
from tests.greenapi.asking import DEALER, QUICK, ask_contact, failure_of, ignore, listening
from tests.greenapi.leaks import texts_of
from tests.greenapi.tls import sign
from tests.proxy.conftest import GATEWAY_HOST, PASSWORD, PICTURE_HOST, USER, Office
from tests.proxy.test_pictures import fetch

HASTY = Timings(connect_s=0.2, total_s=2.0, second_s=0.001, pauses_s=QUICK.pauses_s)
CREDENTIALS = f"{USER}:{PASSWORD}"
FORMS = (PASSWORD, quote(PASSWORD, safe=""), base64.b64encode(CREDENTIALS.encode()).decode())


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


def assert_clean(texts: list[str]) -> None:
    assert len(texts) > 10, "nothing was looked at"
    assert not [text for text in texts if any(form in text for form in FORMS)]


def _answer(words: bytes) -> Callable[[Office], None]:
    def prepare(office: Office) -> None:
        office.proxy.answer = words

    return prepare


def _silence(office: Office) -> None:
    office.proxy.is_silent = True


def _drip(office: Office) -> None:
    office.proxy.drip_s = 0.05


def _intercept(office: Office) -> None:
    """The tunnel leads to a server that is somebody else."""
    port = int(office.gateway.api_url.rpartition(":")[2])
    stranger = office.certificate(sign("Interceptor", addresses=[GATEWAY_HOST, PICTURE_HOST]))
    for host in (GATEWAY_HOST, PICTURE_HOST):
        office.proxy.routes[f"{host}:443"] = office.network.serve_tls(stranger, port)


IN_TIME = replace(HASTY, connect_s=1.0)
"""Time enough for the password to travel on a busy machine, before the proxy is given up."""

FAULTS: dict[str, Callable[[Office], None]] = {
    "wrong password": lambda office: setattr(office.proxy, "credentials", "somebody:else"),
    "refused": _answer(b"HTTP/1.1 403 Forbidden\r\n\r\n"),
    "echo": _answer(f"HTTP/1.1 502 {CREDENTIALS}\r\nX-Echo: {FORMS[2]}\r\n\r\n{PASSWORD}".encode()),
    "noise": _answer(f"{PASSWORD}\r\n\r\n".encode()),
    "hung up": _answer(b""),
    "silent": _silence,
    "dripping": _drip,
    "intercepted": _intercept,
}


@pytest.mark.parametrize("name", FAULTS)
def test_no_failure_of_a_lookup_carries_the_password(
    office: Office, everything_logged: io.StringIO, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    FAULTS[name](office)
    choice = office.choice(USER, PASSWORD)
    error = failure_of(office.account, office.gateway.token, ask_contact, IN_TIME, choice)
    found = [*texts_of(error, __file__), *traceback.format_exception(error), repr(error.problem)]
    assert_clean([*found, everything_logged.getvalue(), *capfd.readouterr()])
    assert FORMS[2].encode() in office.proxy.seen, "the password never travelled"


@pytest.mark.parametrize("name", FAULTS)
def test_no_failure_of_a_picture_carries_the_password(
    office: Office, everything_logged: io.StringIO, name: str
) -> None:
    FAULTS[name](office)
    with pytest.raises(PictureError) as caught:
        fetch(office.picture_url, office.choice(USER, PASSWORD), deadline_s=1.5)
    found = [*texts_of(caught.value, __file__), *traceback.format_exception(caught.value)]
    assert_clean([*found, everything_logged.getvalue()])
    assert FORMS[2].encode() in office.proxy.seen, "the password never travelled"


def open_tunnel(port: int, password: str, cancel_after_s: float | None = None) -> BaseException:
    """How a tunnel fails within 0.2 s, or what a cancellation before that becomes."""
    choice = ProxyChoice("manual", Proxy("127.0.0.1", port, user=USER, password=Secret(password)))
    tunnel = Tunnel(choice, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    async def body() -> BaseException:
        opening = asyncio.ensure_future(tunnel.connect_tcp(GATEWAY_HOST, 443, timeout=0.2))
        if cancel_after_s is not None:
            await asyncio.sleep(cancel_after_s)
            opening.cancel()
        try:
            await opening
        except (GatewayError, asyncio.CancelledError) as error:
            return error
        raise AssertionError("it opened")

    return asyncio.run(body())


@pytest.mark.parametrize("name", [name for name in FAULTS if name != "intercepted"])
def test_the_tunnels_own_failures_are_clean_without_the_walls_above(office: Office, name: str) -> None:
    FAULTS[name](office)
    error = open_tunnel(office.proxy.port, PASSWORD)
    assert_clean([*texts_of(error, __file__), *traceback.format_exception(error)])


@pytest.mark.parametrize("cancel_after_s", [None, 0.1])
def test_a_password_that_was_being_sent_is_in_no_frame(cancel_after_s: float | None) -> None:
    """It is as long as no network takes in at once, so that sending it is interrupted."""
    with listening() as port:
        error = open_tunnel(port, PASSWORD * 400_000, cancel_after_s)
    assert isinstance(error, GatewayError if cancel_after_s is None else asyncio.CancelledError)
    texts = [*texts_of(error, __file__), *traceback.format_exception(error)]
    assert texts
    assert not [text for text in texts if FORMS[2][:40] in text or PASSWORD in text]


def test_what_is_alive_during_a_request_does_not_show_the_password(office: Office) -> None:
    """Not in a `repr` of anything that knows the way, nor in what a crash reporter digs out of it."""
    choice = office.choice(USER, PASSWORD)

    async def body() -> list[str]:
        gateway = Gateway(office.account, office.gateway.token, timings=QUICK, proxy=choice)
        fetcher = PictureFetcher(proxy=choice)
        await gateway.contact_info(DEALER, ignore)
        await fetcher.fetch(office.picture_url)
        error = RuntimeError()
        try:
            _crash(gateway, fetcher, choice)
        except RuntimeError as crash:
            error = crash
        told = [*texts_of(error, __file__), *map(repr, (choice, choice.manual, gateway, fetcher))]
        told += [repr(thing) for thing in gc.get_objects() if isinstance(thing, Proxy | ProxyChoice)]
        await gateway.aclose()
        await fetcher.aclose()
        return told

    assert_clean(asyncio.run(body()))


def _crash(*parts: object) -> None:
    exec(compile("raise RuntimeError", "elsewhere.py", "exec"), {}, {"parts": parts})


def test_a_choice_is_not_pickled_with_its_password(office: Office) -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(office.choice(USER, PASSWORD))


def test_a_password_of_the_systems_is_taken_out_of_every_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://anna:from%20the%20system@127.0.0.1:8080")
    proxy = asyncio.run(find_proxy(ProxyChoice("system"), GATEWAY_HOST, 443))
    assert proxy is not None
    assert "from the system" not in repr(proxy)
    assert "from the system" not in redact("a line with from the system in it")


def test_a_kept_password_is_taken_out_of_logs_in_the_form_that_is_sent() -> None:
    register(Secret(PASSWORD))
    line = redact(f"Proxy-Authorization: Basic {FORMS[2]} and {FORMS[2]} and {PASSWORD}")
    assert not [form for form in FORMS if form in line]
