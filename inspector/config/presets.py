"""The parsed policy: what an administrator set for everyone on this computer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from inspector.core.account import Account

_PRESET = "preset-"


@dataclass(frozen=True, slots=True)
class Managed:
    """Preset accounts (without tokens), preset settings, and which settings are locked."""

    accounts: tuple[Account, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """By the field names of `Settings`. All values are valid."""
    locked: frozenset[str] = frozenset()
    """Names of settings that the user can't change. Those without a preset value keep their default."""
    notes: tuple[str, ...] = ()
    """Messages for the user about what couldn't be used."""

    def preset(self, api_url: str, id_instance: str) -> Account | None:
        """The preset account with this address and instance ID."""
        wanted = (api_url, id_instance)
        return next((each for each in self.accounts if (each.api_url, each.id_instance) == wanted), None)


NOTHING_MANAGED = Managed()


def preset_key(api_url: str, id_instance: str) -> str:
    """The key of a preset account. It depends on the address: a changed one has no token."""
    import hashlib  # only needed with preset accounts

    return _PRESET + hashlib.sha256(f"{api_url}\n{id_instance}".encode()).hexdigest()[:32]


def is_preset(account: Account) -> bool:
    return account.key.startswith(_PRESET)
