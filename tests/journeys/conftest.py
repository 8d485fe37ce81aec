"""A screen, a screen reader and the program on it, for journeys through the real window."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pytest

from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.core.secret import Secret
from inspector.demo.gateway import DemoGateway
from tests.journeys import reader as readers
from tests.journeys import screen as screens
from tests.journeys.process import ROOT, Process
from tests.journeys.reader import Reader
from tests.journeys.screen import Screen
from tests.journeys.waiting import until
from tests.secret_service import SecretService

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


class Start(Protocol):
    """Starts the program in the test's profile."""

    def __call__(
        self,
        *words: str,
        pictures_from: str | None = None,
        is_read: bool = True,
        is_measured: bool = True,
        before: tuple[str, ...] = (),
        environment: Mapping[str, str] = NOTHING_MORE,
    ) -> Process:
        """Start it with these words on its command line.

        Args:
            pictures_from: an origin beside WhatsApp's own.
            is_read: whether a screen reader listens.
            is_measured: whether coverage counts its lines; see Process.
            before: a program that starts it, and its words.
            environment: further environment variables.
        """


@pytest.fixture(scope="session")
def _screen_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    with screens.running(tmp_path_factory.mktemp("screen")) as screen:
        yield screen


@pytest.fixture
def screen(_screen_of_all: Screen) -> Iterator[Screen]:
    """The screen, empty before and after each test."""
    assert _screen_of_all.is_blank
    yield _screen_of_all
    until("an empty screen", lambda: _screen_of_all.is_blank)


@pytest.fixture(scope="session")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    with readers.running(tmp_path_factory.mktemp("reader")) as reader:
        yield reader


@pytest.fixture
def profile(tmp_path: Path) -> ProfileFolder:
    """A profile folder in which colours and country are settled."""
    folder = ProfileFolder(tmp_path / "profile")
    Settings(default_region=None, theme="light").save(folder)
    return folder


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """An environment in which modules are compiled once for all journeys, as an installation does.

    Also where the tests themselves are told to leave no compiled files behind.
    """
    folder = tmp_path_factory.mktemp("compiled")
    return {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}


@pytest.fixture
def start(
    screen: Screen, reader: Reader, profile: ProfileFolder, compiled: Mapping[str, str], tmp_path: Path
) -> Iterator[Start]:
    """Starts the program, as often as wanted; what still runs at the end of the test is ended."""
    started: list[Process] = []

    def start_one(
        *words: str,
        pictures_from: str | None = None,
        is_read: bool = True,
        is_measured: bool = True,
        before: tuple[str, ...] = (),
        environment: Mapping[str, str] = NOTHING_MORE,
    ) -> Process:
        module = ["inspector"] if pictures_from is None else ["tests.journeys.with_pictures", pictures_from]
        folder = tmp_path / f"run-{len(started)}"
        folder.mkdir()
        command = [*before, sys.executable, "-m", *module, *words, "--profile", str(profile.path)]
        listener = reader if is_read else None
        whole = {**compiled, **environment}
        process = Process(command, folder, screen, listener, whole, is_measured=is_measured)
        started.append(process)
        return process

    yield start_one
    if any(process.is_running for process in started):
        screen.save(tmp_path / "screen.png")
    for process in started:
        process.end()


@pytest.fixture
def account(secret_service: SecretService, profile: ProfileFolder, gateway: DemoGateway) -> str:
    """The name of an account that asks the demo gateway, added on the command line.

    Its token is in a real keychain, which the programs that the test starts find.
    """
    add_account(profile, "Support", gateway.api_url, gateway.account.id_instance, gateway.token)
    return "Support"


def add_account(profile: ProfileFolder, name: str, api_url: str, id_instance: str, token: Secret) -> None:
    command = [sys.executable, "-m", "inspector", "accounts", "add", name, "--profile", str(profile.path)]
    ended = subprocess.run(
        [*command, "--api-url", api_url, "--id-instance", id_instance],
        cwd=ROOT,
        input=f"{token.reveal()}\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.fixture
def frozen_keychain(
    mortal_secret_service: SecretService, profile: ProfileFolder, gateway: DemoGateway
) -> SecretService:
    """A keychain that holds the token of the account “Support” and answers nobody until it is thawed."""
    add_account(profile, "Support", gateway.api_url, gateway.account.id_instance, gateway.token)
    mortal_secret_service.freeze()
    return mortal_secret_service
