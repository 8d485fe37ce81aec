"""A grey bar as a placeholder for text. It isn't animated, so nothing flickers and no timer runs."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPalette


def paint_bar(painter: QPainter, place: QRect, size: QSize, palette: QPalette) -> None:
    """Paint a bar at the left of a rectangle, vertically centred."""
    bar = QRect(place.topLeft(), size)
    bar.moveTop(place.center().y() - size.height() // 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
    painter.drawRoundedRect(bar & place, 4, 4)
