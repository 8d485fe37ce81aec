"""One call to a keychain: it counts if it ends in time, and not at all if it ends later."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from inspector.keychain.secret_store import KeychainError


@dataclass(slots=True)
class Turn:
    """What to do and who waits for it. Safe from any thread."""

    call: "Callable[[Turn], object]"
    future: "Future[Any]"
    limit_s: float
    on_success: "Callable[[], None] | None" = None
    """Done when the call succeeded in time, before anybody is told."""
    is_change: bool = False
    """Whether the call writes or removes something."""
    ended: threading.Event = field(default_factory=threading.Event)
    """Set when the outcome is known, or will never be because the call crashed."""
    outcome: list[object] = field(default_factory=list)
    """The result or the KeychainError; empty until the call ended, and for ever when it crashed."""
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
        """Note what came of the call; False when it was given up before."""
        with self._lock:
            if not self._is_given_up and not self.outcome:
                if self.on_success is not None and not isinstance(outcome, KeychainError):
                    self.on_success()
                self.outcome.append(outcome)
                self.ended.set()
            return not self._is_given_up

    def give_up(self) -> bool:
        """Let the call count no more; False when it has ended already."""
        with self._lock:
            self._is_given_up = not self.ended.is_set()
            return self._is_given_up

    def was_given_up(self) -> bool:
        return self._is_given_up
