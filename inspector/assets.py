"""The location of the program's data files. No other module knows it."""

import sys
from pathlib import Path


def path(*parts: str) -> Path:
    """A file or folder under `resources/`, such as `path("icons", "copy.svg")`.

    The folder is next to the program when frozen, inside the package when installed from a wheel, and at the
    top level in a checkout.
    """
    return _root().joinpath(*parts)


def _root() -> Path:
    unpacked = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    if unpacked is not None:
        return Path(unpacked) / "resources"
    package = Path(__file__).resolve().parent
    shipped = package / "_resources"
    return shipped if shipped.is_dir() else package.parent / "resources"
