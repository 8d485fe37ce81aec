"""A computer that falls asleep while the program asks."""

import os
import signal
import time

from inspector.demo.gateway import DemoGateway
from tests.journeys.conftest import Start

SLEEPS_S = 2.0


def test_a_window_that_slept_in_the_middle_of_a_lookup_shows_the_contact_when_it_wakes(
    start: Start, account: str, gateway: DemoGateway
) -> None:
    gateway.answer_delay_s = 0.3
    program = start("+7 912 345-67-89", is_measured=False)
    program.wait_for_window()
    assert gateway.wait_for(bool)
    os.kill(program.pid, signal.SIGSTOP)
    time.sleep(SLEEPS_S)
    os.kill(program.pid, signal.SIGCONT)
    program.wait_for_words("Kuznetsov Auto")
    program.close_window()
    program.assert_ended_well()
