"""Validating the address of the list of releases. Does no I/O."""

from typing import Final
from urllib.parse import SplitResult, urlsplit

from inspector.core.account import is_loopback

LONGEST_ADDRESS: Final = 1_000


def read_release_list(text: str) -> str:
    """Validate an address that the user entered. May be empty for no list.

    Raises:
        ValueError: with a message for the user.
    """
    address = text.strip()
    if not address:
        return ""
    parts = _split(address)
    if parts.username is not None or parts.password is not None:
        raise ValueError("The release list's address can't contain a username or password.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise ValueError("The release list's address must start with https://.")
    return address


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    is_clean = len(address) <= LONGEST_ADDRESS and all("!" <= c <= "~" and c != "\\" for c in address)
    if not host or not is_clean or parts.fragment:
        raise ValueError("This isn't a web address. One looks like https://example.com/releases.json.")
    return parts
