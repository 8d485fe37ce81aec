"""The command line in a company: accounts that an administrator set up, without their tokens."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.cli import main as cli
from inspector.config import profile
from inspector.config.managed_policy import FILE_NAME
from inspector.demo.gateway import DemoGateway
from tests.secret_service import SecretService
from tests.terminal import Ended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the keychain is a Secret Service here")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the administrator writes; nothing in the environment could name another place."""
    place = tmp_path / "etc"
    place.mkdir(0o755)
    monkeypatch.setattr(profile, "system_folder", lambda: place)
    return place


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Ended]:
    """Runs one command in this process."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # puts the old one back afterwards

    def run_one(*words: str, typed: str = "") -> Ended:
        source = tmp_path / "typed"
        source.write_text(typed)
        with source.open() as file:
            monkeypatch.setattr(sys, "stdin", file)
            code = cli.main([*words, "--profile", str(tmp_path / "profile")])
        return Ended(code, *capsys.readouterr())

    return run_one


def set_up(place: Path, gateway: DemoGateway, **more: object) -> None:
    entry = {"name": "Support", "api_url": gateway.api_url, "id_instance": gateway.account.id_instance}
    (place / FILE_NAME).write_text(json.dumps({"accounts": [entry], **more}))
    (place / FILE_NAME).chmod(0o644)


def test_an_account_that_is_set_up_is_listed_and_says_that_it_needs_its_token(
    place: Path, gateway: DemoGateway, run: Callable[..., Ended], secret_service: SecretService
) -> None:
    set_up(place, gateway)
    assert run("accounts", "list").out.startswith("* Support  ")
    ended = run("lookup", "+44 20 7946 0158")
    assert ended.code == 3
    assert "Add it with `accounts add`" in ended.err


def test_its_token_is_given_once_by_adding_it_as_it_is_listed(
    place: Path,
    gateway: DemoGateway,
    run: Callable[..., Ended],
    secret_service: SecretService,
    tmp_path: Path,
) -> None:
    set_up(place, gateway)
    _, _, instance, address = run("accounts", "list").out.split()
    options = ("--api-url", address, "--id-instance", instance)
    added = run("accounts", "add", "Support", *options, typed=gateway.token.reveal())
    assert added.code == 0
    assert "Primrose Flowers" in run("lookup", "+44 20 7946 0158").out
    assert len(run("accounts", "list").out.splitlines()) == 1
    assert json.loads((tmp_path / "profile" / "accounts.json").read_text())["accounts"] == []


def test_an_account_that_is_removed_stays_away(
    place: Path, gateway: DemoGateway, run: Callable[..., Ended], secret_service: SecretService
) -> None:
    set_up(place, gateway)
    assert run("accounts", "remove", "Support").code == 0
    assert run("accounts", "list").out == "No accounts.\n"


def test_settings_that_are_set_hold_on_the_command_line_and_complaints_are_said(
    place: Path, gateway: DemoGateway, run: Callable[..., Ended], secret_service: SecretService
) -> None:
    set_up(place, gateway, settings={"default_region": "GB"}, token="secret")
    ended = run("lookup", "020 7946 0158")
    assert ended.code == 3, "the local form was understood, and only the token is missing"
    assert "contains a token or password, which isn't used" in ended.err
    assert "secret" not in ended.err.replace("Secret Service", "")
