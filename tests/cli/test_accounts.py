"""Accounts from the command line: tokens come from standard input and go to a real keychain, only there."""

import contextlib
import io
import os
import pty
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.app.exit_codes import CommandError
from inspector.cli import commands
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileError, ProfileFolder
from inspector.demo.faults import Fault, bad_request, unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.keychain.session_store import SessionStore
from tests.secret_service import SecretService
from tests.terminal import Terminal

OPTIONS = ("--api-url", "https://1101.api.greenapi.com", "--id-instance", "1101000001")
TOKEN = "0123456789abcdef" * 3 + "01"


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "profile")


def test_a_token_goes_to_the_keychain_and_to_no_file(
    terminal: Terminal, secret_service: SecretService
) -> None:
    added = terminal.run("accounts", "add", "Support", *OPTIONS, typed=f"\ufeff {TOKEN} \r\n")
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith("Added Support. Its token is in the Secret Service")
    assert [item.secret for item in secret_service.items()] == [TOKEN]
    assert TOKEN.encode() not in terminal.files()
    assert b"1101000001" in terminal.files()
    assert TOKEN not in added.out


def test_the_list_shows_names_instances_and_addresses(
    terminal: Terminal, secret_service: SecretService
) -> None:
    assert terminal.run("accounts", "list").out == "No accounts.\n"
    for name in ("Support", "Продажи 2"):
        assert terminal.run("accounts", "add", name, *OPTIONS, typed=TOKEN).code == 0
    assert terminal.run("accounts", "list").out == (
        "* Support    1101000001  https://1101.api.greenapi.com\n"
        "  Продажи 2  1101000001  https://1101.api.greenapi.com\n"
    )


def test_several_accounts_have_to_be_chosen_from(
    terminal: Terminal, gateway: DemoGateway, secret_service: SecretService
) -> None:
    for name in ("Support", "Sales"):
        assert terminal.add(gateway, name).code == 0
    undecided = terminal.run("lookup", "+79123456789")
    assert undecided.code == 2
    assert undecided.err == "There are several accounts. Choose one with --account: Support, Sales.\n"
    assert terminal.run("lookup", "+79123456789", "--account", "SALES").code == 0
    missing = terminal.run("lookup", "+79123456789", "--account", "Marketing")
    assert (missing.code, missing.out) == (3, "")
    assert missing.err == "No account named Marketing. Accounts: Support, Sales.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("Support", "--api-url", "http://example.com", "--id-instance", "1101000001"), "https://"),
        (("Support", "--api-url", "https://a.example", "--id-instance", "12"), "4 to 19 digits"),
        (("  ", *OPTIONS), "Enter a name for the account."),
        (("x" * 81, *OPTIONS), "longer than 80"),
    ],
)
def test_what_cannot_be_an_account_is_wrong_usage(
    terminal: Terminal, words: tuple[str, ...], sentence: str
) -> None:
    added = terminal.run("accounts", "add", *words, typed=TOKEN)
    assert (added.code, added.out) == (2, "")
    assert sentence in added.err
    assert terminal.run("accounts", "list").out == "No accounts.\n"


def test_a_token_is_not_sent_to_an_address_that_somebody_wrote_into_the_file(
    terminal: Terminal, gateway: DemoGateway, second_gateway: DemoGateway, secret_service: SecretService
) -> None:
    assert terminal.add(gateway).code == 0
    file = terminal.profile / "accounts.json"
    file.write_text(file.read_text().replace(gateway.api_url, second_gateway.api_url))
    for words in (("lookup", "+79123456789"), ("accounts", "test", "Support")):
        refused = terminal.run(*words)
        assert refused.code == 3
        assert f"No token for Support at {second_gateway.api_url} in" in refused.err
    assert second_gateway.seen == ()


def test_a_name_is_taken_once(terminal: Terminal, secret_service: SecretService) -> None:
    assert terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN).code == 0
    again = terminal.run("accounts", "add", "SUPPORT", *OPTIONS, typed=TOKEN)
    assert (again.code, again.err) == (2, "There's already an account named Support.\n")
    assert len(secret_service.items()) == 1


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("", 3, "No token on standard input."),
        ("\n", 3, "No token on standard input."),
        ("two words\n", 2, "The text on standard input isn't a token."),
        ("x" * 5_000, 2, "The text on standard input isn't a token."),
        ("жетон", 2, "The text on standard input isn't a token."),
    ],
)
def test_what_is_no_token_is_not_kept(
    terminal: Terminal, secret_service: SecretService, typed: str, code: int, sentence: str
) -> None:
    added = terminal.run("accounts", "add", "Support", *OPTIONS, typed=typed)
    assert (added.code, added.out, added.err) == (code, "", f"{sentence} The account was not saved.\n")
    assert secret_service.items() == []


def test_what_looks_unusual_is_kept_with_a_warning(terminal: Terminal, secret_service: SecretService) -> None:
    words = ("--api-url", "https://a.example", "--id-instance", "12345678901")
    added = terminal.run("accounts", "add", "Support", *words, typed="short-token")
    assert added.code == 0
    assert "isn't 50 lower-case hexadecimal digits" in added.err
    assert "isn't 10 digits" in added.err
    assert [item.secret for item in secret_service.items()] == ["short-token"]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_a_token_typed_at_a_terminal_is_not_echoed(terminal: Terminal, secret_service: SecretService) -> None:
    words = ["accounts", "add", "Support", *OPTIONS, "--profile", str(terminal.profile)]
    child, screen = pty.fork()
    if child == 0:
        os.execve(sys.executable, [sys.executable, "-m", "inspector", *words], terminal.environment)
    shown = _read_until(screen, b"Token: ")
    os.write(screen, f"{TOKEN}\n".encode())
    shown += _read_until(screen, b"Added ")
    _, status = os.waitpid(child, 0)
    os.close(screen)
    assert os.waitstatus_to_exitcode(status) == 0
    assert TOKEN.encode() not in shown
    assert [item.secret for item in secret_service.items()] == [TOKEN]


def _read_until(screen: int, words: bytes) -> bytes:
    shown = b""
    while words not in shown:
        shown += os.read(screen, 1_000)
    return shown


def test_without_a_keychain_no_account_is_saved(terminal: Terminal) -> None:
    added = terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN)
    assert (added.code, added.out) == (1, "")
    assert added.err.endswith("The account was not saved.\n")
    assert "Secret Service" in added.err
    assert terminal.run("accounts", "list").out == "No accounts.\n"


def test_a_locked_or_emptied_keychain_is_no_token(
    terminal: Terminal, gateway: DemoGateway, secret_service: SecretService
) -> None:
    assert terminal.add(gateway).code == 0
    secret_service.lock()
    locked = terminal.run("lookup", "+79123456789")
    assert (locked.code, locked.out) == (3, "")
    assert "is locked" in locked.err
    secret_service.unlock()
    secret_service.clear()
    emptied = terminal.run("lookup", "+79123456789")
    assert (emptied.code, emptied.out) == (3, "")
    assert "No token for Support" in emptied.err


def test_a_profile_that_cannot_be_written_keeps_no_token(
    terminal: Terminal, secret_service: SecretService
) -> None:
    terminal.profile.write_text("in the way")
    added = terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN)
    assert (added.code, added.out) == (1, "")
    assert str(terminal.profile) in added.err
    assert secret_service.items() == []


@contextlib.contextmanager
def a_full_disk() -> Iterator[None]:
    """Files can be made, and not a byte be written into them."""
    if sys.platform == "win32":
        pytest.skip("a limit of Unix")
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_keeps_neither_account_nor_token(
    terminal: Terminal, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(TOKEN))
    with a_full_disk(), pytest.raises(CommandError) as stopped:
        commands.add_account(ProfileFolder(terminal.profile), "Support", OPTIONS[1], OPTIONS[3])
    assert stopped.value.code == 1
    assert stopped.value.sentence.endswith(" The account was not saved.")
    assert secret_service.items() == []


def test_a_full_disk_keeps_an_account_that_was_to_be_removed(
    terminal: Terminal, secret_service: SecretService
) -> None:
    assert terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN).code == 0
    with a_full_disk(), pytest.raises(CommandError) as stopped:
        commands.remove_account(ProfileFolder(terminal.profile), "Support")
    assert stopped.value.sentence.endswith(" The account was not removed.")
    assert "Support" in terminal.run("accounts", "list").out
    assert [item.secret for item in secret_service.items()] == [TOKEN]


def test_an_account_can_be_tested(
    terminal: Terminal, gateway: DemoGateway, secret_service: SecretService
) -> None:
    terminal.add(gateway)
    tested = terminal.run("accounts", "test", "support")
    assert (tested.code, tested.err) == (0, "")
    assert tested.out.startswith("Support: connected as +")
    gateway.faults.add("getWaSettings", bad_request("no"), times=1)
    assert terminal.run("accounts", "test", "support").out == "Support: connected (authorized)\n"
    gateway.faults.add("getStateInstance", unauthorized(), times=1)
    refused = terminal.run("accounts", "test", "Support")
    assert (refused.code, refused.out) == (1, "")
    assert "token" in refused.err


def test_a_state_that_nobody_knows_sends_nothing_to_the_terminal_but_its_letters(
    terminal: Terminal, gateway: DemoGateway, secret_service: SecretService
) -> None:
    terminal.add(gateway)
    body = rb'{"stateInstance": "new\u001b[31m\nstate\u009b2J"}'
    gateway.faults.add("getStateInstance", Fault(body=body))
    assert terminal.run("accounts", "test", "Support").out.endswith("(new[31m state2J)\n")


@pytest.mark.parametrize("state", ["notAuthorized", "blocked", "sleepMode"])
def test_an_account_that_is_not_connected_says_why(
    terminal: Terminal, gateway: DemoGateway, secret_service: SecretService, state: str
) -> None:
    terminal.add(gateway)
    gateway.faults.add("getStateInstance", Fault(body=f'{{"stateInstance": "{state}"}}'.encode()))
    tested = terminal.run("accounts", "test", "Support")
    assert (tested.code, tested.out) == (1, "")
    assert tested.err.endswith(".\n")


def test_an_account_is_removed_with_its_token(terminal: Terminal, secret_service: SecretService) -> None:
    terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN)
    removed = terminal.run("accounts", "remove", "support")
    assert (removed.code, removed.out, removed.err) == (0, "Support and its token were removed.\n", "")
    assert secret_service.items() == []
    assert terminal.run("accounts", "list").out == "No accounts.\n"


def test_an_account_whose_token_cannot_be_reached_is_removed_with_a_warning(
    terminal: Terminal, mortal_secret_service: SecretService
) -> None:
    terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN)
    mortal_secret_service.kill()
    removed = terminal.run("accounts", "remove", "Support")
    assert (removed.code, removed.out) == (1, "")
    assert removed.err.startswith("Support was removed, but its token may still be stored.")
    assert terminal.run("accounts", "list").out == "No accounts.\n"


def test_an_account_whose_token_stays_in_a_locked_keychain_keeps_its_place(
    terminal: Terminal, secret_service: SecretService
) -> None:
    for name in ("Support", "Sales"):
        terminal.run("accounts", "add", name, *OPTIONS, typed=TOKEN)
    listed = terminal.run("accounts", "list").out
    secret_service.lock()
    removed = terminal.run("accounts", "remove", "Support")
    assert (removed.code, removed.out) == (1, "")
    assert removed.err.startswith("Support was not removed. ")
    assert terminal.run("accounts", "list").out == listed


@pytest.mark.skipif(sys.platform == "win32", reason="a signal of Unix")
def test_ctrl_c_while_the_keychain_waits_removes_no_account_from_the_list(
    terminal: Terminal, mortal_secret_service: SecretService
) -> None:
    """Without its account nobody would find the token again."""
    terminal.run("accounts", "add", "Support", *OPTIONS, typed=TOKEN)
    before = (terminal.profile / "accounts.json").read_bytes()
    mortal_secret_service.freeze()
    with terminal.start("accounts", "remove", "Support", python=("-X", "importtime")) as process:
        assert process.stderr is not None
        # the last import: a thread that prints while the interpreter ends would abort it
        while "inspector.keychain.secret_service" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert (terminal.profile / "accounts.json").read_bytes() == before


def test_a_damaged_list_is_set_aside_and_said(terminal: Terminal) -> None:
    terminal.profile.mkdir()
    (terminal.profile / "accounts.json").write_text('{"active_key": garbage')
    listed = terminal.run("accounts", "list")
    assert (listed.code, listed.out) == (0, "No accounts.\n")
    assert "accounts.json" in listed.err
    assert list(terminal.profile.glob("accounts.json.damaged-*"))


def test_a_disk_that_fills_up_after_a_token_was_removed_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Emptied(SessionStore):
        def forget(self, key: str) -> None:
            monkeypatch.setattr(AccountBook, "save", refuse)

    def refuse(book: AccountBook) -> None:
        raise ProfileError("The disk is full.")

    folder = ProfileFolder(tmp_path / "profile")
    book = AccountBook(folder)
    book.add("Support", "https://1101.api.greenapi.com", "1101000001")
    book.save()
    monkeypatch.setattr(commands, "store_for_this_system", Emptied)
    with pytest.raises(CommandError, match="Support is still listed, but its token may be gone"):
        commands.remove_account(folder, "Support")
