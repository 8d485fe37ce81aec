"""Looking for a token wherever a whole program leaves something behind."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from inspector.core.redaction import _base64_forms
from inspector.core.secret import Secret
from tests.ui.watching import accessible_name, texts


class EverythingLogged(logging.Handler):
    """Every record as it was meant: no filter stands before this.

    But for httpcore's, which say what a server sent, its token too: they are for the log file's filter.
    """

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("httpcore"):
            self.lines.append(logging.Formatter("%(name)s %(message)s").format(record))


class Search:
    """For one token, and for what it becomes in URLs and in base64."""

    def __init__(self, token: Secret) -> None:
        plain = token.reveal()
        self._forms = {plain, plain.upper(), plain[::-1], plain.encode().hex(), *_base64_forms(plain)}

    def is_in(self, text: str) -> bool:
        return any(form in text for form in self._forms)

    def in_files(self, *folders: Path) -> list[Path]:
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        assert files, "there is no file to look into"
        return [path for path in files if self.is_in(_read(path))]

    def in_windows(self) -> list[str]:
        """What of the program's widgets, seen or not, and of the clipboard holds the token."""
        found = ["clipboard"] if self.is_in(QGuiApplication.clipboard().text()) else []
        for window in QApplication.topLevelWidgets():
            found += [f"{place}: {text}" for place, text in _said_by(window) if self.is_in(text)]
        return found


def _read(path: Path) -> str:
    """Empty for a file that is gone by now: the journal of the kept pictures comes and goes as they do."""
    try:
        return path.read_bytes().decode("latin-1")
    except FileNotFoundError:
        return ""


def home() -> Path:
    return Path(os.environ["HOME"])


def _said_by(window: QWidget) -> Iterator[tuple[str, str]]:
    for widget, text in texts(window):
        yield f"text of {widget.objectName()}", text
    for widget in (window, *window.findChildren(QWidget)):
        name = f"{type(widget).__name__} {widget.objectName()}"
        yield f"title of {name}", widget.windowTitle()
        yield f"name of {name}", accessible_name(widget)
        yield f"description of {name}", widget.accessibleDescription()
        yield f"tool tip of {name}", widget.toolTip()
