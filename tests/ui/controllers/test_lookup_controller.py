"""A lookup as a person sees it: what replaces what, what stays, and what was really asked."""

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector.app.bootstrap import Program
from inspector.contact.facts import NO_DETAILS
from inspector.contact.model import Json
from inspector.demo.faults import Fault, Manner, server_fault, too_many_requests, unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import LoggedRequest, Outcome
from inspector.lookup.session import Failed, Looking, Paused, Ready, Shown
from inspector.ui.widgets.chip import Chip
from tests.ui.watching import (
    DEALER,
    FLORIST,
    NOTHING,
    PERSONAL,
    ask,
    button,
    click,
    fact,
    has_button,
    look_up,
    named,
    press,
    row,
    said,
    settle,
    visible_words,
)


class Witness(QObject):
    """Remembers every text that two labels were ever painted with."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._labels = [named(program.window, QLabel, name) for name in ("profileName", "phoneNumber")]
        self.texts: list[str] = []
        for label in self._labels:
            label.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QLabel):
            self.texts.append(watched.text())
        return False

    def forget(self) -> None:
        self.texts.clear()


@pytest.fixture
def witness(program: Program) -> Iterator[Witness]:
    watching = Witness(program)
    yield watching
    watching.deleteLater()


def asked(gateway: DemoGateway) -> list[LoggedRequest]:
    return [seen for seen in gateway.seen if seen.name == "getContactInfo"]


def wait_for_requests(gateway: DemoGateway, count: int) -> None:
    assert gateway.wait_for(lambda seen: sum(each.name == "getContactInfo" for each in seen) >= count)


def was_dropped(gateway: DemoGateway, place: int = 0) -> bool:
    return gateway.wait_for(
        lambda seen: (
            [each for each in seen if each.name == "getContactInfo"][place].outcome is Outcome.DROPPED
        )
    )


def test_while_looking_the_number_is_there_and_bars_hold_the_places_of_the_rest(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    window = program.window
    gateway.answer_delay_s = 30
    ask(program, FLORIST)
    assert said(window, "phoneNumber") == "+44 20 7946 0158"
    assert (said(window, "profileName"), said(window, "phoneBookName")) == ("", "")
    assert [(each.words, each.claim) for each in window.findChildren(Chip)] == 4 * [("", None)]
    for label in ("Category", "Email", "Description", "Last seen", "Chat ID"):
        assert fact(window, label) == "", "nothing of the contact before"
        found = row(window, label)
        assert found._is_loading
        buttons = [each for each in found.findChildren(QAbstractButton) if each.isVisible()]
        assert not any(each.isEnabled() for each in buttons), "there is nothing to copy yet"
    assert "Looking up…" in visible_words(window)
    assert window.grid.isVisible()


def test_what_was_awaited_is_where_its_place_was_held(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    """As far as it is no longer than a bar."""

    def places() -> list[int]:
        pane = program.window.profile.widget()
        assert pane is not None
        rows = [row(program.window, label) for label in ("Category", "Email", "Description")]
        return [each.mapTo(pane, QPoint()).y() for each in rows]

    gateway.add_contact(
        {"chatId": "12025550999@c.us", "isBusiness": True, "category": "Cars", "email": "ann@cars.example"}
    )
    look_up(qtbot, program, "+1 202 555 0999")
    gateway.answer_delay_s = 1.0
    ask(program, "+1 202 555 0999")
    qtbot.wait(100)
    assert isinstance(program.lookup_controller.state, Looking)
    waiting = places()
    settle(qtbot, program)
    assert places() == waiting


def test_nothing_of_a_slow_first_lookup_shows_after_a_second_was_typed(
    program: Program, gateway: DemoGateway, qtbot: QtBot, witness: Witness
) -> None:
    gateway.faults.add("getContactInfo", Fault(delay_s=3), times=1)
    ask(program, DEALER)
    wait_for_requests(gateway, 1)
    witness.forget()
    look_up(qtbot, program, FLORIST)
    assert was_dropped(gateway)
    assert said(program.window, "profileName") == "Primrose Flowers"
    assert set(witness.texts) <= {"", "+44 20 7946 0158", "Primrose Flowers"}
    assert "Primrose Flowers" in witness.texts


def test_an_answer_already_on_its_way_is_dropped_with_its_lookup(
    program: Program, gateway: DemoGateway, qtbot: QtBot, witness: Witness
) -> None:
    """The first answer sits in the window's queue when the second number is asked."""
    ask(program, DEALER)
    wait_for_requests(gateway, 1)
    assert gateway.wait_for(lambda seen: seen[0].outcome is Outcome.ANSWERED)
    witness.forget()
    look_up(qtbot, program, FLORIST)
    assert "Dealer" not in witness.texts


def test_nothing_of_the_first_contact_is_left_in_a_second(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    click(button(program.window, "Raw response"))
    look_up(qtbot, program, PERSONAL)
    words = visible_words(program.window)
    for first in ("Dealer", "Kuznetsov", "24service", "Automotive", "79123456789@c.us", "@dealer"):
        assert first not in words
    assert said(program.window, "profileName") == "Anna"


def test_the_picture_of_the_first_contact_does_not_stay(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    qtbot.waitUntil(lambda: program.window.profile.header.avatar.has_picture)
    gateway.answer_delay_s = 30
    ask(program, FLORIST)
    assert not program.window.profile.header.avatar.has_picture


@pytest.mark.parametrize("by", ["key", "button"])
def test_cancelling_is_done_at_once_and_closes_the_request(
    program: Program, gateway: DemoGateway, by: str
) -> None:
    gateway.answer_delay_s = 30
    ask(program, DEALER)
    wait_for_requests(gateway, 1)
    if by == "key":
        press(program.window, Qt.Key.Key_Escape)
    else:
        click(named(program.window, QPushButton, "cancelButton"))
    assert program.view.state == Ready()
    assert said(program.window, "phoneNumber") is None
    assert was_dropped(gateway)


def test_cancelling_a_second_look_keeps_what_is_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    gateway.answer_delay_s = 30
    press(program.window, Qt.Key.Key_F5)
    wait_for_requests(gateway, 2)
    press(program.window, Qt.Key.Key_Escape)
    assert isinstance(program.view.state, Shown)
    assert said(program.window, "profileName") == "Dealer"
    assert was_dropped(gateway, 1)


def test_a_second_look_that_fails_keeps_what_is_shown_and_says_why(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Dealer"
    assert fact(program.window, "Category") == "Automotive Dealership"
    assert "The token was rejected" in program.window.notice.sentence
    assert program.window.notice.isVisible()


def test_a_second_number_that_fails_shows_nothing_of_the_first(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, FLORIST)
    settle(qtbot, program)
    assert isinstance(program.view.state, Failed)
    words = visible_words(program.window)
    assert "Dealer" not in words
    assert "+44 20 7946 0158" in words
    assert "Lookup failed. See the message below." in words
    assert not has_button(program.window, "Raw response")


def test_a_failure_of_a_hidden_id_names_it(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, "129837465012345@lid")
    settle(qtbot, program)
    assert "129837465012345@lid" in visible_words(program.window.blank)


def test_a_picture_that_could_not_be_asked_for_takes_nothing_away(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getAvatar", server_fault())
    look_up(qtbot, program, PERSONAL)
    assert said(program.window, "profileName") == "Anna"
    assert program.window.notice.sentence == ""
    assert "1 unexpected value" in visible_words(program.window)


def test_an_account_that_fails_after_the_first_part_is_said_beside_it(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getAvatar", unauthorized())
    look_up(qtbot, program, PERSONAL)
    assert said(program.window, "profileName") == "Anna"
    assert "The token was rejected" in program.window.notice.sentence


def test_the_first_part_shows_before_the_second_is_there(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getAvatar", Fault(manner=Manner.HANG), times=1)
    ask(program, PERSONAL)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Anna")
    assert type(program.view.state) is Looking
    press(program.window, Qt.Key.Key_Escape)
    assert said(program.window, "profileName") == "Anna"
    assert type(program.lookup_controller.state) is Shown


def test_a_number_of_which_nothing_is_known_can_be_checked(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, NOTHING)
    assert program.window.notice.sentence == NO_DETAILS
    assert not [seen for seen in gateway.seen if seen.name == "checkWhatsapp"], "it costs: only on demand"
    act = named(program.window, QPushButton, "noticeAction")
    assert act.text() == "Check on WhatsApp"
    click(act)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Not on WhatsApp")
    assert not program.window.notice.isVisible()


def test_a_check_that_fails_keeps_the_contact(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    look_up(qtbot, program, NOTHING)
    gateway.faults.add("checkWhatsapp", unauthorized())
    click(named(program.window, QPushButton, "noticeAction"))
    qtbot.waitUntil(lambda: "The token was rejected" in program.window.notice.sentence)
    assert said(program.window, "phoneNumber") == "+1 202-555-0199"
    assert fact(program.window, "On WhatsApp") is None


def checks(gateway: DemoGateway) -> int:
    return len([seen for seen in gateway.seen if seen.name == "checkWhatsapp"])


def test_a_check_is_seen_to_be_under_way_and_asked_once(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    """A month has a hundred of them."""
    look_up(qtbot, program, NOTHING)
    gateway.faults.add("checkWhatsapp", Fault(manner=Manner.HANG), times=1)
    act = named(program.window, QPushButton, "noticeAction")
    click(act)
    assert has_button(program.window, "Cancel")
    assert not act.isVisible()
    assert gateway.wait_for(lambda seen: seen[-1].name == "checkWhatsapp")
    press(program.window, Qt.Key.Key_Escape)
    assert act.isVisible()
    assert not has_button(program.window, "Cancel")
    click(act)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Not on WhatsApp"
    assert checks(gateway) == 2


def test_a_check_that_waits_counts_down_and_one_that_failed_is_tried_again(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, NOTHING)
    gateway.faults.add("checkWhatsapp", too_many_requests(), times=1)
    gateway.faults.add("checkWhatsapp", Fault(body=b"<html>"), times=1)
    act = named(program.window, QPushButton, "noticeAction")
    with qtbot.waitSignal(
        program.lookups.event_received, check_params_cb=lambda event: isinstance(event, Paused)
    ):
        click(act)
    assert "Retrying" in program.window.notice.sentence
    settle(qtbot, program)
    assert act.text() == "Retry"
    before = len(asked(gateway))
    click(act)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Not on WhatsApp"
    assert (checks(gateway), len(asked(gateway))) == (3, before)
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)
    assert len(asked(gateway)) == before + 1


@pytest.mark.parametrize("more", [{"lastSeen": 1_773_478_800}, {"username": "@ann"}])
def test_somebody_who_was_seen_is_not_called_unknown(
    program: Program, gateway: DemoGateway, qtbot: QtBot, more: dict[str, Json]
) -> None:
    gateway.add_contact({"chatId": "447700900001@c.us", "isBusiness": False, **more})
    look_up(qtbot, program, "+44 7700 900001")
    assert program.window.notice.sentence == ""


def test_the_same_number_typed_again_is_asked_again(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, PERSONAL)
    press(named(program.window, QLineEdit, "numberField"), Qt.Key.Key_Return)
    settle(qtbot, program)
    assert len(asked(gateway)) == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_hundred_hasty_lookups_end_with_the_last(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    """Each cancels the one before, in whatever moment that is; none takes a place in the pool with it.

    One that is cancelled in the very round in which its connection is made leaves a socket to the garbage
    collector, which complains of it (anyio 4, `connect_tcp`).
    """
    numbers = (DEALER, PERSONAL, NOTHING, FLORIST)
    for turn in range(100):
        program.lookup_controller.enter_and_look_up(numbers[turn % 4])
        if turn % 7 == 0:
            qtbot.wait(1)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Primrose Flowers"
    assert program.window.notice.sentence == ""
    gc.collect()
