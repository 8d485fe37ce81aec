"""Decides where pictures may be downloaded from. Links in responses are untrusted until judged here.

They are parsed with `httpx.URL`, which the download uses too: if two parsers disagreed about the host, every
check could be bypassed. Nothing is resolved or connected to here.
"""

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias

import httpx

_MAX_URL_CHARS = 4096
_LINK = re.compile(r"[!-\[\]-~]*")
"""Printable ASCII without spaces or backslashes."""
_WHATSAPP_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+(?:whatsapp|fbcdn)\.net", re.ASCII)
_PUBLIC_NAME = re.compile(r"(?=.{4,253}$)(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9-]{1,62}", re.ASCII)
_PRIVATE_LABELS = (
    "arpa",
    "corp",
    "home",
    "internal",
    "intranet",
    "lan",
    "local",
    "localdomain",
    "localhost",
)
"""Top-level labels that are only used in private networks."""
_AFTER_AUTHORITY = re.compile(r"[A-Za-z]+://[^/?#]*([^#]*)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Allowed:
    """A link that may be downloaded."""

    url: httpx.URL
    target: bytes
    """Path and query, byte for byte: the query is signed, and normalisation would break it."""
    expires_at: datetime | None
    """UTC; None if the link doesn't say."""

    @property
    def host(self) -> str:
        return ascii_host(self.url)


@dataclass(frozen=True, slots=True)
class Refused:
    """A link that isn't downloaded, and a sentence that says why."""

    host: str
    """ASCII, as used in DNS; empty if the link has no host."""
    sentence: str


Judgement: TypeAlias = Allowed | Refused


def judge(
    url: str, only_origins: frozenset[str] = frozenset(), *, allows_other_hosts: bool = False
) -> Judgement:
    """Whether a picture may be downloaded.

    Args:
        url: the link as received.
        only_origins: the demo gateway's origin (`http://127.0.0.1:4321`) while it runs. Nothing else is
            allowed then, so that nothing leaves this computer, and plain http is allowed only here.
        allows_other_hosts: whether any public host is allowed, not just WhatsApp's. Only the name is checked
            here; see `is_public` for the address.
    """
    if len(url) > _MAX_URL_CHARS:
        return Refused("", f"The picture's link is longer than {_MAX_URL_CHARS} characters.")
    if not _LINK.fullmatch(url):
        return Refused("", "The picture's link contains invalid characters.")
    try:
        parsed = httpx.URL(url)
        host = ascii_host(parsed)
    except (httpx.InvalidURL, ValueError):
        return Refused("", "The picture's link isn't a web address.")
    reason = _objection(parsed, host, only_origins, allows_other_hosts)
    if reason is not None:
        return Refused(host, reason)
    return Allowed(parsed, _target(url), expires_at(url))


def is_public(address: str) -> bool:
    """Whether an IP address is public, not on this computer or a private network."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def is_whatsapp_host(host: str) -> bool:
    """Whether a host (in ASCII) is one of WhatsApp's picture hosts."""
    return _WHATSAPP_HOST.fullmatch(host) is not None


def not_downloaded(urls: Iterable[str], *, allows_other_hosts: bool = False) -> tuple[tuple[str, int], ...]:
    """Hosts that pictures aren't downloaded from, and how many pictures each has, most first.

    Only looks at the hosts, once per server, not at the rest of the links.
    """
    servers = Counter("/".join(url[:_MAX_URL_CHARS].split("/", 3)[:3]) for url in urls)
    hosts: Counter[str] = Counter()
    for server, count in servers.items():
        judgement = judge(f"{server}/", allows_other_hosts=allows_other_hosts)
        if isinstance(judgement, Refused) and judgement.host:
            hosts[judgement.host] += count
    return tuple(hosts.most_common())


def expires_at(url: str) -> datetime | None:
    """When a signed link expires, in UTC. Its query value `oe` is Unix seconds in hexadecimal."""
    found = re.search(r"[?&]oe=([0-9A-Fa-f]{1,16})(?:[&#]|$)", url)
    if found is None:
        return None
    try:
        return datetime.fromtimestamp(int(found[1], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def ascii_host(url: httpx.URL) -> str:
    """The host in ASCII (punycode), so that look-alike letters are visible."""
    return url.raw_host.decode("ascii", "replace")


def _objection(
    url: httpx.URL, host: str, only_origins: frozenset[str], allows_other_hosts: bool
) -> str | None:
    """The first objection to a link, as a sentence."""
    if not host:
        scheme = re.sub(r"[^a-z0-9+.-]", "", url.scheme)[:20] or "nothing"
        return f"The picture's link has no host. It starts with {scheme}, not https."
    if url.userinfo:
        return f"The picture's link to {host} contains a username, which pictures never need."
    if only_origins:
        is_own = _origin(url) in set(map(_origin_of, only_origins))
        return None if is_own else f"Sample contacts show only their own pictures, not any from {host}."
    if not is_whatsapp_host(host) and not allows_other_hosts:
        return f"The picture is at {host}, which isn't one of WhatsApp's own hosts."
    if not _is_public_name(host):
        return f"The picture is at {host}, which isn't a public server."
    if url.scheme != "https":
        return f"The picture's link to {host} isn't encrypted (https)."
    if _origin(url)[2] != 443:
        return f"The picture's link to {host} uses the unusual port {url.port}."
    return None


def _is_public_name(host: str) -> bool:
    """Whether a host is a public DNS name: not an IP address or a name in a private network."""
    return _PUBLIC_NAME.fullmatch(host) is not None and host.rpartition(".")[2] not in _PRIVATE_LABELS


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    return url.scheme, url.raw_host, url.port or _DEFAULT_PORTS.get(url.scheme)


@cache
def _origin_of(url: str) -> tuple[str, bytes, int | None]:
    """Cached, so only for the program's own few URLs."""
    return _origin(httpx.URL(url))


def _target(url: str) -> bytes:
    found = _AFTER_AUTHORITY.match(url)
    target = found[1] if found else ""
    return (target if target.startswith("/") else f"/{target}").encode("ascii")
