"""Where instances in the same profile find each other, regardless of their environment variables.

The lock is in the profile folder, so that different environments can't lead to two windows. Sockets don't
work everywhere, so the lock's holder writes a note next to it with its socket's address and its display.
"""

import os
import re
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector.config.folder import FOLDER_NAME, ProfileFolder

_IN_PROFILE: Final = ".contact-inspector.run"
"""A profile may be any folder, such as the home folder, so the name must be unique."""
_LONGEST_ADDRESS_BYTES: Final = 100
"""For a socket. Leaves room for what Qt appends while creating it; the system's limit is 104 or 108."""
_LARGEST_NOTE_BYTES: Final = 1_000
_DISPLAY: Final = re.compile(r"(?:unix)?(.*:\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Note:
    """Written by the lock's holder for later starts."""

    address: str
    """Where it listens: the path of a socket or the name of a pipe."""
    screen: str
    """See `this_screen`."""


def lock_folder(folder: ProfileFolder) -> Path | None:
    """A folder that only this user can access: in the profile, or else among the session's files."""
    return next(filter(_is_private, (folder.path / _IN_PROFILE, *_session_places())), None)


def address_in(place: Path, name: str) -> str | None:
    """A socket path or pipe name for the lock's holder to listen on, or None."""
    if sys.platform == "win32":
        return rf"\\.\pipe\{FOLDER_NAME}-{name}"
    places = list(_session_places())
    # The temporary folder comes last, because it may be emptied while the program runs.
    for each in (*places[:-1], place, places[-1]):
        path = each / f"{name}.socket"
        if len(os.fsencode(path)) <= _LONGEST_ADDRESS_BYTES and _is_private(each):
            return str(path)
    return None


def write_note(path: Path, note: Note) -> None:
    with suppress(OSError):
        path.touch(0o600)
        path.write_text(f"{note.address}\n{note.screen}\n", "utf-8", errors="surrogateescape")


def read_note(path: Path) -> Note | None:
    """None if there is no note. An address is trusted only if no other user can listen there."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read(_LARGEST_NOTE_BYTES).split("\n")
    except (OSError, ValueError):
        return None
    if len(lines) != 3 or not (sys.platform == "win32" or _is_private(Path(lines[0]).parent, makes=False)):
        return None
    return Note(lines[0], lines[1])


def current_displays() -> str:
    """The displays that this process can use. Empty if unknown, as on macOS."""
    if sys.platform != "linux":
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    display = _DISPLAY.fullmatch(os.environ.get("DISPLAY", ""))
    places = {"xcb": display[1] if display else "", "wayland": os.environ.get("WAYLAND_DISPLAY", "")}
    return " ".join(place for kind, place in places.items() if place and (not platform or kind in platform))


def on_different_displays(one: str, other: str) -> bool:
    """Whether both displays are known and have none in common."""
    return bool(one and other) and not set(one.split()) & set(other.split())


def _session_places() -> Iterator[Path]:
    """Candidate folders. They may not exist, or may belong to another user."""
    if sys.platform == "win32":
        return
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if sys.platform == "linux" else ""
    if flatpak := os.environ.get("FLATPAK_ID"):
        runtime += f"/app/{flatpak}"  # the part that all sandboxes of one app share
    if runtime.startswith("/"):
        yield Path(runtime) / FOLDER_NAME
    if sys.platform == "linux":
        yield Path(f"/run/user/{os.geteuid()}") / FOLDER_NAME
    yield Path(os.environ.get("TMPDIR") or "/tmp") / f"{FOLDER_NAME}-{os.geteuid()}"  # noqa: S108


def _is_private(place: Path, *, makes: bool = True) -> bool:
    """Whether the folder, created if missing, belongs to this user and is closed to everyone else."""
    try:
        if makes:
            with suppress(FileExistsError):
                place.mkdir(mode=0o700)
        found = place.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(found.st_mode) and _is_closed(found)


if sys.platform == "win32":

    def _is_closed(_found: os.stat_result) -> bool:
        """The mode says nothing about access on Windows. The profile is inside the user's own folders."""
        return True

else:

    def _is_closed(found: os.stat_result) -> bool:
        return found.st_uid == os.geteuid() and not found.st_mode & 0o077
