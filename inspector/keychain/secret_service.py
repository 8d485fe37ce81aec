"""keyring's Secret Service backend (GNOME Keyring, KWallet, KeePassXC), with its connections closed.

keyring 25.7 leaves the connection to the bus open when the collection cannot be had or stays locked;
each new try would leave one more. Importing this module imports keyring: only the vault does, late.
"""

from contextlib import ExitStack, closing

import secretstorage
from keyring.backends import SecretService
from keyring.errors import InitError, KeyringLocked
from secretstorage.exceptions import ItemNotFoundException
from typing_extensions import override


class Keyring(SecretService.Keyring):
    """Always the default collection."""

    @override
    def get_preferred_collection(self) -> secretstorage.Collection:
        """The default collection, unlocked, with a connection of its own that the caller closes."""
        with ExitStack() as opened:
            bus = opened.enter_context(closing(secretstorage.dbus_init()))
            try:
                collection = secretstorage.get_default_collection(bus)
            except ItemNotFoundException as error:  # also: the person dismissed the prompt to make one
                raise InitError(str(error)) from error
            if collection.is_locked():
                collection.unlock()
                if collection.is_locked():
                    raise KeyringLocked("The prompt was dismissed.")
            opened.pop_all()
            return collection
