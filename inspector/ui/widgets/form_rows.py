"""Fields with their labels: beside them, or above all of them where there is little room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFormLayout, QWidget
from typing_extensions import override

from inspector.ui.qt import style

_NARROW_PX = 360
"""Below this width long labels leave their fields no room."""


class FormRows(QWidget):
    """Its fields take all of its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setVerticalSpacing(style.scaled(8))
        self._form.setHorizontalSpacing(style.scaled(12))

    def add(self, label: str, field: QWidget) -> None:
        self._form.addRow(label, field)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        policy = QFormLayout.RowWrapPolicy
        is_narrow = self.width() < style.scaled(_NARROW_PX)
        self._form.setRowWrapPolicy(policy.WrapAllRows if is_narrow else policy.WrapLongRows)
