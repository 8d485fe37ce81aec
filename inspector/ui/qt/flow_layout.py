"""A layout that fills lines from left to right and wraps, like text."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Places widgets at their size hints, in as many lines as it takes."""

    def __init__(self, parent: QWidget | None = None, *, gap_px: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap_px = gap_px
        self._heights_px: dict[int, int] = {}
        """Cached by width, because a box layout keeps asking for the same ones."""
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if width not in self._heights_px:
            self._heights_px[width] = self._place(QRect(0, 0, width, 0), is_trial=True)
        return self._heights_px[width]

    @override
    def invalidate(self) -> None:
        self._heights_px.clear()
        super().invalidate()

    @override
    def sizeHint(self) -> QSize:
        return self.minimumSize()

    @override
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, is_trial=False)

    def clear(self) -> None:
        """Remove and delete every widget."""
        for item in self._items:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._items.clear()
        self.invalidate()

    def _place(self, rect: QRect, *, is_trial: bool) -> int:
        """Place the visible items, or only measure them; return the height in pixels."""
        x, y, line = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._gap_px, 0
            if not is_trial:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap_px
            line = max(line, size.height())
        return y + line - rect.y()
