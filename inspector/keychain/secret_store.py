"""Where a token is kept: the operating system's keychain, or memory for this session. Never a file."""

from enum import StrEnum
from typing import Protocol

from inspector.core.secret import Secret


class ErrorKind(StrEnum):
    """Why a keychain did not do what it was asked."""

    LOCKED = "locked"
    UNAVAILABLE = "unavailable"
    BROKEN = "broken"


class KeychainError(Exception):
    """A keychain refused. `sentence` is for a person and holds no secret."""

    def __init__(self, trouble: ErrorKind, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble
        self.sentence = sentence


class SecretStore(Protocol):
    """A place for secrets. Every method blocks, and raises KeychainError."""

    @property
    def place(self) -> str:
        """Which keychain this is, in words for a person: `Secret Service (GNOME Keyring, KWallet)`."""

    def fetch(self, key: str) -> Secret | None:
        """The secret kept under a key, or None when there is none."""

    def keep(self, key: str, secret: Secret) -> None:
        """Keep a secret, replacing an older one; afterwards `fetch` gives it back."""

    def forget(self, key: str) -> None:
        """Remove a secret; nothing happens when there is none."""
