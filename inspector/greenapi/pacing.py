"""Rate limits and retries, per account and method, as documented by GREEN-API.

Only the Problem's kind decides about a retry. What isn't in `PAUSES_S` is never retried:

- quota and contact limit, because a retry can only make it worse;
- a rejected token, ID, address or number, because the response would be the same;
- an unknown host name, a refused connection, a bad certificate and a timeout, because the user can act on
  them (connect a cable, fix a setting, try again later) and should know at once. After a timeout they have
  already waited a minute.
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
"""The documented limits per instance. A request over the limit gets a 429."""

PAUSES_S: Mapping[Kind, tuple[float, ...]] = {
    Kind.TOO_FAST: (1.0, 2.0, 4.0),
    Kind.GATEWAY_DOWN: (1.0, 2.0, 4.0),
    Kind.CUT_OFF: (1.0, 2.0, 4.0),
    Kind.GATEWAY_FAULT: (1.0,),
    Kind.STARTING: (15.0, 15.0, 15.0, 15.0),
}
"""Seconds before each retry. An instance can take five minutes to start; after one, the user decides."""

# The user sees the pauses. stamina would also log them, including the arguments.
set_on_retry_hooks([])


@dataclass(frozen=True, slots=True)
class Timings:
    """Timeouts and delays. The defaults follow the documentation; tests use shorter ones."""

    connect_s: float = 10.0
    """For each of resolving, connecting and the TLS handshake."""
    total_s: float = 60.0
    """For one attempt, from resolving the name to the last byte. The gateway queries WhatsApp live, so a few
    seconds are normal."""
    second_s: float = 1.05
    """The rate limits' second, plus a margin because requests don't all travel equally fast."""
    pauses_s: Mapping[Kind, tuple[float, ...]] = field(default_factory=lambda: PAUSES_S)
    longest_pause_s: float = 60.0
    """A longer `Retry-After` ends the lookup; the message then says when to try again."""


DOCUMENTED = Timings()


class Pacing:
    """Enforces one account's rate limits and retries where it helps. Use it on one event loop."""

    def __init__(self, timings: Timings) -> None:
        self._timings = timings
        # Capacity 1: a bucket of ten would let twenty requests through in its first second.
        self._limiters = {
            method: AsyncLimiter(1, timings.second_s / per_second)
            for method, per_second in PER_SECOND.items()
        }

    async def run(self, method: str, ask: Callable[[], Awaitable[T]], on_pause: OnPause) -> T:
        """Make the request within the method's rate limit, and retry temporary failures.

        Raises:
            GatewayError: the last failure, if a retry can't help or the retries are used up.
        """

        async def ask_within_limit() -> T:
            await self._limiters[method].acquire()
            return await ask()

        retries = _Retries(self._timings, on_pause)
        caller = stamina.AsyncRetryingCaller(attempts=None, timeout=None)
        try:
            return await caller(retries.next_pause_s, ask_within_limit)
        except GatewayError as error:
            problem = retries.with_attempts(error.problem)
        raise GatewayError(problem)


class _Retries:
    """Counts one request's retries."""

    def __init__(self, timings: Timings, on_pause: OnPause) -> None:
        self._timings = timings
        self._on_pause = on_pause
        self._count = 0

    def next_pause_s(self, error: Exception) -> float | bool:
        """The pause before the next retry, also passed to `on_pause`; False to give up."""
        if not isinstance(error, GatewayError):
            return False
        pauses_s = self._timings.pauses_s.get(error.problem.kind, ())
        asked_s = error.retry_after_s or 0.0
        if self._count >= len(pauses_s) or asked_s > self._timings.longest_pause_s:
            return False
        wait_s = max(pauses_s[self._count], asked_s)
        self._count += 1
        self._on_pause(Pause(wait_s, error.problem, self._count + 1))
        return wait_s

    def with_attempts(self, problem: Problem) -> Problem:
        if not self._count:
            return problem
        times = "twice" if self._count == 1 else f"{self._count + 1} times"
        return replace(problem, cause=f"{problem.cause} Tried {times}.")
