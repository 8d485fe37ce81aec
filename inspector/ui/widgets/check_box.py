"""A check box that draws its tick with our own icon."""

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.icon import pixmap

_TICK_PX = 12


class CheckBox(QCheckBox):
    """The style sheet draws the box. A tick from the style sheet would not follow the palette."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        edge, role = style.scaled(_TICK_PX), QPalette.ColorRole
        ink = self.palette().color(role.BrightText if self.isEnabled() else role.PlaceholderText)
        tick = pixmap("check", ink, edge, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(box.center().x() - edge // 2 + 1, box.center().y() - edge // 2 + 1, tick)
        painter.end()
