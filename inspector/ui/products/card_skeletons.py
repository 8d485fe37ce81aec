"""Placeholder cards shown while a catalogue loads. They aren't animated."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.products.product_delegate import PADDING_PX, card_rect, cell_size, picture_rect
from inspector.ui.qt import style

_SHOWN = 4
_BARS_PX = ((110, 10), (72, 10))


class CardSkeletons(QWidget):
    """One line of at most four cards."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cell = cell_size()
        for column in range(min(_SHOWN, max(1, (self.width() - 1) // cell.width()))):
            self._paint_card(painter, card_rect(QRect(QPoint(column * cell.width(), 0), cell)))
        painter.end()

    def _paint_card(self, painter: QPainter, card: QRect) -> None:
        role, radius = QPalette.ColorRole, style.scaled(8)
        painter.setPen(self.palette().color(role.Mid))
        painter.setBrush(self.palette().color(role.Base))
        painter.drawRoundedRect(card.adjusted(0, 0, -1, -1), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(role.AlternateBase))
        painter.drawRoundedRect(picture_rect(card), radius / 2, radius / 2)
        top = picture_rect(card).bottom() + style.scaled(12)
        for width_px, height_px in _BARS_PX:
            left = card.left() + style.scaled(PADDING_PX)
            painter.drawRoundedRect(QRect(left, top, style.scaled(width_px), style.scaled(height_px)), 4, 4)
            top += style.scaled(height_px + 8)
