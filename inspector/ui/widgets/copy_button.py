"""Copy buttons that show a tick for a second afterwards."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.icon import ICON_PX, IconButton, icon, pixmap

TICKED_MS = 1000
_MARK_PX, _MARK_ICON_PX = 40, 22


class _FeedbackTimer(QObject):
    """A one-second timer, restarted by each copy. Announces the copy to screen readers when it starts."""

    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TICKED_MS)
        self._timer.timeout.connect(self.ended)

    def start(self) -> None:
        self._timer.start()
        copied = QCoreApplication.translate("copy", "Copied")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._widget, copied))


class CopyIcon(IconButton):
    """A copy button with an icon only."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__("copy", words, parent)
        self._feedback: _FeedbackTimer | None = None
        """Created by the first copy, because most of these buttons are never pressed."""

    def tick(self) -> None:
        """Show that something was copied."""
        if self._feedback is None:
            self._feedback = _FeedbackTimer(self)
            self._feedback.ended.connect(self._end)
        self.show_icon("check")
        self._feedback.start()

    @Slot()
    def _end(self) -> None:
        self.show_icon("copy")


class CopyButton(QPushButton):
    """A copy button with text. Only its icon changes, so that its size doesn't."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setAutoDefault(False)
        self.setIconSize(QSize(style.scaled(ICON_PX), style.scaled(ICON_PX)))
        self._name = "copy"
        self._feedback = _FeedbackTimer(self)
        self._feedback.ended.connect(self._end)
        self._tint()

    def tick(self) -> None:
        """Show that something was copied."""
        self._name = "check"
        self._tint()
        self._feedback.start()

    @Slot()
    def _end(self) -> None:
        self._name = "copy"
        self._tint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        ink = self.palette().color(QPalette.ColorRole.ButtonText)
        self.setIcon(icon(self._name, ink, self.iconSize().width()))


class CopyMark(QWidget):
    """A tick over something that was copied from a menu or by keyboard, where there is no button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        edge = style.scaled(_MARK_PX)
        self.setFixedSize(edge, edge)
        self.setAccessibleName(self.tr("Copied"))
        self._feedback = _FeedbackTimer(self)
        self._feedback.ended.connect(self.hide)
        self.hide()

    def put_on(self, place: QRect) -> None:
        """Centre the mark on a rectangle; the next `tick` shows it."""
        self.move(place.center() - self.rect().center())

    @Slot()
    def tick(self) -> None:
        """Show that something was copied."""
        self.raise_()
        self.show()
        self._feedback.start()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, role = QPainter(self), QPalette.ColorRole
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.palette().color(role.BrightText))
        painter.setBrush(self.palette().color(role.Accent))
        painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))
        edge = style.scaled(_MARK_ICON_PX)
        tick = pixmap("check", self.palette().color(role.BrightText), edge, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - edge) // 2, (self.height() - edge) // 2, tick)
        painter.end()
