"""Shows the state of the lookup session in the window."""

from typing import assert_never

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inspector.contact.facts import NO_DETAILS
from inspector.core.problem import Kind, Problem, Remedy
from inspector.lookup.session import Asked, Failed, Found, Locked, Looking, Ready, Shown, State
from inspector.phone.number import Number
from inspector.ui.main_window.window import Window

_PROFILE_FIRST_MS = 1
"""Not 0: painted pixels reach the screen when the event loop waits, which it doesn't for a 0 ms timer."""
_REQUESTS_FIRST_MS = 4
"""How long the main thread stays idle, so that the worker thread can send the first half-dozen requests."""


class StateView(QObject):
    """Updates the window for each state.

    A new contact is shown in three iterations of the event loop: first the profile is painted, then the
    first pictures are requested, because they take longest, then the cards and everything else are created.
    """

    pictures_needed = Signal()
    """The pictures for the current state should be requested."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._has_account = True
        self._state: State = Locked()
        self._after_profile, self._after_requests = QTimer(self), QTimer(self)
        self._after_profile.timeout.connect(self._request_pictures)
        self._after_requests.timeout.connect(self._show_rest)
        for timer in (self._after_profile, self._after_requests):
            timer.setSingleShot(True)

    @property
    def state(self) -> State:
        return self._state

    @property
    def is_complete(self) -> bool:
        """Whether the state is completely shown."""
        return not (self._after_profile.isActive() or self._after_requests.isActive())

    def set_has_account(self, *, has_account: bool) -> None:
        """Set whether there is an account. Until there is one, the window shows the start page's form."""
        if has_account != self._has_account:
            self._has_account = has_account
            self.show(self._state)

    def show(self, state: State) -> None:
        """Show a state; showing the same state again changes nothing."""
        is_first = isinstance(self._state, Looking) and self._state.found is None
        self._state = state
        self._show_notice(state)
        match state:
            case Looking(asked, Found() as found) | Shown(asked, found):
                self._window.show_page(self._window.panes)
                self._window.profile.show_found(found, asked)
                if is_first:
                    self._after_profile.start(_PROFILE_FIRST_MS)
                if not self.is_complete:
                    return
        self._show_rest()

    @Slot()
    def _request_pictures(self) -> None:
        self._after_requests.start(_REQUESTS_FIRST_MS)
        self.pictures_needed.emit()
        match self._state:
            case Looking(found=Found(contact)) | Shown(found=Found(contact)):
                self._window.grid.expect(contact)

    @Slot()
    def _show_rest(self) -> None:
        """Show everything except the notice and the contact's profile."""
        window, state = self._window, self._state
        self._after_profile.stop()
        self._after_requests.stop()
        window.search.set_open(is_open=not isinstance(state, Locked))
        window.search.set_looking(is_looking=isinstance(state, Looking))
        match state:
            case Locked(problem):
                self._show_locked(problem)
            case Ready():
                window.show_page(window.blank)
                window.blank.welcome(offers_samples=True)
                window.status.clear()
            case Looking(asked, found) | Shown(asked, found):
                window.raw.show_found(found)
                if found is None:
                    self._show_waiting(asked)
                else:
                    window.profile.show_others(found.contact)
                    window.grid.show_contact(found.contact)
                    window.status.show_found(found)
            case Failed(asked):
                words = self.tr("Lookup failed. See the message below.")
                window.show_page(window.blank)
                window.blank.say(title(asked), words)
                window.status.clear()
            case _:
                assert_never(state)
        self.pictures_needed.emit()

    def _show_notice(self, state: State) -> None:
        """Show the state's notice; a state without one ends the problem of the last state."""
        notice = self._window.notice
        match state:
            case Looking(pause=pause) if pause is not None:
                notice.show_pause(pause)
            case Locked(Problem() as problem) | Shown(problem=Problem() as problem) | Failed(problem=problem):
                notice.show_problem(problem)
            case Shown(found=Found(is_on_whatsapp=None) as found) if found.contact.has_no_details:
                notice.show_problem(
                    Problem(
                        Kind.REFUSED,
                        NO_DETAILS,
                        Remedy.CHECK_NUMBER,
                    )
                )
            case _:
                notice.end_problem()

    def _show_locked(self, problem: Problem | None) -> None:
        """Show that there is no account to use, or no token yet.

        While the keychain is being read, the user can already type a number, so the welcome stays unchanged.
        """
        window = self._window
        window.show_page(window.blank if self._has_account else window.start)
        window.status.clear()
        if problem is None:
            window.blank.welcome()
            window.status.say(self.tr("Waiting for the keychain…") if self._has_account else "")
        else:
            words = self.tr("Choose or fix an account to look up numbers.")
            window.blank.say(self.tr("Not connected"), words)

    def _show_waiting(self, asked: Asked) -> None:
        window = self._window
        window.show_page(window.panes)
        window.profile.show_waiting(asked)
        window.grid.show_waiting()
        window.status.say(self.tr("Looking up…"))


def title(asked: Asked) -> str:
    """How a number or chat ID is written in the window."""
    return asked.international if isinstance(asked, Number) else asked.chat_id
