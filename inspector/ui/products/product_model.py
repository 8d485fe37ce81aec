"""The list model of the products: filtered, sorted, and each with the current state of its picture."""

from enum import IntEnum
from typing import TypeAlias

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, QTimer, Slot
from typing_extensions import override

from inspector.contact import product_facts
from inspector.contact.model import Product
from inspector.ui.images.picture_state import PictureState
from inspector.ui.products.card_pictures import CardPictures
from inspector.ui.products.catalogue import Catalogue, Only, Order
from inspector.ui.widgets.plain_label import plain_tip

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_SLICE_S = 0.004
_FLAGS = (
    Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class ProductRole(IntEnum):
    """Data roles in addition to Qt's."""

    PICTURE = Qt.ItemDataRole.UserRole + 1
    """A PictureState."""


def model_of(index: Index) -> "ProductModel":
    """The model of an index, for direct calls: `data()` goes through QVariant, which loses tuples.

    Raises:
        TypeError: the index belongs to another kind of model.
    """
    model = index.model()
    if not isinstance(model, ProductModel):
        raise TypeError("these are no cards")
    return model


class ProductModel(QStringListModel):
    """Never blocks and requests no pictures; `VisibleRange` requests them, for the visible cards.

    The rows are empty strings in Qt's own list model, because a view asks for the row count twice per item
    that it lays out: 10,000 items take 50 ms with a Python `rowCount`, and 5 ms with Qt's. All are
    inserted at once, in less than a frame. Batches would only move cards that the user is already looking at.
    """

    def __init__(self, pictures: CardPictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._catalogue = Catalogue(())
        self._positions: list[int] = []
        self._filters = ("", Only.ALL, Order.AS_DELIVERED)
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._prepare_catalogue)

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @property
    def shown(self) -> tuple[Product, ...]:
        """The products in the order of the rows."""
        return tuple(map(self._catalogue.products.__getitem__, self._positions))

    def product(self, row: int) -> Product:
        return self._catalogue.products[self._positions[row]]

    def picture(self, row: int) -> PictureState:
        return self._pictures.state(self.product(row))

    def position(self, row: int) -> int:
        """A row's position in the gateway's order."""
        return self._positions[row]

    def row_showing(self, product: Product) -> int | None:
        """The row of a product, which may be from an earlier response; None if it is filtered out or gone."""
        position = self._catalogue.place_of(product)
        return None if position is None else self.row_of(position)

    def row_of(self, position: int) -> int | None:
        """The row of a product by its position in the gateway's order; None if it is filtered out."""
        try:
            return self._positions.index(position)
        except ValueError:
            return None

    def show_products(self, products: tuple[Product, ...]) -> None:
        """Replace the catalogue, keeping the filter and the sort order."""
        self._catalogue = Catalogue(products)
        self._show_rows()
        self._idle.start(0)

    def narrow(self, text: str, only: Only, order: Order) -> bool:
        """Apply filters and a sort order; return False if they are applied already."""
        is_other = self._filters != (text, only, order)
        if is_other:
            self._filters = text, only, order
            self._show_rows()
        return is_other

    def _show_rows(self) -> None:
        self._positions = self._catalogue.positions(*self._filters)
        self.setStringList([""] * len(self._positions))

    def tell_picture(self, row: int) -> None:
        """Notify the views that a row's picture has changed."""
        index = self.index(row)
        self.dataChanged.emit(index, index, [ProductRole.PICTURE])

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS

    @override
    def match(
        self,
        start: Index,
        role: int,
        value: object,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Find the next row whose name begins with a text, wrapping around, for typing on the cards.

        Qt's version reads the cleaned display text of every row, which takes 90 ms for 10,000.
        """
        if role != Qt.ItemDataRole.DisplayRole or not isinstance(value, str):
            return []
        row = self._catalogue.next_named(value, self._positions, max(0, start.row()))
        return [] if row is None else [self.index(row)]

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        product = self.product(index.row())
        match role:
            case ProductRole.PICTURE:
                return self._pictures.state(product)
            case Qt.ItemDataRole.DisplayRole:
                return product_facts.name(product.name)
            case Qt.ItemDataRole.AccessibleTextRole:
                return product_facts.spoken(product)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tip(product_facts.spoken(product))
            case _:
                return None

    @Slot()
    def _prepare_catalogue(self) -> None:
        """Prepare the catalogue's caches for a few milliseconds whenever the event loop is idle."""
        if self._catalogue.prepare(_SLICE_S):
            self._idle.stop()
