"""Keychains that do not give: locked, emptied, absent; and what is kept for the session only."""

from functools import partial

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready
from tests.pace import within
from tests.program import OpenProgram
from tests.secret_service import SecretService
from tests.ui.accounting import (
    Slow,
    add_first,
    answer,
    count,
    fill_in,
    form_of,
    menu_action,
    open_dialog,
    save,
)
from tests.ui.accounts.test_account_form import fill, message
from tests.ui.watching import (
    DEALER,
    ask,
    button,
    click,
    has_button,
    look_up,
    named,
    said,
    settle,
    type_into,
    visible_words,
)

pytestmark = pytest.mark.usefixtures("quick_retries")


@pytest.fixture
def kept(
    secret_service: SecretService, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> partial[Program]:
    """Opens the program again, with an account whose token is in the keychain."""
    add_first(open_program(), gateway, qtbot)
    return partial(open_program)


def test_a_locked_keychain_is_said_and_retry_works_once_it_is_unlocked(
    kept: partial[Program], secret_service: SecretService, qtbot: QtBot
) -> None:
    secret_service.lock()
    program = kept("79123456789")
    qtbot.waitUntil(lambda: "is locked. Unlock it and try again." in program.window.notice.sentence)
    assert not named(program.window, QPushButton, "lookupButton").isEnabled()
    assert program.window.search.account_box.accessibleName() == "Account: Support, not connected"
    assert "Not connected" in visible_words(program.window)
    secret_service.unlock()
    click(button(program.window.notice, "Retry"))
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer")
    assert not program.window.notice.isVisible()
    settle(qtbot, program)


def test_enter_tries_a_keychain_again_that_was_locked(
    kept: partial[Program], secret_service: SecretService, qtbot: QtBot
) -> None:
    secret_service.lock()
    program = kept()
    qtbot.waitUntil(lambda: "is locked. Unlock it and try again." in program.window.notice.sentence)
    secret_service.unlock()
    ask(program, DEALER)
    qtbot.waitUntil(lambda: said(program.window, "profileName") == "Dealer")
    assert not program.window.notice.isVisible()
    settle(qtbot, program)


def test_enter_says_again_why_there_is_no_lookup_without_a_token(
    kept: partial[Program], secret_service: SecretService, gateway: DemoGateway, qtbot: QtBot
) -> None:
    secret_service.clear()
    program = kept()
    notice = program.window.notice
    qtbot.waitUntil(lambda: "No token for “Support”" in notice.sentence)
    click(button(notice, "Close this message"))
    assert not notice.isVisible()
    ask(program, DEALER)
    assert notice.isVisible()
    assert "No token for “Support”" in notice.sentence
    assert count(gateway) == 0


def test_a_token_that_is_gone_from_the_keychain_is_asked_for(
    kept: partial[Program], secret_service: SecretService, gateway: DemoGateway, qtbot: QtBot
) -> None:
    secret_service.clear()
    program = kept()
    qtbot.waitUntil(lambda: "No token for “Support”" in program.window.notice.sentence)
    click(button(program.window.notice, "Open account"))
    dialog = named(program.window, QDialog, "accountDialog")
    click(named(dialog, QPushButton, "testAccountButton"))
    assert (message(form_of(dialog)) or "").startswith("Paste the token")
    fill(form_of(dialog), token=gateway.token.reveal())
    save(form_of(dialog))
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert len(secret_service.items()) == 1


def test_a_locked_keychain_keeps_an_account_that_should_be_removed(
    kept: partial[Program], secret_service: SecretService, qtbot: QtBot
) -> None:
    program = kept()
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    secret_service.lock()
    dialog = open_dialog(program)
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: "is locked" in (message(form_of(dialog)) or ""))
    assert named(dialog, QPushButton, "saveAccountButton").isEnabled()
    assert not has_button(dialog, "Keep for this session")
    assert len(program.accounts.all) == 1
    dialog.close()


def test_without_a_keychain_the_session_is_offered_and_works(
    first_start: Program, gateway: DemoGateway, profile: ProfileFolder, qtbot: QtBot
) -> None:
    form = first_start.window.start.form
    fill_in(form, gateway, "Support")
    save(form)
    qtbot.waitUntil(lambda: has_button(form, "Keep for this session"))
    assert "can't be reached on this computer" in (message(form) or "")
    assert AccountBook.load(profile)[0].accounts == (), "an account without its token is not in the book"
    click(button(form, "Keep for this session"))
    assert first_start.lookup_controller.state == Ready()
    look_up(qtbot, first_start, DEALER)
    assert said(first_start.window, "profileName") == "Dealer"
    token = gateway.token.reveal().encode()
    assert not any(token in path.read_bytes() for path in profile.path.rglob("*") if path.is_file())


def test_a_start_without_its_keychain_offers_the_session_in_one_step(
    kept: partial[Program], gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    program = kept()
    qtbot.waitUntil(lambda: "can't be reached on this computer" in program.window.notice.sentence)
    click(button(program.window.notice, "Keep for this session"))
    dialog = named(program.window, QDialog, "accountDialog")
    fill(form_of(dialog), token=gateway.token.reveal())
    click(button(dialog, "Keep for this session"))
    assert program.lookup_controller.state == Ready()
    look_up(qtbot, program, DEALER)


def test_an_address_changed_in_the_session_wants_a_token_of_its_own(
    first_start: Program, gateway: DemoGateway, second_gateway: DemoGateway, qtbot: QtBot
) -> None:
    form = first_start.window.start.form
    form.offer_session()
    fill_in(form, gateway, "Support")
    click(button(form, "Keep for this session"))
    look_up(qtbot, first_start, DEALER)
    dialog = open_dialog(first_start)
    fill(form_of(dialog), url=second_gateway.api_url)
    form_of(dialog).offer_session()
    click(button(dialog, "Keep for this session"))
    assert "Paste the token for the new address" in (message(form_of(dialog)) or "")
    assert second_gateway.seen == ()
    fill(form_of(dialog), token=second_gateway.token.reveal())
    click(button(dialog, "Keep for this session"))
    assert first_start.lookup_controller.state == Ready()
    look_up(qtbot, first_start, DEALER)
    assert (count(gateway), count(second_gateway)) == (1, 1)


def test_an_account_of_the_session_can_be_removed_without_a_keychain(
    first_start: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    form = first_start.window.start.form
    form.offer_session()
    fill_in(form, gateway, "Support")
    click(button(form, "Keep for this session"))
    dialog = open_dialog(first_start)
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: first_start.accounts.all == ())
    dialog.close()
    assert first_start.window.start.isVisible()
    assert first_start.window.search.account_box.text().strip() == "No account"


def test_a_keychain_that_waits_for_a_person_stops_nothing(
    slow: Slow, open_program: OpenProgram, gateway: DemoGateway, profile: ProfileFolder, qtbot: QtBot
) -> None:
    book = AccountBook(profile)
    book.add("Support", gateway.api_url, gateway.account.id_instance)
    book.save()
    program = open_program()
    assert "Waiting for the keychain…" in visible_words(program.window)
    field = named(program.window, QLineEdit, "numberField")
    type_into(field, DEALER)
    assert field.text() == DEALER
    assert not named(program.window, QPushButton, "lookupButton").isEnabled()
    slow.answered.set()
    qtbot.waitUntil(lambda: "No token for “Support”" in program.window.notice.sentence)


def test_an_account_that_is_kept_while_samples_are_looked_at_takes_their_place(
    slow: Slow, open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program = open_program()
    fill_in(program.window.start.form, gateway, "Support")
    save(program.window.start.form)
    assert message(program.window.start.form) == "Waiting for the keychain…"
    click(button(program.window, "Try with sample contacts"))
    assert "Sample contacts" in visible_words(program.window)
    assert program.lookup_controller.state == Ready()
    slow.answered.set()
    qtbot.waitUntil(lambda: program.window.search.account_box.text().strip() == "Support")
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    assert not program.accounts_controller.is_demo
    assert "Sample contacts" not in visible_words(program.window)


def test_the_answer_of_the_keychain_for_an_account_left_behind_opens_nothing(
    slow: Slow, open_program: OpenProgram, gateway: DemoGateway, profile: ProfileFolder, qtbot: QtBot
) -> None:
    book = AccountBook(profile)
    book.add("Support", gateway.api_url, gateway.account.id_instance)
    book.save()
    program = open_program()
    menu_action(program, "Try with sample contacts").trigger()
    assert program.lookup_controller.state == Ready()
    slow.answered.set()
    qtbot.wait(100)
    assert program.lookup_controller.state == Ready()
    assert program.accounts_controller.is_demo
    assert program.window.notice.sentence == ""


def test_quitting_while_the_keychain_is_asked_is_quick_and_quiet(
    slow: Slow, open_program: OpenProgram, gateway: DemoGateway, profile: ProfileFolder
) -> None:
    """One call waits for a person, two wait for that call; none of them comes back to haunt the end."""
    book = AccountBook(profile)
    account = book.add("Support", gateway.api_url, gateway.account.id_instance)
    book.save()
    program = open_program()
    program.accounts.fetch(account)
    program.accounts.remove(account.key)
    with within(0.5):
        program.close()
    slow.answered.set()
