"""Asking a gateway from a test: quick timings, one event loop each, and a closed client afterwards."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from inspector.core.account import Account
from inspector.core.problem import GatewayError, Pause, Problem
from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.core.secret import Secret
from inspector.greenapi.client import Gateway
from inspector.greenapi.pacing import PAUSES_S, Timings

T = TypeVar("T")

QUICK = Timings(
    connect_s=5.0,
    total_s=10.0,
    second_s=0.001,
    pauses_s={kind: tuple(0.001 for _ in pauses_s) for kind, pauses_s in PAUSES_S.items()},
)
"""As often as the real table, a thousand times as fast."""

TOKEN = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
DEALER = "79123456789@c.us"


def account_at(api_url: str, id_instance: str = "1101000001") -> Account:
    return Account("test", "Test", api_url, id_instance)


def ignore(_pause: Pause) -> None:
    """For tests in which nobody counts down."""


def run(
    account: Account,
    token: Secret,
    work: Callable[[Gateway], Awaitable[T]],
    timings: Timings = QUICK,
    proxy: ProxyChoice = NO_PROXY,
) -> T:
    """What a coroutine function makes of a gateway that is closed afterwards."""

    async def body() -> T:
        gateway = Gateway(account, token, timings=timings, proxy=proxy)
        try:
            return await work(gateway)
        finally:
            await gateway.aclose()

    return asyncio.run(body())


def failure_of(
    account: Account,
    token: Secret,
    work: Callable[[Gateway], Awaitable[object]],
    timings: Timings = QUICK,
    proxy: ProxyChoice = NO_PROXY,
) -> GatewayError:
    """The GatewayError that ends a coroutine function."""
    try:
        told = run(account, token, work, timings, proxy)
    except GatewayError as error:
        return error
    raise AssertionError(f"it succeeded: {told!r}")


async def ask_contact(gateway: Gateway) -> object:
    return await gateway.contact_info(DEALER, ignore)


def contact_problem(api_url: str, timings: Timings = QUICK) -> Problem:
    """How asking for a contact at an address fails."""
    return failure_of(account_at(api_url), Secret(TOKEN), ask_contact, timings).problem


@contextmanager
def listening(backlog: int = 8) -> Iterator[int]:
    """A port that accepts connections and never says anything."""
    with socket.create_server(("127.0.0.1", 0), backlog=backlog) as server:
        yield server.getsockname()[1]


def closed_port() -> int:
    """A port that nobody listens on."""
    with listening() as port:
        return port
