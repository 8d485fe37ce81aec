"""Linux desktop proxy settings, read from xdg-desktop-portal on the session bus.

GNOME and KDE store them differently. The portal reads both, runs automatic configuration scripts (PAC) and
needs no permission. See org.freedesktop.portal.ProxyResolver.
"""

import os
import socket
import struct
import time
from typing import Final

from inspector.core.proxy_choice import join_address

LIMIT_S: Final = 3.0
"""For the whole lookup. A portal that isn't running yet takes up to a second; a hung bus never responds."""

_FAILURES: Final = (
    *(OSError, ValueError, LookupError, RuntimeError, TypeError, StopIteration, struct.error),
    AssertionError,  # raised by jeepney for an unterminated string
)
"""No bus, an address type that jeepney doesn't support, or a response that isn't D-Bus."""
_LARGEST_ANSWER_BYTES: Final = 65_536
_HELLO, _LOOKUP = 1, 2


def read_desktop_proxies(host: str, port: int, limit_s: float = LIMIT_S) -> tuple[str, ...]:
    """The proxies for https to a host, best first: `direct://`, `http://proxy:8080`, `socks5://…`.

    Empty if there is no desktop portal or it doesn't respond in time.
    """
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return ()
    try:
        return _ask(f"https://{join_address(host, port)}", time.monotonic() + limit_s)
    except _FAILURES:
        return ()


def _ask(uri: str, deadline_s: float) -> tuple[str, ...]:
    from jeepney import DBusAddress, message_bus, new_method_call  # only needed with a bus
    from jeepney.bus import get_bus
    from jeepney.io.blocking import prep_socket

    portal = DBusAddress(
        "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.Desktop",
        "org.freedesktop.portal.ProxyResolver",
    )
    call = new_method_call(portal, "Lookup", "s", (uri,))
    # jeepney's own connection has no timeout for its handshake.
    with prep_socket(get_bus("SESSION"), timeout=deadline_s - time.monotonic()) as bus:
        bus.settimeout(max(0.001, deadline_s - time.monotonic()))
        bus.sendall(message_bus.Hello().serialise(serial=_HELLO) + call.serialise(serial=_LOOKUP))
        return _read_reply(bus, deadline_s)


def _read_reply(bus: socket.socket, deadline_s: float) -> tuple[str, ...]:
    """The result of the lookup; empty if the portal returned an error.

    Raises:
        OSError: the deadline passed, or the connection was closed.
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
