"""Where the files beside the code are. The only module that knows."""

import sys
from pathlib import Path


def path(*parts: str) -> Path:
    """A file or folder under `resources/`, for example `path("icons", "copy.svg")`.

    It lies beside the program when frozen, inside the package when installed from a wheel, and at
    the top of a checkout.
    """
    return _root().joinpath(*parts)


def _root() -> Path:
    unpacked = getattr(sys, "_MEIPASS", None)  # PyInstaller's name for its folder
    if unpacked is not None:
        return Path(unpacked) / "resources"
    package = Path(__file__).resolve().parent
    shipped = package / "_resources"
    return shipped if shipped.is_dir() else package.parent / "resources"
