"""The user's choice of proxy. Does no I/O."""

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from inspector.core.secret import Secret

ProxyMode: TypeAlias = Literal["none", "system", "manual"]

UNADDRESSED_PASSWORD_KEY: Final = "proxy password"
"""Where earlier versions stored the password. It doesn't name the proxy, so it is no longer used."""
LONGEST_USER: Final = 128
LARGEST_PORT: Final = 65_535

_LONGEST_NAME: Final = 253
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy that supports CONNECT."""

    host: str
    """Normalised by `read_proxy_host`."""
    port: int
    is_encrypted: bool = False
    """Whether the connection to the proxy itself uses TLS."""
    user: str = ""
    """Empty if the proxy needs no sign-in."""
    password: Secret | None = field(default=None, compare=False)

    @property
    def address(self) -> str:
        """Host and port, for messages."""
        return join_address(self.host, self.port)


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """How https connections reach the network."""

    mode: ProxyMode = "none"
    manual: Proxy | None = None
    """Used in "manual" mode. If no host and port have been entered yet, it is None and nothing is sent."""


NO_PROXY: Final = ProxyChoice()


def read_proxy_host(text: str) -> str:
    """Validate a proxy host that the user entered. Lower case; IPv6 addresses have no brackets.

    Raises:
        ValueError: with a message for the user.
    """
    host = text.strip().lower()
    if "://" in host or "@" in host or "/" in host:
        raise ValueError("Enter only the proxy's host, without http://, a port, a username or a path.")
    if host.startswith("[") or host.count(":") > 1:
        return _read_ipv6(host)
    if ":" in host:
        raise ValueError("Enter only the proxy's host here. The port has its own field.")
    if len(host) > _LONGEST_NAME or not _NAME.fullmatch(host):
        raise ValueError(
            "The proxy's host must be a name or an address, such as proxy.example.com or 10.0.0.1."
        )
    return host


def read_proxy_port(text: str) -> int:
    """Validate a proxy port that the user entered.

    Raises:
        ValueError: with a message for the user.
    """
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{1,5}", digits) or not is_port(int(digits)):
        raise ValueError(f"The proxy's port must be a number from 1 to {LARGEST_PORT}, often 8080 or 3128.")
    return int(digits)


def read_proxy_user(text: str) -> str:
    """Validate a proxy username that the user entered. Basic authentication forbids colons (RFC 7617).

    Raises:
        ValueError: with a message for the user.
    """
    user = text.strip()
    if len(user) > LONGEST_USER or ":" in user or not user.isprintable():
        raise ValueError(f"The proxy's username can have at most {LONGEST_USER} characters and no colon.")
    return user


def password_key(host: str, port: int) -> str:
    """The keychain entry for a proxy's password. It names the only proxy that the password may be sent to.

    The spaces prevent clashes with account keys.
    """
    return f"{UNADDRESSED_PASSWORD_KEY} {join_address(host, port)}"


def is_port(number: object) -> bool:
    """Whether a value of any type is a valid port number."""
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= LARGEST_PORT


def join_address(host: str, port: int) -> str:
    """`host:port`, with brackets around an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _read_ipv6(host: str) -> str:
    has_brackets = host.startswith("[") and host.endswith("]")
    try:
        address = ipaddress.IPv6Address(host[1:-1] if has_brackets else host)
    except ValueError:
        address = None
    if address is None or address.scope_id is not None:
        raise ValueError("The proxy's host isn't a valid IPv6 address. One looks like [2001:db8::1].")
    return address.compressed
