"""Asynchronous access to a keychain: a daemon thread runs one call at a time, each with a time limit.

A locked wallet blocks until the user unlocks it, and a hung Secret Service blocks forever. Neither may
block the window, the network's event loop or the exit of the process.
"""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from inspector.core import redaction
from inspector.core.secret import Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError, SecretStore
from inspector.keychain.session_store import SessionStore
from inspector.keychain.turn import Turn
from inspector.keychain.writes import Writes

PROMPT_LIMIT_S = 60.0
"""Long enough to find a password prompt and type a password."""
CLOSING_LIMIT_S = 0.3
"""How long the exit waits for a running change. Most take a tenth of this."""


class KeychainWorker:
    """Stores tokens in a keychain, or for this session only. Thread-safe.

    Futures fail with KeychainError if the keychain reports an error or doesn't respond in time. Their
    callbacks run on the worker thread. Calls run one at a time, in order. A call that exceeds its limit is
    abandoned, and the next one gets a new thread. If the abandoned call changes the keychain after all, the
    change is undone. The worker thread ends when there are no calls left.

    Every token that passes through is registered for redaction.
    """

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._writes = Writes(store)
        self._session = SessionStore()
        self._turns: deque[Turn] = deque()
        self._current: Turn | None = None
        self._lock = threading.Lock()
        self._resolve_lock = threading.Lock()
        self._is_working = self._is_closed = False

    @property
    def place(self) -> str:
        """The keychain's name in messages."""
        return self._store.place

    def fetch(self, key: str, limit_s: float = PROMPT_LIMIT_S) -> "Future[Secret | None]":
        """The secret under a key, or None. One kept for this session takes precedence."""
        future: Future[Secret | None] = Future()
        for_session = self._session.fetch(key)
        if for_session is None:
            self._ask(Turn(partial(self._fetch, key), future, limit_s))
        else:
            future.set_result(for_session)
        return future

    def keep(self, key: str, secret: Secret, limit_s: float = PROMPT_LIMIT_S) -> "Future[None]":
        """Store a secret in the keychain. It replaces any older one there, and the one for this session."""
        redaction.register(secret)
        end_session = partial(self._end_session, key, self._session.fetch(key))
        return self._change(partial(self._writes.write, key, secret), limit_s, end_session)

    def forget(self, key: str, limit_s: float = PROMPT_LIMIT_S) -> "Future[None]":
        """Remove a secret: from the session immediately, and from the keychain."""
        self._session.forget(key)
        return self._change(partial(self._writes.write, key, None), limit_s)

    def keep_for_session(self, key: str, secret: Secret) -> None:
        """Keep a secret in memory. It takes precedence over the keychain's until `keep` succeeds."""
        redaction.register(secret)
        self._session.keep(key, secret)

    def is_for_session_only(self, key: str) -> bool:
        """Whether the secret under this key will be lost when the program ends."""
        return self._session.fetch(key) is not None

    def close(self) -> None:
        """Cancel queued calls and abandon the running one: its future is never resolved.

        Callbacks could use objects that no longer exist once only daemon threads are left. A running change
        gets a moment to finish and be undone, because nothing could record any more that it was made.
        """
        with self._lock:
            waiting, self._turns = self._turns, deque()
            current = self._current
        for turn in waiting:
            turn.future.cancel()
        with self._resolve_lock:
            self._is_closed = True
        if current is not None and current.is_change and current.give_up():
            current.ended.wait(CLOSING_LIMIT_S)

    def _fetch(self, key: str, _turn: Turn) -> Secret | None:
        secret = self._store.fetch(key)
        if secret is not None:
            redaction.register(secret)
        return secret

    def _end_session(self, key: str, replaced: Secret | None) -> None:
        """Remove the session's secret, unless a different one was kept meanwhile."""
        if self._session.fetch(key) is replaced:
            self._session.forget(key)

    def _change(
        self, call: Callable[[Turn], None], limit_s: float, on_success: Callable[[], None] | None = None
    ) -> "Future[None]":
        future: Future[None] = Future()
        self._ask(Turn(call, future, limit_s, on_success, is_change=True))
        return future

    def _ask(self, turn: Turn) -> None:
        with self._lock:
            self._turns.append(turn)
            if not self._is_working:
                self._is_working = True
                threading.Thread(target=self._work, name="keeper", daemon=True).start()

    def _work(self) -> None:
        while turn := self._next():
            if turn.future.set_running_or_notify_cancel():
                self._run(turn)

    def _next(self) -> Turn | None:
        with self._lock:
            self._current = self._turns.popleft() if self._turns else None
            self._is_working = self._current is not None
            return self._current

    def _run(self, turn: Turn) -> None:
        """Run the call on its own thread. Futures are resolved here and nowhere else."""
        threading.Thread(target=turn.run, name="keychain call", daemon=True).start()
        turn.ended.wait(turn.limit_s)
        turn.give_up()
        with self._resolve_lock:
            # This thread may outlive the window, and a signal of a deleted QObject prints a traceback.
            if not self._is_closed:
                self._resolve(turn)

    def _resolve(self, turn: Turn) -> None:
        match turn.outcome:
            case [KeychainError() as refusal]:
                turn.future.set_exception(refusal)
            case [result]:
                turn.future.set_result(result)
            case _ if turn.was_given_up():
                message = f"The {self.place} didn't respond within {turn.limit_s:g} seconds."
                turn.future.set_exception(KeychainError(ErrorKind.LOCKED, message))
            case _:
                message = f"The {self.place} failed unexpectedly."
                turn.future.set_exception(KeychainError(ErrorKind.BROKEN, message))
