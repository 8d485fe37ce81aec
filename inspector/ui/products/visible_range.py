"""Requests the cards' pictures: first of the visible cards, then of those nearby, and no others."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from inspector.contact.model import Product
from inspector.ui.images.picture_state import PictureRequest
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.card_pictures import CardPictures
from inspector.ui.products.card_view import CardView, rows_near
from inspector.ui.products.product_model import ProductModel

_ASKER = "product cards"
_REST_MS = 25
"""The shortest interval between two requests, because scrolling sends dozens of events a second."""


class VisibleRange(QObject):
    """Updates the requested pictures when the cards move, and the cards when a picture arrives.

    Args:
        room: the widget that shows the cards, or will show them.
    """

    def __init__(
        self,
        view: CardView,
        room: QWidget,
        model: ProductModel,
        pictures: CardPictures,
        thumbnails: Thumbnails,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._room = room
        self._model = model
        self._pictures = pictures
        self._thumbnails = thumbnails
        self._expected: tuple[Product, ...] = ()
        self._rows: dict[PictureRequest, list[int]] = {}
        self._last_top_px = 0
        self._rest_timer = QTimer(self)
        self._rest_timer.setSingleShot(True)
        self._rest_timer.setInterval(_REST_MS)
        self._rest_timer.timeout.connect(self._look_unless_scrolling_fast)
        view.seen_changed.connect(self.look_soon)
        thumbnails.changed.connect(self._show_picture)

    @property
    def is_resting(self) -> bool:
        """Whether no update is scheduled."""
        return not self._rest_timer.isActive()

    def expect(self, products: tuple[Product, ...]) -> None:
        """Request pictures for the first cards of a catalogue before they exist: pictures take longer."""
        self._expected = products
        self.look()

    def end_expecting(self) -> None:
        """Call when the cards exist."""
        self._expected = ()

    @Slot()
    def look_soon(self) -> None:
        if self.is_resting:
            self._rest_timer.start()

    def look(self) -> None:
        """Request the pictures of the cards in and near the viewport, and cancel all others."""
        self._pictures.edge_px = self._view.picture_edge_px()
        self._last_top_px = self._view.top_px
        self._rows.clear()
        wanted: dict[PictureRequest, None] = {}
        for row, product, is_seen in self._near() if self._room.isVisible() else ():
            for wish in self._pictures.wishes(product, is_seen=is_seen):
                wanted[wish] = None
                if not self._expected:
                    self._rows.setdefault(wish, []).append(row)
        self._thumbnails.want(_ASKER, wanted)

    @Slot()
    def _look_unless_scrolling_fast(self) -> None:
        """Request nothing during fast scrolling: pictures would arrive too late and slow it down."""
        scrolled_px = abs(self._view.top_px - self._last_top_px)
        if scrolled_px > self._view.viewport().height():
            self._last_top_px = self._view.top_px
            self._thumbnails.want(_ASKER, ())
            self._rest_timer.start()
        else:
            self.look()

    def _near(self) -> Iterator[tuple[int, Product, bool]]:
        """Yield row, product, and whether it is visible."""
        if self._expected:
            rows, products = rows_near(len(self._expected), self._room.size()), self._expected
            yield from ((row, products[row], is_seen) for row, is_seen in rows if is_seen)
        else:
            yield from ((row, self._model.product(row), is_seen) for row, is_seen in self._view.rows_near())

    @Slot(object)
    def _show_picture(self, wish: PictureRequest) -> None:
        rows = self._rows.get(wish, ())
        for row in rows:
            self._model.tell_picture(row)
        if rows:
            self.look_soon()
