"""Finding the proxy for a host, if there is one."""

import asyncio
import concurrent.futures
import sys
import threading
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from inspector.core import redaction
from inspector.core.account import is_loopback
from inspector.core.problem import GatewayError, Kind, Problem, Remedy
from inspector.core.proxy_choice import (
    Proxy,
    ProxyChoice,
    join_address,
    read_proxy_host,
    read_proxy_port,
    read_proxy_user,
)
from inspector.core.secret import Secret
from inspector.proxy.desktop import read_desktop_proxies

_DEFAULT_PORTS = {"http": 80, "https": 443}


async def find_proxy(choice: ProxyChoice, host: str, port: int) -> Proxy | None:
    """The proxy for a host, or None for a direct connection. Loopback hosts never use one.

    Raises:
        GatewayError: there is a proxy, but it can't be used.
    """
    if choice.mode == "none" or is_loopback(host):
        return None
    if choice.mode == "system":
        return await _ask_system(host, port)
    if choice.manual is None:
        raise _unusable("No proxy address is set. Enter the proxy's host and port in the preferences.")
    return choice.manual


def read_system_proxy(host: str, port: int) -> Proxy | None:
    """The system's proxy for https connections to a host.

    On Linux, this is the desktop's setting, or else that of the environment variables. On Windows and macOS,
    environment variables come first, then the registry or the network settings (see urllib's `getproxies`).

    May block as long as a DNS lookup does: Windows compares the host's addresses with its exceptions.

    Raises:
        GatewayError: the proxy can't be used.
    """
    try:
        if sys.platform == "linux" and (proxy := _read_desktops(read_desktop_proxies(host, port))):
            return proxy
        named = getproxies()
        address = named.get("https") or named.get("all") or _mark_socks(named.get("socks"))
        if not address or proxy_bypass(join_address(host, port)):
            return None
        return _read_address(address if "://" in address else f"http://{address}")
    except (ValueError, OSError):
        sentence = "Couldn't read the system's proxy setting. Enter a proxy in the preferences."
    raise _unusable(sentence)


def _read_desktops(addresses: Iterable[str]) -> Proxy | None:
    """The first usable proxy of a list, or None if `direct:` comes first or the list is empty.

    Raises:
        ValueError: an entry isn't an address.
        GatewayError: no proxy in the list is usable. A direct connection would bypass them.
    """
    unsupported: GatewayError | None = None
    for address in addresses:
        if address.startswith("direct:"):
            break
        try:
            return _read_address(address)
        except GatewayError as error:
            unsupported = unsupported or error
    if unsupported is not None:
        raise unsupported
    return None


def _mark_socks(address: str | None) -> str | None:
    """macOS writes `http://` before the address of a SOCKS proxy too, so replace it."""
    return f"socks://{address.rpartition('//')[2]}" if address else None


def _read_address(address: str) -> Proxy:
    """A proxy from `http://user:password@host:port`, as in environment variables.

    Raises:
        ValueError: the address isn't valid. The exception's text may contain the password.
        GatewayError: it is an unsupported type of proxy.
    """
    parts = urlsplit(address)
    host, is_encrypted = read_proxy_host(parts.hostname or ""), parts.scheme == "https"
    if parts.scheme not in _DEFAULT_PORTS:
        kind = "a SOCKS proxy" if parts.scheme.startswith("socks") else "an unknown kind of proxy"
        sentence = f"The system's proxy, {host}, is {kind}, which isn't supported."
        raise _unusable(f"{sentence} Enter another in the preferences.")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("More than an address.")
    port = read_proxy_port(str(_DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port))
    password = Secret(unquote(parts.password or ""))
    redaction.register(password)
    return Proxy(host, port, is_encrypted, read_proxy_user(unquote(parts.username or "")), password or None)


def _unusable(sentence: str) -> GatewayError:
    return GatewayError(Problem(Kind.PROXY, f"{sentence} Nothing was sent.", Remedy.OPEN_PREFERENCES))


async def _ask_system(host: str, port: int) -> Proxy | None:
    """Read the system's proxy for every connection, because laptops move between networks."""
    found: concurrent.futures.Future[Proxy | None] = concurrent.futures.Future()
    found.set_running_or_notify_cancel()

    def read() -> None:
        try:
            found.set_result(read_system_proxy(host, port))
        except BaseException as error:  # noqa: BLE001  # otherwise the caller would wait forever
            found.set_exception(error)

    # A daemon thread, so that a slow lookup doesn't delay the exit.
    threading.Thread(target=read, name="system proxy", daemon=True).start()
    return await asyncio.wrap_future(found)
