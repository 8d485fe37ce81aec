"""Asking a keychain without waiting for it: calls take turns on a daemon thread, each with a time limit.

A locked wallet waits for a person, a dead Secret Service for nobody. Neither may hold up the window,
the network's loop or the end of the process.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from inspector.keychain import redaction
from inspector.keychain.secret import Secret
from inspector.keychain.session_vault import SessionVault
from inspector.keychain.vault import Trouble, Vault, VaultError

PROMPT_LIMIT_S = 60.0
"""Long enough to find the window of a prompt and type a password into it."""

Result = TypeVar("Result")


@dataclass(slots=True)
class _Turn:
    """One call: what to do, who waits for it, and, once its thread is through, what came of it."""

    call: Callable[[], object]
    future: "Future[Any]"
    limit_s: float
    outcome: list[object] = field(default_factory=list)
    """The result or the VaultError; empty until the call ended, and for ever when it crashed."""

    def run(self) -> None:
        try:
            self.outcome.append(self.call())
        except VaultError as refusal:
            self.outcome.append(refusal)


class Keeper:
    """Keeps tokens in a vault, or for this session only. Every method may be called from any thread.

    Futures get VaultError when the vault refuses or does not answer in time; their callbacks run on the
    keeper's thread. Calls run one after another in the order they were made. A call that ran out of
    time is left to itself, and the next one gets a new thread. No thread lives while nothing is asked.

    Every token that passes is registered for redaction.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._session = SessionVault()
        self._turns: deque[_Turn] = deque()
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._is_working = self._is_closed = False

    @property
    def place(self) -> str:
        """Which keychain this is, in words for a person."""
        return self._vault.place

    def fetch(self, key: str, limit_s: float = PROMPT_LIMIT_S) -> "Future[Secret | None]":
        """The secret under a key, None when there is none; one kept for this session comes first."""
        for_session = self._session.fetch(key)
        if for_session is None:
            return self._ask(partial(self._fetch, key), limit_s)
        future: Future[Secret | None] = Future()
        future.set_result(for_session)
        return future

    def keep(self, key: str, secret: Secret, limit_s: float = PROMPT_LIMIT_S) -> "Future[None]":
        """Keep a secret in the vault, replacing an older one."""
        redaction.register(secret)
        covering = self._session.fetch(key)
        return self._ask(partial(self._keep, key, secret, covering), limit_s)

    def forget(self, key: str, limit_s: float = PROMPT_LIMIT_S) -> "Future[None]":
        """Remove a secret from the session at once, and from the vault."""
        self._session.forget(key)
        return self._ask(partial(self._vault.forget, key), limit_s)

    def keep_for_session(self, key: str, secret: Secret) -> None:
        """Keep a secret in memory; it covers one in the vault until `keep` succeeds."""
        redaction.register(secret)
        self._session.keep(key, secret)

    def is_for_session_only(self, key: str) -> bool:
        """Whether the secret under this key is gone when the program ends."""
        return self._session.fetch(key) is not None

    def close(self) -> None:
        """Cancel what has not begun; what has is left to its daemon thread, and its end is told to nobody.

        Whoever waited for it may be gone: of a program that has ended only this thread is left.
        """
        with self._lock:
            waiting, self._turns = self._turns, deque()
        for turn in waiting:
            turn.future.cancel()
        with self._telling:
            self._is_closed = True

    def _fetch(self, key: str) -> Secret | None:
        secret = self._vault.fetch(key)
        if secret is not None:
            redaction.register(secret)
        return secret

    def _keep(self, key: str, secret: Secret, covering: Secret | None) -> None:
        """A call that was given up may end late: a newer secret of this session stays."""
        self._vault.keep(key, secret)
        if self._session.fetch(key) is covering:
            self._session.forget(key)

    def _ask(self, call: Callable[[], Result], limit_s: float) -> "Future[Result]":
        future: Future[Result] = Future()
        with self._lock:
            self._turns.append(_Turn(call, future, limit_s))
            if not self._is_working:
                self._is_working = True
                threading.Thread(target=self._work, name="keeper", daemon=True).start()
        return future

    def _work(self) -> None:
        while turn := self._next():
            if turn.future.set_running_or_notify_cancel():
                self._take(turn)

    def _next(self) -> _Turn | None:
        with self._lock:
            if self._turns:
                return self._turns.popleft()
            self._is_working = False
            return None

    def _take(self, turn: _Turn) -> None:
        """Let the call run on a thread of its own, and settle the future here and nowhere else."""
        caller = threading.Thread(target=turn.run, name="keychain call", daemon=True)
        caller.start()
        caller.join(turn.limit_s)
        is_stuck = caller.is_alive()  # looked at before the outcome: a thread that ended has left its own
        with self._telling:
            if not self._is_closed:
                self._tell(turn, is_stuck=is_stuck)

    def _tell(self, turn: _Turn, *, is_stuck: bool) -> None:
        match list(turn.outcome):
            case [VaultError() as refusal]:
                turn.future.set_exception(refusal)
            case [result]:
                turn.future.set_result(result)
            case _ if is_stuck:
                told = f"The {self.place} did not answer within {turn.limit_s:g} seconds."
                turn.future.set_exception(VaultError(Trouble.LOCKED, told))
            case _:
                told = f"The {self.place} failed in a way that this program does not know."
                turn.future.set_exception(VaultError(Trouble.BROKEN, told))
