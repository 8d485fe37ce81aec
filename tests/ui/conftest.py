"""Pictures of the demo gateway, ready to be shown, and an empty pane to put a widget into."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.core.secret import Secret
from inspector.demo.gateway import DemoGateway
from inspector.keychain import system_store
from inspector.lookup.background import Background
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.qt import style
from tests.program import OpenProgram
from tests.ui.accounting import Slow

A_TOKEN = "a" * 50


@pytest.fixture
def background(gateway: DemoGateway) -> Iterator[Background]:
    """The thread for the network; a crash on it fails the test. It ends before the gateway does."""
    crashes: list[BaseException] = []
    started = Background(crashes.append)
    started.start()
    yield started
    started.close()
    assert not crashes


@pytest.fixture
def thumbnails(qapp: QApplication, background: Background, gateway: DemoGateway) -> Iterator[Thumbnails]:
    """Pictures from the demo gateway, dressed as the program is."""
    style.apply(qapp, "light")
    made = Thumbnails(background, frozenset([gateway.api_url]))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def two(slow: Slow, gateway: DemoGateway, second_gateway: DemoGateway, profile: ProfileFolder) -> Slow:
    """A keychain with the tokens of accounts A and B, which stand at different addresses."""
    book = AccountBook(profile)
    for name, at, token in (("A", gateway, Secret(A_TOKEN)), ("B", second_gateway, second_gateway.token)):
        account = book.add(name, at.api_url, at.account.id_instance)
        slow._secrets[account.token_key] = token
    book.save()
    return slow


@pytest.fixture
def pane(qapp: QApplication) -> Iterator[QWidget]:
    """Narrow, with a layout; not shown yet."""
    made = QWidget()
    QVBoxLayout(made)
    made.resize(240, 300)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def slow(open_program: OpenProgram, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """In place of the keychain that the programs of this test would have."""
    store = Slow()
    monkeypatch.setattr(system_store, "store_for_this_system", lambda: store)
    return store
