"""Shows one picture, fitted or zoomed; dragging moves it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui.qt import style

_STEP = 1.25
_SMALLEST, _LARGEST = 0.05, 16.0
_MARGIN_PX = 12
_NOTCH = 120
"""One notch of a mouse wheel, in eighths of a degree."""


class PictureCanvas(QWidget):
    """At zoom 1, one pixel of the picture is one device pixel."""

    drag_wanted = Signal()
    """The user started to drag a picture that fits, and so can't be moved, out of the window."""
    zoomed = Signal(float)
    """Carries the new zoom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._natural_size = QSize()
        self._words = ""
        self._chosen_zoom: float | None = None
        self._offset = QPointF()
        self._drag_start: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(style.scaled(240), style.scaled(200))

    @property
    def has_image(self) -> bool:
        return not self._image.isNull()

    @property
    def is_fitted(self) -> bool:
        return self._chosen_zoom is None

    @property
    def zoom(self) -> float:
        """Device pixels per pixel of the picture."""
        return self._fitting_zoom() if self._chosen_zoom is None else self._chosen_zoom

    def show_image(self, image: QImage, natural_size: QSize) -> None:
        """Show a picture in the place of the last one, so that an original replaces its preview exactly."""
        if self._chosen_zoom is not None and not self._natural_size.isEmpty():
            self._chosen_zoom *= self._natural_size.width() / natural_size.width()
        self._image, self._natural_size, self._words = image, natural_size, ""
        self.setAccessibleDescription("")
        self._update_view()

    def show_words(self, words: str) -> None:
        """Show text instead of a picture."""
        self._image, self._natural_size, self._words = QImage(), QSize(), words
        self.setAccessibleDescription(words)
        self.fit()

    @Slot()
    def fit(self) -> None:
        """Show the whole picture as large as it fits."""
        self._chosen_zoom, self._offset = None, QPointF()
        self._update_view()

    @Slot()
    def show_actual_size(self) -> None:
        """Zoom to 1 around the centre of the view."""
        self._zoom_to(1.0, QRectF(self.rect()).center())

    @Slot()
    def zoom_in(self) -> None:
        self._zoom_to(self.zoom * _STEP, QRectF(self.rect()).center())

    @Slot()
    def zoom_out(self) -> None:
        self._zoom_to(self.zoom / _STEP, QRectF(self.rect()).center())

    def picture_rect(self) -> QRectF:
        """The rectangle of the whole picture in widget coordinates; it may extend beyond the widget."""
        size = QSizeF(self._natural_size) * (self.zoom / self.devicePixelRatioF())
        place = QRectF(QPointF(), size)
        place.moveCenter(QRectF(self.rect()).center() + self._offset)
        return place

    def _fitting_zoom(self) -> float:
        if self._natural_size.isEmpty():
            return 1.0
        margin = 2 * style.scaled(_MARGIN_PX)
        room = QSizeF(self.width() - margin, self.height() - margin) * self.devicePixelRatioF()
        return min(room.width() / self._natural_size.width(), room.height() / self._natural_size.height())

    def _zoom_to(self, zoom: float, around: QPointF) -> None:
        """Change the zoom; the point of the picture under `around` stays where it is."""
        if not self.has_image:
            return
        old = self.zoom
        new = min(max(zoom, min(_SMALLEST, self._fitting_zoom())), max(_LARGEST, self._fitting_zoom()))
        arm = around - QRectF(self.rect()).center()
        self._offset = arm + (self._offset - arm) * (new / old)
        self._chosen_zoom = new
        self._update_view()

    def _update_view(self) -> None:
        """Keep the picture within reach, then update the cursor and repaint."""
        if self._chosen_zoom is not None:
            size = self.picture_rect().size()
            reach_x = max(0.0, (size.width() - self.width()) / 2)
            reach_y = max(0.0, (size.height() - self.height()) / 2)
            x = min(max(self._offset.x(), -reach_x), reach_x)
            y = min(max(self._offset.y(), -reach_y), reach_y)
            self._offset = QPointF(x, y)
        is_movable = self._exceeds_widget()
        self.setCursor(Qt.CursorShape.OpenHandCursor if is_movable else Qt.CursorShape.ArrowCursor)
        self.zoomed.emit(self.zoom)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        role = QPalette.ColorRole
        painter.fillRect(self.rect(), self.palette().color(role.AlternateBase))
        if self.has_image:
            is_smooth = self.zoom < 4
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
            painter.drawImage(self.picture_rect(), self._image)
        elif self._words:
            painter.setPen(self.palette().color(role.PlaceholderText))
            painter.setFont(style.font(13))
            margin = style.scaled(24)
            place: QRect = self.rect().adjusted(margin, margin, -margin, -margin)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
        painter.end()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._update_view()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        self._zoom_to(self.zoom * _STEP**notches, event.position())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.has_image:
            self._drag_start = event.position()
            if self._exceeds_widget():
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_start is None:
            return
        moved = event.position() - self._drag_start
        if self._exceeds_widget():
            self._offset += moved
            self._drag_start = event.position()
            self._update_view()
        elif moved.manhattanLength() >= QApplication.startDragDistance():
            # A drag also consumes the mouse button's release.
            self._end_drag()
            self.drag_wanted.emit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end_drag()

    def _end_drag(self) -> None:
        self._drag_start = None
        self._update_view()

    def _exceeds_widget(self) -> bool:
        return self.has_image and not QRectF(self.rect()).contains(self.picture_rect())

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_fitted:
            self._zoom_to(1.0, event.position())
        else:
            self.fit()
