"""Records every request and how it ended."""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from time import monotonic
from types import MappingProxyType

from inspector.demo.wire import Request

MAX_REMEMBERED = 10_000
TOKEN_MARK = "<token>"
_TOKEN_IN_PATH = re.compile(r"(/waInstance[^/]*/[^/?]*/)[^/?]+")


class Outcome(StrEnum):
    """How a request ended, or that it is still open."""

    OPEN = "open"
    ANSWERED = "answered"
    DROPPED = "dropped"
    """The client disconnected before the response was complete."""


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request. Every occurrence of the token is replaced with `<token>`."""

    method: str
    name: str
    """The API method, `picture`, or "" for neither."""
    target: str
    """Raw path and query as received."""
    body: bytes
    headers: Mapping[str, str]
    """Names in lower case."""
    at: float
    """When it was fully received, in seconds on the monotonic clock."""
    outcome: Outcome = Outcome.OPEN


class RequestLog:
    """The last 10,000 requests. Thread-safe."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._changed = threading.Condition()
        self._entries: dict[int, LoggedRequest] = {}
        self._next_ticket = 0

    def open(self, name: str, request: Request) -> int:
        """Record a request. Returns the ticket to close it with."""
        entry = LoggedRequest(
            request.method,
            name,
            _TOKEN_IN_PATH.sub(rf"\1{TOKEN_MARK}", self._mask(request.target)),
            request.body.replace(self._token.encode(), TOKEN_MARK.encode()),
            MappingProxyType({key: self._mask(value) for key, value in request.headers.items()}),
            monotonic(),
        )
        with self._changed:
            ticket = self._next_ticket
            self._next_ticket += 1
            self._entries[ticket] = entry
            self._entries.pop(ticket - MAX_REMEMBERED, None)
            self._changed.notify_all()
        return ticket

    def close(self, ticket: int, outcome: Outcome) -> None:
        with self._changed:
            if ticket in self._entries:
                self._entries[ticket] = replace(self._entries[ticket], outcome=outcome)
                self._changed.notify_all()

    @property
    def seen(self) -> tuple[LoggedRequest, ...]:
        with self._changed:
            return tuple(self._entries.values())

    def wait_for(self, condition: Callable[[tuple[LoggedRequest, ...]], bool], limit_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: condition(tuple(self._entries.values())), limit_s)

    def _mask(self, text: str) -> str:
        return text.replace(self._token, TOKEN_MARK)
