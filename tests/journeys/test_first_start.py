"""From a program that knows nobody to a contact, by keyboard alone; and where the token is afterwards."""

import base64
import os
from pathlib import Path

import pytest

from inspector.config.folder import ProfileFolder
from inspector.demo.gateway import DemoGateway
from tests.journeys.conftest import Start
from tests.journeys.process import Process
from tests.secret_service import SecretService

NUMBER = "+1 202-555-0147"
FOUND = "Chat ID: 12025550147@c.us"


def disguises(token: str) -> list[bytes]:
    """A token as files might hold it."""
    plain = token.encode()
    return [
        plain,
        token.encode("utf-16-le"),
        token.encode("utf-16-be"),
        token[::-1].encode(),
        bytes.fromhex(token),
        # whatever stands before it: the middle of each of the three ways to cut it into groups of three
        *(base64.b64encode(plain[cut:][: len(plain[cut:]) // 3 * 3])[:-4] for cut in range(3)),
        plain.hex().encode(),
    ]


def holders(token: str, *folders: Path) -> list[Path]:
    """The files below these folders that hold a token, by content or by name."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert files, "there must be files to look into"
    return [
        file
        for file in files
        if any(form in file.read_bytes() or form in os.fsencode(file) for form in disguises(token))
    ]


def own_folders(profile: ProfileFolder) -> tuple[Path, ...]:
    """The profile and the home, in which all XDG folders lie."""
    home = Path(os.environ["HOME"])
    assert all(Path(os.environ[name]).is_relative_to(home) for name in os.environ if name.startswith("XDG_"))
    return profile.path, home


def tab_to(program: Process, object_name: str) -> list[str]:
    """Press Tab until something has the focus; what had it on the way."""
    passed: list[str] = []
    for _ in range(20):
        focused = program.focused
        if focused == object_name:
            return passed
        passed.append(focused)
        program.screen.press("Tab")
    raise AssertionError(f"Tab never came to {object_name}, but to {passed}")


def fill_in(program: Process, gateway: DemoGateway) -> None:
    tab_to(program, "accountNameField")
    program.screen.type("Support")
    for object_name, text in (
        ("idInstanceField", gateway.account.id_instance),
        ("apiUrlField", gateway.api_url),
        ("tokenField", gateway.token.reveal()),
    ):
        assert len(tab_to(program, object_name)) == 1, "the fields follow each other in the tab order"
        program.screen.type(text)


def test_a_token_typed_into_the_form_is_in_the_keychain_and_nowhere_else(
    start: Start, secret_service: SecretService, profile: ProfileFolder, gateway: DemoGateway
) -> None:
    token = gateway.token.reveal()
    program = start()
    program.wait_for_window()
    program.wait_for_words("Copy its apiUrl, idInstance and apiTokenInstance into this form.")
    fill_in(program, gateway)
    tab_to(program, "testAccountButton")
    program.screen.press("space")
    program.wait_for_words("Connected as")
    assert secret_service.items() == []
    tab_to(program, "saveAccountButton")
    program.screen.press("space")
    program.wait_for_account("Support")
    program.look_up(NUMBER)
    program.wait_for_words(FOUND)

    assert [item.secret for item in secret_service.items()] == [token]
    told = [
        file.read_bytes() for name in ("cmdline", "environ") for file in [Path(f"/proc/{program.pid}/{name}")]
    ]
    assert not any(form in content for form in disguises(token) for content in told)
    assert not any(token in thing.name for thing in program.things())
    assert holders(token, *own_folders(profile)) == []
    program.close_window()
    program.assert_ended_well()
    assert holders(token, *own_folders(profile)) == []

    again = start(NUMBER)
    again.wait_for_window()
    again.wait_for_words(FOUND)
    assert again.thing("tokenField") is None
    again.close_window()
    again.assert_ended_well()
    assert holders(token, *own_folders(profile)) == []


@pytest.mark.parametrize("bus", [None, "unix:path=/nonexistent/bus"])
def test_without_a_keychain_the_token_lasts_for_the_session(
    start: Start, profile: ProfileFolder, gateway: DemoGateway, bus: str | None
) -> None:
    token = gateway.token.reveal()
    environment = {"DBUS_SESSION_BUS_ADDRESS": bus} if bus else {}
    program = start(environment=environment)
    program.wait_for_window()
    fill_in(program, gateway)
    tab_to(program, "saveAccountButton")
    program.screen.press("space")
    program.wait_for_words("Keep for this session")
    program.wait_for_words("can't be reached on this computer")
    tab_to(program, "sessionOnlyButton")
    program.screen.press("space")
    program.wait_for_account("Support")
    program.look_up(NUMBER)
    program.wait_for_words(FOUND)
    assert holders(token, *own_folders(profile)) == []
    program.close_window()
    program.assert_ended_well()

    again = start(environment=environment)
    again.wait_for_window()
    again.wait_for_words("can't be reached on this computer")
    again.close_window()
    again.assert_ended_well()
    assert holders(token, *own_folders(profile)) == []


def test_the_search_for_a_token_in_files_finds_one(tmp_path: Path) -> None:
    token = "0123456789abcdef" * 3 + "01"
    for place, content in enumerate(
        (f"x{token}", base64.b64encode(f"ab{token}".encode()).decode(), "nothing")
    ):
        (tmp_path / str(place)).write_text(content)
    assert [file.name for file in sorted(holders(token, tmp_path))] == ["0", "1"]
