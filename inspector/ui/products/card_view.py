"""The list view of the cards: which of them are visible, and how keys and the mouse act on them."""

from collections.abc import Iterator

from PySide6.QtCore import QKeyCombination, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget
from typing_extensions import override

from inspector.ui.products.product_delegate import card_rect, cell_size, picture_rect
from inspector.ui.qt import style

_NEAR_LINES = 2
_MENU_KEYS = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10)
_OPENING_KEYS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))
_PAGES = {QAbstractItemView.CursorAction.MovePageUp: -1, QAbstractItemView.CursorAction.MovePageDown: 1}


class CardView(QListView):
    """Shows cards in lines. Uses list mode, because icon mode keeps a tree of all item positions."""

    opened = Signal(QModelIndex)
    """A card was double-clicked, or Enter was pressed on it."""
    menu_wanted = Signal(QModelIndex, QPoint)
    """A context menu was requested for a card, at a position on the screen."""
    drag_wanted = Signal(QModelIndex)
    """The user started to drag a card."""
    seen_changed = Signal()
    """Other cards may be visible now, after scrolling or resizing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = self._line_px = 0
        """Of the current layout."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.ListMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(self.opened)
        self.verticalScrollBar().valueChanged.connect(self.seen_changed)

    def rows_near(self) -> Iterator[tuple[int, bool]]:
        """Yield the visible rows and then some beyond, each with whether it is visible."""
        return rows_near(self.model().rowCount(), self.viewport().size(), self.top_px)

    @property
    def top_px(self) -> int:
        """The vertical scroll position."""
        return self.verticalOffset()

    def picture_edge_px(self) -> int:
        """The edge of a card's picture, in device pixels."""
        edge = picture_rect(card_rect(QRect(QPoint(0, 0), cell_size()))).width()
        return round(edge * self.devicePixelRatioF())

    def show_row(self, row: int) -> None:
        """Make a row current, select it and scroll to it."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def scroll_to_px(self, top_px: int) -> None:
        """Scroll to a position, or as far as there are cards."""
        if top_px:
            self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(top_px)

    def restyle(self) -> None:
        """Update sizes after a change of font."""
        self.verticalScrollBar().setSingleStep(style.scaled(36))
        self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.keyCombination() == _MENU_KEYS:
            # On other platforms Qt turns Shift+F10 into a context menu event; on X11 it doesn't.
            self._ask_for_menu()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Make the first visible card current on keyboard focus: Qt takes the first of all, unmarked."""
        if not self.currentIndex().isValid() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            first_line = -(-self.top_px // cell_size().height())
            row = min(first_line * columns(self.viewport().width()), self.model().rowCount() - 1)
            self.setCurrentIndex(self.model().index(row, 0))
        super().focusInEvent(event)

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Page by the lines that fit: Qt moves by one line less, so not at all if only one fits."""
        index = self.currentIndex()
        if action not in _PAGES or not index.isValid():
            return super().moveCursor(action, modifiers)
        room = self.viewport().size()
        page = max(1, room.height() // cell_size().height()) * columns(room.width())
        row = index.row() + _PAGES[action] * page
        return self.model().index(min(max(row, 0), self.model().rowCount() - 1), 0)

    @override
    def doItemsLayout(self) -> None:
        """Keep the anchor card at its height in the viewport when the number of columns changes."""
        before, line_px, top_px = self._columns, self._line_px, self.top_px
        row = self._row_looked_at()
        super().doItemsLayout()
        self._columns, self._line_px = columns(self.viewport().width()), cell_size().height()
        if before and (before, line_px) != (self._columns, self._line_px):
            below_top_px = row // before * line_px - top_px
            self.verticalScrollBar().setValue(row // self._columns * self._line_px - below_top_px)

    def _row_looked_at(self) -> int:
        """The current row if it is visible, otherwise the first visible row of the current layout."""
        index = self.currentIndex()
        if index.isValid() and self.viewport().rect().intersects(self.visualRect(index)):
            return index.row()
        return self.top_px // max(1, self._line_px) * self._columns

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._ask_for_menu()
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu_wanted.emit(index, event.globalPos())

    def _ask_for_menu(self) -> None:
        """Request the menu for the current card."""
        index = self.currentIndex()
        if index.isValid():
            self.scrollTo(index)
            place = picture_rect(card_rect(self.visualRect(index))).center()
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(place))

    @override
    def startDrag(self, supported_actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if index.isValid():
            self.drag_wanted.emit(index)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.seen_changed.emit()


def columns(width: int) -> int:
    """How many cards fit side by side."""
    # Qt starts a new line when a card would touch the edge, not only when it would cross it.
    return max(1, (width - 1) // cell_size().width())


def rows_near(count: int, room: QSize, top_px: int = 0) -> Iterator[tuple[int, bool]]:
    """Yield which of `count` rows are visible in a viewport, then those on the two lines above and below.

    Args:
        room: the size of the viewport.
        top_px: its scroll position.

    Yields:
        Each row, and whether it is visible.
    """
    cell, across = cell_size(), columns(room.width())
    first, last = top_px // cell.height(), (top_px + room.height()) // cell.height()
    lines = [(line, True) for line in range(first, last + 1)]
    for distance in range(1, _NEAR_LINES + 1):
        lines += [(last + distance, False), (first - distance, False)]
    for line, is_seen in lines:
        for row in range(max(0, line * across), min(count, (line + 1) * across)):
            yield row, is_seen
