"""A grey bar that holds the place of text to come. It does not move: nothing flickers, nothing wakes up."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui import style


class Skeleton(QWidget):
    """As wide and as high, at 100 %, as the text it stands for."""

    def __init__(self, width_px: int, height_px: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = QSize(style.scaled(width_px), style.scaled(height_px))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return self._size

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_bar(painter, self.rect(), self._size, self.palette())
        painter.end()


def paint_bar(painter: QPainter, place: QRect, size: QSize, palette: QPalette) -> None:
    """Paint a bar at the left of a place, half way up."""
    bar = QRect(place.topLeft(), size)
    bar.moveTop(place.center().y() - size.height() // 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
    painter.drawRoundedRect(bar & place, 4, 4)
