"""Through which proxy a host is reached, if through any."""

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
from inspector.proxy.desktop import ask_desktop

_DEFAULT_PORTS = {"http": 80, "https": 443}


async def find_proxy(choice: ProxyChoice, host: str, port: int) -> Proxy | None:
    """The proxy on the way to a host; None for the straight way. This very computer needs none.

    Raises:
        GatewayError: there is one, and it cannot be used.
    """
    if choice.mode == "none" or is_loopback(host):
        return None
    if choice.mode == "system":
        return await _ask_system(host, port)
    if choice.manual is None:
        raise _unusable("No proxy address is set. Enter the proxy's host and port in the preferences.")
    return choice.manual


def read_system_proxy(host: str, port: int) -> Proxy | None:
    """What the system says of https connections to a host.

    That is the registry on Windows, the network settings on macOS, and on Linux the desktop's settings. Where
    these name no proxy, the environment's variables may.

    May take as long as a resolver: Windows compares the host's addresses with the exceptions.

    Raises:
        GatewayError: it names a proxy that cannot be used.
    """
    try:
        if sys.platform == "linux" and (proxy := _read_desktops(ask_desktop(host, port))):
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
    """The first proxy of a list, up to the word for none, that can be used.

    Raises:
        ValueError: one of them is no address.
        GatewayError: they are proxies, and none can be used: to connect straight would pass them by.
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
    """macOS writes `http://` before the address of a SOCKS proxy too."""
    return f"socks://{address.rpartition('//')[2]}" if address else None


def _read_address(address: str) -> Proxy:
    """A proxy from `http://user:password@host:port`, as environment variables hold it.

    Raises:
        ValueError: it is no such thing. The text may hold the password.
        GatewayError: it is a proxy of another kind.
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
    """Asked anew for each connection: a laptop is carried from one network into another."""
    found: concurrent.futures.Future[Proxy | None] = concurrent.futures.Future()
    found.set_running_or_notify_cancel()

    def read() -> None:
        try:
            found.set_result(read_system_proxy(host, port))
        except BaseException as error:  # noqa: BLE001  # whoever waits would wait for ever
            found.set_exception(error)

    # A thread of its own, which nobody waits for when the program ends.
    threading.Thread(target=read, name="system proxy", daemon=True).start()
    return await asyncio.wrap_future(found)
