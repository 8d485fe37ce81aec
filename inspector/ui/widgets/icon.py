"""Our own small icons, drawn in colours of the palette."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget
from typing_extensions import override

from inspector import assets
from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import plain_tip

ICON_PX = 16
_PROGRAM_ICON_PX = (16, 32, 64, 128)


def pixmap(name: str, colour: QColor, px: int, ratio: float) -> QPixmap:
    """An icon from `resources/icons` in a single colour, drawn for a device pixel ratio."""
    return _drawn(name, colour.rgba(), round(px * ratio), ratio)


def icon(name: str, colour: QColor, px: int = ICON_PX) -> QIcon:
    """The same as a QIcon."""
    result = QIcon()
    for ratio in {1.0, 2.0, QGuiApplication.primaryScreen().devicePixelRatio()}:
        result.addPixmap(pixmap(name, colour, px, ratio))
    return result


def program_icon() -> QIcon:
    """The program's icon, in its original colours."""
    result, renderer = QIcon(), QSvgRenderer(str(assets.path("icons", "app.svg")))
    for edge in _PROGRAM_ICON_PX:
        picture = QPixmap(edge, edge)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        result.addPixmap(picture)
    return result


def tint_clear_button(field: QLineEdit) -> None:
    """Give a field's clear button our own icon. Qt gives access to that button by this object name only."""
    action = field.findChild(QAction, "_q_qlineeditclearaction")
    if action is not None:
        action.setIcon(icon("clear", field.palette().color(QPalette.ColorRole.PlaceholderText)))


class IconButton(QToolButton):
    """A flat button with an icon only; `words` are its tooltip and its accessible name."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setToolTip(plain_tip(words))
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        edge = style.scaled(ICON_PX)
        self.setIconSize(QSize(edge, edge))
        self.setFixedSize(edge + style.scaled(6), edge + style.scaled(6))
        self._tint()

    def show_icon(self, name: str) -> None:
        self._name = name
        self._tint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.PlaceholderText)
        self.setIcon(icon(self._name, colour, self.iconSize().width()))


def _drawn(name: str, rgba: int, device_px: int, ratio: float) -> QPixmap:
    key = f"icon {name} {rgba:x} {device_px} {ratio}"
    result = QPixmap()
    if QPixmapCache.find(key, result):
        return result
    result = QPixmap(device_px, device_px)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(str(assets.path("icons", f"{name}.svg"))).render(painter)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(result.rect(), QColor.fromRgba(rgba))
    painter.end()
    result.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, result)
    return result
