"""Where starts of the program in one profile find each other, whatever environment each of them has.

The lock lies in the profile itself: a variable that one start has and another lacks must not make two
windows. Sockets cannot lie everywhere, so the holder of the lock leaves a note beside it that says where it
listens and on which screen its window is.
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
"""A profile may be any folder, a home for instance: no other program's folder has such a name."""
_LONGEST_ADDRESS_BYTES: Final = 100
"""Of a socket, with room for what Qt appends while it makes one: the system's own limit is 104 or 108."""
_LARGEST_NOTE_BYTES: Final = 1_000
_DISPLAY: Final = re.compile(r"(?:unix)?(.*:\d+)(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Note:
    """What the holder of the lock leaves for later starts."""

    address: str
    """Where it listens: a socket's path, or a pipe's name."""
    screen: str
    """See `this_screen`."""


def lock_place(folder: ProfileFolder) -> Path | None:
    """A folder that is this user's alone: in the profile, or where that cannot be, among session files."""
    return next(filter(_is_private, (folder.path / _IN_PROFILE, *_session_places())), None)


def address_in(place: Path, name: str) -> str | None:
    """Where the holder of the lock may listen."""
    if sys.platform == "win32":
        return rf"\\.\pipe\{FOLDER_NAME}-{name}"
    places = list(_session_places())
    # The temporary folder comes last: it may be emptied while the program runs.
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
    """None while there is none. An address is believed only where nobody but this user can listen."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read(_LARGEST_NOTE_BYTES).split("\n")
    except (OSError, ValueError):
        return None
    if len(lines) != 3 or not (sys.platform == "win32" or _is_private(Path(lines[0]).parent, makes=False)):
        return None
    return Note(lines[0], lines[1])


def this_screen() -> str:
    """The displays on which this process can open a window; empty where that is not known, as on macOS."""
    if sys.platform != "linux":
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    display = _DISPLAY.fullmatch(os.environ.get("DISPLAY", ""))
    places = {"xcb": display[1] if display else "", "wayland": os.environ.get("WAYLAND_DISPLAY", "")}
    return " ".join(place for kind, place in places.items() if place and (not platform or kind in platform))


def are_apart(one: str, other: str) -> bool:
    """Whether no display of one is a display of the other."""
    return bool(one and other) and not set(one.split()) & set(other.split())


def _session_places() -> Iterator[Path]:
    """Folders that need not exist, and may belong to others."""
    if sys.platform == "win32":
        return
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if sys.platform == "linux" else ""
    if flatpak := os.environ.get("FLATPAK_ID"):
        runtime += f"/app/{flatpak}"  # of the session's own place what all sandboxes of one program share
    if runtime.startswith("/"):
        yield Path(runtime) / FOLDER_NAME
    if sys.platform == "linux":
        yield Path(f"/run/user/{os.geteuid()}") / FOLDER_NAME
    yield Path(os.environ.get("TMPDIR") or "/tmp") / f"{FOLDER_NAME}-{os.geteuid()}"  # noqa: S108


def _is_private(place: Path, *, makes: bool = True) -> bool:
    """Whether the folder, made if it is missing, belongs to this user and is closed to all others."""
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
        """Whom a folder is open to is not in its mode there; the profile's own lies among the user's."""
        return True

else:

    def _is_closed(found: os.stat_result) -> bool:
        return found.st_uid == os.geteuid() and not found.st_mode & 0o077
