"""A borderless scroll area around a pane."""

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from inspector.ui.qt.qt_numbers import NO_FOCUS


def scroller(pane: QWidget) -> QScrollArea:
    """Wrap a pane that fills the area if there is room, and scrolls if there isn't."""
    area = QScrollArea()
    area.setProperty("focusPolicy", NO_FOCUS)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(pane)
    return area
