"""How fast a gateway may be asked, and how often again: the documented limits, per account and method.

A retry is decided by the Problem's kind alone. What is not in `PAUSES_S` is never asked again:

- quota and contact limit, because asking again can only make it worse;
- a refused token, id, address or number, because the answer would be the same;
- a name that is not found, a refused connection, a bad certificate and a timeout, because the person
  who waits can act on them (plug in, correct, decide to wait) and must be told at once; after a timeout
  a minute of patience is used up already.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias, TypeVar

import stamina
from aiolimiter import AsyncLimiter
from stamina.instrumentation import set_on_retry_hooks

from inspector.core.problem import GatewayError, Kind, Pause, Problem

OnPause: TypeAlias = Callable[[Pause], None]
T = TypeVar("T")

PER_SECOND: Mapping[str, int] = {
    "getContactInfo": 1,
    "getContacts": 1,
    "getStateInstance": 1,
    "getWaSettings": 1,
    "checkWhatsapp": 10,
    "getAvatar": 10,
}
"""The documented limits per instance; one request more gets 429."""

PAUSES_S: Mapping[Kind, tuple[float, ...]] = {
    Kind.TOO_FAST: (1.0, 2.0, 4.0),
    Kind.GATEWAY_DOWN: (1.0, 2.0, 4.0),
    Kind.CUT_OFF: (1.0, 2.0, 4.0),
    Kind.GATEWAY_FAULT: (1.0,),
    Kind.STARTING: (15.0, 15.0, 15.0, 15.0),
}
"""Before each further try. An instance starts within five minutes; after one of them the person decides."""

# Pauses are told to the person who waits; stamina would also log them, with the arguments.
set_on_retry_hooks([])


@dataclass(frozen=True, slots=True)
class Timings:
    """How long things may take. The defaults are the contract's; tests are quicker."""

    connect_s: float = 10.0
    """Resolving, connecting and agreeing on TLS: each."""
    total_s: float = 60.0
    """One try, from the name to the last byte. The gateway asks WhatsApp live: seconds are normal."""
    second_s: float = 1.05
    """The limits' second, and a little for requests that travel at different speeds."""
    pauses_s: Mapping[Kind, tuple[float, ...]] = field(default_factory=lambda: PAUSES_S)
    longest_pause_s: float = 60.0
    """A `Retry-After` that asks for more ends the lookup, and its sentence says when to try again."""


DOCUMENTED = Timings()


class Pacing:
    """Keeps one account within its limits, and asks again where that helps. For one event loop."""

    def __init__(self, timings: Timings) -> None:
        self._timings = timings
        # One drop at a time: a bucket of ten would let twenty requests through in its first second.
        self._limiters = {
            method: AsyncLimiter(1, timings.second_s / per_second)
            for method, per_second in PER_SECOND.items()
        }

    async def run(self, method: str, ask: Callable[[], Awaitable[T]], on_pause: OnPause) -> T:
        """Ask within the method's limit, and again after failures that pass by themselves.

        Raises:
            GatewayError: the last one, when asking again does not help or helped no more.
        """

        async def ask_in_turn() -> T:
            await self._limiters[method].acquire()
            return await ask()

        patience = _Patience(self._timings, on_pause)
        caller = stamina.AsyncRetryingCaller(attempts=None, timeout=None)
        try:
            return await caller(patience.next_pause_s, ask_in_turn)
        except GatewayError as error:
            problem = patience.tell_tries(error.problem)
        raise GatewayError(problem)


class _Patience:
    """How often one request was asked again already."""

    def __init__(self, timings: Timings, on_pause: OnPause) -> None:
        self._timings = timings
        self._on_pause = on_pause
        self._tries_again = 0

    def next_pause_s(self, error: Exception) -> float | bool:
        """The pause before the next try, told to the one who waits; False when there is none."""
        if not isinstance(error, GatewayError):
            return False
        pauses_s = self._timings.pauses_s.get(error.problem.kind, ())
        asked_s = error.retry_after_s or 0.0
        if self._tries_again >= len(pauses_s) or asked_s > self._timings.longest_pause_s:
            return False
        wait_s = max(pauses_s[self._tries_again], asked_s)
        self._tries_again += 1
        self._on_pause(Pause(wait_s, error.problem, self._tries_again + 1))
        return wait_s

    def tell_tries(self, problem: Problem) -> Problem:
        if not self._tries_again:
            return problem
        times = "twice" if self._tries_again == 1 else f"{self._tries_again + 1} times"
        return replace(problem, cause=f"{problem.cause} Tried {times}.")
