"""The wall around the tests: nothing leaves this computer, and nothing outside steers them."""

import ipaddress
import re
import socket
import sys
from collections.abc import Iterable
from pathlib import Path

_DROPPED = re.compile(
    r"PYTHON_KEYRING_BACKEND|KEYRING_PROPERTY_.*|DBUS_SESSION_BUS_ADDRESS|.*_PROXY", re.IGNORECASE
)

breaches: list[str] = []
"""What the running test tried to reach beyond the loopback interface."""


def dropped_variables(names: Iterable[str]) -> list[str]:
    """Those environment variables that would steer the keychain or the way to the network."""
    return [name for name in names if _DROPPED.fullmatch(name)]


def private_folders(home: Path) -> dict[str, Path]:
    """Environment variables for a home of its own; the runtime folder exists and is private."""
    folders = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    folders["XDG_RUNTIME_DIR"].mkdir(mode=0o700)
    return folders


def _name(host: object) -> str:
    """A host as the socket module takes it: text, bytes, or None for this computer."""
    if isinstance(host, bytes | bytearray):
        return host.decode(errors="replace")
    return "" if host is None else str(host)


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None


def _is_local(name: str) -> bool:
    address = _address(name)
    return name in ("", "localhost") or (address is not None and address.is_loopback)


def _guard(event: str, args: tuple[object, ...]) -> None:
    """An audit hook sees every socket of this process, whoever opens it.

    Names under .invalid never resolve (RFC 2606): they fail here as a resolver would fail, so that
    a test of that failure needs no resolver.
    """
    if not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto"):
        address = args[1]
        if isinstance(address, tuple) and isinstance(address[0], str) and not _is_local(address[0]):
            _refuse(f"{address[0]}:{address[1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _guard_name(args[0])


def _guard_name(host: object) -> None:
    name = _name(host)
    if name in ("", "localhost") or _address(name) is not None:
        return
    if name.rstrip(".").endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    _refuse(f"the name {name}")


def _refuse(target: str) -> None:
    breaches.append(target)
    raise ConnectionRefusedError(f"tests stay on this computer: {target}")


sys.addaudithook(_guard)
