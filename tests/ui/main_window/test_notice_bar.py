"""The one notice: what it says, how long, what its button does, and what happens after a crash."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.core.problem import Kind, Pause, Problem, Remedy
from inspector.demo.faults import (
    bad_gateway_html,
    bad_request,
    html_body,
    quota_exceeded,
    too_many_requests,
    unauthorized,
)
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Failed, Looking, Paused, Ready
from inspector.ui.main_window.notice_bar import NoticeBar
from tests.program import use
from tests.ui.watching import (
    DEALER,
    FLORIST,
    PATIENCE_MS,
    PERSONAL,
    ask,
    button,
    click,
    has_button,
    look_up,
    named,
    press,
    said,
    settle,
    type_into,
)

TOO_FAST = Problem(Kind.TOO_FAST, "Too fast.", Remedy.RETRY, detail="Too Many Requests")


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    shown = NoticeBar()
    qtbot.addWidget(shown)
    return shown


def action(program: Program) -> QPushButton:
    return named(program.window, QPushButton, "noticeAction")


def running_timers(parent: QObject) -> list[QTimer]:
    return [timer for timer in parent.findChildren(QTimer) if timer.isActive()]


def test_retry_asks_again(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    gateway.faults.add("getContactInfo", html_body(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    assert isinstance(program.view.state, Failed)
    assert action(program).text() == "Retry"
    click(action(program))
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Dealer"
    assert not program.window.notice.isVisible()


def test_an_unreadable_answer_can_be_copied_without_the_token(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    gateway.faults.add("getContactInfo", html_body(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    click(button(program.window.notice, "Copy details"))
    assert clipboard().startswith(program.window.notice.sentence)
    assert "Wi-Fi" in clipboard()
    assert gateway.token.reveal() not in clipboard()


def test_open_account_opens_the_accounts(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    program.accounts._book.add("Mine", gateway.api_url, "1101000001")
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    assert action(program).text() == "Open account"
    click(action(program))
    dialog = named(program.window, QDialog, "accountDialog")
    assert dialog.isVisible()
    dialog.close()


def test_a_quota_says_how_much_is_used_and_nobody_elses_number(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    gateway.faults.add("getContactInfo", quota_exceeded(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    assert "100 of 100" in program.window.notice.sentence
    assert "resets next month" in program.window.notice.sentence
    assert "4477009" not in program.window.notice.sentence + program.window.notice.accessibleName()
    assert not has_button(program.window.notice, "Copy details")


def test_a_number_that_the_gateway_refuses_leads_back_to_the_field(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getContactInfo", bad_request("'chatId' must be one of the next formats"), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    assert action(program).text() == "Correct the number"
    action(program).setFocus()
    click(action(program))
    assert named(program.window, QLineEdit, "numberField").hasFocus()


def test_a_notice_without_a_remedy_has_no_button(bar: NoticeBar) -> None:
    bar.show_problem(Problem(Kind.CONTACT_LIMIT, "A pause of some hours."))
    assert named(bar, QPushButton, "noticeAction").isHidden()
    assert bar.accessibleName() == "A pause of some hours."


@pytest.mark.parametrize(
    ("remedy", "words"),
    [
        (Remedy.RETRY, "Retry"),
        (Remedy.OPEN_ACCOUNT, "Open account"),
        (Remedy.KEEP_FOR_SESSION, "Keep for this session"),
        (Remedy.CHECK_NUMBER, "Check on WhatsApp"),
        (Remedy.OPEN_PREFERENCES, "Open preferences"),
    ],
)
def test_each_remedy_has_its_button(bar: NoticeBar, qtbot: QtBot, remedy: Remedy, words: str) -> None:
    bar.show_problem(Problem(Kind.REFUSED, "No.", remedy))
    with qtbot.waitSignal(bar.acted) as acted:
        click(button(bar, words))
    assert acted.args == [remedy]


def test_closing_a_notice_ends_it(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    click(button(program.window, "Close this message"))
    assert not program.window.notice.isVisible()
    assert isinstance(program.view.state, Failed)
    press(program.window, Qt.Key.Key_Escape)
    assert not program.window.notice.isVisible(), "there was nothing to cancel"


def test_a_note_waits_behind_a_problem_with_its_button(bar: NoticeBar) -> None:
    bar.show_problem(Problem(Kind.DNS, "First.", Remedy.RETRY, "detail"))
    bar.show_notes(("Second.", "Third."))
    assert bar.sentence == "First."
    assert has_button(bar, "Retry")
    click(button(bar, "Close this message"))
    assert bar.sentence == "Second. Third."
    assert not has_button(bar, "Retry")
    assert not has_button(bar, "Copy details")
    click(button(bar, "Close this message"))
    assert not bar.isVisible()


def test_a_note_stays_while_states_change_and_a_problem_does_not(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program.window.notice.show_notes(("The old file is kept.",))
    look_up(qtbot, program, DEALER)
    assert program.window.notice.sentence == "The old file is kept."
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)
    assert "token was rejected" in program.window.notice.sentence, "a problem is more urgent"
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)
    assert program.window.notice.sentence == "The old file is kept."
    click(button(program.window, "Close this message"))
    press(program.window, Qt.Key.Key_F5)
    settle(qtbot, program)
    assert not program.window.notice.isVisible()


def test_closing_a_problem_uncovers_the_note_behind_it(bar: NoticeBar) -> None:
    bar.show_notes(("Note.",))
    bar.show_problem(Problem(Kind.DNS, "Problem.", Remedy.RETRY))
    click(button(bar, "Close this message"))
    assert bar.sentence == "Note."
    assert not has_button(bar, "Retry")
    click(button(bar, "Close this message"))
    assert not bar.isVisible()


def test_a_pause_counts_down_and_says_when_it_is_over(bar: NoticeBar, qtbot: QtBot) -> None:
    said = [""]

    def counts_on() -> bool:
        if said[-1] != bar.sentence:
            said.append(bar.sentence)
        return bar.sentence == "Too fast. Retrying…"

    bar.show_pause(Pause(2.4, TOO_FAST, 2))
    assert bar.sentence == "Too fast. Retrying in 3 s…"
    qtbot.waitUntil(counts_on, timeout=PATIENCE_MS)
    assert {"Too fast. Retrying in 2 s…", "Too fast. Retrying in 1 s…"} & set(said)
    assert running_timers(bar) == []


def test_the_same_pause_shown_again_counts_on(bar: NoticeBar, qtbot: QtBot) -> None:
    pause = Pause(30.1, TOO_FAST, 2)
    bar.show_pause(pause)
    qtbot.waitUntil(lambda: "in 31 s" not in bar.sentence, timeout=PATIENCE_MS)
    bar.show_pause(pause)
    assert "in 31 s" not in bar.sentence
    bar.clear()
    assert running_timers(bar) == []
    bar._count_down()
    assert bar.sentence == ""


def test_too_fast_waits_by_itself_counts_down_and_shows_the_contact(
    first_start: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    """With the documented pauses: one second before the second try."""
    use(first_start, gateway)
    gateway.faults.add("getContactInfo", too_many_requests(), times=1)
    ask(first_start, FLORIST)
    qtbot.waitUntil(lambda: "Retrying in 1 s…" in first_start.window.notice.sentence)
    assert isinstance(first_start.view.state, Looking)
    assert not action(first_start).isVisible()
    settle(qtbot, first_start)
    assert said(first_start.window, "profileName") == "Primrose Flowers"
    assert not first_start.window.notice.isVisible()
    assert running_timers(first_start.window.notice) == []


def test_advice_is_given_once_retrying_has_not_helped(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getContactInfo", bad_gateway_html())
    with qtbot.waitSignal(
        program.lookups.event_received, check_params_cb=lambda event: isinstance(event, Paused)
    ):
        ask(program, FLORIST)
    assert program.window.notice.sentence.startswith("The gateway isn't responding (502). Retrying")
    settle(qtbot, program)
    final = "The gateway isn't responding (502). Tried 4 times. Try again in a minute."
    assert program.window.notice.sentence == final
    assert action(program).text() == "Retry"


def test_escape_ends_a_pause(first_start: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    use(first_start, gateway)
    gateway.faults.add("getContactInfo", too_many_requests())
    ask(first_start, FLORIST)
    qtbot.waitUntil(lambda: "Retrying in" in first_start.window.notice.sentence)
    press(first_start.window, Qt.Key.Key_Escape)
    assert first_start.view.state == Ready()
    assert not first_start.window.notice.isVisible()
    assert running_timers(first_start.window.notice) == []


def test_typing_goes_on_while_a_notice_shows(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    field = named(program.window, QLineEdit, "numberField")
    assert field.hasFocus(), "a notice takes no focus"
    field.selectAll()
    type_into(field, FLORIST)
    assert field.text() == FLORIST
    assert named(program.window, QFrame, "noticeBar").isVisible()


def heights(program: Program) -> dict[QWidget, int]:
    """At which height everything in sight stands, but the notice and what is always at the bottom."""
    window, notice = program.window, program.window.notice
    return {
        each: each.mapTo(window, QPoint()).y()
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each is not notice
        and not notice.isAncestorOf(each)
        and not isinstance(each, QScrollBar)
        and each.objectName() not in ("productFooter", "hairline")
    }


def show_contact(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    click(button(program.window, "Raw response"))


def show_personal_contact(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, PERSONAL)


def show_welcome(program: Program, qtbot: QtBot) -> None:
    assert program.view.state == Ready()


def show_samples(program: Program, qtbot: QtBot) -> None:
    program.window.resize(900, 620)
    program.accounts_controller.enter_demo()


def show_start(program: Program, qtbot: QtBot) -> None:
    program.accounts.open_active()
    assert program.window.start.isVisible()


@pytest.mark.parametrize(
    "prepare", [show_contact, show_personal_contact, show_welcome, show_samples, show_start]
)
def test_nothing_moves_when_a_notice_comes_or_goes(
    program: Program, qtbot: QtBot, prepare: Callable[[Program, QtBot], None]
) -> None:
    prepare(program, qtbot)
    qtbot.wait(50)
    before = heights(program)
    program.window.notice.show_problem(TOO_FAST)
    qtbot.wait(50)
    during = heights(program)
    assert {each: (y, during.get(each)) for each, y in before.items() if y != during.get(each)} == {}
    program.window.notice.clear()
    qtbot.wait(50)
    assert heights(program) == before


def test_a_notice_hides_no_line_of_a_page(program: Program, qtbot: QtBot) -> None:
    """Panes end above it, and can be scrolled to their ends."""
    look_up(qtbot, program, DEALER)
    program.window.notice.show_problem(TOO_FAST)
    qtbot.wait(50)
    top = program.window.notice.mapTo(program.window, QPoint()).y()
    for pane in (program.window.profile, program.window.grid):
        assert pane.mapTo(program.window, pane.rect().bottomLeft()).y() < top
