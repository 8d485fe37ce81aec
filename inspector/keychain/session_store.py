"""Tokens in memory, gone when the program ends."""

from inspector.core.secret import Secret


class SessionStore:
    """A vault that is always there, never blocks and never fails. Safe from any thread."""

    place = "program's memory"

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    def fetch(self, key: str) -> Secret | None:
        return self._secrets.get(key)

    def keep(self, key: str, secret: Secret) -> None:
        self._secrets[key] = secret

    def forget(self, key: str) -> None:
        self._secrets.pop(key, None)
