"""The right pane: a contact's products as cards, with filters and sort order."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.contact.facts import MORE_PRODUCTS
from inspector.contact.model import Contact, Product
from inspector.ui.images import picture_text
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.card_actions import CardActions
from inspector.ui.products.card_pictures import CardPictures
from inspector.ui.products.card_skeletons import CardSkeletons
from inspector.ui.products.card_view import CardView
from inspector.ui.products.catalogue import Only, Order
from inspector.ui.products.product_delegate import RING_PX, ProductDelegate
from inspector.ui.products.product_model import ProductModel
from inspector.ui.products.quick_filters import QuickFilters
from inspector.ui.products.visible_range import VisibleRange
from inspector.ui.qt import style
from inspector.ui.widgets.combo import Combo
from inspector.ui.widgets.filter_field import FilterField
from inspector.ui.widgets.plain_label import PlainLabel

_EDGE_PX = 16


class ProductGrid(QWidget):
    """Cards, filters, sort order and count. Only pictures near the visible cards are downloaded."""

    opened = Signal(int)
    """A card was opened; carries its index in `shown`."""

    def __init__(self, thumbnails: Thumbnails, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._contact: Contact | None = None
        self._view = CardView()
        self._pictures = CardPictures(thumbnails, self._view.picture_edge_px())
        self._actions = CardActions(thumbnails, self._pictures, self._view)
        self._model = ProductModel(self._pictures, self)
        self._delegate = ProductDelegate(self)
        self._count = PlainLabel()
        self._filter = FilterField(self.tr("Filter"))
        self._order = Combo()
        self._only = Only.ALL
        self._message = ""
        self._quick = QuickFilters()
        self._empty = PlainLabel()
        self._waiting = CardSkeletons()
        self._pages = QStackedWidget()
        self._sight = VisibleRange(self._view, self._pages, self._model, self._pictures, thumbnails)
        self._footer = PlainLabel()
        self._line = QFrame()
        self._name_parts()
        self._lay_out()
        self._connect()

    @property
    def shown(self) -> tuple[Product, ...]:
        """The products in the order of the cards."""
        return self._model.shown

    @property
    def card_edge_px(self) -> int:
        """The edge of the cards' pictures, in device pixels."""
        return self._pictures.edge_px

    def show_waiting(self) -> None:
        """Show placeholder cards during a lookup."""
        self._contact = None
        self._start_over(())
        self._count.setText("")
        self._pages.setCurrentWidget(self._waiting)
        self._set_controls(are_shown=True, are_useful=False)
        self.show()

    def expect(self, contact: Contact) -> None:
        """Request the pictures of a contact's first cards before the cards exist: pictures take longer."""
        self._sight.expect(contact.products)

    def show_contact(self, contact: Contact) -> None:
        """Show a contact's products; the same contact keeps the filter, scroll position and selection."""
        self.setVisible(bool(contact.products or contact.is_business) and not contact.is_absent)
        shown, self._contact = self._contact, contact
        if shown is not None and shown.chat_id == contact.chat_id:
            if shown.products is not contact.products and shown.products != contact.products:
                self._update_products(contact.products)
        else:
            self._filter.clear()
            self._show_all()
            self._start_over(contact.products)
        self._set_controls(are_shown=bool(contact.products), are_useful=True)

    def show_product(self, product: Product) -> None:
        """Select a product's card and scroll to it, unless it is filtered out."""
        row = self._model.row_showing(product)
        if row is not None:
            self._view.show_row(row)

    def _update_products(self, products: tuple[Product, ...]) -> None:
        """Replace the same contact's products. Every response signs the picture links differently."""
        current, top_px = self._view.currentIndex(), self._view.top_px
        chosen = self._model.product(current.row()) if current.isValid() else None
        self._pictures.follow(self._model.catalogue.products, products)
        self._set_products(products, top_px)
        if chosen is not None:
            self.show_product(chosen)
            self._view.scroll_to_px(top_px)

    def _show_all(self) -> None:
        self._only = Only.ALL
        self._quick.choose(Only.ALL)

    def _start_over(self, products: tuple[Product, ...]) -> None:
        """Show another contact's products, and cancel copies and saves of the last one's pictures."""
        self._actions.give_up()
        self._message = ""
        self._set_products(products)

    def _set_products(self, products: tuple[Product, ...], top_px: int = 0) -> None:
        self._model.show_products(products)
        self._sight.end_expecting()
        counts = self._model.catalogue.counts
        self._quick.show_counts(counts)
        if not counts[self._only]:
            self._show_all()
        self._show_footer()
        self._view.scroll_to_px(top_px)
        self._apply_filters()

    @Slot()
    def _apply_filters(self) -> None:
        """Apply the filters and the sort order; the selected card stays selected if it is still shown."""
        current = self._view.currentIndex()
        chosen = self._model.position(current.row()) if current.isValid() else None
        is_other = self._model.narrow(self._filter.text(), self._only, Order(self._order.currentData()))
        self._show_count()
        row = None if chosen is None else self._model.row_of(chosen)
        if row is not None:
            self._view.show_row(row)
        elif is_other:
            self._view.scrollToTop()
        self._sight.look()

    def _show_count(self) -> None:
        shown, total = self._model.rowCount(), len(self._model.catalogue.products)
        whole = self.tr("{shown} of {total}").format(shown=shown, total=total)
        self._count.setText(whole if shown < total else str(total) if total else "")
        self._empty.setText(self.tr("No matches") if total else self.tr("No catalogue"))
        self._pages.setCurrentWidget(self._view if shown else self._empty)

    @Slot()
    def _show_footer(self) -> None:
        left_out = picture_text.left_out(self._pictures.not_downloaded(self._model.catalogue.products))
        whole = MORE_PRODUCTS
        self._footer.setText(" ".join(filter(None, (whole, left_out, self._message))))

    @Slot(str)
    def _show_message(self, sentence: str) -> None:
        self._message = sentence
        self._show_footer()

    @Slot(object)
    def _choose_filter(self, only: Only) -> None:
        self._only = only
        self._apply_filters()

    # pictures

    @Slot(QModelIndex)
    def _retry(self, index: QModelIndex) -> None:
        self._pictures.retry(self._model.product(index.row()))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    # parts and events

    @Slot()
    def _enter_cards(self) -> None:
        """Move the focus from the filter to the cards."""
        if self._model.rowCount():
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _enter_filter(self) -> None:
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._delegate.restyle()
            self._view.restyle()
            self._sight.look_soon()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._sight.look_soon()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._sight.look_soon()

    def _set_controls(self, *, are_shown: bool, are_useful: bool) -> None:
        for control in (self._filter, self._order):
            control.setVisible(are_shown)
            control.setEnabled(are_useful)
        for part in (self._line, self._footer):
            part.setVisible(are_shown and are_useful)

    def _name_parts(self) -> None:
        self._view.setObjectName("productGrid")
        self._view.setAccessibleName(self.tr("Products"))
        self._view.setModel(self._model)
        self._view.setItemDelegate(self._delegate)
        self._count.setObjectName("productCount")
        self._filter.setObjectName("productFilter")
        self._footer.setObjectName("productFooter")
        self._order.setAccessibleName(self.tr("Sort order"))
        self._order.addItem(self.tr("Default order"), Order.AS_DELIVERED.value)
        self._order.addItem(self.tr("By name"), Order.BY_NAME.value)
        self._line.setObjectName("hairline")
        self._line.setFixedHeight(1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        edge, gap = style.scaled(_EDGE_PX), style.scaled(8)
        heading = PlainLabel(self.tr("Products"))
        heading.setFont(style.font(16, QFont.Weight.DemiBold))
        for label, px in ((self._count, 13), (self._empty, 14), (self._footer, 12)):
            label.setFont(style.font(px))
            style.muted(label)
        self._footer.setContentsMargins(edge, gap, edge, gap)
        top = QHBoxLayout()
        top.setSpacing(gap)
        for label in (heading, self._count):
            label.setWordWrap(False)
            label.setMinimumWidth(0)
            top.addWidget(label)
        top.addStretch(1)
        top.addWidget(self._filter, 2)
        top.addWidget(self._order)
        head = QVBoxLayout()
        head.setContentsMargins(edge, style.scaled(12), edge, gap - style.scaled(RING_PX))
        head.setSpacing(gap)
        head.addLayout(top)
        head.addWidget(self._quick)
        for page in (self._view, self._empty, self._waiting):
            self._pages.addWidget(page)
        body = QHBoxLayout()
        body.setContentsMargins(edge - style.scaled(RING_PX), 0, 0, 0)
        body.addWidget(self._pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addWidget(self._line)
        column.addWidget(self._footer)

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._apply_filters)
        self._filter.left.connect(self._enter_cards)
        self._order.currentIndexChanged.connect(self._apply_filters)
        self._quick.chosen.connect(self._choose_filter)
        self._view.opened.connect(self._open)
        self._delegate.retry_asked.connect(self._retry)
        self._actions.opened.connect(self._open)
        self._actions.retry_asked.connect(self._retry)
        self._actions.said.connect(self._show_message)
        self._thumbnails.reach_changed.connect(self._show_footer)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self).activated.connect(self._enter_filter)
