"""The operating system's keychain, using keyring's backend for that system.

keyring's own choice of backend is never used. It honours PYTHON_KEYRING_BACKEND, which can select a backend
that discards every secret, and keyringrc.cfg, which can load foreign code that receives the secrets.
"""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from inspector.core.secret import LONGEST_SECRET_CHARS, Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError, SecretStore

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE_NAME = "Contact Inspector"
WINDOWS_LONGEST_SECRET = 1_280
"""In characters. A Windows credential holds 2,560 bytes of UTF-16."""

Result = TypeVar("Result")

_PLACES = {"win32": "Windows Credential Manager", "darwin": "macOS Keychain"}
_SECRET_SERVICE = "Secret Service (GNOME Keyring, KWallet, KeePassXC)"

# Matched by name, because the libraries that define these exceptions exist on some systems only.
_LOCKED = {"KeyringLocked", "LockedException", "PromptDismissedException"}
_UNAVAILABLE = {
    "ImportError",  # the library for this system is missing
    "NameError",  # the same: keyring's modules swallow the ImportError
    "InitError",  # no collection, and no prompt to create one
    "SecretServiceNotAvailableException",
    "RuntimeError",  # D-Bus: jeepney doesn't support this type of address
    "OSError",  # D-Bus: no socket, connection refused or lost, no response
}
_NO_SUCH_LOGON_SESSION = 1312
"""Windows error: this logon session (a service or remote shell) has no credentials."""


def store_for_this_system(service_name: str = SERVICE_NAME) -> SecretStore:
    """The system's standard keychain. Whether it is available shows on the first call.

    Args:
        service_name: the service under which entries are stored.
    """
    return SystemStore(service_name=service_name)


def library() -> str:
    """Import and create the backend for this system's keychain, and return its class name.

    Raises:
        ImportError: this copy of the program lacks part of the backend.
    """
    backend = _backend(sys.platform)
    if sys.platform in _PLACES and not backend.viable:
        raise ImportError(f"{type(backend).__module__} lacks something that it needs.")
    return f"{type(backend).__module__}.{type(backend).__name__}"


class SystemStore:
    """The operating system's keychain. The first call imports keyring, on the caller's thread.

    Args:
        platform: a `sys.platform` value. Platforms other than Windows and macOS use the Secret Service.
        service_name: the service under which entries are stored.
    """

    def __init__(self, platform: str = sys.platform, *, service_name: str = SERVICE_NAME) -> None:
        self._platform = platform
        self._service_name = service_name
        for name in [name for name in os.environ if "KEYRING_PROPERTY_" in name]:
            del os.environ[name]  # keyring would set each as an attribute of the backend

    @property
    def place(self) -> str:
        return _PLACES.get(self._platform, _SECRET_SERVICE)

    def fetch(self, key: str) -> Secret | None:
        value = self._attempt("read", lambda backend: backend.get_password(self._service_name, key))
        if value and len(value) > LONGEST_SECRET_CHARS:
            raise KeychainError(
                ErrorKind.BROKEN, f"The {self.place} holds something that is too long to be a token."
            )
        return Secret(value) if value else None

    def keep(self, key: str, secret: Secret) -> None:
        """Store a secret, then read it back, so that one silently lost by the backend is noticed."""
        if self._platform == "win32" and _utf16_length(secret) > WINDOWS_LONGEST_SECRET:
            limit = f"{WINDOWS_LONGEST_SECRET:,}"
            raise KeychainError(
                ErrorKind.BROKEN, f"The {self.place} can't store a token longer than {limit} characters."
            )
        self._attempt("save", lambda backend: backend.set_password(self._service_name, key, secret.reveal()))
        if not self._attempt("save", lambda backend: _holds(backend, self._service_name, key, secret)):
            raise KeychainError(
                ErrorKind.BROKEN, f"The {self.place} accepted the token but didn't return it."
            )

    def forget(self, key: str) -> None:
        self._attempt("remove", lambda backend: _remove(backend, self._service_name, key))

    def _attempt(self, verb: str, call: Callable[["KeyringBackend"], Result]) -> Result:
        try:
            return call(_backend(self._platform))
        except Exception as error:  # noqa: BLE001  # four libraries and D-Bus share no base exception
            refusal = self._refusal(verb, error)
        raise refusal  # outside the handler, so that neither its context nor a captured frame holds the token

    def _refusal(self, verb: str, error: Exception) -> KeychainError:
        names = {kind.__name__ for kind in type(error).__mro__}
        if names & _LOCKED:
            return KeychainError(ErrorKind.LOCKED, f"The {self.place} is locked. Unlock it and try again.")
        if names & _UNAVAILABLE or getattr(error, "winerror", None) == _NO_SUCH_LOGON_SESSION:
            return KeychainError(
                ErrorKind.UNAVAILABLE, f"The {self.place} can't be reached on this computer."
            )
        told = f"The {self.place} couldn't {verb} the token ({type(error).__name__})."
        return KeychainError(ErrorKind.BROKEN, told)


def _backend(platform: str) -> "KeyringBackend":
    if platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return WinVaultKeyring()  # type: ignore[no-untyped-call]  # keyring annotates no __init__
    if platform == "darwin":
        from keyring.backends import macOS

        return macOS.Keyring()  # type: ignore[no-untyped-call]  # keyring annotates no __init__
    from inspector.keychain import secret_service

    return secret_service.Keyring()  # type: ignore[no-untyped-call]  # keyring annotates no __init__


def _holds(backend: "KeyringBackend", service_name: str, key: str, secret: Secret) -> bool:
    return backend.get_password(service_name, key) == secret.reveal()


def _remove(backend: "KeyringBackend", service_name: str, key: str) -> None:
    """macOS reports every failed removal as a missing item, so check whether it really is missing."""
    from keyring.errors import PasswordDeleteError

    try:
        backend.delete_password(service_name, key)
    except PasswordDeleteError:
        if backend.get_password(service_name, key) is not None:
            raise


def _utf16_length(secret: Secret) -> int:
    return len(secret.reveal().encode("utf-16-le", "surrogatepass")) // 2
