"""What an administrator set for everybody on this computer, as far as it was understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from inspector.core.account import Account

_PRESET = "preset-"


@dataclass(frozen=True, slots=True)
class Managed:
    """Accounts without their tokens, settings, and which of the settings nobody else may change."""

    accounts: tuple[Account, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """By the names of `Settings`' fields; every value is one that it may have."""
    locked: frozenset[str] = frozenset()
    """Names of settings, with a value above or not: without one the default stays."""
    notes: tuple[str, ...] = ()
    """Sentences for a person about what could not be used."""

    def preset(self, api_url: str, id_instance: str) -> Account | None:
        """The account that was set up with this address and instance."""
        wanted = (api_url, id_instance)
        return next((each for each in self.accounts if (each.api_url, each.id_instance) == wanted), None)


NOTHING_MANAGED = Managed()


def preset_key(api_url: str, id_instance: str) -> str:
    """The key of a preset account: another address never finds the token that was kept for this one."""
    import hashlib  # only where accounts are preset at all

    return _PRESET + hashlib.sha256(f"{api_url}\n{id_instance}".encode()).hexdigest()[:32]


def is_preset(account: Account) -> bool:
    return account.key.startswith(_PRESET)
