"""The system's keychain, against a real Secret Service; and every way in which there is none."""

import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError
from typing_extensions import override

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.core.secret import Secret
from inspector.keychain import system_store
from inspector.keychain.secret_store import ErrorKind, KeychainError, SecretStore
from inspector.keychain.system_store import SystemStore, store_for_this_system
from tests.secret_service import SecretService

CANARY = "cana7" * 10

ROOT = Path(__file__).resolve().parents[2]

CALLS: dict[str, Callable[[SecretStore], object]] = {
    "fetch": lambda store: store.fetch("k"),
    "keep": lambda store: store.keep("k", Secret(CANARY)),
    "forget": lambda store: store.forget("k"),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())


def _refused(store: SecretStore, call: Callable[[SecretStore], object]) -> KeychainError:
    """What a call was refused with, after making sure that nothing of it holds the token."""
    with pytest.raises(KeychainError) as caught:
        call(store)
    error = caught.value
    report = traceback.TracebackException.from_exception(error, capture_locals=True)
    assert CANARY not in "".join(report.format())
    assert CANARY not in repr(error.args)
    assert error.__context__ is None
    assert error.sentence.endswith(".")
    return error


def _reveal(secret: Secret | None) -> str | None:
    return None if secret is None else secret.reveal()


def _run(code: str, **environment: str) -> str:
    command = [sys.executable, "-c", code]
    variables = {**os.environ, **environment}
    ended = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=ROOT, env=variables, timeout=30
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_what_is_kept_comes_back_until_it_is_forgotten(secret_service: SecretService) -> None:
    store = store_for_this_system()
    assert store.fetch("k") is None
    store.keep("k", Secret("first"))
    store.keep("k", Secret(CANARY))
    store.keep("other", Secret("žluťoučký \U0001f511"))
    assert _reveal(store.fetch("k")) == CANARY
    assert _reveal(store.fetch("other")) == "žluťoučký \U0001f511"
    store.forget("k")
    assert store.fetch("k") is None
    assert _reveal(store.fetch("other")) == "žluťoučký \U0001f511"
    store.forget("k")


def test_it_is_kept_where_the_person_can_see_it_and_once(secret_service: SecretService) -> None:
    for token in ("first", CANARY):
        SystemStore().keep("k", Secret(token))
    (item,) = secret_service.items()
    assert item.secret == CANARY
    assert item.label == "Password for 'k' on 'Contact Inspector'"
    assert (item.attributes["service"], item.attributes["username"]) == ("Contact Inspector", "k")


def test_the_token_is_in_the_keychain_and_in_no_file(secret_service: SecretService, tmp_path: Path) -> None:
    folder = ProfileFolder(tmp_path / "profile")
    book, _ = AccountBook.load(folder)
    account = book.add("Support", "https://1101.api.greenapi.com", "1101000001")
    SystemStore().keep(account.token_key, Secret(CANARY))
    book.save()
    assert [item.secret for item in secret_service.items()] == [CANARY]
    places = [folder.path, Path(os.environ["HOME"]), secret_service.home]
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert folder.path / "accounts.json" in files
    assert any(place in path.parents for path in files for place in [secret_service.home])
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


def test_after_a_restart_the_token_is_still_there(secret_service: SecretService) -> None:
    SystemStore().keep("k", Secret(CANARY))
    code = (
        "from inspector.keychain.system_store import SystemStore as V; print(V().fetch('k').reveal()[::-1])"
    )
    assert _run(code) == CANARY[::-1] + "\n"


@every_call
def test_a_locked_keychain_says_so(
    secret_service: SecretService, call: Callable[[SecretStore], object]
) -> None:
    SystemStore().keep("k", Secret("before"))
    secret_service.lock()
    error = _refused(SystemStore(), call)
    assert error.trouble is ErrorKind.LOCKED
    assert "Secret Service" in error.sentence
    secret_service.unlock()
    assert _reveal(SystemStore().fetch("k")) == "before"


@every_call
@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "unix:path=/nowhere/bus",
        "unix:path=/dev/null",
        "tcp:host=127.0.0.1,port=1",
        "nonsense",
        "a:b",
    ],
)
def test_without_a_bus_the_keychain_is_unavailable(
    monkeypatch: pytest.MonkeyPatch, address: str | None, call: Callable[[SecretStore], object]
) -> None:
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert _refused(SystemStore("linux"), call).trouble is ErrorKind.UNAVAILABLE


@every_call
def test_a_bus_that_dies_between_two_calls_makes_it_unavailable(
    mortal_secret_service: SecretService, call: Callable[[SecretStore], object]
) -> None:
    store = SystemStore()
    store.keep("k", Secret(CANARY))
    mortal_secret_service.kill()
    assert _refused(store, call).trouble is ErrorKind.UNAVAILABLE


@every_call
def test_a_keychain_that_dies_and_leaves_its_bus_is_unavailable(
    mortal_secret_service: SecretService, call: Callable[[SecretStore], object]
) -> None:
    store = SystemStore()
    store.keep("k", Secret(CANARY))
    mortal_secret_service.kill_keyring()
    assert _refused(store, call).trouble is ErrorKind.UNAVAILABLE


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus over a socket of its own")
def test_a_bus_that_never_answers_is_unavailable(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind("\0contact-inspector-silent-bus")
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=contact-inspector-silent-bus")
        assert _refused(SystemStore(), CALLS["fetch"]).trouble is ErrorKind.UNAVAILABLE


@every_call
def test_a_keychain_in_which_nothing_was_ever_kept_and_no_display_to_ask_is_unavailable(
    new_users_secret_service: SecretService, call: Callable[[SecretStore], object]
) -> None:
    assert _refused(SystemStore(), call).trouble is ErrorKind.UNAVAILABLE


def test_the_variable_that_names_another_backend_has_no_effect(secret_service: SecretService) -> None:
    """keyring itself would take the backend that keeps nothing, and report success."""
    code = """
import keyring
from inspector.core.secret import Secret
from inspector.keychain.system_store import SystemStore
SystemStore().keep('k', Secret('x' * 50))
print(type(keyring.get_keyring()).__module__)
"""
    assert _run(code, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring") == "keyring.backends.null\n"
    assert [item.secret for item in secret_service.items()] == ["x" * 50]


@pytest.mark.parametrize("asks_keyring", [False, True], ids=["ours", "keyring's own choice"])
def test_foreign_code_named_in_keyrings_settings_is_not_run(
    secret_service: SecretService, tmp_path: Path, asks_keyring: bool
) -> None:
    """The second case shows that the trap is armed: keyring's own choice does run it."""
    settings = Path(os.environ["XDG_CONFIG_HOME"]) / "python_keyring" / "keyringrc.cfg"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[backend]\ndefault-keyring=foreign.Keyring\nkeyring-path={tmp_path}\n")
    (tmp_path / "foreign.py").write_text(
        "from pathlib import Path\nPath(__file__).with_name('ran').touch()\n"
        "from keyring.backends.null import Keyring\n"
    )
    ours = "from inspector.keychain.system_store import SystemStore as V; V().fetch('k')"
    _run("import keyring; keyring.get_keyring()" if asks_keyring else ours)
    assert (tmp_path / "ran").exists() == asks_keyring


@pytest.mark.parametrize(
    ("name", "value"),
    [("APPID", "foreign"), ("SCHEME", "KeePassXC"), ("PREFERRED_COLLECTION", "/nowhere"), ("SCHEMES", "{}")],
)
def test_variables_that_set_a_backends_properties_have_no_effect(
    secret_service: SecretService, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"KEYRING_PROPERTY_{name}", value)
    SystemStore().keep("k", Secret(CANARY))
    (item,) = secret_service.items()
    assert item.attributes["application"] == "Python keyring library"
    assert item.attributes["username"] == "k"
    assert f"KEYRING_PROPERTY_{name}" not in os.environ


def test_keyring_is_imported_by_the_first_call_and_not_before() -> None:
    code = """
import sys
from inspector.keychain.worker import KeychainWorker
from inspector.keychain.system_store import store_for_this_system
keeper = KeychainWorker(store_for_this_system())
print(keeper.place != '', {'keyring', 'secretstorage', 'cryptography'} & sys.modules.keys())
print(type(keeper.fetch('k').exception()).__name__, 'keyring' in sys.modules)
"""
    assert _run(code) == "True set()\nKeychainError True\n"


@pytest.mark.parametrize("token", ["x" * 1_281, "\U0001f511" * 641], ids=["characters", "surrogate pairs"])
def test_windows_refuses_what_a_credential_cannot_hold(token: str) -> None:
    error = _refused(SystemStore("win32"), lambda store: store.keep("k", Secret(token)))
    assert error.trouble is ErrorKind.BROKEN
    assert (
        error.sentence == "The Windows Credential Manager can't store a token longer than 1,280 characters."
    )


@every_call
@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_the_keychain_of_another_system_is_unavailable(
    platform: str, call: Callable[[SecretStore], object]
) -> None:
    if sys.platform == platform:
        pytest.skip("it is this system")
    assert _refused(SystemStore(platform), call).trouble is ErrorKind.UNAVAILABLE


def test_every_keychain_has_a_name_for_people() -> None:
    assert {SystemStore(platform).place for platform in ("win32", "darwin", "linux", "freebsd14")} == {
        "Windows Credential Manager",
        "macOS Keychain",
        "Secret Service (GNOME Keyring, KWallet, KeePassXC)",
    }


def test_a_token_that_no_keychain_can_hold_is_refused_without_showing_it(
    secret_service: SecretService,
) -> None:
    """A lone surrogate cannot be encoded, and that error's own text would repeat the token."""
    error = _refused(SystemStore(), lambda store: store.keep("k", Secret(f"{CANARY}\ud800")))
    assert error.trouble is ErrorKind.BROKEN
    assert error.sentence.endswith("couldn't save the token (UnicodeEncodeError).")


class _Backend(KeyringBackend):
    """Stands for a keychain of another system, with what a test says about it."""

    def __init__(self, kept: str | None = None, error: Exception | None = None) -> None:
        self.kept, self.error = kept, error

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return self.kept

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        pass

    @override
    def delete_password(self, service: str, username: str) -> None:
        if self.error:
            raise self.error
        self.kept = None


def _put_in_place(monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend) -> None:
    monkeypatch.setattr(system_store, "_backend", lambda _platform: backend)


@pytest.mark.parametrize("kept", [None, "", "older"])
def test_a_keychain_that_loses_the_token_silently_is_found_out(
    monkeypatch: pytest.MonkeyPatch, kept: str | None
) -> None:
    _put_in_place(monkeypatch, _Backend(kept))
    error = _refused(SystemStore(), CALLS["keep"])
    assert error.trouble is ErrorKind.BROKEN
    assert error.sentence.endswith("accepted the token but didn't return it.")


def test_a_removal_that_failed_is_not_taken_for_one_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS: every failed removal comes out as PasswordDeleteError, also one that was denied."""
    _put_in_place(monkeypatch, _Backend(CANARY, PasswordDeleteError("denied")))
    assert _refused(SystemStore("darwin"), CALLS["forget"]).trouble is ErrorKind.BROKEN
    _put_in_place(monkeypatch, _Backend(None, PasswordDeleteError("not found")))
    SystemStore("darwin").forget("k")


class _WindowsError(Exception):
    """As pywin32-ctypes raises it."""

    def __init__(self, winerror: int) -> None:
        super().__init__(winerror, "CredDelete", CANARY)
        self.winerror = winerror


@pytest.mark.parametrize(("winerror", "trouble"), [(1312, ErrorKind.UNAVAILABLE), (5, ErrorKind.BROKEN)])
def test_a_windows_logon_without_credentials_has_no_keychain(
    monkeypatch: pytest.MonkeyPatch, winerror: int, trouble: ErrorKind
) -> None:
    _put_in_place(monkeypatch, _Backend("x", _WindowsError(winerror)))
    assert _refused(SystemStore("win32"), CALLS["forget"]).trouble is trouble
