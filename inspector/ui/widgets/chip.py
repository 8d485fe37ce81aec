"""A chip that shows a flag with an icon and words, drawn differently for yes, no and unknown."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.icon import pixmap

HEIGHT_PX = 24
_TEXT_PX = 12
_ICON_PX = 12
_LOADING_PX = 90


class Claim(Enum):
    """The state of a flag; the values are icon names."""

    YES = "check"
    NO = "minus"
    UNKNOWN = "question"

    @classmethod
    def of(cls, flag: bool | None) -> "Claim":
        if flag is None:
            return cls.UNKNOWN
        return cls.YES if flag else cls.NO


class Chip(QWidget):
    """Filled for yes, outlined for no, dashed for unknown; the words say it too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._claim: Claim | None = None
        self._is_loud = False
        self._size = QSize(style.scaled(_LOADING_PX), style.scaled(HEIGHT_PX))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(style.font(_TEXT_PX))

    @property
    def claim(self) -> Claim | None:
        """None while loading."""
        return self._claim

    @property
    def words(self) -> str:
        return self._words

    def show_claim(self, words: str, claim: Claim, *, is_loud: bool = False) -> None:
        """Show a claim. A loud yes is filled with the accent colour, a quiet one with a neutral surface."""
        self._words, self._claim, self._is_loud = words, claim, is_loud
        self.setAccessibleName(words)
        self._update_size()

    def wait(self) -> None:
        """Show a placeholder of the size of the last claim."""
        self._words, self._claim = "", None
        self.setAccessibleName("")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return self._size

    @override
    def minimumSizeHint(self) -> QSize:
        return self._size

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._claim is not None:
            self._update_size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = self._paint_shape(painter)
        if self._claim is None:
            painter.end()
            return
        edge, left = style.scaled(_ICON_PX), style.scaled(8)
        icon = pixmap(self._claim.value, self.palette().color(ink), edge, self.devicePixelRatioF())
        painter.drawPixmap(left, (self.height() - edge) // 2, icon)
        painter.setPen(self.palette().color(ink))
        text = self.rect().adjusted(left + edge + style.scaled(5), 0, 0, 0)
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, self._words)
        painter.end()

    def _update_size(self) -> None:
        text = QFontMetrics(self.font()).horizontalAdvance(self._words)
        size = QSize(style.scaled(8 + _ICON_PX + 5 + 10) + text, style.scaled(HEIGHT_PX))
        if size != self._size:
            self._size = size
            self.updateGeometry()
        self.update()

    def _paint_shape(self, painter: QPainter) -> QPalette.ColorRole:
        """Paint the shape; return the role for the text on it."""
        role = QPalette.ColorRole
        shape = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        match self._claim:
            case None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(role.AlternateBase))
                ink = role.AlternateBase
            case Claim.YES:
                has_border = style.has_contrast(self.palette())
                painter.setPen(self.palette().color(role.Text) if has_border else Qt.PenStyle.NoPen)
                painter.setBrush(self.palette().color(role.Accent if self._is_loud else role.AlternateBase))
                ink = role.BrightText if self._is_loud else role.Text
            case Claim.NO:
                painter.setPen(self.palette().color(role.Dark))
                ink = role.PlaceholderText
            case Claim.UNKNOWN:
                painter.setPen(QPen(self.palette().color(role.PlaceholderText), 1, Qt.PenStyle.DashLine))
                ink = role.PlaceholderText
        painter.drawRoundedRect(shape, shape.height() / 2, shape.height() / 2)
        return ink
