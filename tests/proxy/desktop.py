"""A desktop of the tests' own: a real D-Bus daemon, and on it a portal that says which proxy is set."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from jeepney import HeaderFields, Message, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.secret_service import BUS_CONFIG

_LIMIT_S = 10.0
_NAME = "org.freedesktop.portal.Desktop"


class Desktop:
    """Answers `Lookup` with `proxies`.

    Args:
        root: an empty folder with a short path: a socket's path has at most 107 bytes.
    """

    def __init__(self, root: Path) -> None:
        self.proxies: list[str] | None = ["direct://"]
        """What is answered; None for no answer at all."""
        self.nonsense: tuple[str, object] | None = None
        """An answer of another type: its D-Bus signature and its value."""
        self.has_failed = False
        """Whether an error is answered."""
        self.asked: list[str] = []
        """URIs, in the order of the questions."""
        self._socket = root / "bus"
        self._config = root / "bus.conf"
        self._daemon: subprocess.Popen[bytes] | None = None
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="portal")

    @property
    def address(self) -> str:
        return f"unix:path={self._socket}"

    def start(self) -> None:
        self._config.write_text(BUS_CONFIG.format(socket=self._socket))
        command = ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={self._config}"]
        self._daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._connection = self._connect()
        self._connection.send_and_get_reply(message_bus.RequestName(_NAME), timeout=_LIMIT_S)
        self._thread.start()

    def freeze_bus(self) -> None:
        assert self._daemon is not None
        self._daemon.send_signal(signal.SIGSTOP)

    def stop(self) -> None:
        self._is_over.set()
        if self._daemon is not None:
            self._daemon.kill()
            self._daemon.wait(timeout=10)
        if self._thread.ident is not None:
            self._thread.join()
            self._connection.close()

    def _connect(self) -> DBusConnection:
        """The socket's file is there a moment before the daemon listens."""
        deadline_s = time.monotonic() + _LIMIT_S
        while True:
            try:
                return open_dbus_connection(self.address)
            except (FileNotFoundError, ConnectionRefusedError):
                assert time.monotonic() < deadline_s, "the bus did not start"
                time.sleep(0.01)

    def _serve(self) -> None:
        with contextlib.suppress(ConnectionError):
            while not self._is_over.is_set():
                with contextlib.suppress(TimeoutError):
                    self._answer(self._connection, self._connection.receive(timeout=0.05))

    def _answer(self, connection: DBusConnection, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call:
            return
        assert (fields[HeaderFields.interface], fields[HeaderFields.member]) == (
            "org.freedesktop.portal.ProxyResolver",
            "Lookup",
        )
        self.asked.append(message.body[0])
        if self.has_failed:
            connection.send(new_error(message, "org.freedesktop.portal.Error.Failed", "s", ("no",)))
        elif self.proxies is not None:
            signature, body = self.nonsense or ("as", self.proxies)
            connection.send(new_method_return(message, signature, (body,)))


@contextmanager
def running(kind: type[Desktop] = Desktop) -> Iterator[Desktop]:
    """A desktop that ends with the block."""
    if sys.platform != "linux":
        pytest.skip("only Linux has such a desktop")
    if not shutil.which("dbus-daemon"):
        pytest.fail("dbus-daemon is needed: install the package dbus-daemon", pytrace=False)
    with ExitStack() as cleanup:
        root = Path(tempfile.mkdtemp(prefix="dt-", dir=os.environ.get("TMPDIR", "/tmp")))
        cleanup.callback(shutil.rmtree, root, ignore_errors=True)
        desktop = kind(root)
        cleanup.callback(desktop.stop)
        desktop.start()
        yield desktop
