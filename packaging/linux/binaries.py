"""The programs and libraries in a folder, and what they say about the machine they were built on."""

import re
from pathlib import Path

from processes import run
from release import output


def binaries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if _is_elf(path))


def forget_build_host(folder: Path) -> None:
    """Remove the build host's own folders from where libraries look for others.

    A self-built interpreter puts its own folder into each of its modules. On another computer, that folder
    is missing or belongs to someone else.
    """
    for path in binaries(folder):
        if re.search(r"PATH\).*\[/", output(["readelf", "--dynamic", str(path)])):
            run(["chrpath", "--delete", str(path)], "A library's search path could not be removed.")


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
