"""A menu with rounded corners that stays inside its button's window."""

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QMenu
from typing_extensions import override

from inspector.ui.qt import style

RADIUS_PX = 8
"""The same as in the style sheet."""


class Menu(QMenu):
    """Masked to its shape: without a compositor, a translucent menu would have black corners."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shape, radius = QPainterPath(), style.scaled(RADIUS_PX)
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Move the menu left if Qt, which aligns it with the button's left edge, let it leave the window."""
        super().showEvent(event)
        button = self.parentWidget()
        if not isinstance(button, QAbstractButton):
            return
        window, place = button.window(), self.frameGeometry()
        edges = window.rect().translated(window.mapToGlobal(QPoint()))
        right = min(edges.right(), button.mapToGlobal(button.rect().topRight()).x())
        if place.right() > edges.right():
            self.move(max(self.screen().availableGeometry().left(), right - place.width() + 1), place.top())
