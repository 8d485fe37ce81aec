"""The command line goes through the same proxy, with the password from a real keychain."""

import json
from pathlib import Path

import pytest

from inspector.config.accounts import FILE_NAME, AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.core.proxy_choice import password_key
from inspector.core.secret import Secret
from inspector.keychain.system_store import SystemStore
from tests.proxy.conftest import GATEWAY_HOST, PASSWORD, USER, Office
from tests.secret_service import SecretService
from tests.terminal import Terminal

NUMBER = "+79123456789"


@pytest.fixture
def terminal(tmp_path: Path, office: Office, secret_service: SecretService) -> Terminal:
    """A profile with the office's account, and its proxy with user and password."""
    terminal = Terminal(tmp_path / "profile")
    book, _ = AccountBook.load(folder_of(terminal))
    account = book.add("Support", office.api_url, office.account.id_instance)
    book.save()
    SystemStore().keep(account.token_key, office.gateway.token)
    SystemStore().keep(password_key("127.0.0.1", office.proxy.port), Secret(PASSWORD))
    office.proxy.credentials = f"{USER}:{PASSWORD}"
    set_proxy(terminal, office)
    return terminal


def folder_of(terminal: Terminal) -> ProfileFolder:
    return ProfileFolder(terminal.profile)


def set_proxy(terminal: Terminal, office: Office, user: str = USER) -> None:
    Settings(proxy="manual", proxy_host="127.0.0.1", proxy_port=office.proxy.port, proxy_user=user).save(
        folder_of(terminal)
    )


def test_a_lookup_and_a_test_of_an_account_go_through_the_proxy(terminal: Terminal, office: Office) -> None:
    looked_up = terminal.run("lookup", NUMBER, "--json")
    assert (looked_up.code, looked_up.err) == (0, "")
    assert json.loads(looked_up.out)["name"] == "Dealer"
    tested = terminal.run("accounts", "test", "Support")
    assert (tested.code, tested.err) == (0, "")
    assert "connected as" in tested.out
    assert len(office.proxy.heads) == 2


def test_neither_outputs_nor_files_nor_the_proxy_learn_a_secret(terminal: Terminal, office: Office) -> None:
    ended = terminal.run("lookup", NUMBER)
    token = office.gateway.token.reveal()
    for secret in (PASSWORD, token):
        assert secret not in ended.out + ended.err
        assert secret.encode() not in terminal.files()
    for secret in (token, NUMBER.removeprefix("+")):
        assert secret.encode() not in office.proxy.seen


def test_a_password_that_is_missing_is_asked_for_in_a_sentence(terminal: Terminal, office: Office) -> None:
    SystemStore().forget(password_key("127.0.0.1", office.proxy.port))
    ended = terminal.run("lookup", NUMBER)
    assert (ended.code, ended.out) == (1, "")
    sentence = f"The proxy {office.address} needs the password for {USER}. Enter it in the preferences.\n"
    assert ended.err == sentence


def test_a_proxy_that_lets_everybody_in_needs_no_password(terminal: Terminal, office: Office) -> None:
    office.proxy.credentials = ""
    SystemStore().forget(password_key("127.0.0.1", office.proxy.port))
    set_proxy(terminal, office, user="")
    assert terminal.run("lookup", NUMBER).code == 0


def test_a_proxy_that_is_gone_is_named(terminal: Terminal, office: Office) -> None:
    Settings(proxy="manual", proxy_host="proxy.office.invalid", proxy_port=8080).save(folder_of(terminal))
    for words in (("lookup", NUMBER), ("accounts", "test", "Support")):
        ended = terminal.run(*words)
        assert ended.code == 1
        assert ended.err.startswith("Couldn't find the proxy proxy.office.invalid:8080 ")
    assert office.gateway.seen == ()


def test_the_systems_proxy_is_taken_only_when_it_was_chosen(terminal: Terminal, office: Office) -> None:
    set_to = f"http://{USER}:{PASSWORD}@{office.address}"
    outside = terminal.with_variables(https_proxy=set_to, HTTPS_PROXY=set_to)
    Settings(proxy="system").save(folder_of(terminal))
    assert outside.run("lookup", NUMBER).code == 0
    Settings().save(folder_of(terminal))
    ended = outside.run("lookup", NUMBER)
    assert ended.code == 1
    assert GATEWAY_HOST in ended.err
    assert len(office.proxy.heads) == 1


def test_a_proxy_setting_that_cannot_be_read_is_said(terminal: Terminal, office: Office) -> None:
    content = {"default_region": None, "proxy": "manual", "proxy_host": "http://evil", "proxy_port": 1}
    folder_of(terminal).write("settings.json", json.dumps(content).encode())
    ended = terminal.run("lookup", NUMBER)
    assert ended.code == 1
    assert "The setting “proxy_host” in settings.json couldn't be read" in ended.err
    assert "Enter the proxy's host and port in the preferences" in ended.err
    assert office.proxy.heads == []


@pytest.mark.parametrize(
    "address", ["http://gateway.example", "http://gateway.example:443/", "HTTP://10.0.0.1"]
)
def test_an_account_edited_to_plain_http_is_refused_and_no_proxy_hears_of_it(
    terminal: Terminal, office: Office, address: str
) -> None:
    path = terminal.profile / FILE_NAME
    path.write_text(path.read_text().replace(office.api_url, address))
    ended = terminal.run("lookup", NUMBER)
    assert ended.code == 3
    assert "the token would be sent unencrypted" in ended.err
    assert office.proxy.heads == []
    assert office.gateway.seen == ()
