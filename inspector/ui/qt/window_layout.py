"""Stores the window's state for the next start: size, position, theme, and the name of the account."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QSettings

from inspector.ui.qt import style

if TYPE_CHECKING:
    from inspector.config.folder import ProfileFolder
    from inspector.config.settings import Theme

FILE_NAME = "layout.ini"
_MARK = ("program", "contact-inspector")
_LEGACY_CONTENT = re.compile(
    rb"\[General\]\s+((account=.*|theme=(light|dark|system)|(window|panes|stacked%20panes|folds)=@ByteArray\(.*)\s+)+"
)
"""Matches a file as earlier versions wrote it, without the mark."""
_MAX_BYTES = 100_000


class WindowLayout(QSettings):
    """An INI file in the profile folder. If another program's file has its name, nothing is read or saved."""

    def __init__(self, folder: "ProfileFolder") -> None:
        path = folder.path / FILE_NAME
        is_ours = folder.is_own or (_is_free_or_ours(path) and _is_free_or_lock(Path(f"{path}.lock")))
        super().__init__(str(path) if is_ours else "", QSettings.Format.IniFormat)
        self.notes: tuple[str, ...] = ()
        """Sentences to show to the user."""
        if not is_ours:
            self.clear()  # Qt shares the values of all unnamed files
            told = f"{path} isn't a Contact Inspector file and was left alone"
            self.notes = (f"{told}. The window's size and position won't be remembered.",)

    @property
    def theme(self) -> "Theme":
        """The theme in use when the window was last closed."""
        theme = self.value("theme")
        return cast("Theme", theme) if theme in style.SCHEMES else "system"

    @property
    def account(self) -> str:
        return str(self.value("account") or "")

    def sign(self) -> None:
        """Mark the file as ours, so that later starts recognise it."""
        self.setValue(*_MARK)


def _is_free_or_ours(path: Path) -> bool:
    try:
        if not path.is_file():
            return not path.exists()
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES)
    except (OSError, ValueError):
        return False
    is_marked = b"%s=%s" % tuple(word.encode() for word in _MARK) in content.splitlines()
    return not content or is_marked or _LEGACY_CONTENT.fullmatch(content) is not None


def _is_free_or_lock(path: Path) -> bool:
    """Whether Qt may use this path for its lock file: it is free, or begins with a process ID as locks do."""
    try:
        if not path.is_file():
            return not path.exists()
        return re.match(rb"\d+\n", path.read_bytes()[:20]) is not None
    except OSError:
        return False
