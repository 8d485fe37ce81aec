"""A label for untrusted values, with a placeholder while the value loads."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from typing_extensions import override

from inspector.ui.widgets import skeleton
from inspector.ui.widgets.breaking_label import BreakingLabel


class LoadingLabel(BreakingLabel):
    """Shows a bar while its value loads, at the height of one line of text."""

    _is_loading = False

    def __init__(self, bar: QSize) -> None:
        super().__init__()
        self._bar = bar

    def wait(self) -> None:
        """Show the bar until the next text is set."""
        super().setText("")
        self.setMinimumHeight(self.fontMetrics().height())
        self._is_loading = True

    @override
    def setText(self, text: str) -> None:
        self._is_loading = False
        super().setText(text)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_loading:
            painter = QPainter(self)
            skeleton.paint_bar(painter, self.rect(), self._bar, self.palette())
            painter.end()
