"""Changes of a keychain that may end late: one that was given up is undone when it ends.

A prompt can be answered minutes after its call ran out of time. By then a person was told that the token was
not saved, and may have entered another one or removed the account.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from inspector.core import redaction
from inspector.core.secret import Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError, SecretStore
from inspector.keychain.turn import Turn

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Entry:
    """A key of the keychain while it is being changed."""

    running: int = 0
    """Calls that may still change it."""
    begun: int = 0
    """All calls so far."""
    is_known: bool = False
    wanted: Secret | None = None
    """What it is to hold when no call runs any more: what the last call in time left, or what was there."""
    is_spoiled: bool = False
    """Whether a late call may have left something else."""


class Writes:
    """The changes of one vault. Every method blocks as the vault does."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()

    def write(self, key: str, secret: Secret | None, turn: Turn) -> None:
        """Keep a secret, or remove what is kept. The turn is settled here when that succeeded in time.

        Raises:
            KeychainError
        """
        with self._changing(key) as entry:
            self._look(key, entry)
            if turn.was_given_up():
                return
            try:
                self._apply(key, secret)
            except KeychainError as refusal:
                entry.is_spoiled |= turn.was_given_up() and refusal.trouble is ErrorKind.BROKEN
                raise
            with self._lock:
                if turn.settle(None):
                    entry.wanted = secret
                else:
                    entry.is_spoiled = True

    @contextmanager
    def _changing(self, key: str) -> Iterator[_Entry]:
        """An entry for as long as it is changed; the last call to end leaves the key as it should be."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            entry.running += 1
            entry.begun += 1
        try:
            yield entry
        finally:
            while self._is_to_be_restored(key, entry):
                self._restore(key, entry)

    def _is_to_be_restored(self, key: str, entry: _Entry) -> bool:
        """Whether this was the last call and a late one has to be undone, which counts as another call."""
        with self._lock:
            entry.running -= 1
            if entry.running == 0 and entry.is_spoiled:
                entry.running, entry.is_spoiled = 1, False
                return True
            if entry.running == 0:
                self._entries.pop(key, None)
            return False

    def _restore(self, key: str, entry: _Entry) -> None:
        begun, wanted = entry.begun, entry.wanted
        try:
            self._apply(key, wanted)
        except KeychainError as refusal:
            log.info("A late change of the keychain could not be undone: %s", refusal.sentence)
        entry.is_spoiled |= entry.begun != begun

    def _look(self, key: str, entry: _Entry) -> None:
        """Note what the key holds before it is changed. If there is a prompt, it appears before a change."""
        if entry.is_known:
            return
        try:
            found = self._store.fetch(key)
        except KeychainError as refusal:
            if refusal.trouble is not ErrorKind.BROKEN:
                raise
            found = None  # it holds something that is no token
        if found is not None:
            redaction.register(found)
        with self._lock:
            if not entry.is_known:
                entry.is_known, entry.wanted = True, found

    def _apply(self, key: str, secret: Secret | None) -> None:
        if secret is None:
            self._store.forget(key)
        else:
            self._store.keep(key, secret)
