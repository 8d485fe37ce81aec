"""A card's context menu, opened by right-click, the menu key or Shift+F10."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from inspector.contact import product_facts
from inspector.contact.model import Product
from inspector.ui.qt.menu import Menu
from inspector.ui.widgets import desktop
from inspector.ui.widgets.desktop import Ticking


class CardMenu(Menu):
    """Deleted when closed. Copies text itself, and emits signals for everything else.

    Args:
        mark: shows a tick after a copy.
    """

    open_wanted = Signal()
    retry_wanted = Signal()
    picture_copy_wanted = Signal()
    picture_save_wanted = Signal()

    def __init__(self, product: Product, mark: Ticking, *, can_retry: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cardMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._product = product
        self._mark = mark
        has_picture = bool(product.original_url or product.preview_url)
        self._add(self.tr("Open")).triggered.connect(self.open_wanted)
        if can_retry:
            self._add(self.tr("Download picture again")).triggered.connect(self.retry_wanted)
        self.addSeparator()
        self._add(self.tr("Copy name"), is_useful=bool(product.name)).triggered.connect(self._copy_name)
        self._add(self.tr("Copy ID"), is_useful=bool(product.id)).triggered.connect(self._copy_id)
        self._add(self.tr("Copy as text")).triggered.connect(self._copy_text)
        self.addSeparator()
        copy = self._add(self.tr("Copy picture"), is_useful=has_picture)
        copy.triggered.connect(self.picture_copy_wanted)
        save = self._add(self.tr("Save picture…"), is_useful=has_picture)
        save.triggered.connect(self.picture_save_wanted)

    def _add(self, words: str, *, is_useful: bool = True) -> QAction:
        action = self.addAction(words)
        action.setEnabled(is_useful)
        return action

    @Slot()
    def _copy_name(self) -> None:
        desktop.copy(self._product.name or "", self._mark)

    @Slot()
    def _copy_id(self) -> None:
        desktop.copy(self._product.id or "", self._mark)

    @Slot()
    def _copy_text(self) -> None:
        desktop.copy(product_facts.as_text(self._product), self._mark)
