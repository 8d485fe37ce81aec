"""Keychains that fail in the middle of things, in the window and on the command line."""

import signal
import subprocess
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready
from tests.program import OpenProgram
from tests.secret_service import SecretService
from tests.terminal import Terminal
from tests.trust.pulse import assert_never_away
from tests.ui.accounting import add_first, answer, form_of, open_dialog
from tests.ui.accounts.test_account_form import message
from tests.ui.watching import DEALER, button, click, has_button, look_up, named, said

pytestmark = pytest.mark.usefixtures("quick_retries")


@pytest.fixture
def kept(
    mortal_secret_service: SecretService, first_start: Program, gateway: DemoGateway, qtbot: QtBot
) -> Program:
    """A program in use, its account's token in a keychain that this test may break."""
    add_first(first_start, gateway, qtbot)
    first_start.thumbnails.set_only_origins(frozenset([gateway.api_url]))
    return first_start


def change_item(service: SecretService, secret: bytes) -> None:
    """What another program of the same user can do with an item."""
    with service._collection() as collection:
        for item in collection.get_all_items():
            item.set_secret(secret)


def assert_told_in_dialog(program: Program, qtbot: QtBot, words: str) -> None:
    """The account's form says it when the token is asked for again."""
    dialog = open_dialog(program)
    click(named(dialog, QPushButton, "testAccountButton"))
    qtbot.waitUntil(lambda: words in (message(form_of(dialog)) or ""))
    dialog.close()


def test_a_keychain_that_dies_takes_no_lookup_along_and_is_said_when_it_is_needed(
    kept: Program, mortal_secret_service: SecretService, qtbot: QtBot
) -> None:
    mortal_secret_service.kill()
    look_up(qtbot, kept, DEALER)
    assert said(kept.window, "profileName") == "Dealer"
    assert_never_away(partial(assert_told_in_dialog, kept, qtbot, "can't be reached on this computer"))
    assert said(kept.window, "profileName") == "Dealer", "what was shown stays"
    look_up(qtbot, kept, DEALER)


def test_a_keychain_that_refuses_to_delete_keeps_the_account_usable(
    kept: Program, mortal_secret_service: SecretService, qtbot: QtBot
) -> None:
    mortal_secret_service.lock()
    dialog = open_dialog(kept)
    click(button(dialog, "Remove"))
    answer(QMessageBox.StandardButton.Yes, qtbot)
    qtbot.waitUntil(lambda: "is locked" in (message(form_of(dialog)) or ""))
    dialog.close()
    assert len(kept.accounts.all) == 1
    look_up(qtbot, kept, DEALER)
    mortal_secret_service.unlock()
    assert len(mortal_secret_service.items()) == 1


@pytest.mark.parametrize("other", [b"0" * 50, b"\n", b"not a token at all"])
def test_a_token_that_another_program_changed_is_a_sentence_with_a_way_out(
    kept: Program,
    mortal_secret_service: SecretService,
    open_program: OpenProgram,
    qtbot: QtBot,
    other: bytes,
) -> None:
    change_item(mortal_secret_service, other)
    program = open_program(DEALER)
    qtbot.waitUntil(lambda: "token" in program.window.notice.sentence.lower())
    assert has_button(program.window.notice, "Open account")
    assert said(program.window, "profileName") is None


@pytest.mark.parametrize(
    ("other", "words"),
    [(b"\xff\xfe\x00", "couldn't read the token"), (b"x" * 100_000, "is too long to be a token")],
)
def test_an_item_that_cannot_be_a_token_any_more_is_a_sentence(
    kept: Program,
    mortal_secret_service: SecretService,
    open_program: OpenProgram,
    qtbot: QtBot,
    other: bytes,
    words: str,
) -> None:
    change_item(mortal_secret_service, other)
    program = open_program(DEALER)
    qtbot.waitUntil(lambda: words in program.window.notice.sentence)
    assert program.lookup_controller.state != Ready()


@pytest.fixture
def terminal(mortal_secret_service: SecretService, tmp_path: Path, gateway: DemoGateway) -> Terminal:
    """With an account whose token is in the keychain."""
    made = Terminal(tmp_path / "terminal")
    assert made.add(gateway).code == 0
    return made


def test_on_the_command_line_each_of_these_is_its_sentence_and_exit_code(
    terminal: Terminal, mortal_secret_service: SecretService, gateway: DemoGateway
) -> None:
    run = terminal.run
    change_item(mortal_secret_service, b"0" * 50)
    refused = run("lookup", DEALER)
    assert (refused.code, refused.out) == (1, "")
    assert "token" in refused.err
    change_item(mortal_secret_service, b"\xff\xfe\x00")
    unreadable = run("lookup", DEALER)
    assert (unreadable.code, unreadable.out) == (3, "")
    assert "couldn't read the token" in unreadable.err
    mortal_secret_service.lock()
    kept = run("accounts", "remove", "Support")
    assert (kept.code, kept.out) == (1, "")
    assert kept.err.startswith("Support was not removed. ")
    assert "Support" in run("accounts", "list").out, "it can be tried again"
    mortal_secret_service.kill()
    gone = run("accounts", "add", "Other", "--api-url", gateway.api_url, "--id-instance", "1", typed="0" * 50)
    assert gone.code in (1, 2)
    assert "Traceback" not in gone.err


def test_a_prompt_that_never_ends_can_be_left_on_the_command_line(
    terminal: Terminal, mortal_secret_service: SecretService
) -> None:
    mortal_secret_service.freeze()
    process = terminal.start("lookup", DEALER)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=5)
    assert (process.returncode, out, err) == (130, "", "")
    mortal_secret_service.thaw()
