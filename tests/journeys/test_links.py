"""A link, and a program that was killed: whoever starts the program again meets one window."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from inspector.config.folder import ProfileFolder
from tests.journeys import screen as screens
from tests.journeys.conftest import Start
from tests.journeys.process import ROOT
from tests.journeys.waiting import until

LINK = "contact-inspector://anna@+442079460158/?token=0123456789abcdef"


def test_a_link_fills_the_field_of_the_window_that_is_open_and_waits_for_enter(start: Start) -> None:
    first = start("--demo")
    first.wait_for_window()
    first.wait_for_account("Demo")
    second = start("--demo", LINK, is_read=False)
    assert second.wait_for_end() == 0
    second.assert_ended_well()
    first.wait_for_words("United Kingdom")
    first.wait_for_words("Only the number in the link was used. Everything else in it was ignored.")
    assert not first.says("0123456789abcdef")
    assert not first.says("Chat ID: 442079460158@c.us")
    first.screen.press("Return")
    first.wait_for_words("Chat ID: 442079460158@c.us")
    first.close_window()
    first.assert_ended_well()


def test_a_killed_program_is_followed_by_a_new_window(start: Start) -> None:
    first = start("--demo", is_read=False)
    first.wait_for_window()
    os.kill(first.pid, signal.SIGKILL)
    until("the end of the killed one", lambda: not first.is_running)
    second = start("--demo", LINK)
    second.wait_for_words("United Kingdom")
    second.close_window()
    second.assert_ended_well()


def test_a_start_on_another_screen_says_there_where_the_window_is(
    start: Start, profile: ProfileFolder, tmp_path: Path
) -> None:
    first = start("--demo", is_read=False)
    first.wait_for_window()
    with screens.running(tmp_path) as other:
        command = [sys.executable, "-m", "inspector", "--demo", "--profile", str(profile.path)]
        environment = os.environ | other.environment
        with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as late:
            assert late.stderr is not None
            assert "is already open on another screen" in late.stderr.readline()
            until("the sentence on the other screen", lambda: not other.is_blank)
            other.enter_window("Contact Inspector")
            other.save(tmp_path / "other.png")
            other.press("Return")
        assert late.returncode == 1
    first.close_window()
    first.assert_ended_well()
