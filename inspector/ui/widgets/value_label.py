"""A label for an untrusted value, whose text can be selected."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.widgets.plain_label import PlainLabel

_Flag = Qt.TextInteractionFlag
_Side = Qt.AlignmentFlag
_SELECTABLE = _Flag.TextSelectableByMouse | _Flag.TextSelectableByKeyboard


class ValueLabel(PlainLabel):
    """Selectable only while the mouse is over it or something is selected.

    QLabel lays out selectable text as a document whenever a row asks for its height, which took a fifth of
    the time needed to show a contact.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        # Vertically centred, text would move by a pixel when it becomes selectable, because of rounding.
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
