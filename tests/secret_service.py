"""A real Secret Service of the tests' own: dbus-daemon and gnome-keyring-daemon in a private home.

The person's keychain, bus and home are never touched. `secret_service` is one that is shared, unlocked
and empty at the start of each test; `mortal_secret_service` belongs to one test, which may kill it.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import secretstorage
from secretstorage.defines import SS_PATH, SS_PREFIX
from secretstorage.util import DBusAddressWrapper, format_secret, open_session

_PASSWORD = b"correct horse"
_LOGIN_INTERFACE = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
_START_LIMIT_S = 15.0
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""Without service folders nothing is started on demand: no prompter, so a prompt is dismissed at once."""


class KeptItem(NamedTuple):
    label: str
    attributes: dict[str, str]
    secret: str


class SecretService:
    """Two daemons in a folder.

    Args:
        root: an empty folder with a short path: a socket's path has at most 107 bytes.
        has_collection: False for a keychain as a new user finds it, before anything was kept.
    """

    def __init__(self, root: Path, has_collection: bool = True) -> None:
        self.home = root / "home"
        self._socket = root / "bus"
        self._has_collection = has_collection
        self.environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={self._socket}"}
        """What a process needs to find this keychain and no other; DISPLAY must not be in it."""
        self._root = root
        self._daemons: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        (self._root / "run").mkdir(mode=0o700)
        self.home.mkdir()
        config = self._root / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=self._socket))
        self._spawn("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        _wait_for("the bus", self._socket.exists)
        options = ["--foreground", "--components=secrets", f"--control-directory={self._root / 'run'}"]
        if self._has_collection:
            keyring = self._spawn("gnome-keyring-daemon", "--unlock", *options, stdin=subprocess.PIPE)
            assert keyring.stdin is not None
            with keyring.stdin as password:
                password.write(_PASSWORD)
        else:
            self._spawn("gnome-keyring-daemon", *options)
        _wait_for("the Secret Service", self._is_up)

    def items(self) -> list[KeptItem]:
        """Everything in the default collection, read as any other program of the user would."""
        with self._collection() as collection:
            return [
                KeptItem(item.get_label(), item.get_attributes(), item.get_secret().decode())
                for item in collection.get_all_items()
            ]

    def is_locked(self) -> bool:
        with self._collection() as collection:
            return collection.is_locked()

    def lock(self) -> None:
        with self._collection() as collection:
            collection.lock()

    def unlock(self) -> None:
        """What a login does; without a prompt, which nobody here could answer."""
        with self._collection() as collection:
            session = open_session(collection.connection)
            password = format_secret(session, _PASSWORD, "text/plain")
            service = DBusAddressWrapper(SS_PATH, _LOGIN_INTERFACE, collection.connection)
            service.call("UnlockWithMasterPassword", "o(oayays)", collection.collection_path, password)
            assert not collection.is_locked(), "gnome-keyring did not take the password"

    @contextmanager
    def no_default(self) -> Iterator[None]:
        """No collection is the default, as in KeePassXC and in a fresh KWallet."""
        with self._in_environment(), closing(secretstorage.dbus_init()) as bus:
            service = DBusAddressWrapper(SS_PATH, f"{SS_PREFIX}Service", bus)
            (path,) = service.call("ReadAlias", "s", "default")
            service.call("SetAlias", "so", "default", "/")
            try:
                yield
            finally:
                service.call("SetAlias", "so", "default", path)

    def clear(self) -> None:
        with self._collection() as collection:
            for item in list(collection.get_all_items()):
                item.delete()

    def kill(self) -> None:
        """End both daemons at once, as a crash or a logout would. The bus goes first."""
        for daemon in self._daemons:
            if daemon.poll() is None:
                daemon.send_signal(signal.SIGKILL)
            daemon.wait(timeout=10)
        self._socket.unlink(missing_ok=True)

    def kill_keyring(self) -> None:
        """End the keychain and leave the bus."""
        self._daemons[-1].kill()
        self._daemons[-1].wait(timeout=10)

    def freeze(self) -> None:
        """Have the keychain answer nobody, as one that waits for a person does; the bus goes on."""
        self._daemons[-1].send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._daemons[-1].send_signal(signal.SIGCONT)

    @contextmanager
    def _collection(self) -> Iterator[secretstorage.Collection]:
        with self._in_environment(), closing(secretstorage.dbus_init()) as bus:
            yield secretstorage.Collection(bus)

    @contextmanager
    def _in_environment(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            enter(self, patch)
            yield

    def _is_up(self) -> bool:
        with self._in_environment():
            try:
                with closing(secretstorage.dbus_init()) as bus:
                    if not self._has_collection:
                        return secretstorage.check_service_availability(bus)
                    return not secretstorage.Collection(bus).is_locked()
            except (secretstorage.exceptions.SecretStorageException, OSError):
                return False

    def _daemon_environment(self) -> dict[str, str]:
        """A login's environment; without DISPLAY, so that no daemon can ask anybody."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C",
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self._root / "run"),
            **self.environment,
        }

    def _spawn(self, *command: str, stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[bytes]":
        with (self._root / f"{command[0]}.log").open("wb") as log:
            daemon = subprocess.Popen(
                command, env=self._daemon_environment(), cwd=self._root, stdin=stdin, stdout=log, stderr=log
            )
        self._daemons.append(daemon)
        return daemon


@contextmanager
def running(has_collection: bool = True) -> Iterator[SecretService]:
    """A Secret Service that ends with the block."""
    if not (shutil.which("dbus-daemon") and shutil.which("gnome-keyring-daemon")):
        absent = "dbus-daemon and gnome-keyring-daemon are needed"
        if sys.platform == "linux":
            pytest.fail(f"{absent}: install the packages dbus-daemon and gnome-keyring", pytrace=False)
        pytest.skip(absent)
    with ExitStack() as cleanup:
        root = Path(tempfile.mkdtemp(prefix="ss-", dir=os.environ.get("TMPDIR", "/tmp")))
        cleanup.callback(shutil.rmtree, root, ignore_errors=True)
        service = SecretService(root, has_collection)
        cleanup.callback(service.kill)
        service.start()
        yield service


@pytest.fixture(scope="session")
def shared_secret_service() -> Iterator[SecretService]:
    with running() as service:
        yield service


@pytest.fixture
def secret_service(
    shared_secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SecretService]:
    """The shared keychain, unlocked and empty; this process finds it, and so do those it starts."""
    shared_secret_service.unlock()
    shared_secret_service.clear()
    enter(shared_secret_service, monkeypatch)
    yield shared_secret_service
    shared_secret_service.unlock()


@pytest.fixture
def mortal_secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A keychain of the test's own."""
    with running() as service:
        enter(service, monkeypatch)
        yield service


@pytest.fixture
def new_users_secret_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[SecretService]:
    """A keychain in which no collection was ever made, and no display to ask for one."""
    with running(has_collection=False) as service:
        enter(service, monkeypatch)
        yield service


def enter(service: SecretService, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


def _wait_for(what: str, is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while not is_true():
        assert time.monotonic() < deadline, f"{what} did not start"
        time.sleep(0.01)
