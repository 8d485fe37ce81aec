"""A foreign value in plain text, of which a person can take a part."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.widgets.plain_label import PlainLabel

_Flag = Qt.TextInteractionFlag
_Side = Qt.AlignmentFlag
_SELECTABLE = _Flag.TextSelectableByMouse | _Flag.TextSelectableByKeyboard


class ValueLabel(PlainLabel):
    """Can be selected while the mouse is over it, and as long as something is.

    Not before: QLabel lays a selectable text out as a document, every time that a row asks for its height,
    which took a fifth of the time in which a contact is shown.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        # In the middle of half a pixel more or less the two ways to lay it out are a pixel apart.
        self.setAlignment(_Side.AlignLeft | _Side.AlignAbsolute | _Side.AlignTop)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.setTextInteractionFlags(_SELECTABLE)
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasSelectedText():
            self.setTextInteractionFlags(_Flag.NoTextInteraction)
