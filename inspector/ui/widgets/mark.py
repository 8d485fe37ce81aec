"""A sentence beside a fact that a person should not overlook: what contradicts it, or what is left out."""

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel


class Mark(PlainLabel):
    """In the colour of warnings; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFont(style.font(12))
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self.hide()

    def say(self, sentence: str) -> None:
        self.setText(sentence)
        self.setVisible(bool(sentence))
