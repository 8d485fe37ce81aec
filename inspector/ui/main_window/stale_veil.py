"""An overlay that dims a contact while the number field shows another number."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel

_OPACITY = 0.65


class StaleVeil(QWidget):
    """Covers the panes, says whose details they show, and lets mouse events through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("staleVeil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words = PlainLabel()
        self._words.setFont(style.font(13, QFont.Weight.DemiBold))
        self._words.setWordWrap(False)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = QFrame()
        card.setObjectName("staleCard")
        inner = QHBoxLayout(card)
        inner.setContentsMargins(style.scaled(16), style.scaled(10), style.scaled(16), style.scaled(10))
        inner.addWidget(self._words)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.hide()

    def cover(self, number: str, *, can_be_asked: bool) -> None:
        """Dim the panes below.

        Args:
            number: the number whose details are shown.
            can_be_asked: whether pressing Enter would look up the text in the field.
        """
        words = self.tr("These details are for {number}.").format(number=number)
        if can_be_asked:
            words += "\n" + self.tr("Press Enter to look up the number above.")
        self._words.setText(words)
        self.show()

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(_OPACITY)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Window))
        painter.end()
