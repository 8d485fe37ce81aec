"""The lookup state machine: its states, its events and the transitions.

    Locked ──► Ready ──► Looking ──► Shown
                 ▲          │  └───► Failed
                 └──────────┘ (cancelled)

All transitions are made by `step`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias, assert_never

from inspector.contact.model import Contact
from inspector.core.problem import Kind, Pause, Problem
from inspector.core.redaction import redact_response
from inspector.phone.number import Lid, Number

Asked: TypeAlias = Number | Lid
"""What a lookup can be made for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A contact, with its response and timing."""

    contact: Contact
    answer: str = field(repr=False)
    """As received. Use `raw_response` to show or copy it."""
    asked_at: datetime
    """UTC."""
    took_s: float

    @property
    def is_on_whatsapp(self) -> bool | None:
        """None if unknown."""
        return self.contact.is_on_whatsapp

    @property
    def raw_response(self) -> str:
        """The response without tokens. Redaction takes 60 ms per megabyte, so it happens only when needed."""
        return redact_response(self.answer)


# States


@dataclass(frozen=True, slots=True)
class Locked:
    """No account, or no token for it: lookups are impossible."""

    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """An account and its token are available; no lookup yet."""


@dataclass(frozen=True, slots=True)
class Looking:
    """A lookup is running; `found` is updated as parts arrive."""

    asked: Asked
    found: Found | None = None
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact is shown; `problem` is what failed after it arrived."""

    asked: Asked
    found: Found
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A lookup failed before there was anything to show."""

    asked: Asked
    problem: Problem


State: TypeAlias = Locked | Ready | Looking | Shown | Failed


# Events


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """An account and its token are available."""


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """There is no account, or its token isn't available."""

    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """A lookup has started."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class Paused:
    """The lookup waits before a retry."""

    pause: Pause


@dataclass(frozen=True, slots=True)
class ContactArrived:
    """The contact itself arrived."""

    found: Found


@dataclass(frozen=True, slots=True)
class AvatarArrived:
    """`getAvatar` returned a picture that was missing from the contact."""

    contact: Contact


@dataclass(frozen=True, slots=True)
class Checked:
    """`checkWhatsapp` responded."""

    is_on_whatsapp: bool


@dataclass(frozen=True, slots=True)
class Broke:
    """A request failed."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Finished:
    """The lookup is complete."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The user cancelled the lookup."""


Event: TypeAlias = (
    AccountOpened
    | AccountClosed
    | Started
    | Paused
    | ContactArrived
    | AvatarArrived
    | Checked
    | Broke
    | Finished
    | Cancelled
)


def step(state: State, event: Event) -> State:  # noqa: C901  one match, one line for each event
    """The state after an event. Events that don't apply to a state leave it unchanged."""
    match event:
        case AccountOpened():
            return Ready()
        case AccountClosed(problem):
            return Locked(problem)
        case Started(asked):
            return _start(state, asked)
        case Paused(pause):
            return replace(state, pause=pause) if isinstance(state, Looking) else state
        case ContactArrived(found):
            return Looking(state.asked, found) if isinstance(state, Looking) else state
        case AvatarArrived(contact):
            return _enrich(state, contact)
        case Checked(is_on_whatsapp):
            return _check(state, is_on_whatsapp)
        case Broke(problem):
            return _break(state, problem)
        case Finished():
            return _finish(state)
        case Cancelled():
            return _cancel(state)
        case _:
            assert_never(event)


def _start(state: State, asked: Asked) -> State:
    """A repeated lookup of the same number keeps the contact on screen; another number clears it."""
    match state:
        case Locked():
            return state
        case Looking(found=found) | Shown(found=found) if found is not None and state.asked == asked:
            return Looking(asked, found)
        case _:
            return Looking(asked)


def _enrich(state: State, contact: Contact) -> State:
    match state:
        case Looking(asked, Found() as found):
            return Looking(asked, replace(found, contact=contact))
        case Shown(found=found):
            return replace(state, found=replace(found, contact=contact))
        case _:
            return state


def _check(state: State, is_on_whatsapp: bool) -> State:
    match state:
        case Looking(asked, Found() as found) | Shown(asked, found):
            contact = replace(found.contact, is_on_whatsapp=is_on_whatsapp)
            return Shown(asked, replace(found, contact=contact))
        case _:
            return state


def _break(state: State, problem: Problem) -> State:
    match state:
        case Looking(asked, found) | Shown(asked, found) if found is not None:
            return Shown(asked, found, problem)
        case Looking(asked) | Failed(asked):
            return Failed(asked, problem)
        case Locked():
            return Locked(problem)
        case _:
            return state


def _finish(state: State) -> State:
    match state:
        case Looking(asked, Found() as found):
            return Shown(asked, found)
        case Looking(asked, None):
            return Failed(asked, Problem(Kind.CRASH, "The lookup ended without a response. Try again."))
        case _:
            return state


def _cancel(state: State) -> State:
    match state:
        case Looking(asked, Found() as found):
            return Shown(asked, found)
        case Looking():
            return Ready()
        case _:
            return state
