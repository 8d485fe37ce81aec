"""Submits lookups to the worker thread and emits their results on the GUI thread.

Every result carries a ticket. When a lookup is cancelled or replaced, its ticket becomes invalid and results
that are still queued are dropped here, before they reach the window.
"""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from inspector.core.account import Account
from inspector.core.problem import GatewayError, Problem
from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.core.secret import Secret
from inspector.lookup.background import Background, Job
from inspector.lookup.lookup import Tell, check, look_up
from inspector.lookup.session import Asked, Event
from inspector.phone.reader import read_number
from inspector.ui.qt.interpreter import forget_sources

if TYPE_CHECKING:
    from inspector.greenapi.client import Connected, Gateway
    from inspector.greenapi.pacing import Timings

_PRELOADED = ("inspector.greenapi.transport", "inspector.greenapi.pacing", "inspector.greenapi.client")
"""Imported one at a time, so that only one module's source text is in memory."""

Inquiry: TypeAlias = "Callable[[Gateway, Asked, Tell], Coroutine[Any, Any, None]]"


@dataclass(frozen=True, slots=True)
class _Delivery:
    ticket: int
    event: Event


class Lookups(QObject):
    """Runs one lookup at a time, and account tests in parallel.

    Args:
        timings: the gateway's timeouts; None for the defaults.
    """

    event_received = Signal(object)
    """An Event of the current lookup."""
    tested = Signal(object)
    """Connected or Problem: the result of the latest account test."""
    _delivered = Signal(object)
    _test_ended = Signal(object)

    def __init__(
        self, background: Background, parent: QObject | None = None, *, timings: "Timings | None" = None
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._timings = timings
        self._proxy = NO_PROXY
        self._ticket = 0
        self._job: Job | None = None
        self._test_ticket = 0
        self._credentials: tuple[Account, Secret] | None = None
        self._gateway: tuple[Secret, Gateway] | None = None
        """The current gateway, and the token it was created with. Its account is `Gateway.account`."""
        self._delivered.connect(self._pass_on)
        self._test_ended.connect(self._pass_on_test)

    def open(self, account: Account, secret: Secret) -> None:
        """Use this account from now on."""
        self.cancel()
        self._credentials = (account, secret)

    def set_proxy(self, proxy: ProxyChoice) -> None:
        """Use another proxy from the next lookup on. An idle connection through the old one is closed."""
        self._proxy = proxy
        if self._job is None or self._job.done():
            self._background.submit(self._close_gateway)

    def start(self, asked: Asked) -> None:
        """Look up a number. A running lookup is cancelled and its connection closed."""
        self._submit(asked, look_up)

    def check(self, asked: Asked) -> None:
        """Check whether a number is on WhatsApp."""
        self._submit(asked, check)

    def cancel(self) -> None:
        """Cancel the running lookup: its request is closed, and its results are dropped."""
        self._ticket += 1
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def test(self, account: Account, secret: Secret) -> None:
        """Get an account's state and phone from the gateway. Only the latest test emits a result."""
        self._test_ticket += 1
        ticket = self._test_ticket

        async def work() -> None:
            self._test_ended.emit((ticket, await self._test(account, secret)))

        self._background.submit(work)

    def warm_up(self) -> None:
        """Import what a lookup needs, so that the first one is as fast as the next."""
        self._background.submit(self._warm_up)

    def _submit(self, asked: Asked, inquire: "Inquiry") -> None:
        self.cancel()
        if self._credentials is None:
            return
        ticket, (account, secret) = self._ticket, self._credentials

        def tell(event: Event) -> None:
            self._delivered.emit(_Delivery(ticket, event))

        async def work() -> None:
            await inquire(await self._gateway_of(account, secret), asked, tell)

        self._job = self._background.submit(work)

    # On the worker thread. httpx is imported here because the window is painted first.

    async def _test(self, account: Account, secret: Secret) -> "Connected | Problem":
        from inspector.greenapi.client import check_account

        gateway = self._make_gateway(account, secret, self._proxy)
        try:
            return await check_account(gateway)
        except GatewayError as error:
            return error.problem
        finally:
            await gateway.aclose()

    async def _gateway_of(self, account: Account, secret: Secret) -> "Gateway":
        old, proxy = self._gateway, self._proxy
        if old and old[0] is secret and old[1].account == account and old[1].proxy is proxy:
            return old[1]
        self._gateway = secret, self._make_gateway(account, secret, proxy)
        if old is None:
            self._background.at_close(self._close_gateway)
        else:
            await old[1].aclose()
        return self._gateway[1]

    def _make_gateway(self, account: Account, secret: Secret, proxy: ProxyChoice) -> "Gateway":
        from inspector.greenapi.client import Gateway
        from inspector.greenapi.pacing import DOCUMENTED

        return Gateway(account, secret, timings=self._timings or DOCUMENTED, proxy=proxy)

    async def _close_gateway(self) -> None:
        if self._gateway is not None:
            await self._gateway[1].aclose()

    async def _warm_up(self) -> None:
        for part in _PRELOADED:
            import_module(part)
            forget_sources()
        read_number("+12025550123")
        forget_sources()

    # On the GUI thread.

    @Slot(object)
    def _pass_on(self, delivery: _Delivery) -> None:
        if delivery.ticket == self._ticket:
            self.event_received.emit(delivery.event)

    @Slot(object)
    def _pass_on_test(self, ended: "tuple[int, Connected | Problem]") -> None:
        ticket, result = ended
        if ticket == self._test_ticket:
            self.tested.emit(result)
