"""Parses a release list: `[{"version": "1.2.0", "page": "https://example.com/1.2.0"}]`.

`"yanked": true` withdraws a release. Other keys are ignored.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from packaging.version import InvalidVersion, Version

_MAX_VERSION_CHARS: Final = 40
_MAX_PAGE_CHARS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Release:
    """A version that is newer than this program."""

    version: str
    page: str | None = None
    """Its web page: https, on the same host as the list; None if the list names no such page."""


def newest(body: bytes, list_url: str, current: str) -> Release | None:
    """The newest release in a list if it is newer than `current`, else None.

    Pre-releases, local versions and withdrawn releases are ignored. Never raises.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    releases = [(version, entry) for entry in entries if (version := _version(entry)) is not None]
    if not releases:
        return None
    version, entry = max(releases, key=_by_version)
    return Release(str(version), _page(entry.get("page"), list_url)) if version > Version(current) else None


def _version(entry: dict[str, Any]) -> Version | None:
    """The entry's version; None if it isn't a release to offer."""
    if entry.get("yanked") not in (None, False):
        return None
    text = entry.get("version")
    if not isinstance(text, str) or len(text) > _MAX_VERSION_CHARS or not text.isascii():
        return None
    try:
        version = Version(text)
    except InvalidVersion:
        return None
    return None if version.is_prerelease or version.local else version


def _by_version(release: tuple[Version, object]) -> Version:
    return release[0]


def _page(page: object, list_url: str) -> str | None:
    if not isinstance(page, str) or len(page) > _MAX_PAGE_CHARS:
        return None
    try:
        parts, own = urlsplit(page), urlsplit(list_url)
        is_own = (parts.hostname, parts.port) == (own.hostname, own.port)
    except ValueError:
        return None
    is_clean = all("!" <= character <= "~" and character not in '\\"<>' for character in page)
    return page if is_own and is_clean and parts.scheme == "https" and "@" not in parts.netloc else None
