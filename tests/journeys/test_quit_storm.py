"""The program is ended again and again, each time in another moment of a lookup."""

import random
import statistics
import time
from functools import partial

import pytest

from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import LoggedRequest
from tests.journeys.conftest import Start
from tests.journeys.test_quitting import ENDS_WITHIN_S, WAYS
from tests.trust.depth import IS_LONG, QUITS, report

NUMBER = "+7 912 345-67-89"
LONGEST_DELAY_S = 0.3
PATIENCE_S = 30.0
"""For a program to be there at all while the machine does other things."""
LONGEST_WAIT_S = 0.8
"""From the first question to the last picture and beyond, at the longest delays."""


def has_grown(before: int, seen: tuple[LoggedRequest, ...]) -> bool:
    return len(seen) > before


@pytest.mark.timeout(600 if IS_LONG else 60)
def test_a_storm_of_quits_ends_every_program_well(start: Start, account: str, gateway: DemoGateway) -> None:
    seed = random.randrange(2**32)
    chance, took_s = random.Random(seed), []
    for number in range(1, QUITS + 1):
        gateway.answer_delay_s = chance.uniform(0, LONGEST_DELAY_S)
        gateway.picture_delay_s = chance.uniform(0, LONGEST_DELAY_S)
        way = chance.choice(list(WAYS))
        seen = gateway.seen
        program = start(NUMBER, pictures_from=gateway.api_url, is_read=False, is_measured=False)
        program.wait_for_window()
        assert gateway.wait_for(partial(has_grown, len(seen)), PATIENCE_S)
        time.sleep(chance.uniform(0, LONGEST_WAIT_S))
        took_s.append(WAYS[way][0](program))
        assert program.stderr == "", f"quit {number} by {way}, seed {seed}"
        program.assert_ended_well()
    report(f"\nquit storm, seed {seed}: {QUITS} ended, median {statistics.median(took_s):.3f} s, {took_s=}")
    assert statistics.median(took_s) < ENDS_WITHIN_S
