"""The list of cards: which of them are seen, and which keys open one."""

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
    """Lines of cards from left to right. List mode: icon mode keeps a tree of every item's place."""

    opened = Signal(QModelIndex)
    """A card was double clicked, or Enter pressed on it."""
    menu_wanted = Signal(QModelIndex, QPoint)
    """What can be done with a card is asked for, at a place on the screen."""
    drag_wanted = Signal(QModelIndex)
    """A card is being dragged away."""
    seen_changed = Signal()
    """Other cards may be in sight now: scrolled, resized, shown for the first time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = self._line_px = 0
        """As the cards are laid out."""
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
        """Rows in sight and a little beyond, those in sight first; whether each is in sight."""
        return rows_near(self.model().rowCount(), self.viewport().size(), self.top_px)

    @property
    def top_px(self) -> int:
        """How far it is scrolled."""
        return self.verticalOffset()

    def picture_edge_px(self) -> int:
        """Of the square on each card, in device pixels."""
        edge = picture_rect(card_rect(QRect(QPoint(0, 0), cell_size()))).width()
        return round(edge * self.devicePixelRatioF())

    def show_row(self, row: int) -> None:
        """Make a row the current one, select it and bring it into sight."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def scroll_to_px(self, top_px: int) -> None:
        """Be scrolled so far, or as far as there are cards."""
        if top_px:
            self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(top_px)

    def restyle(self) -> None:
        """Take the sizes of the present font."""
        self.verticalScrollBar().setSingleStep(style.scaled(36))
        self.scheduleDelayedItemsLayout()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPENING_KEYS and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.keyCombination() == _MENU_KEYS:
            # X11 knows no such keys; elsewhere Qt makes a context menu's event of them, and no key's.
            self._ask_for_menu()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes by the keyboard is at a card that is seen; Qt takes the first of all, unmarked."""
        if not self.currentIndex().isValid() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            first_line = -(-self.top_px // cell_size().height())
            row = min(first_line * columns(self.viewport().width()), self.model().rowCount() - 1)
            self.setCurrentIndex(self.model().index(row, 0))
        super().focusInEvent(event)

    @override
    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Turn pages by the whole lines that are seen: Qt turns one less, and stays where only one fits."""
        index = self.currentIndex()
        if action not in _PAGES or not index.isValid():
            return super().moveCursor(action, modifiers)
        room = self.viewport().size()
        page = max(1, room.height() // cell_size().height()) * columns(room.width())
        row = index.row() + _PAGES[action] * page
        return self.model().index(min(max(row, 0), self.model().rowCount() - 1), 0)

    @override
    def doItemsLayout(self) -> None:
        """With another number of columns, the card at which a person is stays where it was seen."""
        before, line_px, top_px = self._columns, self._line_px, self.top_px
        row = self._row_looked_at()
        super().doItemsLayout()
        self._columns, self._line_px = columns(self.viewport().width()), cell_size().height()
        if before and (before, line_px) != (self._columns, self._line_px):
            below_top_px = row // before * line_px - top_px
            self.verticalScrollBar().setValue(row // self._columns * self._line_px - below_top_px)

    def _row_looked_at(self) -> int:
        """The current one if it is in sight, else the first in sight, as the cards are laid out."""
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
        """For the card that the keyboard is at."""
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
    """How many cards stand side by side in so many pixels."""
    # Qt begins a new line when a card would reach the edge, not only when it would cross it.
    return max(1, (width - 1) // cell_size().width())


def rows_near(count: int, room: QSize, top_px: int = 0) -> Iterator[tuple[int, bool]]:
    """Which of so many cards are in sight in a room, and a little beyond; those in sight first.

    Args:
        top_px: how far the room is scrolled.

    Returns:
        Each row, and whether it is in sight.
    """
    cell, across = cell_size(), columns(room.width())
    first, last = top_px // cell.height(), (top_px + room.height()) // cell.height()
    lines = [(line, True) for line in range(first, last + 1)]
    for distance in range(1, _NEAR_LINES + 1):
        lines += [(last + distance, False), (first - distance, False)]
    for line, is_seen in lines:
        for row in range(max(0, line * across), min(count, (line + 1) * across)):
            yield row, is_seen
