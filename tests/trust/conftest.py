"""The command line as a person finds it once there is an account."""

from pathlib import Path

import pytest

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.demo.gateway import DemoGateway
from inspector.keychain.system_store import SystemStore
from tests.secret_service import SecretService
from tests.terminal import Terminal


@pytest.fixture
def furnished(tmp_path: Path, gateway: DemoGateway, secret_service: SecretService) -> Terminal:
    """A terminal whose profile has one account at the demo gateway, its token in the keychain."""
    terminal = Terminal(tmp_path / "terminal")
    add_account(terminal, "Support", gateway)
    return terminal


def add_account(terminal: Terminal, name: str, gateway: DemoGateway, api_url: str = "") -> None:
    """Add an account with the demo gateway's token, at another address if one is given."""
    book, _ = AccountBook.load(ProfileFolder(terminal.profile))
    account = book.add(name, api_url or gateway.api_url, gateway.account.id_instance)
    book.save()
    SystemStore().keep(account.token_key, gateway.token)
