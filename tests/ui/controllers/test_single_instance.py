"""The program that runs, told by other starts of it, and by links, whom to look up."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config import single_instance
from inspector.config.folder import ProfileFolder
from inspector.config.single_instance import DONE, Claim, ClaimResult, write_message
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Ready, Shown
from inspector.phone.link import LookupRequest
from tests.program import OpenProgram, use
from tests.terminal import ROOT, Ended, Terminal
from tests.ui.accounting import count
from tests.ui.watching import (
    DEALER,
    FLORIST,
    PATIENCE_MS,
    look_up,
    named,
    press,
    said,
    settle,
    visible_words,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe is no file there")


@pytest.fixture
def claim(profile: ProfileFolder) -> Iterator[Claim]:
    claim = Claim(profile, is_demo=False)
    assert claim.make(LookupRequest()) is ClaimResult.FIRST
    yield claim
    claim.release()


@pytest.fixture
def one(open_program: OpenProgram, gateway: DemoGateway, claim: Claim, quick_retries: None) -> Program:
    """The program that runs, able to ask the demo gateway."""
    program = open_program(claim=claim)
    use(program, gateway)
    return program


@pytest.fixture
def start(profile: ProfileFolder, qtbot: QtBot) -> Callable[..., Ended]:
    """Starts the program once more, where there is not even a display, until it ends."""

    def start_again(*words: str, python: tuple[str, ...] = ()) -> Ended:
        terminal = Terminal(profile.path).with_variables(QT_QPA_PLATFORM=None, DISPLAY=None)
        process = terminal.start(*words, python=python)
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=PATIENCE_MS)
        out, err = process.communicate()
        return Ended(process.returncode, out, err)

    return start_again


def field_text(program: Program) -> str:
    return named(program.window, QLineEdit, "numberField").text()


def speak(address: str, message: bytes) -> bytes:
    """Say something to the program that runs in this very thread; what it answers."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        line.sendall(message)
        line.settimeout(0.01)
        until_s = time.monotonic() + 10
        while time.monotonic() < until_s:
            QCoreApplication.processEvents()
            try:
                return line.recv(100)
            except TimeoutError:
                continue
            except ConnectionError:
                return b""
    raise AssertionError("neither an answer nor an end")


def test_another_start_hands_its_number_over_and_ends(
    one: Program, start: Callable[..., Ended], qtbot: QtBot
) -> None:
    ended = start("+44 20 7946 0158", python=("-X", "importtime"))
    assert (ended.code, ended.out) == (0, "")
    assert not {word for word in ("PySide6", "phonenumbers", "httpx") if word in ended.err}
    settle(qtbot, one)
    assert said(one.window, "profileName") == "Primrose Flowers"


def test_another_start_without_a_number_only_brings_the_window_forward(
    one: Program, start: Callable[..., Ended], qtbot: QtBot
) -> None:
    look_up(qtbot, one, FLORIST)
    one.window.showMinimized()
    assert start() == Ended(0, "", "")
    assert not one.window.isMinimized()
    assert one.window.isActiveWindow()
    assert said(one.window, "profileName") == "Primrose Flowers"


def test_words_with_a_number_among_them_are_handed_over_as_the_number(
    one: Program, start: Callable[..., Ended], qtbot: QtBot
) -> None:
    assert start("https://wa.me/442079460158?text=my%20secret") == Ended(0, "", "")
    settle(qtbot, one)
    assert said(one.window, "profileName") == "Primrose Flowers"
    assert "secret" not in field_text(one)


@pytest.mark.parametrize("words", ["nobody", "+7 912 345-67-89 or +44 20 7946 0158"])
def test_words_without_exactly_one_number_are_not_handed_over_and_that_is_said(
    one: Program, start: Callable[..., Ended], words: str
) -> None:
    ended = start(words)
    assert (ended.code, field_text(one)) == (2, "")
    assert ended.err == "This doesn't contain exactly one phone number. Nothing was looked up.\n"


def test_of_a_link_only_the_number_arrives_and_the_rest_is_said_to_be_ignored(
    one: Program, gateway: DemoGateway, start: Callable[..., Ended], qtbot: QtBot
) -> None:
    link = "contact-inspector://anna:pw@+442079460158/lookup?token=0123456789abcdef,+79123456789"
    assert start(link) == Ended(0, "", "")
    assert field_text(one) == "+442079460158"
    assert (
        one.window.notice.sentence
        == "Only the number in the link was used. Everything else in it was ignored."
    )
    assert "0123456789abcdef" not in visible_words(one.window)


def test_a_link_fills_the_field_and_waits_for_enter(
    one: Program, gateway: DemoGateway, start: Callable[..., Ended], qtbot: QtBot
) -> None:
    look_up(qtbot, one, DEALER)
    assert start(f"contact-inspector:{FLORIST.replace(' ', '')}") == Ended(0, "", "")
    qtbot.wait(100)
    assert said(one.window, "profileName") == "Dealer"
    assert "Press Enter to look up the number above." in visible_words(one.window)
    assert count(gateway) == 1
    field = named(one.window, QLineEdit, "numberField")
    assert field.hasFocus()
    press(field, Qt.Key.Key_Return)
    settle(qtbot, one)
    assert said(one.window, "profileName") == "Primrose Flowers"


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("contact-inspector:hello", "The link contains no phone number."),
        ("contact-inspector:", "The link contains no phone number."),
        ("contact-inspector:+7912", "This is too short for a phone number"),
        ("contact-inspector:+9991234567", "start with a known country code"),
    ],
)
def test_a_link_with_no_possible_number_is_said_and_nothing_is_sent(
    one: Program, gateway: DemoGateway, claim: Claim, link: str, sentence: str
) -> None:
    from inspector.phone.link import read_wanted

    assert speak(claim.address, write_message(read_wanted(link))) == DONE
    assert sentence in visible_words(one.window)
    assert one.lookup_controller.state == Ready()
    assert gateway.seen == ()


def test_a_first_start_may_be_by_a_link(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    program = open_program("contact-inspector:+442079460158?token=x")
    use(program, gateway)
    qtbot.wait(100)
    assert (program.lookup_controller.state, field_text(program)) == (Ready(), "+442079460158")
    assert count(gateway) == 0
    assert "Only the number in the link was used." in program.window.notice.sentence


def test_of_links_before_an_account_is_open_the_newest_fills_the_field_and_none_is_looked_up(
    open_program: OpenProgram, gateway: DemoGateway, claim: Claim, qtbot: QtBot, quick_retries: None
) -> None:
    program = open_program(claim=claim)
    for number in (DEALER, FLORIST):
        speak(claim.address, write_message(LookupRequest(number, is_link=True)))
    use(program, gateway)
    qtbot.wait(100)
    assert (program.lookup_controller.state, field_text(program)) == (Ready(), FLORIST)
    assert gateway.seen == ()


def test_of_a_flood_of_links_the_newest_fills_the_field_and_none_is_looked_up(
    open_program: OpenProgram, gateway: DemoGateway, claim: Claim, qtbot: QtBot
) -> None:
    """A web page may open a hundred in a second."""
    program = open_program(claim=claim)
    use(program, gateway)
    told: list[ClaimResult] = []

    def flood() -> None:
        claim = Claim(ProfileFolder(program._folder.path), is_demo=False)
        for place in range(100):
            number = FLORIST if place == 99 else f"+4420794600{place:02}"
            told.append(claim.make(LookupRequest(number, is_link=True)))

    thread = threading.Thread(target=flood)
    thread.start()
    qtbot.waitUntil(lambda: len(told) == 100, timeout=PATIENCE_MS)
    thread.join()
    assert set(told) == {ClaimResult.TOLD}
    assert field_text(program) == FLORIST
    assert (program.lookup_controller.state, gateway.seen) == (Ready(), ())


NOISE = [
    b"\n",
    b"typed\t\thello\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"x" * 100_000,
    b"\x00\xff\n" * 1_000,
    b"typed\t\t+442079460158 and more\n",
    b'{"number": "+442079460158"}\n',
]


def test_what_is_no_message_changes_nothing(one: Program, gateway: DemoGateway, claim: Claim) -> None:
    for noise in NOISE:
        assert speak(claim.address, noise) == b"", noise
        assert (one.lookup_controller.state, gateway.seen, field_text(one)) == (Ready(), (), ""), noise
    assert speak(claim.address, write_message(LookupRequest())) == DONE


def test_a_caller_that_says_nothing_is_hung_up_on(one: Program, claim: Claim) -> None:
    assert speak(claim.address, b"typed\t\t+44207946") == b""
    assert field_text(one) == ""


def test_callers_that_go_away_at_once_do_no_harm(one: Program, claim: Claim, qtbot: QtBot) -> None:
    for message in (b"", b"typed", write_message(LookupRequest(FLORIST))) * 10:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(claim.address)
            line.sendall(message)
    settle(qtbot, one)
    qtbot.waitUntil(lambda: isinstance(one.lookup_controller.state, Shown))
    assert speak(claim.address, write_message(LookupRequest())) == DONE


def test_a_message_carries_one_wish_only(one: Program, gateway: DemoGateway, claim: Claim) -> None:
    both = write_message(LookupRequest(FLORIST)) + write_message(LookupRequest(DEALER))
    assert speak(claim.address, both) == DONE
    assert field_text(one) == FLORIST


def test_the_token_to_come_forward_is_used_up(one: Program, claim: Claim) -> None:
    assert speak(claim.address, write_message(LookupRequest(), "token-1234")) == DONE
    assert "XDG_ACTIVATION_TOKEN" not in os.environ


def test_only_its_own_user_may_speak_to_the_program(one: Program, claim: Claim) -> None:
    assert Path(claim.address).is_socket()
    assert Path(claim.address).stat().st_mode & 0o077 == 0


def test_a_socket_that_a_killed_program_left_is_no_obstacle(
    open_program: OpenProgram, gateway: DemoGateway, claim: Claim
) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(claim.address)
    assert Path(claim.address).is_socket()
    open_program(claim=claim)
    assert speak(claim.address, write_message(LookupRequest())) == DONE


def test_where_nothing_can_be_listened_to_the_claim_is_given_up(
    open_program: OpenProgram, claim: Claim, profile: ProfileFolder
) -> None:
    Path(claim.address).mkdir()
    open_program(claim=claim)
    assert Claim(profile, is_demo=False).make(LookupRequest()) is ClaimResult.FIRST


def test_a_closed_program_listens_no_more(one: Program, claim: Claim) -> None:
    one.close()
    assert not Path(claim.address).exists()


def test_a_second_window_beside_one_that_hangs_says_what_it_is(
    open_program: OpenProgram, claim: Claim, profile: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "START_LIMIT_S", 0.1)
    second = Claim(profile, is_demo=False)
    assert second.make(LookupRequest()) is ClaimResult.BESIDE_SILENT
    program = open_program(claim=second)
    assert (
        program.window.notice.sentence
        == "This is a second window because the one already open isn't responding."
    )
    assert not Path(claim.address).exists(), "the claim is not its own"


@pytest.mark.timeout(120)
def test_of_several_starts_at_one_instant_one_stays(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "profile").with_variables(QT_QPA_PLATFORM="offscreen")
    processes = [terminal.start("--demo", "+44 20 7946 0158") for _ in range(4)]
    try:
        until_s = time.monotonic() + 45
        while sum(process.poll() is None for process in processes) > 1:
            assert time.monotonic() < until_s
            time.sleep(0.02)
        [stays] = [process for process in processes if process.poll() is None]
        assert {process.returncode for process in processes if process is not stays} == {0}
        assert terminal.run("--demo").code == 0
        assert stays.poll() is None
    finally:
        for process in processes:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert stays.returncode == 0


OPEN_LINK = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from inspector.app import process as app
from inspector.app.bootstrap import Program
from inspector.phone.number import Number

class Watched(Program):
    def open(self):
        self.begun.connect(self._deliver)
        super().open()

    def _deliver(self):
        for address in sys.argv[2:]:
            QCoreApplication.sendEvent(QCoreApplication.instance(), QFileOpenEvent(QUrl(address)))
        state = type(self.lookup_controller.state).__name__
        print(state, repr(self.window.search.reading), self.window.notice.sentence, sep="|")
        QTimer.singleShot(0, self.window.close)

app.Program = Watched
sys.exit(app.run(None, is_demo=True, profile=Path(sys.argv[1])))
"""


def test_a_link_that_the_system_hands_to_the_running_program_fills_its_field(tmp_path: Path) -> None:
    """As macOS does, which starts no second one."""
    ended = subprocess.run(
        [
            sys.executable,
            "-c",
            OPEN_LINK,
            str(tmp_path),
            "contact-inspector:+442079460158?token=x",
            "file:///etc/passwd",
        ],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    state, reading, sentence = ended.stdout.strip().split("|")
    assert state == "Ready"
    assert "digits='442079460158'" in reading
    assert sentence == "Only the number in the link was used. Everything else in it was ignored."
