"""Products as a list of rows: filtered, ordered, and each with the picture it has by now."""

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
    """What a row tells beside Qt's own roles."""

    PICTURE = Qt.ItemDataRole.UserRole + 1
    """A PictureState."""


def model_of(index: Index) -> "ProductModel":
    """Of a row of cards. What is asked of it directly need not go through a QVariant, which eats tuples.

    Raises:
        TypeError: the row is of another kind of model.
    """
    model = index.model()
    if not isinstance(model, ProductModel):
        raise TypeError("these are no cards")
    return model


class ProductModel(QStringListModel):
    """Answers at once and asks for nothing: pictures are wanted by the grid, which knows what is seen.

    The rows are empty strings of Qt's own list model, because a view asks twice for the number of rows
    with each item that it places: 10,000 items cost 50 ms when Python answers, and 5 when Qt does.
    """

    def __init__(self, pictures: CardPictures, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._catalogue = Catalogue(())
        self._positions: list[int] = []
        self._narrowing = ("", Only.ALL, Order.AS_DELIVERED)
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._prepare)

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
        """Where a row's product stands in the gateway's order."""
        return self._positions[row]

    def row_showing(self, product: Product) -> int | None:
        """The row of a product, perhaps of an earlier answer; None when it is filtered out, or gone."""
        position = self._catalogue.place_of(product)
        return None if position is None else self.row_of(position)

    def row_of(self, position: int) -> int | None:
        """The row of a product by its place in the gateway's order; None when it is filtered out."""
        try:
            return self._positions.index(position)
        except ValueError:
            return None

    def show_products(self, products: tuple[Product, ...]) -> None:
        """Show a catalogue from its beginning, under the filter and order of before."""
        self._catalogue = Catalogue(products)
        self._show_rows()
        self._idle.start(0)

    def narrow(self, text: str, only: Only, order: Order) -> bool:
        """Show what holds every word of the text; False when that is shown already."""
        is_other = self._narrowing != (text, only, order)
        if is_other:
            self._narrowing = text, only, order
            self._show_rows()
        return is_other

    def _show_rows(self) -> None:
        self._positions = self._catalogue.positions(*self._narrowing)
        self.setStringList([""] * len(self._positions))

    def tell_picture(self, row: int) -> None:
        """The picture of a row is another one now."""
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
        """The next row whose name begins so, from a row on and round: what typing on the cards looks for.

        Qt's own asks each of 10,000 rows for its words, cleaned as they are shown, which takes 90 ms.
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
    def _prepare(self) -> None:
        """Between events, a few milliseconds at a time."""
        if self._catalogue.prepare(_SLICE_S):
            self._idle.stop()
