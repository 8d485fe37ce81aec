"""Buttons with counts that filter the products: all, out of stock, not approved, hidden."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from inspector.ui.products.catalogue import Only
from inspector.ui.qt import style
from inspector.ui.qt.flow_layout import FlowLayout

_GAP_PX = 6
_HEIGHT_PX, _SIDE_PX = 22, 10
_SHEET = """
QPushButton {{ min-height: {height}px; border-radius: {radius}px; padding: 0 {side}px;
    background: transparent; border: 1px solid palette(dark); color: palette(placeholder-text); }}
QPushButton:hover {{ background: palette(alternate-base); color: palette(text); }}
QPushButton:checked {{ background: palette(highlight); border-color: palette(accent); color: palette(text); }}
QPushButton:focus {{ border: 2px solid palette(accent); padding: 0 {inner}px; }}
"""


class QuickFilters(QWidget):
    """Hidden if every product is in stock, approved and visible, as there is nothing to filter."""

    chosen = Signal(object)
    """A filter was chosen; carries an Only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = {
            Only.ALL: self.tr("All {count}"),
            Only.OUT_OF_STOCK: self.tr("Out of stock {count}"),
            Only.UNAPPROVED: self.tr("Not approved {count}"),
            Only.HIDDEN: self.tr("Hidden {count}"),
        }
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._emit_chosen)
        row = FlowLayout(self, gap_px=style.scaled(_GAP_PX))
        self._buttons = {only: self._add(row) for only in Only}
        height, side = style.scaled(_HEIGHT_PX), style.scaled(_SIDE_PX)
        self.setStyleSheet(_SHEET.format(height=height, radius=height // 2 + 1, side=side, inner=side - 1))
        self.choose(Only.ALL)

    def show_counts(self, counts: Mapping[Only, int]) -> None:
        """Show the counts, and only the buttons that would show a product."""
        for only, button in self._buttons.items():
            words = self._words[only].format(count=counts[only])
            button.setText(words)
            button.setAccessibleName(words)
            button.setVisible(only is Only.ALL or counts[only] > 0)
        self.setVisible(any(count for only, count in counts.items() if only is not Only.ALL))

    def choose(self, only: Only) -> None:
        self._buttons[only].setChecked(True)

    @Slot(QAbstractButton)
    def _emit_chosen(self, button: QAbstractButton) -> None:
        self.chosen.emit(next(only for only, each in self._buttons.items() if each is button))

    def _add(self, row: FlowLayout) -> QPushButton:
        button = QPushButton(self)
        button.setCheckable(True)
        button.setFont(style.font(12))
        self._group.addButton(button)
        row.addWidget(button)
        return button
