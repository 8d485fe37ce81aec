"""The main window: it creates its parts and lays them out. What they show is up to `StateView`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import QByteArray, QSettings, QSize, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from inspector.ui.main_window.blank_page import BlankPage
from inspector.ui.main_window.page_area import PageArea
from inspector.ui.main_window.status_line import StatusLine
from inspector.ui.qt import style
from inspector.ui.qt.override import override
from inspector.ui.qt.qt_numbers import VERTICAL
from inspector.ui.qt.screen_room import room_for
from inspector.ui.qt.scroller import scroller
from inspector.ui.search.search_bar import SearchBar
from inspector.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QResizeEvent

    from inspector.ui.accounts.start_page import StartPage
    from inspector.ui.contact.profile_panel import ProfilePanel
    from inspector.ui.contact.raw_response import RawResponse
    from inspector.ui.images.thumbnails import Thumbnails
    from inspector.ui.main_window.notice_bar import NoticeBar
    from inspector.ui.main_window.stale_veil import StaleVeil
    from inspector.ui.products.product_grid import ProductGrid

_WIDTH_PX, _HEIGHT_PX = 1180, 760
_PANEL_PX, _LEAST_PANEL_PX = 392, 290
_LEAST_PROFILE_PX = 200
"""Who it is: picture, names, number and flags. A lower window scrolls both panes."""
_NARROW_PX = 760
_RAW_PX = 220
_BESIDE, _STACKED, _FOLDS = "panes", "stacked panes", "folds"
"""Settings keys of the splitter states: panes side by side, panes stacked, and the raw response."""


class Window(QWidget):
    """Created with only what the first paint shows; the attributes declared below exist after `furnish`."""

    focus_wanted = Signal()
    refresh_wanted = Signal()
    cancel_wanted = Signal()
    accounts_wanted = Signal()
    pictures_needed = Signal()
    """The pictures for the current state should be requested."""
    closed = Signal()

    notice: "NoticeBar"
    start: "StartPage"
    profile: "ProfilePanel"
    grid: "ProductGrid"
    raw: "RawResponse"
    veil: "StaleVeil"

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Contact Inspector")
        self._band = PlainLabel(self.tr("Sample contacts: nothing leaves this computer."))
        self._band.setObjectName("demoBand")
        self._band.setFont(style.font(12, QFont.Weight.DemiBold))
        self._band.setContentsMargins(style.scaled(16), style.scaled(4), style.scaled(16), style.scaled(4))
        style.warn(self._band)
        self._band.hide()
        self.search = SearchBar()
        self.blank = BlankPage()
        self.status = StatusLine()
        self.panes = QSplitter()
        self._pages = PageArea(self.blank, self.panes)
        self._folds = QSplitter()
        self._folds.setProperty("orientation", VERTICAL)
        self._is_furnished = False
        self._dividers: dict[str, QByteArray] = {}
        """The last splitter state of each arrangement, by settings key."""
        self._lay_out()
        for keys, wanted in (
            ("Ctrl+L", self.focus_wanted),
            ("F5", self.refresh_wanted),
            ("Esc", self.cancel_wanted),
            ("Ctrl+,", self.accounts_wanted),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(wanted)
        self.cancel_wanted.connect(self.search.forget_enter)

    def welcome(self, account: str) -> None:
        """Show the welcome and the account's name, before the keychain has been read."""
        self.search.account_box.show_name(account)
        self.blank.welcome()

    def show_band(self) -> None:
        """Show the coloured band for sample contacts before they are loaded."""
        self.search.account_box.show_name(self.tr("Demo"))
        self._band.show()

    def build_rest(self, pictures: "Thumbnails", settings: QSettings) -> Iterator[None]:
        """Create what the first paint doesn't show, in steps between which the window can handle input.

        Args:
            pictures: the thumbnails for the grid.
            settings: holds the splitter states of the last session.
        """
        self.search.offer_to_clear()
        from inspector.ui.main_window.notice_bar import NoticeBar
        from inspector.ui.main_window.stale_veil import StaleVeil

        self.veil, self.notice = StaleVeil(), NoticeBar()
        self._pages.lay_over(self.veil, self.notice)
        yield
        from inspector.ui.accounts import account_form  # noqa: F401  a separate step, before the page that imports it

        yield
        from inspector.ui.accounts.start_page import StartPage

        yield
        self.start = StartPage()
        self._pages.add_start(self.start)
        yield
        from inspector.ui.widgets import fact_row  # noqa: F401  a separate step, before the panel that imports it

        yield
        from inspector.ui.contact.profile_panel import ProfilePanel

        yield
        self.profile = ProfilePanel()
        self.profile.setMinimumHeight(style.scaled(_LEAST_PROFILE_PX))
        self.panes.addWidget(self.profile)
        yield
        from inspector.ui.products import product_delegate  # noqa: F401  a separate step, before the grid

        yield
        from inspector.ui.products.product_grid import ProductGrid

        yield
        self.grid = ProductGrid(pictures)
        self.panes.addWidget(self.grid)
        self.panes.setStretchFactor(1, 1)
        yield
        from inspector.ui.contact.raw_response import RawResponse

        self.raw = RawResponse()
        self._folds.addWidget(self.raw)
        self.status.raw_response_unfolded.connect(self.raw.unfold)
        self.status.remarks_opened.connect(self.raw.show_remarks)
        self.status.follow(self.raw.last_stop)
        self._restore_panes(settings)
        self._is_furnished = True

    # contents

    def set_demo(self, samples: tuple[tuple[str, str], ...]) -> None:
        """Show the coloured band and the sample contacts; an empty tuple hides both."""
        self._band.setVisible(bool(samples))
        self.blank.set_samples(samples)

    def show_pictures(self, arrived: int, wanted: int) -> None:
        self.status.show_pictures(arrived, wanted)

    def show_page(self, page: QWidget) -> None:
        """Show one of `start`, `blank` and `panes`."""
        self._pages.show_page(page)

    # layout and events

    def restore_layout(self, settings: QSettings) -> None:
        """Restore the window's size and position, or use the default size."""
        self.resize(QSize(style.scaled(_WIDTH_PX), style.scaled(_HEIGHT_PX)).boundedTo(room_for(self)))
        value = settings.value("window")
        if isinstance(value, QByteArray):
            self.restoreGeometry(value)

    def save_layout(self, settings: QSettings) -> None:
        settings.setValue("window", self.saveGeometry())
        if self._is_furnished:
            self._dividers[self._way] = self.panes.saveState()
            self._dividers[_FOLDS] = self._folds.saveState()
            for key, state in self._dividers.items():
                settings.setValue(key, state)

    @override
    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        if self._is_furnished:
            self._stack_panes()

    @override
    def changeEvent(self, event: QtCore.QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QtCore.QEvent.Type.ActivationChange and self.isActiveWindow():
            self.search.read_again()

    @override
    def closeEvent(self, event: "QCloseEvent") -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _restore_panes(self, settings: QSettings) -> None:
        for key in (_BESIDE, _STACKED, _FOLDS):
            value = settings.value(key)
            if isinstance(value, QByteArray):
                self._dividers[key] = value
        self._folds.setSizes([style.scaled(_HEIGHT_PX), style.scaled(_RAW_PX)])
        self._folds.restoreState(self._dividers.get(_FOLDS, QByteArray()))
        self._divide_panes()
        self._stack_panes()
        self.panes.splitterMoved.connect(self._keep_profile_whole)

    @property
    def _way(self) -> str:
        """The settings key of the panes' current arrangement."""
        return _BESIDE if self.panes.orientation() is QtCore.Qt.Orientation.Horizontal else _STACKED

    def _stack_panes(self) -> None:
        """Stack the panes in a narrow window, else put them side by side; each has its own splitter state."""
        is_narrow, orientation = self.width() < style.scaled(_NARROW_PX), QtCore.Qt.Orientation
        wanted = orientation.Vertical if is_narrow else orientation.Horizontal
        if wanted is not self.panes.orientation():
            self._dividers[self._way] = self.panes.saveState()
            self.panes.setOrientation(wanted)
            self._divide_panes()

    @QtCore.Slot()
    def _keep_profile_whole(self) -> None:
        """Keep the profile at its minimum width, because it can't be scrolled sideways."""
        profile_px, rest_px = self.panes.sizes()
        lacking_px = style.scaled(_LEAST_PANEL_PX) - profile_px
        if self._way == _BESIDE and lacking_px > 0:
            self.panes.setSizes([profile_px + lacking_px, rest_px - lacking_px])

    def _divide_panes(self) -> None:
        """Restore the splitter state of the current arrangement, or use the default."""
        orientation = self.panes.orientation()
        self.panes.setSizes([style.scaled(_PANEL_PX), style.scaled(_WIDTH_PX - _PANEL_PX)])
        self.panes.restoreState(self._dividers.get(self._way, QByteArray()))
        self.panes.setOrientation(orientation)

    def _lay_out(self) -> None:
        for splitter in (self.panes, self._folds):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        self._folds.addWidget(self._pages)
        self._folds.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band)
        column.addWidget(self.search)
        column.addWidget(_hairline())
        column.addWidget(scroller(self._folds), 1)
        column.addWidget(_hairline())
        column.addWidget(self.status)


def _hairline() -> QFrame:
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line
