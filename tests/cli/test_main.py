"""The command line, as a real process with a real keychain, asking the real demo gateway."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.cli import main as cli
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.demo.faults import Fault, Manner, contact_limit, too_many_requests, unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.keychain.system_store import SystemStore
from tests.contact.answers import documented
from tests.secret_service import SecretService
from tests.terminal import ROOT, Terminal

posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has no such pipes")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "profile")


@pytest.fixture
def furnished(terminal: Terminal, gateway: DemoGateway, secret_service: SecretService) -> Terminal:
    """A terminal whose profile has one account, its token in the keychain."""
    book, _ = AccountBook.load(ProfileFolder(terminal.profile))
    account = book.add("Support", gateway.account.api_url, gateway.account.id_instance)
    book.save()
    SystemStore().keep(account.token_key, gateway.token)
    return terminal


@pytest.fixture
def main(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], int]:
    """The entry point in this process: quicker, where only words are looked at."""
    monkeypatch.setenv("LC_ALL", "C")  # no default country
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # puts the old one back afterwards
    return cli.main


def test_a_lookup_prints_the_documented_contact_without_qt(furnished: Terminal) -> None:
    looked_up = furnished.run("lookup", "71234567890", "--json", python=("-X", "importtime"))
    printed = json.loads(looked_up.out)
    answer = documented()
    assert looked_up.code == 0
    same = ("name", "email", "category", "description")
    assert {key: printed[key] for key in same} == {key: answer[key] for key in same}
    assert (printed["chat_id"], printed["phone"]) == ("71234567890@c.us", "+71234567890")
    assert [product["id"] for product in printed["products"]] == ["42079728159", "3545870328871389"]
    assert (printed["other_fields"], printed["remarks"]) == ({}, [])
    assert "httpx" in looked_up.err
    assert "PySide6" not in looked_up.err
    assert "shiboken6" not in looked_up.err


def test_a_lookup_prints_lines_for_a_person(furnished: Terminal) -> None:
    looked_up = furnished.run("lookup", "+44", "20", "7946", "0158")
    assert (looked_up.code, looked_up.err) == (0, "")
    assert looked_up.out.startswith("Number                 +44 20 7946 0158\n")
    assert "\nName                   Primrose Flowers\n" in looked_up.out


def test_a_picture_that_did_not_come_with_the_contact_is_asked_for(furnished: Terminal) -> None:
    printed = json.loads(furnished.run("lookup", "+1 202-555-0123", "--json").out)
    assert printed["avatar_url"]


def test_a_doubtful_number_is_asked_with_a_warning(furnished: Terminal) -> None:
    looked_up = furnished.run("lookup", "71234567890")
    assert looked_up.code == 0
    assert looked_up.err == "This doesn't look like a valid number for Russia. You can still look it up.\n"


def test_a_contact_that_says_nothing_is_found_with_a_word(furnished: Terminal) -> None:
    looked_up = furnished.run("lookup", "+1 202-555-0199")
    assert looked_up.code == 0
    assert "No details found. This number may be private or not on WhatsApp." in looked_up.err


@pytest.mark.parametrize("encoding", ["ascii:strict", "utf-8"])
def test_an_output_that_cannot_carry_a_name_replaces_it(furnished: Terminal, encoding: str) -> None:
    looked_up = furnished.with_variables(PYTHONIOENCODING=encoding).run("lookup", "+1 202-555-0176")
    assert looked_up.code == 0
    assert "Verified" in looked_up.out
    printed = furnished.with_variables(PYTHONIOENCODING=encoding).run("lookup", "+12025550176", "--json").out
    assert "דנה כהן" in json.loads(printed)["name"]


def test_odd_values_are_null_and_said(furnished: Terminal) -> None:
    printed = json.loads(furnished.run("lookup", "+44 20 7946 0777", "--json").out)
    assert printed["contact_name"] == "Odd, Contact"
    assert "contactName" in {remark["field"] for remark in printed["remarks"]}
    assert printed["mute_expires_at"] == "always"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["120363043968060000@g.us"], "This is a group ID."),
        (["hello"], "This text contains no phone number."),
        (["+7 912"], "This is too short for a phone number."),
        ([""], "No number to look up."),
        (
            ["+7 912 345-67-89", "+7 912 345-67-90"],
            "Found 2 numbers. Choose one.\n+7 912 345-67-89\n+7 912 345-67-90\n",
        ),
        (
            ["(202) 555-0123"],
            "Which country is (202) 555-0123 from?\nUnited States: +1 202-555-0123\n",
        ),
    ],
)
def test_a_number_that_is_impossible_or_not_the_only_one_is_wrong_usage(
    main: Callable[[list[str]], int],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: list[str],
    sentence: str,
) -> None:
    assert main(["lookup", *words, "--profile", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(sentence)


@pytest.mark.parametrize(
    "words",
    [
        ["lookup"],
        ["lookup", "+79123456789", "--demo"],
        ["lookup", "+79123456789", "--js"],
        ["accounts"],
        ["accounts", "rename"],
        ["accounts", "add", "Support"],
        ["--profile", "", "accounts", "list"],
        ["--nonsense"],
    ],
)
def test_wrong_usage_is_told_with_the_right_one(
    main: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: contact-inspector")


@pytest.mark.parametrize("words", [["--help"], ["lookup", "-h"], ["accounts", "--help"], ["--version"]])
def test_help_is_an_answer(
    main: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert out
    assert err == ""


def test_local_forms_follow_the_setting(terminal: Terminal) -> None:
    terminal.profile.mkdir()
    (terminal.profile / "settings.json").write_text('{"default_region": "DE"}')
    assert terminal.run("lookup", "0151 23456789").code == 3
    (terminal.profile / "settings.json").write_text('{"default_region": null}')
    assert terminal.run("lookup", "0151 23456789").code == 2


def test_without_an_account_nothing_is_asked(terminal: Terminal) -> None:
    for words in (["lookup", "+79123456789"], ["accounts", "test", "Support"], ["accounts", "remove", "x"]):
        told = terminal.run(*words)
        assert (told.code, told.out) == (3, "")
        assert told.err.startswith("No account yet.")


def test_the_profile_may_stand_anywhere(furnished: Terminal, tmp_path: Path) -> None:
    number = "8 (912) 345-67-89"
    elsewhere = Terminal(tmp_path / "elsewhere")
    assert elsewhere.run("lookup", number).code == 3
    for words in (["lookup", number, "--profile"], ["lookup", "--json", number, "--profile"]):
        assert elsewhere.run(*words, str(furnished.profile)).code == 0
    for words in (["accounts", "list", "--profile"], ["accounts", "--profile"]):
        rest = ["list"] if words[-2] == "accounts" else []
        assert "Support" in elsewhere.run(*words, str(furnished.profile), *rest).out


def test_a_refusal_of_the_gateway_is_its_sentence(furnished: Terminal, gateway: DemoGateway) -> None:
    for fault, sentence in ((unauthorized(), "token"), (contact_limit(), "hours")):
        gateway.faults.add("getContactInfo", fault, times=1)
        looked_up = furnished.run("lookup", "+79123456789")
        assert (looked_up.code, looked_up.out) == (1, "")
        assert sentence in looked_up.err
        assert gateway.token.reveal() not in looked_up.err


def test_a_network_that_is_not_there_is_a_sentence(furnished: Terminal, gateway: DemoGateway) -> None:
    gateway.close()
    looked_up = furnished.run("lookup", "+79123456789")
    assert (looked_up.code, looked_up.out) == (1, "")
    assert looked_up.err.endswith(".\n")


def test_a_pause_is_said_and_waited_for(furnished: Terminal, gateway: DemoGateway) -> None:
    gateway.faults.add("getContactInfo", too_many_requests(), times=1)
    looked_up = furnished.run("lookup", "+79123456789", "--json")
    assert looked_up.code == 0
    assert json.loads(looked_up.out)["chat_id"] == "79123456789@c.us"
    assert "Retrying in 1 s…" in looked_up.err


def test_an_interrupt_ends_a_lookup_quietly(furnished: Terminal, gateway: DemoGateway) -> None:
    gateway.faults.add("getContactInfo", Fault(manner=Manner.HANG))
    process = furnished.start("lookup", "+79123456789")
    assert gateway.wait_for(lambda seen: any(each.name == "getContactInfo" for each in seen), limit_s=20)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=10) == ("", "")
    assert process.returncode == 130


PRINTING = (
    ("--help", "1"),
    ("--version", None),
    ("accounts add --help", "1"),
    ("accounts list", None),
    ("lookup +79123456789", None),
)
"""Commands, and whether Python writes at once (PYTHONUNBUFFERED) or all of it at the end."""


@posix_only
@pytest.mark.parametrize(("words", "at_once"), PRINTING)
def test_a_command_whose_output_goes_nowhere_has_done_its_work(
    furnished: Terminal, words: str, at_once: str | None
) -> None:
    terminal = furnished.with_variables(PYTHONUNBUFFERED=at_once)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        process = terminal.start(*words.split(), out=pipe)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    script = 'exec "$@" >&-'
    command = [sys.executable, "-m", "inspector", "--profile", str(terminal.profile), *words.split()]
    closed = subprocess.run(
        ["sh", "-c", script, "sh", *command],
        cwd=ROOT, env=terminal.environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert closed.returncode == 0
    assert "Traceback" not in closed.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize(("words", "at_once"), PRINTING)
def test_a_full_disk_is_a_sentence(furnished: Terminal, words: str, at_once: str | None) -> None:
    terminal = furnished.with_variables(PYTHONUNBUFFERED=at_once)
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        process = terminal.start(*words.split(), out=full)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (1, "Couldn't finish the command: No space left on device.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize("words", ["lookup", "lookup abc"])
def test_a_complaint_that_cannot_be_written_leaves_the_exit_code(terminal: Terminal, words: str) -> None:
    command = [sys.executable, "-m", "inspector", "--profile", str(terminal.profile), *words.split()]
    environment = terminal.with_variables(PYTHONUNBUFFERED=None).environment
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(command, cwd=ROOT, env=environment, stderr=full, check=False)
    assert ended.returncode == 2


def test_without_a_display_the_window_is_refused_in_a_sentence(terminal: Terminal) -> None:
    blind = terminal.with_variables(DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)
    for words in ([], ["+79123456789"], ["--demo"]):
        told = blind.run(*words)
        assert (told.code, told.out) == (1, "")
        assert told.err.startswith("No display to open a window on.")


def test_the_window_looks_up_the_number_it_was_started_with(
    furnished: Terminal, gateway: DemoGateway
) -> None:
    process = furnished.with_variables(QT_QPA_PLATFORM="offscreen").start("+7", "912", "345-67-89")
    assert gateway.wait_for(lambda seen: any(b"79123456789@c.us" in each.body for each in seen), limit_s=20)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode in (0, 130)


def test_a_mistake_of_the_program_is_a_sentence_without_a_traceback(tmp_path: Path) -> None:
    code = (
        "import sys; from inspector.cli import commands, main as cli\n"
        "def list_accounts(folder): raise KeyError('secret')\n"
        "commands.list_accounts = list_accounts; sys.exit(cli.main(['accounts', 'list']))"
    )
    terminal = Terminal(tmp_path)
    command = [sys.executable, "-c", code]
    ended = subprocess.run(
        command, cwd=ROOT, env=terminal.environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Something went wrong (KeyError in ")
    assert "secret" not in ended.stderr


INTERRUPTED_WHILE_LOADING = """
import runpy, sys

class Impatient:
    def find_spec(self, name, path, target=None):
        if name == "inspector.cli.main":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Impatient())
runpy.run_module("inspector", run_name="__main__")
"""


def test_ctrl_c_while_the_program_is_loaded_ends_it_without_a_word() -> None:
    command = [sys.executable, "-c", INTERRUPTED_WHILE_LOADING]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
