"""A Secret Service with several collections, locked ones among them, or none that is the default."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial

import pytest
import secretstorage
from secretstorage.defines import SS_PATH
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

from inspector.core.secret import Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError
from inspector.keychain.system_store import SERVICE_NAME, SystemStore
from tests.secret_service import SecretService

OTHER = "Other"


@pytest.fixture
def without_default(secret_service: SecretService) -> Iterator[SecretService]:
    """Unlocked, with a token in it, and with no collection that is the default."""
    SystemStore().keep("k", Secret("before"))
    with secret_service.no_default():
        yield secret_service


def _fetch(key: str = "k") -> str | None:
    secret = SystemStore().fetch(key)
    return secret.reveal() if secret else None


def test_a_token_is_found_though_no_collection_is_the_default(without_default: SecretService) -> None:
    assert _fetch() == "before"
    assert _fetch("of nobody") is None


def test_a_token_is_kept_replaced_and_removed_where_no_collection_is_the_default(
    without_default: SecretService,
) -> None:
    SystemStore().keep("k", Secret("after"))
    SystemStore().keep("new", Secret("another"))
    assert (_fetch(), _fetch("new")) == ("after", "another")
    SystemStore().forget("k")
    SystemStore().forget("k")
    assert (_fetch(), _fetch("new")) == (None, "another")
    with closing(secretstorage.dbus_init()) as bus:
        session = secretstorage.Collection(bus, "/org/freedesktop/secrets/collection/session")
        assert list(session.get_all_items()) == [], "what lies there is gone after the session"


def test_locked_and_without_a_default_it_is_locked_and_not_out_of_reach(
    without_default: SecretService,
) -> None:
    with closing(secretstorage.dbus_init()) as bus:
        for collection in secretstorage.get_all_collections(bus):
            collection.lock()
    store = SystemStore()
    calls: list[Callable[[], object]] = [
        partial(store.fetch, "k"),
        partial(store.fetch, "new"),
        partial(store.keep, "new", Secret("x")),
    ]
    for call in calls:
        with pytest.raises(KeychainError) as caught:
            call()
        assert caught.value.trouble is ErrorKind.LOCKED


@pytest.fixture
def other(mortal_secret_service: SecretService) -> Iterator[secretstorage.Collection]:
    """A second collection, open like the first."""
    with closing(secretstorage.dbus_init()) as bus:
        interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
        service = DBusAddressWrapper(SS_PATH, interface, bus)
        password = format_secret(open_session(bus), b"other", "text/plain")
        label = {"org.freedesktop.Secret.Collection.Label": ("s", OTHER)}
        (path,) = service.call("CreateWithMasterPassword", "a{sv}(oayays)", label, password)
        yield secretstorage.Collection(bus, path)


def _put_in(collection: secretstorage.Collection, token: str) -> None:
    attributes = {"service": SERVICE_NAME, "username": "k", "application": "Python keyring library"}
    collection.create_item("ours", attributes, token.encode(), replace=True)


def test_a_token_in_another_collection_is_found_and_replaced_there(
    other: secretstorage.Collection, mortal_secret_service: SecretService
) -> None:
    _put_in(other, "elsewhere")
    assert _fetch() == "elsewhere"
    SystemStore().keep("k", Secret("newer"))
    assert _fetch() == "newer"
    assert mortal_secret_service.items() == []
    assert len(list(other.get_all_items())) == 1


def test_of_a_token_in_two_collections_none_is_left(
    other: secretstorage.Collection, mortal_secret_service: SecretService
) -> None:
    SystemStore().keep("k", Secret("one"))
    _put_in(other, "two")
    SystemStore().keep("k", Secret("newer"))
    assert _fetch() == "newer"
    assert len(mortal_secret_service.items()) + len(list(other.get_all_items())) == 1
    _put_in(other, "two")
    SystemStore().forget("k")
    assert _fetch() is None


def test_an_open_collection_is_used_while_the_default_one_is_locked(
    other: secretstorage.Collection, mortal_secret_service: SecretService
) -> None:
    _put_in(other, "elsewhere")
    mortal_secret_service.lock()
    assert _fetch() == "elsewhere"
    with pytest.raises(KeychainError) as caught:
        SystemStore().fetch("of nobody")
    assert caught.value.trouble is ErrorKind.LOCKED
