"""What is done with a card by mouse and keys, and with its picture in another program."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.demo.gateway import DemoGateway
from tests.journeys import drop_target
from tests.journeys.conftest import Start
from tests.journeys.process import ROOT, Process
from tests.journeys.screen import Screen
from tests.journeys.waiting import until

FIRST_CARD = (490, 260)
TARGET = (drop_target.LEFT_PX + 40, drop_target.TOP_PX + 40)
DEALER = "79123456789"


@pytest.fixture
def target(screen: Screen) -> Iterator[subprocess.Popen[str]]:
    """Another program that waits for something to be dropped on it."""
    command = [sys.executable, "-m", "tests.journeys.drop_target"]
    environment = os.environ | screen.environment
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as target:
        assert target.stdout is not None
        assert target.stdout.readline() == "ready\n"
        yield target
        target.kill()


def open_dealer(start: Start, gateway: DemoGateway) -> Process:
    program = start(DEALER, pictures_from=gateway.api_url)
    program.wait_for_window()
    program.wait_for_words("Kuznetsov Auto")
    return program


def test_a_card_s_picture_is_dragged_into_another_program_and_its_file_goes_at_the_end(
    start: Start, account: str, gateway: DemoGateway, screen: Screen, target: subprocess.Popen[str]
) -> None:
    program = open_dealer(start, gateway)
    until("a picture on the first card", lambda: len(screen.colours(420, 180, 580, 340)) > 100)
    screen.drag(FIRST_CARD, TARGET)
    assert target.stdout is not None
    dropped = json.loads(target.stdout.readline())
    ((name, content),) = dropped["files"]
    file = Path(name)
    assert file.suffix == ".png"
    assert bytes.fromhex(content).startswith(b"\x89PNG")
    assert min(dropped["image"]) > 100
    assert not [text for text in dropped["texts"].values() if "oh=" in text or "http" in text]
    assert file.exists()
    program.close_window()
    program.assert_ended_well()
    assert not file.parent.parent.exists()


@pytest.mark.parametrize("key", ["shift+F10", "Menu"])
def test_a_card_s_menu_opens_by_one_key_and_the_product_by_two_more(
    start: Start, account: str, gateway: DemoGateway, screen: Screen, key: str
) -> None:
    program = open_dealer(start, gateway)
    screen.click(*FIRST_CARD)
    screen.press(key)
    screen.press("Down", "Return")
    program.wait_for_words("1 of 31")
    program.close_window()
    program.assert_ended_well()
