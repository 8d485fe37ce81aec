"""Tokens in memory, lost when the program ends."""

from inspector.core.secret import Secret


class SessionStore:
    """A store that is always available, never blocks and never fails. Thread-safe."""

    place = "program's memory"

    def __init__(self) -> None:
        self._secrets: dict[str, Secret] = {}

    def fetch(self, key: str) -> Secret | None:
        return self._secrets.get(key)

    def keep(self, key: str, secret: Secret) -> None:
        self._secrets[key] = secret

    def forget(self, key: str) -> None:
        self._secrets.pop(key, None)
