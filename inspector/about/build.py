"""Which build of the program this is."""

import json
from dataclasses import dataclass

from inspector import __version__, assets


@dataclass(frozen=True, slots=True)
class Build:
    """The version; for a program built from a checkout, also the date and commit."""

    version: str
    date: str | None = None
    """The commit's date, as 2026-03-14."""
    commit: str | None = None
    """Abbreviated; ends with `-dirty` if the checkout had uncommitted changes."""


def this_build() -> Build:
    """The build information in the frozen program; only the version when run from source."""
    try:
        told = json.loads(assets.path("build.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Build(__version__)
    return Build(told["version"], told["date"], told["commit"])
