"""Checks that a font is installed. Minimal Linux systems and containers have none, and Qt says nothing."""

from typing import Final

from PySide6.QtGui import QFontMetrics, QGuiApplication

NO_FONT: Final = (
    "No font is installed, so every letter would be an empty box. Install one, for example the package "
    "fonts-dejavu-core (Debian, Ubuntu) or dejavu-sans-fonts (Fedora)."
)


def has_font() -> bool:
    """Whether the application's font has letters. Without any font, Qt still lists three families."""
    return QFontMetrics(QGuiApplication.font()).inFont("A")
