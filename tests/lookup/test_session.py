"""The state machine: what every event does to every state."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.contact.model import Contact
from inspector.core.problem import Kind, Pause, Problem
from inspector.lookup.session import (
    AccountClosed,
    AccountOpened,
    Asked,
    AvatarArrived,
    Broke,
    Cancelled,
    Checked,
    ContactArrived,
    Event,
    Failed,
    Finished,
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
from inspector.phone.number import Lid, Number

DEALER = Number("79123456789", "+7 912 345-67-89", "Russia", "mobile", ("Europe/Moscow",), True)
OTHER = Lid("123456789012345")
PROBLEM = Problem(Kind.TIMEOUT, "Too slow.")
PAUSE = Pause(1.0, PROBLEM, 2)
AT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
FOUND = Found(Contact(DEALER.chat_id, name="Dealer"), "{}", AT, 0.8)

asked = st.sampled_from([DEALER, OTHER])
problems = st.sampled_from([PROBLEM, Problem(Kind.DNS, "No such name.")])
founds = st.builds(
    Found,
    st.builds(Contact, st.text(max_size=5), is_on_whatsapp=st.none() | st.booleans()),
    st.just("{}"),
    st.just(AT),
    st.just(0.1),
)
states: st.SearchStrategy[State] = st.one_of(
    st.builds(Locked, st.none() | problems),
    st.just(Ready()),
    st.builds(Looking, asked, st.none() | founds, st.none() | st.just(PAUSE)),
    st.builds(Shown, asked, founds, st.none() | problems),
    st.builds(Failed, asked, problems),
)
news: st.SearchStrategy[Event] = st.one_of(
    st.just(Paused(PAUSE)),
    st.builds(ContactArrived, founds),
    st.builds(AvatarArrived, st.builds(Contact, st.text(max_size=5))),
    st.builds(Checked, st.booleans()),
    st.builds(Broke, problems),
    st.just(Finished()),
)
"""What a lookup tells."""
events: st.SearchStrategy[Event] = st.one_of(
    news,
    st.just(AccountOpened()),
    st.builds(AccountClosed, st.none() | problems),
    st.builds(Started, asked),
    st.just(Cancelled()),
)


def found_in(state: State) -> Found | None:
    return state.found if isinstance(state, Looking | Shown) else None


def run(*events: Event, state: State | None = None) -> State:
    now: State = state or Ready()
    for event in events:
        now = step(now, event)
    return now


@given(states, news)
def test_news_never_loses_what_is_shown(state: State, event: Event) -> None:
    if found_in(state) is not None:
        assert found_in(step(state, event)) is not None


@given(states, news)
def test_news_never_starts_a_lookup_that_nobody_asked_for(state: State, event: Event) -> None:
    after = step(state, event)
    if isinstance(state, Ready | Locked):
        assert found_in(after) is None
        assert not isinstance(after, Looking)
    if isinstance(after, Looking):
        assert isinstance(state, Looking)


@given(states, events)
def test_only_a_start_changes_what_is_asked_for(state: State, event: Event) -> None:
    after = step(state, event)
    before: Asked | None = getattr(state, "asked", None)
    now: Asked | None = getattr(after, "asked", None)
    assert now in (before, None) or event == Started(now)


@given(states, events)
def test_only_opening_an_account_unlocks(state: State, event: Event) -> None:
    if isinstance(state, Locked) and event != AccountOpened():
        assert isinstance(step(state, event), Locked)


@given(states, st.sampled_from([Finished(), Cancelled()]))
def test_nothing_waits_after_the_end_of_a_lookup(state: State, end: Event) -> None:
    assert not isinstance(step(state, end), Looking)


@given(states, asked)
def test_nothing_of_an_older_number_shows_under_a_newer_one(state: State, number: Asked) -> None:
    after = step(state, Started(number))
    if getattr(state, "asked", None) != number:
        assert found_in(after) is None


@given(states, events)
def test_an_account_that_is_opened_or_closed_ends_everything(state: State, event: Event) -> None:
    assert run(event, AccountOpened(), state=state) == Ready()
    assert run(event, AccountClosed(PROBLEM), state=state) == Locked(PROBLEM)


def test_a_lookup_grows_part_by_part() -> None:
    looking = run(Started(DEALER))
    assert looking == Looking(DEALER)
    with_contact = step(looking, ContactArrived(FOUND))
    assert with_contact == Looking(DEALER, FOUND)
    pictured = Contact(DEALER.chat_id, name="Dealer", avatar_bytes=b"jpeg")
    with_avatar = step(with_contact, AvatarArrived(pictured))
    assert isinstance(with_avatar, Looking)
    assert with_avatar.found is not None
    assert with_avatar.found.contact == pictured
    assert with_avatar.found.took_s == FOUND.took_s
    assert step(with_avatar, Finished()) == Shown(DEALER, with_avatar.found)


@pytest.mark.parametrize("arrival", [ContactArrived(FOUND), AvatarArrived(FOUND.contact)])
def test_a_pause_is_over_when_something_arrives(arrival: Event) -> None:
    paused = run(Started(DEALER), ContactArrived(FOUND), Paused(PAUSE))
    assert paused == Looking(DEALER, FOUND, PAUSE)
    assert step(paused, arrival) == Looking(DEALER, FOUND)


def test_a_failure_before_the_first_part_leaves_nothing_to_show() -> None:
    assert run(Started(DEALER), Broke(PROBLEM), Finished()) == Failed(DEALER, PROBLEM)


def test_a_failure_after_the_first_part_becomes_a_notice_beside_it() -> None:
    assert run(Started(DEALER), ContactArrived(FOUND), Broke(PROBLEM), Finished()) == Shown(
        DEALER, FOUND, PROBLEM
    )


def test_the_same_number_again_keeps_what_is_shown_until_the_answer() -> None:
    shown = run(Started(DEALER), ContactArrived(FOUND), Finished())
    assert step(shown, Started(DEALER)) == Looking(DEALER, FOUND)
    assert step(shown, Started(OTHER)) == Looking(OTHER)


def test_a_lookup_that_ends_without_an_answer_says_so() -> None:
    ended = run(Started(DEALER), Finished())
    assert isinstance(ended, Failed)
    assert ended.problem.kind is Kind.CRASH


def test_cancelling_keeps_the_parts_that_came_and_returns_to_ready_without_any() -> None:
    assert run(Started(DEALER), Cancelled()) == Ready()
    assert run(Started(DEALER), ContactArrived(FOUND), Cancelled()) == Shown(DEALER, FOUND)


def test_a_check_of_the_number_is_kept_beside_the_contact() -> None:
    shown = run(Started(DEALER), ContactArrived(FOUND), Finished(), Checked(False))
    assert isinstance(shown, Shown)
    assert shown.found.is_on_whatsapp is False
    assert replace(shown.found.contact, is_on_whatsapp=None) == FOUND.contact
    again = run(Started(DEALER), Checked(True), state=shown)
    assert isinstance(again, Shown), "the check is over"
    assert again.found.is_on_whatsapp is True


def test_a_locked_program_takes_no_number_and_keeps_its_problem() -> None:
    assert run(Started(DEALER), state=Locked(PROBLEM)) == Locked(PROBLEM)
    assert run(Broke(PROBLEM), state=Locked()) == Locked(PROBLEM)
