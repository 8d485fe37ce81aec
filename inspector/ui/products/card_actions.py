"""A card's context menu, and dragging its picture out of the window."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, Signal, Slot

from inspector.contact import product_facts
from inspector.contact.model import Product
from inspector.ui.images.dragging import PictureDrag
from inspector.ui.images.image_export import ImageExport, pictures_of
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.card_menu import CardMenu
from inspector.ui.products.card_pictures import CardPictures
from inspector.ui.products.card_view import CardView
from inspector.ui.products.product_delegate import can_be_retried
from inspector.ui.products.product_model import model_of
from inspector.ui.widgets.copy_button import CopyMark


class CardActions(QObject):
    """Acts on one card at a time: the one whose menu was opened last."""

    opened = Signal(QModelIndex)
    retry_asked = Signal(QModelIndex)
    said = Signal(str)
    """Carries a sentence about the result of what the user asked for."""

    def __init__(self, thumbnails: Thumbnails, pictures: CardPictures, view: CardView) -> None:
        super().__init__(view)
        self._pictures = pictures
        self._view = view
        self._product = Product()
        self._index = QPersistentModelIndex()
        self._drag = PictureDrag(thumbnails, view)
        self._export = ImageExport("picture to take from a card", thumbnails, view)
        self._export.said.connect(self.said)
        self._mark = CopyMark(view.viewport())
        self._export.copied.connect(self._mark.tick)
        view.menu_wanted.connect(self._show_menu)
        view.drag_wanted.connect(self._start_drag)

    def give_up(self) -> None:
        """Cancel waiting for a picture to copy or save."""
        self._export.give_up()

    @Slot(QModelIndex, QPoint)
    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        self._product = model_of(index).product(index.row())
        # While the menu is open, another contact's cards may replace these.
        self._index = QPersistentModelIndex(index)
        menu = CardMenu(self._product, self._mark, can_retry=can_be_retried(index), parent=self._view)
        menu.open_wanted.connect(self._open)
        menu.retry_wanted.connect(self._retry)
        menu.picture_copy_wanted.connect(self._copy_picture)
        menu.picture_save_wanted.connect(self._save_picture)
        self._mark.put_on(self._view.visualRect(index))
        menu.popup(place)

    @Slot(QModelIndex)
    def _start_drag(self, index: QModelIndex) -> None:
        product = model_of(index).product(index.row())
        picture = self._pictures.best(product)
        if picture is not None:
            self._drag.begin(picture, product_facts.name(product.name))

    @Slot()
    def _open(self) -> None:
        if self._index.isValid():
            self.opened.emit(self._view.model().index(self._index.row(), 0))

    @Slot()
    def _retry(self) -> None:
        if self._index.isValid():
            self.retry_asked.emit(self._view.model().index(self._index.row(), 0))

    @Slot()
    def _copy_picture(self) -> None:
        self._export.copy(pictures_of(self._product), product_facts.name(self._product.name))

    @Slot()
    def _save_picture(self) -> None:
        self._export.save(pictures_of(self._product), product_facts.name(self._product.name))
