"""A combo box that draws its arrow with our own icon."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.icon import pixmap

_ARROW_PX = 14


class Combo(QComboBox):
    """The style sheet removes the native arrow, which would not follow the palette."""

    @override
    def showPopup(self) -> None:
        """Enlarge the popup to show all entries: Qt limits it to the room above or below the box."""
        super().showPopup()
        view, popup, room = self.view(), self.view().window(), self.screen().availableGeometry()
        missing_px = (
            view.sizeHintForRow(0) * min(self.count(), self.maxVisibleItems()) - view.viewport().height()
        )
        if missing_px > 0:
            place = popup.geometry()
            place.setHeight(min(place.height() + missing_px, room.height()))
            place.moveBottom(min(place.bottom(), room.bottom()))
            popup.setGeometry(place)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        edge = style.scaled(_ARROW_PX)
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        place = QPoint(self.width() - edge - style.scaled(8), (self.height() - edge) // 2)
        painter = QPainter(self)
        painter.drawPixmap(place, pixmap("down", muted, edge, self.devicePixelRatioF()))
        painter.end()
