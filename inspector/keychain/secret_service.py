"""keyring's Secret Service backend (GNOME Keyring, KWallet, KeePassXC), for every open collection.

keyring knows the default collection only. KeePassXC and a fresh KWallet name none, though they are unlocked
and hold the token; and a token stays where it is when another collection becomes the default.

keyring 25.7 also leaves the connection to the bus open when the collection cannot be had or stays locked;
each new try would leave one more. Importing this module imports keyring: only the vault does, late.
"""

from contextlib import closing

import secretstorage
from jeepney.io.blocking import DBusConnection
from keyring.backends import SecretService
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError
from secretstorage import Collection, Item
from secretstorage.collection import SESSION_COLLECTION
from secretstorage.exceptions import ItemNotFoundException
from typing_extensions import override


class Keyring(SecretService.Keyring):
    """Finds what any open collection holds; keeps what is new in the default one, or else in the first."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        with closing(secretstorage.dbus_init()) as bus:
            found = _open_items(bus, self._query(service, username))
            return found[0].get_secret().decode("utf-8") if found else None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        """Replace what is kept, where it is kept."""
        label = f"Password for '{username}' on '{service}'"
        attributes = self._query(service, username, application=self.appid)
        with closing(secretstorage.dbus_init()) as bus:
            found = _open_items(bus, self._query(service, username))
            if found:
                collection = Collection(bus, _collection_path(found[0]))
            else:
                collection = _preferred_collection(bus)
            kept = collection.create_item(label, attributes, password.encode("utf-8"), replace=True)
            for item in found:
                if item.item_path != kept.item_path:
                    item.delete()

    @override
    def delete_password(self, service: str, username: str) -> None:
        with closing(secretstorage.dbus_init()) as bus:
            found = _open_items(bus, self._query(service, username), is_every_one=True)
            if not found:
                raise PasswordDeleteError("There is no such item.")
            for item in found:
                item.delete()


def _open_items(bus: DBusConnection, query: dict[str, str], *, is_every_one: bool = False) -> list[Item]:
    """The matching items of all open collections; where there are none, those of locked ones, unlocked.

    Args:
        bus: the connection.
        query: attributes.
        is_every_one: whether locked items count beside open ones, too.

    Raises:
        KeyringLocked: the person dismissed the prompt.
        InitError: there is no collection, and none could be made.
    """
    found = _search(bus, query)
    if not found:
        _preferred_collection(bus)  # a locked one may not tell what it holds
        found = _search(bus, query)
    unlocked = [item for item in found if not item.is_locked()]
    if unlocked and not is_every_one:
        return unlocked
    for item in found:
        if item.is_locked():
            item.unlock()
        if item.is_locked():
            raise KeyringLocked("The prompt was dismissed.")
    return found


def _search(bus: DBusConnection, query: dict[str, str]) -> list[Item]:
    """What lies in the session's collection is gone after the session, and never put there by us."""
    items = secretstorage.search_items(bus, query)
    return [item for item in items if _collection_path(item) != SESSION_COLLECTION]


def _collection_path(item: Item) -> str:
    return str(item.item_path).rpartition("/")[0]


def _preferred_collection(bus: DBusConnection) -> Collection:
    """The default collection, unlocked. Where none is named, the first open one, or the first.

    Raises:
        KeyringLocked: the person dismissed the prompt.
        InitError: there is none, and none could be made.
    """
    try:
        collection = Collection(bus)
    except ItemNotFoundException:
        collection = _first_collection(bus)
    if collection.is_locked():
        collection.unlock()
        if collection.is_locked():
            raise KeyringLocked("The prompt was dismissed.")
    return collection


def _first_collection(bus: DBusConnection) -> Collection:
    collections = [
        collection
        for collection in secretstorage.get_all_collections(bus)
        if collection.collection_path != SESSION_COLLECTION
    ]
    if collections:
        return min(collections, key=Collection.is_locked)
    try:
        return secretstorage.create_collection(bus, "Default", "default")
    except ItemNotFoundException as error:  # also: the person dismissed the prompt to make one
        raise InitError(str(error)) from error
