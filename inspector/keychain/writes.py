"""Changes to a keychain. If a change that was given up takes effect later, it is undone.

The user may answer a prompt minutes after its call timed out. By then, the program has reported that the
token wasn't saved, and the user may have entered another one or removed the account.
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
    """A keychain entry while it is being changed."""

    running: int = 0
    """The number of calls that may still change it."""
    begun: int = 0
    """The number of calls so far."""
    is_known: bool = False
    wanted: Secret | None = None
    """The value to leave once all calls have ended: from the last call in time, or the original one."""
    may_be_wrong: bool = False
    """Whether a late call may have left a different value."""


class Writes:
    """The changes to one keychain. Every method blocks as long as the keychain does."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()

    def write(self, key: str, secret: Secret | None, turn: Turn) -> None:
        """Store a secret, or remove it if None. Settles the turn if that succeeds in time.

        Raises:
            KeychainError
        """
        with self._changing(key) as entry:
            self._record_original(key, entry)
            if turn.was_given_up():
                return
            try:
                self._apply(key, secret)
            except KeychainError as refusal:
                entry.may_be_wrong |= turn.was_given_up() and refusal.trouble is ErrorKind.BROKEN
                raise
            with self._lock:
                if turn.settle(None):
                    entry.wanted = secret
                else:
                    entry.may_be_wrong = True

    @contextmanager
    def _changing(self, key: str) -> Iterator[_Entry]:
        """Track a call that changes an entry. The last call to end makes sure the right value is left."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            entry.running += 1
            entry.begun += 1
        try:
            yield entry
        finally:
            while self._must_restore(key, entry):
                self._restore(key, entry)

    def _must_restore(self, key: str, entry: _Entry) -> bool:
        """Whether this was the last call and a late change must be undone. Undoing counts as another call."""
        with self._lock:
            entry.running -= 1
            if entry.running == 0 and entry.may_be_wrong:
                entry.running, entry.may_be_wrong = 1, False
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
        entry.may_be_wrong |= entry.begun != begun

    def _record_original(self, key: str, entry: _Entry) -> None:
        """Record what the entry holds before it is changed. Any prompt appears here, before the change."""
        if entry.is_known:
            return
        try:
            found = self._store.fetch(key)
        except KeychainError as refusal:
            if refusal.trouble is not ErrorKind.BROKEN:
                raise
            found = None  # the stored value isn't a token
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
