"""A screen reader: what the program tells blind people over AT-SPI is what these tests read."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pytest
from jeepney import DBusAddress, DBusErrorResponse, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.journeys.waiting import until

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_NOBODY = "/org/a11y/atspi/null"
_FOCUSED, _SHOWING = 12, 25
_REGISTRY_PROGRAMS = ("/usr/libexec/at-spi2-registryd", "/usr/lib/at-spi2-core/at-spi2-registryd")
_ANSWERS_WITHIN_S = 5.0
_TRIES = 20
_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
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


T = TypeVar("T")


class Place(NamedTuple):
    """Where something can be asked about itself."""

    name: str
    path: str

    def address(self, interface: str) -> DBusAddress:
        return DBusAddress(self.path, self.name, interface)


_REGISTRY = Place("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on the screen."""

    role: str
    name: str
    id: str
    """The `objectName`, and those above it, joined by points."""


class Reader:
    """Reads one program at a time."""

    def __init__(self, address: str, bus: DBusConnection) -> None:
        self.environment = {"AT_SPI_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        """What has a Qt program tell everything; without it a program is as quiet as for most people."""
        self._bus = bus

    def names(self, pid: int) -> list[str]:
        """The words of everything that shows in a program's windows, in their order."""
        return self._steadily(lambda: [self._property(place, "Name") for place, _ in self._showing(pid)])

    def things(self, pid: int) -> list[Thing]:
        """Everything that shows in a program's windows, in their order."""
        return self._steadily(lambda: [self._thing(place) for place, _ in self._showing(pid)])

    def focused(self, pid: int) -> str:
        """The id of what has the keyboard, as Thing has it; empty when nothing has."""
        ids = self._steadily(
            lambda: [
                self._property(place, "AccessibleId")
                for place, states in self._showing(pid)
                if states >> _FOCUSED & 1
            ]
        )
        return ids[-1] if ids else ""

    def is_up(self) -> bool:
        try:
            self._ask(_REGISTRY, "GetChildren")
        except DBusErrorResponse:
            return False
        return True

    def _steadily(self, read: Callable[[], list[T]]) -> list[T]:
        """Read again when something vanished while it was looked at."""
        for _ in range(_TRIES):
            try:
                return read()
            except DBusErrorResponse as error:
                vanished = error
        raise vanished

    def _thing(self, place: Place) -> Thing:
        return Thing(
            role=str(self._ask(place, "GetRoleName")),
            name=self._property(place, "Name"),
            id=self._property(place, "AccessibleId"),
        )

    def _showing(self, pid: int) -> list[tuple[Place, int]]:
        programs = [place for place in self._children(_REGISTRY) if self._pid(place) == pid]
        return [found for place in programs for found in self._walk(place)]

    def _walk(self, place: Place) -> Iterator[tuple[Place, int]]:
        for child in self._children(place):
            low, high = self._ask(child, "GetState")
            states = low | high << 32
            if states >> _SHOWING & 1:
                yield child, states
                yield from self._walk(child)

    def _children(self, place: Place) -> list[Place]:
        children = [Place(*each) for each in self._ask(place, "GetChildren")]
        return [child for child in children if child.path != _NOBODY]

    def _property(self, place: Place, key: str) -> str:
        call = new_method_call(place.address(_PROPERTIES), "Get", "ss", (_ACCESSIBLE, key))
        return str(self._send(call)[1])

    def _pid(self, place: Place) -> int:
        """The process behind a place, 0 when it has ended."""
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        try:
            return int(self._send(new_method_call(bus, "GetConnectionUnixProcessID", "s", (place.name,))))
        except DBusErrorResponse:
            return 0

    def _ask(self, place: Place, method: str) -> Any:  # noqa: ANN401  # each method answers with its own kind
        return self._send(new_method_call(place.address(_ACCESSIBLE), method))

    def _send(self, call: Message) -> Any:  # noqa: ANN401  # as above
        """The first value of the answer."""
        reply = self._bus.send_and_get_reply(call, timeout=_ANSWERS_WITHIN_S)
        if reply.header.message_type is MessageType.error:
            raise DBusErrorResponse(reply)
        return reply.body[0]


@contextmanager
def running(folder: Path) -> Iterator[Reader]:
    """A bus for assistive programs, its registry, and a reader on it."""
    registry = next((name for name in _REGISTRY_PROGRAMS if Path(name).exists()), None)
    if registry is None or shutil.which("dbus-daemon") is None:
        if sys.platform == "linux":
            pytest.fail("install the packages at-spi2-core and dbus-daemon", pytrace=False)
        pytest.skip("reading the screen needs AT-SPI")
    path = folder / "a11y"
    config, address = folder / "a11y.conf", f"unix:path={path}"
    config.write_text(_BUS_CONFIG.format(socket=path))
    environment = {"PATH": os.defpath, "DBUS_SESSION_BUS_ADDRESS": address, "AT_SPI_BUS_ADDRESS": address}
    with ExitStack() as cleanup:
        log = cleanup.enter_context((folder / "a11y.log").open("wb"))

        def start(*command: str) -> None:
            daemon = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            cleanup.callback(daemon.wait)
            cleanup.callback(daemon.terminate)

        start("dbus-daemon", "--nofork", "--nopidfile", f"--config-file={config}")
        until("the bus for assistive programs", path.exists)
        start(registry)
        bus = cleanup.enter_context(open_dbus_connection(bus=address))
        reader = Reader(address, bus)
        until("the registry of assistive programs", reader.is_up)
        yield reader
