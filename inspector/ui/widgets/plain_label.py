"""Foreign text as plain text: a label and a tool tip that cannot become rich text, whatever the text is."""

from PySide6 import QtCore
from PySide6.QtWidgets import QLabel, QWidget

from inspector.ui.qt.override import override
from inspector.ui.qt.qt_numbers import LEFT_WHATEVER_THE_TEXT, PLAIN_TEXT


class PlainLabel(QLabel):
    """Shows text as it is, and wraps.

    QLabel guesses the format: `<img src="file:///…">` in a name painted a local picture.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setText(text)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        # A name's own direction must not carry it across the window, away from its picture.
        self.setProperty("alignment", LEFT_WHATEVER_THE_TEXT)

    @override
    def setTextFormat(self, format: "QtCore.Qt.TextFormat") -> None:
        """Refuse every format but plain text.

        Raises:
            ValueError: always, unless the format is plain text.
        """
        if format is not QtCore.Qt.TextFormat.PlainText:
            raise ValueError("a PlainLabel shows plain text only")


def plain_tip(words: str) -> str:
    """A tool tip that says foreign words as they are: Qt would take whatever looks like HTML for it."""
    if "<" not in words:
        return words
    from html import escape  # brings a table of 2,000 entities

    return f"<span>{escape(words)}</span>"
