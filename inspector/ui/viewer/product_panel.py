"""The text beside a product's picture."""

from itertools import pairwise

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QTextEdit, QVBoxLayout, QWidget

from inspector.contact import product_facts
from inspector.contact.model import Product
from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.copy_button import CopyButton
from inspector.ui.widgets.fact_row import FactRow, TextRow
from inspector.ui.widgets.value_label import ValueLabel

WIDTH_PX = 372
_STEP_PX = 60
_QWIDGETSIZE_MAX = 16_777_215
"""Qt's QWIDGETSIZE_MAX (no limit), which PySide6 doesn't export."""


class ProductPanel(QScrollArea):
    """Shows name, price, all fields and the whole description; each can be copied, or all at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._product = Product()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_beside(is_beside=True)
        self._name = ValueLabel()
        self._name.setFont(style.font(16, QFont.Weight.DemiBold))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(0)
        self._description = TextRow(self.tr("Description"))
        self._copy = CopyButton(self.tr("Copy as text"))
        self._copy.clicked.connect(self._copy_all)
        self._lay_out()

    def show_product(self, product: Product) -> None:
        self._product = product
        self._name.setText(product_facts.name(product.name))
        self._remove_facts()
        rows: list[QWidget] = []
        for label, value in product_facts.facts(product):
            row = FactRow(label)
            row.show_value(value, copied=value)
            self._facts.addWidget(row)
            row.show()
            rows.append(row)
        description = product_facts.description(product)
        self._description.setVisible(bool(description))
        if description:
            self._description.show_value(description, copied=product.description or "")
        self.verticalScrollBar().setValue(0)
        _set_tab_order([*rows, self._description, self._copy])

    def set_beside(self, *, is_beside: bool) -> None:
        """Set whether the panel is beside the picture, with a fixed width, or below it, as wide as it is."""
        width = style.scaled(WIDTH_PX)
        self.setMinimumWidth(width if is_beside else 0)
        self.setMaximumWidth(width if is_beside else _QWIDGETSIZE_MAX)

    @Slot()
    def scroll_up(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - style.scaled(_STEP_PX))

    @Slot()
    def scroll_down(self) -> None:
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + style.scaled(_STEP_PX))

    @property
    def selected_text(self) -> str:
        """The selected text of the focused widget; empty if there is none."""
        match self.window().focusWidget():
            case QLabel() as label:
                return label.selectedText()
            case QTextEdit() as text:
                return text.textCursor().selection().toPlainText()
        return ""

    def _remove_facts(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()

    @Slot()
    def _copy_all(self) -> None:
        desktop.copy(product_facts.as_text(self._product), self._copy)

    def _lay_out(self) -> None:
        pane = QWidget()
        pane.setObjectName("pane")
        column = QVBoxLayout(pane)
        edge = style.scaled(16)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.scaled(8))
        column.addWidget(self._name)
        column.addLayout(self._facts)
        column.addWidget(self._description)
        column.addSpacing(style.scaled(4))
        column.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(pane)


def _set_tab_order(column: list[QWidget]) -> None:
    """Set the tab order from top to bottom, regardless of the order of creation."""
    parts = [part for widget in column for part in (widget, *widget.findChildren(QWidget))]
    for before, after in pairwise(part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus):
        QWidget.setTabOrder(before, after)
