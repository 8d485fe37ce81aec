"""The interface of token stores: the system's keychain, or memory for this session. Never a file."""

from enum import StrEnum
from typing import Protocol

from inspector.core.secret import Secret


class ErrorKind(StrEnum):
    """Why a keychain call failed."""

    LOCKED = "locked"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"


class KeychainError(Exception):
    """A keychain call failed. `sentence` is a message for the user and contains no secret."""

    def __init__(self, trouble: ErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble
        self.sentence = sentence


class SecretStore(Protocol):
    """A place for secrets. Every method blocks and may raise KeychainError."""

    @property
    def place(self) -> str:
        """The store's name in messages, such as `Secret Service (GNOME Keyring, KWallet)`."""

    def fetch(self, key: str) -> Secret | None:
        """The secret stored under a key, or None."""

    def keep(self, key: str, secret: Secret) -> None:
        """Store a secret, replacing any older one. Afterwards `fetch` returns it."""

    def forget(self, key: str) -> None:
        """Remove a secret. Does nothing if there is none."""
