"""However busy the program is, it ends at once, in peace, and whole."""

import signal
import statistics
import time
from collections.abc import Callable

import pytest

from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from tests.journeys.conftest import Start
from tests.journeys.process import Process
from tests.journeys.waiting import until
from tests.secret_service import SecretService

ENDS_WITHIN_S = 0.5
BUSY_ENDS_WITHIN_S = 1.0
"""For a single try on a machine that does other things too; what is stuck would hold it far longer."""
HANG = Fault(manner=Manner.HANG)
NUMBER = "+7 912 345-67-89"


def by_signal(number: signal.Signals) -> Callable[[Process], float]:
    def end(program: Process) -> float:
        return program.send(number)

    return end


WAYS = {
    "the window is closed": (Process.close_window, 5),
    "SIGTERM": (by_signal(signal.SIGTERM), 3),
    "SIGINT": (by_signal(signal.SIGINT), 3),
}
"""How the program is asked to end, and how often that is tried."""


def is_asking(gateway: DemoGateway, name: str, times: int = 1) -> bool:
    """Whether this many requests are under way now, or soon."""

    def is_reached(seen: object) -> bool:
        under_way = [one for one in gateway.seen if one.name == name and one.outcome is Outcome.OPEN]
        return len(under_way) >= times

    return gateway.wait_for(is_reached, limit_s=20)  # a busy machine starts programs slowly


@pytest.mark.parametrize("way", WAYS)
def test_the_program_ends_in_the_middle_of_a_lookup(
    start: Start, account: str, gateway: DemoGateway, way: str
) -> None:
    gateway.faults.add("getContactInfo", HANG)
    took_s = []
    end, times = WAYS[way]
    for _ in range(times):
        program = start(NUMBER, is_read=False, is_measured=False)
        assert is_asking(gateway, "getContactInfo")
        program.wait_for_window()
        took_s.append(end(program))
        program.assert_ended_well()
        assert gateway.wait_for(lambda seen: seen[-1].outcome is Outcome.DROPPED)
    assert statistics.median(took_s) < ENDS_WITHIN_S


def test_the_program_ends_while_the_keychain_is_stuck(start: Start, frozen_keychain: SecretService) -> None:
    program = start(NUMBER, is_measured=False)
    program.wait_for_words("Waiting for the keychain")
    assert program.close_window() < BUSY_ENDS_WITHIN_S
    program.assert_ended_well()


def test_the_program_ends_while_pictures_hang(start: Start, account: str, gateway: DemoGateway) -> None:
    gateway.faults.add("picture", HANG)
    program = start(NUMBER, pictures_from=gateway.api_url, is_read=False, is_measured=False)
    assert is_asking(gateway, "picture", times=6)
    assert program.close_window() < BUSY_ENDS_WITHIN_S
    program.assert_ended_well()


def test_the_program_ends_while_an_answer_drips_in(start: Start, account: str, gateway: DemoGateway) -> None:
    gateway.faults.add("getContactInfo", Fault(manner=Manner.DRIP, delay_s=0.02))
    program = start(NUMBER, is_read=False, is_measured=False)
    assert is_asking(gateway, "getContactInfo")
    assert program.close_window() < BUSY_ENDS_WITHIN_S
    program.assert_ended_well()


def test_a_signal_before_the_first_window_is_not_lost(start: Start) -> None:
    """The program listens to signals some time before its event loop runs."""
    program = start(is_read=False)
    until("a program that listens", lambda: program.listens_to(signal.SIGTERM))
    program.send(signal.SIGTERM)
    program.assert_ended_well()


def test_ctrl_c_while_qt_is_loaded_ends_the_process_without_a_traceback(start: Start) -> None:
    """An interrupted import of Qt would abort the process and fill the terminal."""
    program = start(is_read=False, is_measured=False)
    until("a program that loads Qt", lambda: program.has_loaded("libQt6Core"))
    program.send(signal.SIGINT)
    assert program.code in (-signal.SIGINT, 0)
    assert program.stderr == ""


@pytest.mark.parametrize("after_ms", range(0, 400, 40))
def test_the_program_ends_well_at_any_moment_after_its_window_appeared(
    start: Start, account: str, after_ms: int
) -> None:
    program = start(NUMBER, is_read=False, is_measured=False)
    program.wait_for_window()
    time.sleep(after_ms / 1000)
    program.close_window()
    program.assert_ended_well()
