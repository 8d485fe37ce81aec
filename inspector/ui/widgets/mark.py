"""A warning below a fact: what contradicts it, or what has been left out."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel


class Mark(PlainLabel):
    """A label in the warning colour, hidden while it is empty."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFont(style.font(12))
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.hide()

    def say(self, sentence: str) -> None:
        self.setText(sentence)
        self.setVisible(bool(sentence))
