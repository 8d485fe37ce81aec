"""Foreign text as plain text: a label and a question that cannot become rich text, whatever the text is."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget
from typing_extensions import override


class PlainLabel(QLabel):
    """Shows text as it is; wraps, and can be selected when it is a value.

    QLabel guesses the format: `<img src="file:///…">` in a name painted a local picture.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, is_value: bool = False) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)
        self.setMinimumWidth(1)
        # A name's own direction must not carry it across the window, away from its picture.
        self.setAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )
        if is_value:
            selectable = Qt.TextInteractionFlag.TextSelectableByMouse
            self.setTextInteractionFlags(selectable | Qt.TextInteractionFlag.TextSelectableByKeyboard)
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @override
    def setTextFormat(self, format: Qt.TextFormat) -> None:
        """Refuse every format but plain text.

        Raises:
            ValueError: always, unless the format is plain text.
        """
        if format is not Qt.TextFormat.PlainText:
            raise ValueError("a PlainLabel shows plain text only")


def plain_tip(words: str) -> str:
    """A tool tip that says foreign words as they are: Qt would take whatever looks like HTML for it."""
    return f"<span>{escape(words)}</span>" if "<" in words else words


def plain_question(parent: QWidget, question: str, detail: str) -> bool:
    """Ask before something leaves the program; both texts are shown as they are."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(QGuiApplication.applicationDisplayName())
    box.setText(question)
    box.setInformativeText(detail)
    box.setStandardButtons(QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(QMessageBox.StandardButton.Open)
    is_wanted = box.exec() == QMessageBox.StandardButton.Open
    box.deleteLater()
    return is_wanted
