"""A label for untrusted values that wraps inside words: names and addresses can be wider than any pane."""

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Slot
from PySide6.QtGui import QResizeEvent
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.value_label import ValueLabel

if TYPE_CHECKING:
    from inspector.ui.widgets.linked_text import LinkedText

_WIDEST_WORD_PX = 150
"""Wider words are broken. This is the room a value has in a pane of the default width."""
_WORD = re.compile(r"\S{10,}")
_QWIDGETSIZE_MAX = 16_777_215
"""Qt's QWIDGETSIZE_MAX (no limit), which PySide6 doesn't export."""
_BORDER_PX = 1


class BreakingLabel(ValueLabel):
    """A label that also wraps inside long words, which QLabel would cut off.

    If a text has such a word, which is rare, a text view shows it instead. The view wraps anywhere but is
    much slower. It uses the colour of the label's role at the time the text is set.
    """

    _view: "LinkedText | None" = None
    """Created on first use."""
    _broken = ""
    """The text, while the view shows it."""

    @override
    def setText(self, text: str) -> None:
        was_broken, self._broken = self._broken, text if self._needs_breaking(text) else ""
        super().setText("" if self._broken else text)
        if self._broken or was_broken:
            self.setAccessibleName(self._broken)  # to a screen reader the label is empty
        if self._broken:
            self._show_broken()
        elif self._view is not None and not self._view.isHidden():
            self._view.hide()
            self.setMinimumHeight(0)
            self.setMaximumHeight(_QWIDGETSIZE_MAX)

    @override
    def text(self) -> str:
        return self._broken or super().text()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_view()

    def _needs_breaking(self, text: str) -> bool:
        widths_px = map(self.fontMetrics().horizontalAdvance, _WORD.findall(text))
        return max(widths_px, default=0) > style.scaled(_WIDEST_WORD_PX)

    def _show_broken(self) -> None:
        if self._view is None:
            from inspector.ui.widgets.linked_text import LinkedText  # seldom needed, never before first paint

            self._view = LinkedText(self, has_links=False)
            self._view.document().documentLayout().documentSizeChanged.connect(self._fit_height)
        self._view.setFont(self.font())
        self._view.setAccessibleName(self._broken)
        self._place_view()  # first: a view widened while it lays out its text keeps the old line breaks
        self._view.show_text(self._broken, self.foregroundRole())
        self._view.show()
        self._fit_height()

    def _place_view(self) -> None:
        """Place the view so that its border, which is not used here, lies outside the label."""
        if self._broken and self._view is not None:
            width = self.width() + 2 * _BORDER_PX
            self._view.setGeometry(QRect(-_BORDER_PX, -_BORDER_PX, width, self._view.height()))

    @Slot()
    def _fit_height(self) -> None:
        if self._broken and self._view is not None:
            self.setFixedHeight(self._view.height() - 2 * _BORDER_PX)
