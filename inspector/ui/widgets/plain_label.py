"""A label and a tooltip for untrusted text, which they never interpret as rich text."""

from PySide6 import QtCore
from PySide6.QtWidgets import QLabel, QWidget

from inspector.ui.qt.override import override
from inspector.ui.qt.qt_numbers import LEFT_WHATEVER_THE_TEXT, PLAIN_TEXT


class PlainLabel(QLabel):
    """A wrapping label that is always plain text.

    QLabel guesses the format, so that `<img src="file:///…">` in a name showed a local picture.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", PLAIN_TEXT)
        self.setText(text)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        # A right-to-left name must stay beside its picture, not move to the other side of the window.
        self.setProperty("alignment", LEFT_WHATEVER_THE_TEXT)

    @override
    def setTextFormat(self, format: "QtCore.Qt.TextFormat") -> None:
        """Accept only plain text.

        Raises:
            ValueError: for any other format.
        """
        if format is not QtCore.Qt.TextFormat.PlainText:
            raise ValueError("a PlainLabel shows plain text only")


def plain_tip(words: str) -> str:
    """A tooltip that shows untrusted text literally: Qt renders a tooltip that looks like HTML as HTML."""
    if "<" not in words:
        return words
    from html import escape  # imports a table of 2,000 entities

    return f"<span>{escape(words)}</span>"
