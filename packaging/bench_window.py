"""Opens and controls the real program in the measuring process."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QWidget

from bench_gateway import Shop
from bench_painted import Painted, always, press, rest
from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.core.account import Account
from inspector.core.secret import Secret
from inspector.ui.controllers.accounts import Opened
from inspector.ui.images.picture_state import Arrived
from inspector.ui.products.product_model import ProductModel
from inspector.ui.qt.interpreter import tune_interpreter

W = TypeVar("W", bound=QWidget)

# Hide packages that only the checks install: httpx would import them for its command line.
for _name in ("click", "pygments", "rich"):
    sys.modules[_name] = None  # type: ignore[assignment]  # marks the module as missing


class OpenWindow:
    """The running program's window, with its widgets under stable names."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.number_field = self._part(QLineEdit, "numberField")
        self.profile_name = self._part(QLabel, "profileName")
        self.cards = self._part(QListView, "productGrid")
        self.filter_field = self._part(QLineEdit, "productFilter")
        self.count = self._part(QLabel, "productCount")

    def ask(self, shop: Shop) -> float:
        """Enter a number and press Enter. Returns the time of the key press."""
        self.number_field.setText(f"+{shop.digits}")
        rest(50)
        begun_s = monotonic()
        press(self.number_field, Qt.Key.Key_Return)
        return begun_s

    def is_painting(self, shop: Shop) -> bool:
        """Whether the painted cards belong to a shop."""
        return self.profile_name.text() == shop.name and self.count.text() == str(shop.size)

    def show_cards(self, shop: Shop) -> float:
        """Look up a shop and wait until its cards are painted. Returns when that was."""
        watch = Painted(self.cards.viewport(), lambda: self.is_painting(shop))
        self.ask(shop)
        return watch.wait()

    def scroll_to(self, value: int) -> float:
        """Scroll like a dragged scroll bar. Returns the seconds until it was painted."""
        watch = Painted(self.cards.viewport(), always)
        begun_s = monotonic()
        self.cards.verticalScrollBar().setValue(value)
        return watch.wait() - begun_s

    @property
    def has_all_pictures(self) -> bool:
        """Whether every visible card has its picture."""
        model = self.cards.model()
        assert isinstance(model, ProductModel)
        return all(isinstance(model.picture(row), Arrived) for row in self.rows_seen())

    def rows_seen(self) -> list[int]:
        """The rows of the visible cards."""
        seen, model, rows = self.cards.viewport().rect(), self.cards.model(), []
        first = self.cards.indexAt(QPoint(20, 20)).row()
        for row in range(max(0, first), model.rowCount()):
            place = self.cards.visualRect(model.index(row, 0))
            if place.top() > seen.bottom():
                break
            if place.intersects(seen):
                rows.append(row)
        return rows

    def _part(self, kind: type[W], name: str) -> W:
        part = self.program.window.findChild(kind, name)
        assert isinstance(part, kind)
        return part


@contextmanager
def opened(account: Account, token: Secret) -> Iterator[OpenWindow]:
    """The program in a new profile, after its first paint, with everything imported."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        folder = ProfileFolder(profile)
        Settings(default_region=None, theme="light").save(folder)
        program = Program(app, folder, None, is_demo=False)
        begun = QEventLoop()
        program.begun.connect(begun.quit)
        program.open()
        begun.exec()
        tune_interpreter()
        program.thumbnails.set_only_origins(frozenset([account.api_url]))
        program.view.set_has_account(has_account=True)
        program.accounts.use(Opened(account, token))
        rest(500)
        yield OpenWindow(program)
        program.close()


class LastByte:
    """Records when the latest response's last byte arrived, where the network's share of the time ends."""

    def __init__(self) -> None:
        from inspector.greenapi.transport import TokenTransport

        self.at_s = 0.0
        read_whole = TokenTransport._read_whole  # noqa: SLF001  nothing public reports this moment

        async def read_and_note(transport: TokenTransport, response: object) -> bytes:
            body: bytes = await read_whole(transport, response)  # type: ignore[arg-type]  # passed on unchanged
            self.at_s = monotonic()
            return body

        TokenTransport._read_whole = read_and_note  # type: ignore[method-assign,assignment]  # noqa: SLF001  see above
