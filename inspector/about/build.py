"""Which build of the program this is."""

import json
from dataclasses import dataclass

from inspector import __version__, assets


@dataclass(frozen=True, slots=True)
class Build:
    """A version, and for a program that was built from a checkout the moment and the commit."""

    version: str
    date: str | None = None
    """Of the commit, as 2026-03-14."""
    commit: str | None = None
    """Abbreviated; it ends with `-dirty` when the checkout held changes."""


def this_build() -> Build:
    """What the frozen program carries; the bare version when it runs from source."""
    try:
        told = json.loads(assets.path("build.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Build(__version__)
    return Build(told["version"], told["date"], told["commit"])
