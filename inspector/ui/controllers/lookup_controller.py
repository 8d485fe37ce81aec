"""Connects the state machine and the widgets: user actions become events, states are displayed."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from inspector.core.problem import Pause, Problem, Remedy
from inspector.lookup.session import (
    AccountClosed,
    AccountOpened,
    Asked,
    Broke,
    Cancelled,
    Checked,
    ContactArrived,
    Event,
    Failed,
    Found,
    Locked,
    Looking,
    Paused,
    Ready,
    Shown,
    Started,
    State,
    step,
)
from inspector.phone.link import LookupRequest
from inspector.phone.number import Lid, Number
from inspector.ui.controllers.accounts import Accounts, Opened
from inspector.ui.controllers.lookups import Lookups
from inspector.ui.controllers.viewer_controller import ViewerController
from inspector.ui.images.picture_state import Arrived, Broken, PictureRequest
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.main_window.state_view import StateView, title
from inspector.ui.main_window.window import Window


class LookupController(QObject):
    """The only object that knows both the session and the widgets."""

    accounts_wanted = Signal()
    """The accounts dialog should open."""
    preferences_wanted = Signal()
    """The preferences dialog should open."""

    def __init__(
        self, window: Window, view: StateView, lookups: Lookups, accounts: Accounts, pictures: Thumbnails
    ) -> None:
        super().__init__(window)
        self._window = window
        self._view = view
        self._lookups = lookups
        self._accounts = accounts
        self._pictures = pictures
        self._viewer_controller = ViewerController(window, pictures)
        self._state: State = Locked()
        self._waiting: Asked | None = None
        """Looked up as soon as an account is open, if the field still shows it then."""
        self._account_key: str | None = None
        """Of the account that is open, or being opened; None before the first one."""
        self._is_checking = False
        """Whether the last request was a WhatsApp check, not a lookup."""
        self._avatar: PictureRequest | None = None
        lookups.event_received.connect(self._hear)
        pictures.changed.connect(self._show_picture)
        pictures.progressed.connect(window.show_pictures)
        accounts.opened.connect(self._open)
        accounts.closed.connect(self._close)
        window.search.asked.connect(self._ask)
        window.search.understood.connect(self._compare_with_field)
        window.search.cancelled.connect(self._cancel)
        window.cancel_wanted.connect(self._cancel)
        window.refresh_wanted.connect(self._ask_again)
        view.pictures_needed.connect(self._want_avatar)
        window.focus_wanted.connect(self._go_to_field)
        window.notice.acted.connect(self._act)
        window.blank.number_chosen.connect(self._choose_sample)
        view.show(self._state)
        if window.search.is_entered:
            self._ask_for_field()

    @property
    def state(self) -> State:
        return self._state

    def look_up(self, asked: Asked) -> None:
        """Look up a number. A running lookup is replaced, and its results are dropped.

        Until an account is open, the latest number is kept: the keychain may take a while.
        """
        if isinstance(self._state, Locked):
            self._waiting = asked
            self._open_account(self._state.problem)
            return
        self._is_checking = False
        self._lookups.start(asked)  # first, because painting the waiting state takes 5 ms
        self._apply(Started(asked))
        self._pictures.forget_failures()

    def _open_account(self, problem: Problem | None) -> None:
        """Retry the keychain if the problem allows it, otherwise show the problem again."""
        if problem is None:
            return
        if problem.remedy is Remedy.RETRY:
            self._accounts.open_active()
        else:
            self._window.notice.show_problem(problem)

    def enter_and_look_up(self, text: str) -> None:
        """Put text into the field, and look it up if it contains exactly one number."""
        self._write(text)
        self._ask_for_field()

    def grant(self, wanted: LookupRequest) -> None:
        """Handle a request from outside the window, and report the parts of a link that were ignored.

        Any web page can open a link, so its number waits for Enter. Otherwise a page could use up the quota
        and reveal to the gateway which number the user may be interested in.
        """
        if wanted.number and wanted.is_link:
            self._write(wanted.number)
        elif wanted.number:
            self.enter_and_look_up(wanted.number)
        if wanted.is_link and not wanted.number:
            self._window.notice.add_note(self.tr("The link contains no phone number."))
        elif wanted.has_more:
            said = self.tr("Only the number in the link was used. Everything else in it was ignored.")
            self._window.notice.add_note(said)

    def report(self, problem: Problem) -> None:
        """Show a problem that doesn't belong to a lookup, and cancel the running lookup."""
        self._lookups.cancel()
        self._apply(Broke(problem))
        can_retry = not isinstance(self._state, Ready)
        self._window.notice.show_problem(problem if can_retry else replace(problem, remedy=Remedy.NONE))

    def _write(self, text: str) -> None:
        self._window.search.write(text)
        self._window.search.take_focus()

    def _ask_for_field(self) -> None:
        reading = self._window.search.reading
        if isinstance(reading, Number | Lid):
            self.look_up(reading)

    @Slot(object)
    def _ask(self, asked: Asked) -> None:
        self.look_up(asked)

    @Slot()
    def _compare_with_field(self) -> None:
        """Drop a waiting number that the field no longer shows, and dim a contact that it doesn't show."""
        if self._waiting is not None and not self._is_in_field(self._waiting):
            self._waiting = None
        self._dim_other_contact()

    def _is_in_field(self, asked: Asked) -> bool:
        reading = self._window.search.reading
        return isinstance(reading, Number | Lid) and reading.chat_id == asked.chat_id

    def _dim_other_contact(self) -> None:
        """Dim the contact if the field shows another number. An empty field doesn't count."""
        search = self._window.search
        match self._state:
            case Looking(asked, Found()) | Shown(asked) if search.text.strip() and not self._is_in_field(
                asked
            ):
                can_be_asked = isinstance(search.reading, Number | Lid)
                self._window.veil.cover(title(asked), can_be_asked=can_be_asked)
            case _:
                self._window.veil.hide()

    @Slot()
    def _ask_again(self) -> None:
        match self._state:
            case Looking(asked) | Shown(asked) | Failed(asked):
                self._window.search.read_again()
                self.look_up(asked)

    @Slot()
    def _cancel(self) -> None:
        self._waiting = None
        self._lookups.cancel()
        self._apply(Cancelled())

    @Slot(str)
    def _choose_sample(self, number: str) -> None:
        """Look up a sample. The button disappears, so move the focus or it would go to the next widget."""
        self.enter_and_look_up(number)
        self._window.search.take_focus()

    @Slot()
    def _go_to_field(self) -> None:
        self._window.search.take_focus()

    @Slot(object)
    def _hear(self, event: Event) -> None:
        self._note_answer(event)
        self._apply(event)

    def _note_answer(self, event: Event) -> None:
        """Show in the account box whether the gateway responds for this account."""
        box = self._window.search.account_box
        match event:
            case ContactArrived() | Checked():
                box.show_outcome(None)
            case Paused(Pause(problem=problem)) | Broke(problem):
                box.show_outcome(problem)

    @Slot(object)
    def _open(self, opened: Opened) -> None:
        self._note_account(opened.account.key)
        self._lookups.open(opened.account, opened.secret)
        self._apply(AccountOpened())
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.look_up(waiting)

    @Slot(object)
    def _close(self, problem: Problem | None) -> None:
        active = self._accounts.active
        self._note_account(active.key if active else None)
        self._lookups.cancel()
        self._apply(AccountClosed(problem))

    def _note_account(self, key: str | None) -> None:
        """Drop the waiting number and the problem shown in the account box if the account changes."""
        self._window.search.account_box.show_outcome(None)
        if self._account_key not in (None, key):
            self._waiting = None
        self._account_key = key

    @Slot(object)
    def _act(self, remedy: Remedy) -> None:
        match remedy:
            case Remedy.RETRY if isinstance(self._state, Locked):
                self._accounts.open_active()
            case Remedy.RETRY if self._is_checking:
                self._check()
            case Remedy.RETRY:
                self._ask_again()
            case Remedy.OPEN_ACCOUNT | Remedy.KEEP_FOR_SESSION:
                self.accounts_wanted.emit()
            case Remedy.CHECK_NUMBER:
                self._check_number()
            case Remedy.OPEN_PREFERENCES:
                self.preferences_wanted.emit()

    def _check_number(self) -> None:
        """Check if a number without details is on WhatsApp; if the number was rejected, focus the field."""
        match self._state:
            case Shown(problem=None):
                self._check()
            case _:
                self._window.search.take_focus()

    def _check(self) -> None:
        if isinstance(self._state, Shown):
            self._is_checking = True
            self._lookups.check(self._state.asked)
            self._apply(Started(self._state.asked))

    def _apply(self, event: Event) -> None:
        """Apply an event. An unchanged state is not drawn again, so a closed notice stays closed."""
        before, self._state = self._state, step(self._state, event)
        if self._state is before:
            return
        found = _found(self._state)
        self._viewer_controller.set_contact(found.contact if found else None)
        self._dim_other_contact()
        self._view.show(self._state)

    @Slot()
    def _want_avatar(self) -> None:
        """Request the avatar: the picture in the response, or the one its link leads to."""
        found = _found(self._state)
        source = found and (found.contact.avatar_bytes or found.contact.avatar_url)
        self._avatar = (
            PictureRequest(source, self._window.profile.header.avatar.wanted_px) if source else None
        )
        self._pictures.want("avatar", [self._avatar] if self._avatar else [])
        if self._avatar is not None:
            self._show_picture(self._avatar)

    @Slot(object)
    def _show_picture(self, wish: PictureRequest) -> None:
        if wish != self._avatar:
            return
        match self._pictures.state(wish):
            case Arrived(image=image):
                self._window.profile.show_avatar(image)
            case Broken(sentence=sentence):
                self._window.profile.say_no_avatar(sentence)


def _found(state: State) -> Found | None:
    return state.found if isinstance(state, Looking | Shown) else None
