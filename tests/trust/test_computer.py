"""What a computer does to a program: it kills it, fills its disk, moves its clock, sleeps in the middle."""

import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from typing import Self

import pytest
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.demo.faults import too_many_requests
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Shown
from tests.cli.test_accounts import a_full_disk
from tests.program import OpenProgram, use
from tests.secret_service import SecretService
from tests.terminal import ROOT, Terminal
from tests.ui.accounting import add_another, add_first
from tests.ui.watching import DEALER, ask, look_up, said, settle

KILLS = 30
UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


@UNIX_ONLY
def test_killed_at_any_moment_of_saving_nothing_half_written_is_ever_read(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.trust.writer", str(tmp_path / "profile"), str(KILLS)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


@UNIX_ONLY
def test_a_full_disk_costs_a_setting_its_permanence_and_nothing_else(
    program: Program, gateway: DemoGateway, profile: ProfileFolder, qtbot: QtBot
) -> None:
    look_up(qtbot, program, DEALER)
    before = (profile.path / "settings.json").read_bytes()
    with a_full_disk():
        program.preferences.change(Settings(default_region="GB", theme="light"))
    assert "settings.json couldn't be saved: " in program.window.notice.sentence
    assert (profile.path / "settings.json").read_bytes() == before
    assert said(program.window, "profileName") == "Dealer"
    program.preferences.change(Settings(default_region="FR", theme="light"))
    assert Settings.load(profile)[0].default_region == "FR"


def test_two_copies_with_one_profile_keep_each_others_accounts(
    secret_service: SecretService,
    first_start: Program,
    profile: ProfileFolder,
    gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    add_first(first_start, gateway, qtbot, "Window")
    assert Terminal(profile.path).add(gateway, "Terminal").code == 0
    add_another(first_start, gateway, qtbot, "Later", gateway.token.reveal())
    book, notes = AccountBook.load(profile)
    assert notes == ()
    assert {account.name for account in book.accounts} == {"Window", "Terminal", "Later"}
    assert len(secret_service.items()) == 3
    look_up(qtbot, first_start, DEALER)
    assert Terminal(profile.path).run("lookup", DEALER, "--account", "Later").code == 0


def test_the_window_and_the_command_line_add_accounts_at_the_same_moment(
    secret_service: SecretService,
    first_start: Program,
    profile: ProfileFolder,
    gateway: DemoGateway,
    qtbot: QtBot,
) -> None:
    terminal, names = Terminal(profile.path), ("One", "Two")
    options = ("--api-url", gateway.api_url, "--id-instance", gateway.account.id_instance)
    adding = [terminal.start("accounts", "add", name, *options) for name in names]
    for process in adding:
        assert process.stdin is not None
        process.stdin.write(f"{gateway.token.reveal()}\n")
        process.stdin.flush()
    add_first(first_start, gateway, qtbot, "Window")
    for process in adding:
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (0, "")
    book, notes = AccountBook.load(profile)
    assert notes == ()
    assert {account.name for account in book.accounts} == {"Window", *names}
    assert len(secret_service.items()) == 3


class Jumping(datetime):
    """A wall clock that somebody moves by a day, forth and back, each time it is looked at."""

    turn = 0

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        Jumping.turn += 1
        return super().now(tz) + timedelta(days=1 if Jumping.turn % 2 else -1)


@pytest.fixture
def jumping_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the program reads the time of day; the demo gateway and the test runner keep their own."""
    real, turns = time.time, count()

    def jumping() -> float:
        return real() + (86_400 if next(turns) % 2 else -86_400)

    for name in [name for name in sys.modules if re.match(r"inspector\.(?!demo)", name)]:
        for key, value in vars(sys.modules[name]).copy().items():
            if value is real or value is datetime:
                monkeypatch.setattr(sys.modules[name], key, jumping if value is real else Jumping)


def test_a_clock_that_is_moved_during_a_lookup_changes_neither_its_pause_nor_its_duration(
    open_program: OpenProgram, gateway: DemoGateway, jumping_clock: None, qtbot: QtBot
) -> None:
    program = open_program()
    use(program, gateway)
    gateway.faults.add("getContactInfo", too_many_requests(), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    state = program.lookup_controller.state
    assert isinstance(state, Shown)
    first, second = [seen.at for seen in gateway.seen if seen.name == "getContactInfo"]
    assert 1 <= second - first < 3, "the documented pause after 429 is a second"
    assert second - first <= state.found.took_s < 4
    assert abs(state.found.asked_at - datetime.now(UTC)) < timedelta(days=1, minutes=1)


@UNIX_ONLY
@pytest.mark.parametrize("pause_s", [0.3, 2.0])
def test_a_computer_that_sleeps_in_the_middle_of_a_lookup_wakes_to_its_end(
    furnished: Terminal, gateway: DemoGateway, pause_s: float
) -> None:
    gateway.answer_delay_s = 0.2
    process = furnished.start("lookup", DEALER)
    assert gateway.wait_for(bool)
    process.send_signal(signal.SIGSTOP)
    time.sleep(pause_s)
    process.send_signal(signal.SIGCONT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (0, "")
    assert "Dealer" in out
