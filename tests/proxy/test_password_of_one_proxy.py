"""A proxy's password goes to the host and port it was entered for, and to no other, whoever changes them."""

import base64
import json
from dataclasses import replace
from functools import partial

import pytest
from jeepney.wrappers import DBusErrorResponse
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from secretstorage.exceptions import SecretStorageException

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.managed_policy import read_managed
from inspector.config.settings import Settings
from inspector.core.proxy_choice import UNADDRESSED_PASSWORD_KEY, password_key
from inspector.core.secret import Secret
from inspector.keychain.system_store import SystemStore
from inspector.ui.controllers.accounts import Opened
from tests.program import OpenProgram
from tests.proxy.conftest import PASSWORD, USER, Office
from tests.proxy.test_window import close, fill, hint, keep_everything, key_of, manual, open_preferences
from tests.secret_service import SecretService
from tests.terminal import Terminal
from tests.ui.watching import DEALER, ask, look_up, named, said, settle

OTHER_HOST = "localhost"
"""The same proxy under another name, so that whatever is sent there is seen."""


@pytest.fixture
def program(
    office: Office,
    open_program: OpenProgram,
    quick_retries: None,
    secret_service: SecretService,
    qtbot: QtBot,
) -> Program:
    """A program with the office's account and proxy in use, and the proxy's password in the keychain."""
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    SystemStore().keep(key_of(office), Secret(PASSWORD))
    opened = open_program()
    opened.accounts.use(Opened(office.account, office.gateway.token))
    opened.preferences.change(manual(office))
    qtbot.waitUntil(lambda: opened.proxy.has_password)
    return opened


def _has_sent_password(office: Office) -> bool:
    credentials = base64.b64encode(f"{USER}:{PASSWORD}".encode())
    return any(credentials in head for head in office.proxy.heads)


def _kept(service: SecretService) -> dict[str, str] | None:
    """What the keychain holds, by key; None while that changes."""
    try:
        return {item.attributes["username"]: item.secret for item in service.items()}
    except (DBusErrorResponse, SecretStorageException):
        return None


def test_after_a_change_of_the_host_the_password_is_asked_for_again(
    program: Program, office: Office, qtbot: QtBot, secret_service: SecretService
) -> None:
    dialog = open_preferences(program)
    fill(dialog, host=OTHER_HOST)
    assert not named(dialog, QLineEdit, "proxyPassword").placeholderText()
    assert hint(dialog) == "Enter the password for this proxy."
    qtbot.waitUntil(lambda: _kept(secret_service) == {})
    ask(program, DEALER)
    settle(qtbot, program)
    assert not _has_sent_password(office)
    assert "needs the password for" in program.window.notice.sentence
    fill(dialog, password=PASSWORD)
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"
    kept = {password_key(OTHER_HOST, office.proxy.port): PASSWORD}
    qtbot.waitUntil(lambda: _kept(secret_service) == kept)
    close(dialog)


def test_a_password_typed_beside_an_address_that_cannot_be_used_waits_for_one_that_can(
    program: Program, office: Office, qtbot: QtBot, secret_service: SecretService
) -> None:
    dialog = open_preferences(program)
    fill(dialog, host="pro xy", password="for another proxy")
    ask(program, DEALER)
    settle(qtbot, program)
    assert said(program.window, "profileName") == "Dealer", "the proxy in use has its own password still"
    assert _kept(secret_service) == {key_of(office): PASSWORD}
    fill(dialog, host=OTHER_HOST)
    key = password_key(OTHER_HOST, office.proxy.port)
    qtbot.waitUntil(lambda: _kept(secret_service) == {key: "for another proxy"})
    close(dialog)


def test_a_password_survives_a_while_without_the_proxy(
    program: Program, office: Office, qtbot: QtBot
) -> None:
    program.preferences.change(replace(manual(office), proxy="none"))
    program.preferences.change(manual(office))
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"


def test_the_password_of_a_proxy_that_is_replaced_while_no_proxy_is_in_use_is_removed(
    program: Program, office: Office, qtbot: QtBot, secret_service: SecretService
) -> None:
    program.preferences.change(replace(manual(office), proxy="none"))
    assert _kept(secret_service) == {key_of(office): PASSWORD}
    program.preferences.change(replace(manual(office), proxy_host=OTHER_HOST))
    qtbot.waitUntil(lambda: _kept(secret_service) == {})


@pytest.mark.parametrize("where", ["settings.json", "managed.json"])
def test_an_address_that_was_changed_outside_of_the_program_gets_no_password(
    office: Office,
    open_program: OpenProgram,
    profile: ProfileFolder,
    secret_service: SecretService,
    quick_retries: None,
    qtbot: QtBot,
    where: str,
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    keep_everything(office, profile)
    if where == "settings.json":
        replace(manual(office), proxy_host=OTHER_HOST).save(profile)
        folder = profile
    else:
        place = profile.path.parent / "managed"
        place.mkdir(mode=0o755)
        (place / where).write_text(
            json.dumps({"settings": {"proxy_host": OTHER_HOST}, "locked": ["proxy_host"]})
        )
        folder = ProfileFolder(profile.path, partial(read_managed, place))
    program = open_program(folder=folder)
    program.accounts.use(Opened(office.account, office.gateway.token))
    ask(program, DEALER)
    settle(qtbot, program)
    assert "needs the password for" in program.window.notice.sentence
    assert office.proxy.heads
    assert not _has_sent_password(office)
    assert key_of(office) in (_kept(secret_service) or {}), "whoever changes it back need not enter it again"


def test_the_command_line_sends_no_password_to_another_host(
    office: Office, profile: ProfileFolder, secret_service: SecretService
) -> None:
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    keep_everything(office, profile)
    replace(manual(office), proxy_host=OTHER_HOST).save(profile)
    ended = Terminal(profile.path).run("lookup", DEALER)
    assert (ended.code, ended.out) == (1, "")
    assert f"The proxy {OTHER_HOST}:{office.proxy.port} needs the password for {USER}" in ended.err
    assert not _has_sent_password(office)


def test_a_password_of_an_earlier_version_is_asked_for_once_and_not_kept_longer(
    office: Office,
    open_program: OpenProgram,
    profile: ProfileFolder,
    secret_service: SecretService,
    quick_retries: None,
    qtbot: QtBot,
) -> None:
    """It does not say which proxy it was entered for."""
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    SystemStore().keep(UNADDRESSED_PASSWORD_KEY, Secret(PASSWORD))
    manual(office).save(profile)
    program = open_program()
    program.accounts.use(Opened(office.account, office.gateway.token))
    qtbot.waitUntil(lambda: _kept(secret_service) == {})
    ask(program, DEALER)
    settle(qtbot, program)
    assert not _has_sent_password(office)


def test_a_host_is_the_same_however_the_file_writes_it() -> None:
    written = Settings(proxy="manual", proxy_host="Proxy.Example.com", proxy_port=1, proxy_user=USER)
    assert written.proxy_password_key == password_key("proxy.example.com", 1)
