"""From a number that is typed to a contact on the screen."""

import json
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from inspector.config.folder import ProfileFolder
from inspector.core.secret import Secret
from inspector.demo.drawing import Canvas, Colour
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import LoggedRequest, Outcome
from tests.journeys.conftest import Start, add_account
from tests.journeys.process import Process
from tests.journeys.screen import Screen
from tests.journeys.waiting import until
from tests.pace import limit_s
from tests.secret_service import SecretService

PRODUCTS_AREA = (430, 200, 1160, 700)
"""Left, top, right and bottom of a part of the window where product cards stand, in pixels."""
MANY_COLOURS = 1_000
"""Drawn pictures have thousands; cards without pictures a few hundred, all from the edges of letters."""
DRAWN_RED = "#d01030"
WARNING_SURFACE = "#fdf1d3"
A_NOTICE_PX = 20_000
SLOW_S = 0.8
"""Enough for typing another number before the answer to the first comes."""
DROPPED_WITHIN_S = 0.1
ANSWERS_TYPING_WITHIN_S = 3.0
"""On a busy machine too; what the program must not wait for does not come within a minute."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def asked_chat_ids(seen: tuple[LoggedRequest, ...]) -> list[str]:
    return [json.loads(one.body)["chatId"] for one in seen if one.name == "getContactInfo"]


def pictures(seen: tuple[LoggedRequest, ...]) -> list[LoggedRequest]:
    return [one for one in seen if one.name == "picture"]


def solid_picture(colour: str) -> Fault:
    rgb: Colour = (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))
    return Fault(body=Canvas(64, rgb, rgb).png(), headers=(("Content-Type", "image/png"),))


def open_with(start: Start, account: str, pictures_from: str | None = None) -> Process:
    program = start(pictures_from=pictures_from)
    program.wait_for_window()
    program.wait_for_account(account)
    return program


def test_an_account_added_on_the_command_line_answers_in_the_window(
    start: Start, account: str, gateway: DemoGateway, screen: Screen
) -> None:
    gateway.faults.add("picture", solid_picture(DRAWN_RED))
    program = open_with(start, account, pictures_from=gateway.api_url)
    assert not screen.count(DRAWN_RED)
    program.look_up("8 (912) 345-67-89")
    program.wait_for_words("+7 912 345-67-89")
    program.wait_for_words("Kuznetsov Auto")
    count = program.thing("productCount")
    assert count is not None
    assert count.name == "31"
    assert asked_chat_ids(gateway.seen) == ["79123456789@c.us"]
    until("seven cards and an avatar in red", lambda: screen.count(DRAWN_RED) > 7 * 150 * 150)
    assert len({one.target for one in pictures(gateway.seen)}) >= 9
    program.close_window()
    program.assert_ended_well()


def test_a_gateway_of_ones_own_is_no_place_to_fetch_pictures_from(
    start: Start, account: str, gateway: DemoGateway
) -> None:
    program = open_with(start, account)
    program.look_up("79123456789")
    program.wait_for_words("Spark plug, iridium")
    program.close_window()
    program.assert_ended_well()
    assert pictures(gateway.seen) == []


def test_nothing_of_a_slow_lookup_appears_after_a_second_one(
    start: Start, account: str, gateway: DemoGateway
) -> None:
    gateway.add_contact({"chatId": "447700900001@c.us", "name": "First Contact", "isBusiness": True})
    gateway.add_contact(
        {
            "chatId": "447700900002@c.us",
            "name": "Second Contact",
            "avatar": gateway.links.original("flower-2", "second"),
            "isBusiness": True,
        }
    )
    program = open_with(start, account, pictures_from=gateway.api_url)
    gateway.faults.add("getContactInfo", Fault(delay_s=SLOW_S), 1)
    program.look_up("+44 7700 900001")
    assert gateway.wait_for(lambda seen: len(asked_chat_ids(seen)) == 1)
    program.screen.press("ctrl+l")
    program.screen.type("+44 7700 900002")
    program.screen.press("Return")
    assert gateway.wait_for(lambda seen: Outcome.DROPPED in [one.outcome for one in seen])
    dropped_s = time.monotonic()
    program.wait_for_words("Second Contact")
    first, second = (one for one in gateway.seen if one.name == "getContactInfo")
    assert dropped_s - second.at < limit_s(DROPPED_WITHIN_S)
    while time.monotonic() < first.at + 2 * SLOW_S:
        assert not program.says("First Contact")
    assert asked_chat_ids(gateway.seen) == ["447700900001@c.us", "447700900002@c.us"]
    assert (first.outcome, second.outcome) == ("dropped", "answered")
    assert all("second" in one.target for one in pictures(gateway.seen))
    assert pictures(gateway.seen)
    program.close_window()
    program.assert_ended_well()


def test_the_next_number_replaces_the_last_by_typing_and_by_pasting(
    start: Start, account: str, gateway: DemoGateway
) -> None:
    program = open_with(start, account)
    program.look_up("+44 20 7946 0158")
    program.wait_for_words("Primrose Flowers")
    program.screen.press("ctrl+c")
    program.screen.type("+7 912 345-67-89")
    program.wait_for_words("These details are for +44 20 7946 0158.")
    program.screen.press("Return")
    program.wait_for_words("Kuznetsov Auto")
    program.screen.press("ctrl+v", "Return")
    program.wait_for_words("Primrose Flowers")
    assert asked_chat_ids(gateway.seen) == [
        "442079460158@c.us",
        "79123456789@c.us",
        "442079460158@c.us",
    ]
    program.close_window()
    program.assert_ended_well()


def test_the_sample_contacts_open_with_a_number_and_draw_their_pictures(start: Start, screen: Screen) -> None:
    program = start("--demo", "+7 912", "345-67-89")
    program.wait_for_window()
    program.wait_for_words("nothing leaves this computer")
    program.wait_for_words("31")
    program.wait_for_words("Kuznetsov Auto")
    until("pictures on the cards", lambda: len(screen.colours(*PRODUCTS_AREA)) > MANY_COLOURS)
    program.look_up("+44 20 7946 0158")
    program.wait_for_words("No catalogue")
    assert len(screen.colours(*PRODUCTS_AREA)) < MANY_COLOURS
    program.close_window()
    program.assert_ended_well()


def test_the_documentations_contact_is_shown_field_for_field(start: Start) -> None:
    program = start("71234567890", "--demo")
    program.wait_for_window()
    program.wait_for_words("Replacement")
    names = {thing.name for thing in program.things()}
    assert {
        "Dealer", "+7 1234567890", "In phone book: Dealer", "Category: Automotive Dealership",
        "24service@tt.tt", "Business", "Not archived", "Not muted", "Disappearing: off",
        "Last seen: Hidden or unknown", "Chat ID: 71234567890@c.us",
    } <= names  # fmt: skip
    cards = [thing.name for thing in program.things() if thing.role == "list item"]
    assert [card.partition(",")[0] for card in cards] == ["Replacement", "Technical maintenance"]
    program.close_window()
    program.assert_ended_well()


def test_typing_is_answered_and_enter_remembered_while_the_keychain_takes_its_time(
    start: Start, frozen_keychain: SecretService, gateway: DemoGateway
) -> None:
    program = start()
    program.wait_for_window()
    program.look_up("+1 202-555-0147")
    program.wait_for_words("United States", limit_s=ANSWERS_TYPING_WITHIN_S)
    assert not program.says("connected as")
    assert asked_chat_ids(gateway.seen) == []
    frozen_keychain.thaw()
    program.wait_for_words("Chat ID: 12025550147@c.us")
    assert asked_chat_ids(gateway.seen) == ["12025550147@c.us"]
    program.close_window()
    program.assert_ended_well()


def test_the_window_answers_typing_though_the_network_and_the_keychain_never_finish_loading(
    start: Start, account: str, tmp_path: Path
) -> None:
    """Whatever the first paint waits for cannot be these: their imports do not end."""
    for name in ("httpx", "keyring", "secretstorage"):
        (tmp_path / f"{name}.py").write_text("import time\ntime.sleep(60)\n")
    program = start(environment={"PYTHONPATH": str(tmp_path)})
    program.wait_for_window()
    program.screen.type("+1 202-555-0147")
    program.wait_for_words("United States", limit_s=ANSWERS_TYPING_WITHIN_S)
    program.close_window()
    program.assert_ended_well()


def test_a_gateway_that_nobody_runs_is_named(
    start: Start, secret_service: SecretService, profile: ProfileFolder
) -> None:
    port = free_port()
    add_account(profile, "Closed", f"http://127.0.0.1:{port}", "1101000001", Secret("0" * 50))
    program = start("+1 202-555-0147")
    program.wait_for_window()
    program.wait_for_words(f"127.0.0.1:{port} refused the connection")
    assert program.screen.count(WARNING_SURFACE) > A_NOTICE_PX
    program.close_window()
    program.assert_ended_well()


def test_a_name_that_nobody_knows_is_told_from_a_gateway_that_does_not_run(
    start: Start, secret_service: SecretService, profile: ProfileFolder
) -> None:
    """In a network of its own the program reaches nobody, whatever the name stands for elsewhere."""
    alone = ("unshare", "--net") if os.geteuid() == 0 else ("unshare", "--net", "--map-root-user")
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system gives no process a network of its own")
    add_account(profile, "Lost", "https://gateway.invalid", "1101000001", Secret("0" * 50))
    program = start("+1 202-555-0147", before=alone)
    program.wait_for_window()
    program.wait_for_words("Couldn't find gateway.invalid (DNS)")
    assert program.screen.count(WARNING_SURFACE) > A_NOTICE_PX
    program.close_window()
    program.assert_ended_well()
