"""What a Linux desktop says about proxies: its settings, asked through xdg-desktop-portal on the session bus.

GNOME and KDE store them differently; the portal reads both, runs scripts for automatic configuration (PAC),
and needs no permission. See org.freedesktop.portal.ProxyResolver.
"""

import os
import socket
import struct
import time
from typing import Final

from inspector.core.proxy_choice import join_address

LIMIT_S: Final = 3.0
"""For all of it. A portal that is started first takes up to a second; a bus that hangs never answers."""

_FAILURES: Final = (
    *(OSError, ValueError, LookupError, RuntimeError, TypeError, StopIteration, struct.error),
    AssertionError,  # jeepney's way to say that a text has no end
)
"""No bus, a bus of a kind that jeepney does not speak, or an answer that is no D-Bus."""
_LARGEST_ANSWER_BYTES: Final = 65_536
_HELLO, _LOOKUP = 1, 2


def ask_desktop(host: str, port: int, limit_s: float = LIMIT_S) -> tuple[str, ...]:
    """Where to connect for https to a host, the best first: `direct://`, `http://proxy:8080`, `socks5://…`.

    Empty when there is no desktop to ask, or when it does not answer in time.
    """
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return ()
    try:
        return _ask(f"https://{join_address(host, port)}", time.monotonic() + limit_s)
    except _FAILURES:
        return ()


def _ask(uri: str, deadline_s: float) -> tuple[str, ...]:
    from jeepney import DBusAddress, message_bus, new_method_call  # of no use without a bus
    from jeepney.bus import get_bus
    from jeepney.io.blocking import prep_socket

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Desktop",
        "org.freedesktop.portal.ProxyResolver",
    )
    call = new_method_call(portal, "Lookup", "s", (uri,))
    # jeepney's own connection has no time limit for its greeting.
    with prep_socket(get_bus("SESSION"), timeout=deadline_s - time.monotonic()) as bus:
        bus.settimeout(max(0.001, deadline_s - time.monotonic()))
        bus.sendall(message_bus.Hello().serialise(serial=_HELLO) + call.serialise(serial=_LOOKUP))
        return _read_reply(bus, deadline_s)


def _read_reply(bus: socket.socket, deadline_s: float) -> tuple[str, ...]:
    """The body of the reply to the lookup; empty when it is an error.

    Raises:
        OSError: the time is over, or the connection ended.
    """
    from jeepney import HeaderFields, MessageType
    from jeepney.low_level import Parser

    parser, received = Parser(), 0
    while received < _LARGEST_ANSWER_BYTES:
        bus.settimeout(max(0.001, deadline_s - time.monotonic()))
        data = bus.recv(4096)
        received += len(data)
        if not data:
            break
        for message in parser.feed(data):
            if message.header.fields.get(HeaderFields.reply_serial) != _LOOKUP:
                continue
            if message.header.message_type is not MessageType.method_return:
                return ()
            if message.header.fields.get(HeaderFields.signature) != "as":
                return ()
            (uris,) = message.body
            return tuple(uris)
    raise ConnectionResetError
