"""How large a window may be on its screen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from inspector.ui.qt import style

_FRAME_PX = QSize(2, 40)
"""Title bar and borders of a common desktop, at 100 %. A window learns its own once it is on the screen."""


def room_for(window: QWidget) -> QSize:
    """The largest size at which a window and its frame fit on the screen beside panels and docks."""
    frame = window.frameGeometry().size() - window.geometry().size()
    if frame.isEmpty():
        frame = QSize(style.scaled(_FRAME_PX.width()), style.scaled(_FRAME_PX.height()))
    return window.screen().availableSize() - frame
