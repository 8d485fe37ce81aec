"""Whether there is a font at all: minimal Linux systems and containers have none, and Qt says nothing."""

from typing import Final

from PySide6.QtGui import QFontMetrics, QGuiApplication

NO_FONT: Final = (
    "No font is installed, so every letter would be an empty box. Install one, for example the package "
    "fonts-dejavu-core (Debian, Ubuntu) or dejavu-sans-fonts (Fedora)."
)


def has_font() -> bool:
    """Whether the application's font has letters. Its families are no proof: Qt lists three without any."""
    return QFontMetrics(QGuiApplication.font()).inFont("A")
