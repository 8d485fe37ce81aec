"""Where pictures may come from. A link out of an answer is foreign text until it was judged here.

Judged on `httpx.URL`, the parser that also fetches: two parsers that disagree about a host are a
way around every wall. Nothing is resolved and nothing connected.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

import httpx

_LONGEST_URL = 4096
_WHATSAPP_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+(?:whatsapp|fbcdn)\.net", re.ASCII)
_AFTER_AUTHORITY = re.compile(r"[A-Za-z]+://[^/?#]*([^#]*)")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Allowed:
    """A link that may be fetched."""

    url: httpx.URL
    target: bytes
    """Path and query to the letter: the query is signed, and a parser's tidying would spoil it."""
    expires_at: datetime | None
    """UTC; None when the link does not say."""

    @property
    def host(self) -> str:
        return ascii_host(self.url)


@dataclass(frozen=True, slots=True)
class Refused:
    """A link that is not fetched, and why, in a sentence."""

    host: str
    """ASCII, as the network would know it; empty when the link names none."""
    sentence: str


Judgement: TypeAlias = Allowed | Refused


def judge(url: str, only_origins: frozenset[str] = frozenset()) -> Judgement:
    """Whether a picture may be fetched.

    Args:
        url: the link as delivered.
        only_origins: the demo gateway's (`http://127.0.0.1:4321`) while it runs: then nothing else is
            allowed, because nothing may leave this computer. Plain http is allowed for these alone.
    """
    if len(url) > _LONGEST_URL:
        return Refused("", f"The picture's link is longer than {_LONGEST_URL} characters.")
    if not all("!" <= character <= "~" and character != "\\" for character in url):
        return Refused("", "The picture's link holds characters that no link may hold.")
    try:
        parsed = httpx.URL(url)
        host = ascii_host(parsed)
    except (httpx.InvalidURL, ValueError):
        return Refused("", "The picture's link is not a web address.")
    reason = _objection(parsed, host, only_origins)
    if reason is not None:
        return Refused(host, reason)
    return Allowed(parsed, _target(url), expires_at(url))


def expires_at(url: str) -> datetime | None:
    """When a signed link ends, in UTC: the query value `oe` is hexadecimal Unix seconds."""
    found = re.search(r"[?&]oe=([0-9A-Fa-f]{1,16})(?:[&#]|$)", url)
    if found is None:
        return None
    try:
        return datetime.fromtimestamp(int(found[1], 16), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def ascii_host(url: httpx.URL) -> str:
    """The host as the network knows it, so that look-alike letters show."""
    return url.raw_host.decode("ascii", "replace")


def _objection(url: httpx.URL, host: str, only_origins: frozenset[str]) -> str | None:
    """The first reason against a link, as a sentence."""
    if not host:
        scheme = re.sub(r"[^a-z0-9+.-]", "", url.scheme)[:20] or "nothing"
        return f"The picture's link names no host: it starts with {scheme}, not with https."
    if url.userinfo:
        return f"The picture's link to {host} holds a user name, which a picture never needs."
    if only_origins:
        is_own = _origin(url) in {_origin(httpx.URL(origin)) for origin in only_origins}
        return None if is_own else f"Sample contacts show their own pictures only, and none from {host}."
    if not _WHATSAPP_HOST.fullmatch(host):
        return f"The picture is at {host}, which is not one of WhatsApp's own hosts."
    if url.scheme != "https":
        return f"The picture's link to {host} is not encrypted (https)."
    if _origin(url)[2] != 443:
        return f"The picture's link to {host} uses the unusual port {url.port}."
    return None


def _origin(url: httpx.URL) -> tuple[str, bytes, int | None]:
    return url.scheme, url.raw_host, url.port or _DEFAULT_PORTS.get(url.scheme)


def _target(url: str) -> bytes:
    found = _AFTER_AUTHORITY.match(url)
    target = found[1] if found else ""
    return (target if target.startswith("/") else f"/{target}").encode("ascii")
