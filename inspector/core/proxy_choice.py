"""Which proxy a person chose. Pure: nothing is looked up, and nothing is connected."""

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from inspector.core.secret import Secret

ProxyMode: TypeAlias = Literal["none", "system", "manual"]

UNADDRESSED_PASSWORD_KEY: Final = "proxy password"
"""Where earlier versions kept the password. It does not say for which proxy, so it is not used."""
LONGEST_USER: Final = 128
LARGEST_PORT: Final = 65_535

_LONGEST_NAME: Final = 253
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that opens tunnels (CONNECT)."""

    host: str
    """As `read_proxy_host` gives it."""
    port: int
    is_encrypted: bool = False
    """Whether the proxy itself is spoken to in TLS."""
    user: str = ""
    """Empty for a proxy that asks nobody who they are."""
    password: Secret | None = field(default=None, compare=False)

    @property
    def address(self) -> str:
        """Host and port, for sentences."""
        return join_address(self.host, self.port)


@dataclass(frozen=True, slots=True)
class ProxyChoice:
    """How https connections leave this computer."""

    mode: ProxyMode = "none"
    manual: Proxy | None = None
    """For the mode of that name; None when no host and port were entered yet: then nothing is sent."""


NO_PROXY: Final = ProxyChoice()


def read_proxy_host(text: str) -> str:
    """A proxy's host from what a person typed: lower case, an IPv6 address without its brackets.

    Raises:
        ValueError: with a sentence for that person.
    """
    host = text.strip().lower()
    if "://" in host or "@" in host or "/" in host:
        raise ValueError("Enter only the proxy's host, without http://, a username or a path.")
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
    """A proxy's port from what a person typed.

    Raises:
        ValueError: with a sentence for that person.
    """
    digits = text.strip()
    if not re.fullmatch(r"[0-9]{1,5}", digits) or not is_port(int(digits)):
        raise ValueError(f"The proxy's port must be a number from 1 to {LARGEST_PORT}, often 8080 or 3128.")
    return int(digits)


def read_proxy_user(text: str) -> str:
    """A proxy's user from what a person typed. A colon would end it in what is sent (RFC 7617).

    Raises:
        ValueError: with a sentence for that person.
    """
    user = text.strip()
    if len(user) > LONGEST_USER or ":" in user or not user.isprintable():
        raise ValueError(f"The proxy's username can have at most {LONGEST_USER} characters and no colon.")
    return user


def password_key(host: str, port: int) -> str:
    """Names a proxy's password in the keychain, and with it the one proxy that it may be sent to.

    The spaces keep it apart from every account's key.
    """
    return f"{UNADDRESSED_PASSWORD_KEY} {join_address(host, port)}"


def is_port(number: object) -> bool:
    """Whether a value of any type is a port's number."""
    return isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= LARGEST_PORT


def join_address(host: str, port: int) -> str:
    """`host:port`, with the brackets that an IPv6 address needs there."""
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
