"""The largest size a window may have on its screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from inspector.ui.qt import style

_FRAME_PX = QSize(2, 40)
"""Borders and title bar of a common desktop at 100 %, used until the window has been shown."""


def room_for(window: QWidget) -> QSize:
    """The largest size at which a window and its frame fit between the screen's panels and docks."""
    frame = window.frameGeometry().size() - window.geometry().size()
    if frame.isEmpty():
        frame = QSize(style.scaled(_FRAME_PX.width()), style.scaled(_FRAME_PX.height()))
    return window.screen().availableSize() - frame
