"""A contact's round picture, or initials if there is none."""

import hashlib

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import plain_tip

EDGE_PX = 96
_SATURATION, _LIGHTNESS = 95, 88
"""Dark enough for white letters to have a contrast of 4.5:1 on every hue."""


class Avatar(QAbstractButton):
    """Clicking it opens the picture; without a picture it is disabled."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("avatar")
        self._pixmap = QPixmap()
        self._initials = ""
        self._seed = ""
        edge = style.scaled(EDGE_PX)
        self.setFixedSize(edge, edge)
        self.clear()

    @property
    def wanted_px(self) -> int:
        """The edge a picture needs to look sharp, in device pixels."""
        return round(self.width() * self.devicePixelRatioF())

    @property
    def has_picture(self) -> bool:
        return not self._pixmap.isNull()

    def clear(self) -> None:
        """Show a blank circle, while there is no contact."""
        self._show("", "", self.tr("No contact"))

    def show_initials(self, name: str, why: str) -> None:
        """Show initials on a colour derived from the name. The tooltip says `why` there is no picture."""
        letters = [word[0] for word in name.split() if word[0].isalnum()]
        self._show("".join(letters[:2]).upper(), name, why)

    def show_image(self, image: QImage) -> None:
        """Show a picture, cropped to the largest square in its centre."""
        self._pixmap = QPixmap.fromImage(image)
        self._update_description(self.tr("Picture (opens full size)"), is_picture=True)

    def _show(self, initials: str, seed: str, words: str) -> None:
        self._pixmap, self._initials, self._seed = QPixmap(), initials, seed
        self._update_description(words, is_picture=False)

    def _update_description(self, words: str, *, is_picture: bool) -> None:
        self.setToolTip(plain_tip(words))
        self.setAccessibleName(words)
        self.setEnabled(is_picture)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_picture else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_picture else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self.size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        circle = QPainterPath()
        circle.addEllipse(QRectF(self.rect()))
        painter.save()
        painter.setClipPath(circle)
        if self.has_picture:
            self._paint_picture(painter)
        else:
            self._paint_initials(painter)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 3))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
        painter.end()

    def _paint_picture(self, painter: QPainter) -> None:
        edge = min(self._pixmap.width(), self._pixmap.height())
        left, top = (self._pixmap.width() - edge) / 2, (self._pixmap.height() - edge) / 2
        painter.drawPixmap(QRectF(self.rect()), self._pixmap, QRectF(left, top, edge, edge))

    def _paint_initials(self, painter: QPainter) -> None:
        painter.setFont(style.font(34))
        if style.has_contrast(self.palette()):
            painter.setPen(self.palette().color(QPalette.ColorRole.Text))
            painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            painter.fillRect(self.rect(), self._background())
            painter.setPen(Qt.GlobalColor.white)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)

    def _background(self) -> QColor:
        if not self._seed:
            return self.palette().color(QPalette.ColorRole.AlternateBase)
        hue = int.from_bytes(hashlib.sha256(self._seed.encode("utf-8", "replace")).digest()[:2], "big") % 360
        return QColor.fromHsl(hue, _SATURATION, _LIGHTNESS)
