"""A menu with round corners that stays inside the window of the button it belongs to."""

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QMenu
from typing_extensions import override

from inspector.ui.qt import style

RADIUS_PX = 8
"""As in the style sheet."""


class Menu(QMenu):
    """Cut to its shape: a translucent menu would have black corners where nothing composes the screen."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shape, radius = QPainterPath(), style.scaled(RADIUS_PX)
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        self.setMask(QRegion(shape.toFillPolygon().toPolygon()))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Qt aligns a menu with the left edge of its button, which may leave it outside the window."""
        super().showEvent(event)
        button = self.parentWidget()
        if not isinstance(button, QAbstractButton):
            return
        window, place = button.window(), self.frameGeometry()
        edges = window.rect().translated(window.mapToGlobal(QPoint()))
        right = min(edges.right(), button.mapToGlobal(button.rect().topRight()).x())
        if place.right() > edges.right():
            self.move(max(self.screen().availableGeometry().left(), right - place.width() + 1), place.top())
