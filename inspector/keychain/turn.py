"""One keychain call. Its result counts only if it finishes within its time limit."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from inspector.keychain.secret_store import KeychainError


@dataclass(slots=True)
class Turn:
    """A call and the future that waits for it. Thread-safe."""

    call: "Callable[[Turn], object]"
    future: "Future[Any]"
    limit_s: float
    on_success: "Callable[[], None] | None" = None
    """Runs when the call succeeds in time, before the future is resolved."""
    is_change: bool = False
    """Whether the call writes or removes something."""
    ended: threading.Event = field(default_factory=threading.Event)
    """Set when the outcome is known, or when the call crashed."""
    outcome: list[object] = field(default_factory=list)
    """The result or the KeychainError. Empty until the call ends, and afterwards if it crashed."""
    _is_given_up: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        try:
            self.settle(self.call(self))
        except KeychainError as refusal:
            self.settle(refusal)
        finally:
            self.ended.set()

    def settle(self, outcome: object) -> bool:
        """Store the result of the call. False if the call had already been given up."""
        with self._lock:
            if not self._is_given_up and not self.outcome:
                if self.on_success is not None and not isinstance(outcome, KeychainError):
                    self.on_success()
                self.outcome.append(outcome)
                self.ended.set()
            return not self._is_given_up

    def give_up(self) -> bool:
        """Stop waiting for the call, so that its result no longer counts. False if it has already ended."""
        with self._lock:
            self._is_given_up = not self.ended.is_set()
            return self._is_given_up

    def was_given_up(self) -> bool:
        return self._is_given_up
