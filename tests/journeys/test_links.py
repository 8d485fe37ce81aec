"""A link, and a program that was killed: whoever starts the program again meets one window."""

import os
import signal

from tests.journeys.conftest import Start
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
    first.wait_for_words("A link carries a number only: whatever else it held was ignored.")
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
