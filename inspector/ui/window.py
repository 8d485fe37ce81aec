"""The window: places the panes and shows a state; nothing clever."""

from typing import assert_never

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.contact.phone import Number
from inspector.greenapi.problem import Kind, Problem, Remedy
from inspector.lookup.session import Asked, Failed, Found, Locked, Looking, Ready, Shown, State
from inspector.ui import style
from inspector.ui.blank_page import BlankPage
from inspector.ui.notice_bar import NoticeBar
from inspector.ui.plain_label import PlainLabel
from inspector.ui.product_grid import ProductGrid
from inspector.ui.profile_panel import ProfilePanel
from inspector.ui.raw_answer import RawAnswer
from inspector.ui.search_bar import SearchBar
from inspector.ui.start_page import StartPage
from inspector.ui.status_line import StatusLine
from inspector.ui.thumbnails import Thumbnails

_WIDTH_PX, _HEIGHT_PX = 1180, 760
_PANEL_PX = 392
_NARROW_PX = 760
_RAW_PX = 220


class Window(QWidget):
    """One window for one person; `show_state` is the only way its contents change."""

    focus_wanted = Signal()
    again_wanted = Signal()
    cancel_wanted = Signal()
    accounts_wanted = Signal()
    closed = Signal()

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.setWindowTitle("Contact Inspector")
        self._band = PlainLabel(self.tr("Sample contacts: nothing leaves this computer."))
        self._band.setObjectName("demoBand")
        self._band.setFont(style.font(12, QFont.Weight.DemiBold))
        self._band.setContentsMargins(style.scaled(16), style.scaled(4), style.scaled(16), style.scaled(4))
        style.warn(self._band)
        self._band.hide()
        self.search = SearchBar()
        self.notice = NoticeBar()
        self.start = StartPage()
        self.blank = BlankPage()
        self.profile = ProfilePanel()
        self.grid = ProductGrid(thumbnails)
        self._raw = RawAnswer()
        self._status = StatusLine()
        self._panes = QSplitter()
        self._pages = QStackedWidget()
        self._folds = QSplitter(Qt.Orientation.Vertical)
        self._has_account = True
        self._state: State = Locked()
        self._lay_out()
        for keys, wanted in (
            ("Ctrl+L", self.focus_wanted),
            ("F5", self.again_wanted),
            ("Esc", self.cancel_wanted),
            ("Ctrl+,", self.accounts_wanted),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(wanted)
        self._status.raw_answer_toggled.connect(self._raw.unfold)

    @property
    def state(self) -> State:
        """What is shown."""
        return self._state

    def set_demo(self, samples: tuple[tuple[str, str], ...]) -> None:
        """Show the coloured band and offer sample contacts; none to go back to real life."""
        self._band.setVisible(bool(samples))
        self.blank.set_samples(samples)

    def set_has_account(self, *, has_account: bool) -> None:
        """Whether this is a first start: the form stands in the window until there is an account."""
        if has_account != self._has_account:
            self._has_account = has_account
            self.show_state(self._state)

    def show_pictures(self, arrived: int, wanted: int) -> None:
        self._status.show_pictures(arrived, wanted)

    def show_state(self, state: State) -> None:
        """Show a state of the session; the same state twice changes nothing."""
        self._state = state
        self.search.set_open(is_open=not isinstance(state, Locked))
        self.search.set_looking(is_looking=isinstance(state, Looking))
        self._say(state)
        match state:
            case Locked():
                self._show_page(self.blank if self._has_account else self.start)
                if state.problem is None:
                    self.blank.say(self.tr("One moment"), self.tr("Waiting for the keychain…"))
                else:
                    words = self.tr("Choose or mend an account to look numbers up.")
                    self.blank.say(self.tr("Not connected"), words)
                self._status.clear()
            case Ready():
                self._show_page(self.blank)
                words = self.tr("Type or paste a phone number, then press Enter.")
                self.blank.say(self.tr("Who is it?"), words, offers_samples=True)
                self._status.clear()
            case Looking(asked, found) | Shown(asked, found):
                self._show_contact(asked, found)
            case Failed(asked):
                self._show_page(self.blank)
                self.blank.say(
                    _title(asked), self.tr("Nothing could be found out. The notice above says why.")
                )
                self._status.clear()
            case _:
                assert_never(state)

    def _say(self, state: State) -> None:
        """The notice of a state; a state without one clears what the last one said."""
        match state:
            case Looking(pause=pause) if pause is not None:
                self.notice.show_pause(pause)
            case Locked(Problem() as problem) | Shown(problem=Problem() as problem) | Failed(problem=problem):
                self.notice.show_problem(problem)
            case Shown(found=Found(is_on_whatsapp=None) as found) if found.contact.says_nothing:
                self.notice.show_problem(
                    Problem(
                        Kind.REFUSED,
                        self.tr("Nothing is known of this number: it is hidden, or not on WhatsApp."),
                        Remedy.CHECK_NUMBER,
                    )
                )
            case _:
                self.notice.end_problem()

    def _show_contact(self, asked: Asked, found: Found | None) -> None:
        self._show_page(self._panes)
        self._raw.show_found(found)
        if found is None:
            self.profile.show_waiting(asked)
            self.grid.show_waiting()
            self._status.show_looking()
        else:
            self.profile.show_found(found, asked)
            self.grid.show_contact(found.contact)
            self._status.show_found(found)

    def _show_page(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)

    # layout and events

    def restore_layout(self, settings: QSettings) -> None:
        """Size, place and splitters of the last time; the first time a good size."""
        room = self.screen().availableSize()
        self.resize(QSize(style.scaled(_WIDTH_PX), style.scaled(_HEIGHT_PX)).boundedTo(room))
        self._panes.setSizes([style.scaled(_PANEL_PX), style.scaled(_WIDTH_PX - _PANEL_PX)])
        self._folds.setSizes([style.scaled(_HEIGHT_PX), style.scaled(_RAW_PX)])
        for key, restore in (
            ("window", self.restoreGeometry),
            ("panes", self._panes.restoreState),
            ("folds", self._folds.restoreState),
        ):
            value = settings.value(key)
            if isinstance(value, QByteArray):
                restore(value)
        self._stack_panes()

    def save_layout(self, settings: QSettings) -> None:
        settings.setValue("window", self.saveGeometry())
        settings.setValue("panes", self._panes.saveState())
        settings.setValue("folds", self._folds.saveState())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stack_panes()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def _stack_panes(self) -> None:
        is_narrow = self.width() < style.scaled(_NARROW_PX)
        self._panes.setOrientation(Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal)

    def _lay_out(self) -> None:
        for pane, stretch in ((self.profile, 0), (self.grid, 1)):
            self._panes.addWidget(pane)
            self._panes.setStretchFactor(self._panes.count() - 1, stretch)
        for splitter in (self._panes, self._folds):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        for page in (self.start, self.blank, self._panes):
            self._pages.addWidget(page)
        self._folds.addWidget(self._pages)
        self._folds.addWidget(self._raw)
        self._folds.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band)
        column.addWidget(self.search)
        column.addWidget(_hairline())
        column.addWidget(self.notice)
        column.addWidget(self._folds, 1)
        column.addWidget(_hairline())
        column.addWidget(self._status)


def _hairline() -> QFrame:
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def _title(asked: Asked) -> str:
    return asked.international if isinstance(asked, Number) else asked.chat_id
