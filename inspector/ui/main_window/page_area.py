"""The stack of pages, with two overlays: the veil over a stale contact, and the notice bar."""

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QSplitter, QStackedWidget, QWidget

from inspector.ui.main_window.blank_page import BlankPage
from inspector.ui.qt.override import override

if TYPE_CHECKING:
    from inspector.ui.accounts.start_page import StartPage
    from inspector.ui.main_window.notice_bar import NoticeBar
    from inspector.ui.main_window.stale_veil import StaleVeil


class _Pages(QStackedWidget):
    """Needs no more room than the page that is shown, so that a hidden one makes nothing scroll."""

    @override
    def minimumSizeHint(self) -> QtCore.QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()


class PageArea(QWidget):
    """Shows one page. The notice bar covers the bottom edge, so the page doesn't move when it appears."""

    def __init__(self, blank: BlankPage, panes: QSplitter) -> None:
        super().__init__()
        self._blank = blank
        self._panes = panes
        self._start: StartPage | None = None
        self._pages = _Pages()
        for page in (blank, panes):
            self._pages.addWidget(page)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self._pages, 0, 0)

    def add_start(self, start: "StartPage") -> None:
        self._start = start
        self._pages.addWidget(start)

    def lay_over(self, veil: "StaleVeil", notice: "NoticeBar") -> None:
        """Add the overlays, with the notice bar on top."""
        self._grid.addWidget(veil, 0, 0)
        self._grid.addWidget(notice, 0, 0, QtCore.Qt.AlignmentFlag.AlignBottom)
        notice.height_changed.connect(self._make_room)

    def show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._pages.updateGeometry()

    @Slot(int)
    def _make_room(self, notice_px: int) -> None:
        self._panes.setContentsMargins(0, 0, 0, notice_px)
        self._blank.keep_free(notice_px)
        if self._start is not None:
            self._start.keep_free(notice_px)
