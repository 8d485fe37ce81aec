"""Asking a keychain without waiting for it: calls take turns on a daemon thread, each with a time limit.

A locked wallet waits for a person, a dead Secret Service for nobody. Neither may hold up the window,
the network's loop or the end of the process.
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
"""Long enough to find the window of a prompt and type a password into it."""
CLOSING_LIMIT_S = 0.3
"""How long the end of the program waits for a change that is under way: most take a tenth of it."""


class KeychainWorker:
    """Keeps tokens in a vault, or for this session only. Every method may be called from any thread.

    Futures get KeychainError when the vault refuses or does not answer in time; their callbacks run on the
    keeper's thread. Calls run one after another in the order they were made. A call that ran out of
    time is left to itself, and the next one gets a new thread. Should it change the keychain in the end, the
    change is undone. No thread lives while nothing is asked.

    Every token that passes is registered for redaction.
    """

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._writes = Writes(store)
        self._session = SessionStore()
        self._turns: deque[Turn] = deque()
        self._current: Turn | None = None
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._is_working = self._is_closed = False

    @property
    def place(self) -> str:
        """Which keychain this is, in words for a person."""
        return self._store.place

    def fetch(self, key: str, limit_s: float = PROMPT_LIMIT_S) -> "Future[Secret | None]":
        """The secret under a key, None when there is none; one kept for this session comes first."""
        future: Future[Secret | None] = Future()
        for_session = self._session.fetch(key)
        if for_session is None:
            self._ask(Turn(partial(self._fetch, key), future, limit_s))
        else:
            future.set_result(for_session)
        return future

    def keep(self, key: str, secret: Secret, limit_s: float = PROMPT_LIMIT_S) -> "Future[None]":
        """Keep a secret in the vault, replacing an older one there and the one of this session."""
        redaction.register(secret)
        end_session = partial(self._end_session, key, self._session.fetch(key))
        return self._change(partial(self._writes.write, key, secret), limit_s, end_session)

    def forget(self, key: str, limit_s: float = PROMPT_LIMIT_S) -> "Future[None]":
        """Remove a secret from the session at once, and from the vault."""
        self._session.forget(key)
        return self._change(partial(self._writes.write, key, None), limit_s)

    def keep_for_session(self, key: str, secret: Secret) -> None:
        """Keep a secret in memory; it covers one in the vault until `keep` succeeds."""
        redaction.register(secret)
        self._session.keep(key, secret)

    def is_for_session_only(self, key: str) -> bool:
        """Whether the secret under this key is gone when the program ends."""
        return self._session.fetch(key) is not None

    def close(self) -> None:
        """Cancel what has not begun, and give up what has: its end is told to nobody.

        Whoever waited for it may be gone: of a program that has ended only the daemon threads are left. A
        change gets a moment to be undone, for nobody could note any more that it was made.
        """
        with self._lock:
            waiting, self._turns = self._turns, deque()
            current = self._current
        for turn in waiting:
            turn.future.cancel()
        with self._telling:
            self._is_closed = True
        if current is not None and current.is_change and current.give_up():
            current.ended.wait(CLOSING_LIMIT_S)

    def _fetch(self, key: str, _turn: Turn) -> Secret | None:
        secret = self._store.fetch(key)
        if secret is not None:
            redaction.register(secret)
        return secret

    def _end_session(self, key: str, covering: Secret | None) -> None:
        """A secret that was kept for this session meanwhile stays."""
        if self._session.fetch(key) is covering:
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
                self._take(turn)

    def _next(self) -> Turn | None:
        with self._lock:
            self._current = self._turns.popleft() if self._turns else None
            self._is_working = self._current is not None
            return self._current

    def _take(self, turn: Turn) -> None:
        """Let the call run on a thread of its own, and settle the future here and nowhere else."""
        threading.Thread(target=turn.run, name="keychain call", daemon=True).start()
        turn.ended.wait(turn.limit_s)
        turn.give_up()
        with self._telling:
            if not self._is_closed:
                self._tell(turn)

    def _tell(self, turn: Turn) -> None:
        match turn.outcome:
            case [KeychainError() as refusal]:
                turn.future.set_exception(refusal)
            case [result]:
                turn.future.set_result(result)
            case _ if turn.was_given_up():
                told = f"The {self.place} didn't respond within {turn.limit_s:g} seconds."
                turn.future.set_exception(KeychainError(ErrorKind.LOCKED, told))
            case _:
                told = f"The {self.place} failed unexpectedly."
                turn.future.set_exception(KeychainError(ErrorKind.BROKEN, told))
