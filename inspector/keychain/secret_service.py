"""keyring's Secret Service backend (GNOME Keyring, KWallet, KeePassXC), extended to all open collections.

keyring only uses the default collection. KeePassXC and a fresh KWallet have none, even when they are
unlocked and hold the token. A token also stays where it is when another collection becomes the default.

keyring 25.7 also leaks a D-Bus connection for every call in which the collection is missing or stays locked.

Importing this module imports keyring, so `system_store` does it only when needed.
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
    """Reads from any open collection. Writes new items to the default one, or else to the first."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        with closing(secretstorage.dbus_init()) as bus:
            found = _open_items(bus, self._query(service, username))
            return found[0].get_secret().decode("utf-8") if found else None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        """Replace an existing item in the collection that holds it."""
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
    """The matching items of all open collections. If there are none, unlocks the matching locked items.

    Args:
        bus: the D-Bus connection.
        query: attributes to match.
        is_every_one: also unlock and return locked items if open ones match.

    Raises:
        KeyringLocked: the user dismissed the prompt.
        InitError: there is no collection, and none could be created.
    """
    found = _search(bus, query)
    if not found:
        _preferred_collection(bus)  # unlocks it: a locked collection may not reveal its items
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
    """All matches outside the session collection, which is discarded at logout and which we never use."""
    items = secretstorage.search_items(bus, query)
    return [item for item in items if _collection_path(item) != SESSION_COLLECTION]


def _collection_path(item: Item) -> str:
    return str(item.item_path).rpartition("/")[0]


def _preferred_collection(bus: DBusConnection) -> Collection:
    """The default collection, unlocked. Without a default, the first open one, or else the first.

    Raises:
        KeyringLocked: the user dismissed the prompt.
        InitError: there is no collection, and none could be created.
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
    except ItemNotFoundException as error:  # also raised when the user dismisses the prompt to create one
        raise InitError(str(error)) from error
