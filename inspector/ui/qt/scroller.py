"""A pane that scrolls as a whole where there is less room than it needs."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inspector.ui.qt.qt_numbers import NO_FOCUS


def scroller(pane: QWidget) -> QScrollArea:
    """An area without a border around a pane, which fills it when there is room."""
    area = QScrollArea()
    area.setProperty("focusPolicy", NO_FOCUS)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(pane)
    return area
