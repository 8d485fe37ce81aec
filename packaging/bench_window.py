"""The real program in the measuring process, opened and asked."""

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
from inspector.ui.qt.interpreter import put_the_window_first

W = TypeVar("W", bound=QWidget)

# What the checks brought along and httpx would take in for its command line: no installed copy has them.
for _name in ("click", "pygments", "rich"):
    sys.modules[_name] = None  # type: ignore[assignment]  # Python's own way to say that there is none


class OpenWindow:
    """The window of a program that is under way, and its parts by the names that do not change."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.number_field = self._part(QLineEdit, "numberField")
        self.profile_name = self._part(QLabel, "profileName")
        self.cards = self._part(QListView, "productGrid")
        self.filter_field = self._part(QLineEdit, "productFilter")
        self.count = self._part(QLabel, "productCount")

    def ask(self, shop: Shop) -> float:
        """Write a number, and press Enter; when that was."""
        self.number_field.setText(f"+{shop.digits}")
        rest(50)
        begun_s = monotonic()
        press(self.number_field, Qt.Key.Key_Return)
        return begun_s

    def is_painting(self, shop: Shop) -> bool:
        """Whether the cards are those of a shop."""
        return self.profile_name.text() == shop.name and self.count.text() == str(shop.size)

    def show_cards(self, shop: Shop) -> float:
        """Ask, and wait until the cards are painted; when that was."""
        watch = Painted(self.cards.viewport(), lambda: self.is_painting(shop))
        self.ask(shop)
        return watch.wait()

    def scroll_to(self, value: int) -> float:
        """Scroll as a dragged bar does; how long it took to be painted, in seconds."""
        watch = Painted(self.cards.viewport(), always)
        begun_s = monotonic()
        self.cards.verticalScrollBar().setValue(value)
        return watch.wait() - begun_s

    @property
    def has_all_pictures(self) -> bool:
        """Whether every card in sight has its picture."""
        model = self.cards.model()
        assert isinstance(model, ProductModel)
        return all(isinstance(model.picture(row), Arrived) for row in self.rows_seen())

    def rows_seen(self) -> list[int]:
        """The cards in sight."""
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
    """The program in a new profile, past its first paint, with everything imported."""
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
        put_the_window_first()
        program.thumbnails.set_only_origins(frozenset([account.api_url]))
        program.view.set_has_account(has_account=True)
        program.accounts.use(Opened(account, token))
        rest(500)
        yield OpenWindow(program)
        program.close()


class LastByte:
    """When the newest answer's last byte came; the network's part of the way ends there."""

    def __init__(self) -> None:
        from inspector.greenapi.transport import TokenTransport

        self.at_s = 0.0
        read_whole = TokenTransport._read_whole  # noqa: SLF001  nothing else tells this moment

        async def read_and_note(transport: TokenTransport, response: object) -> bytes:
            body: bytes = await read_whole(transport, response)  # type: ignore[arg-type]  # passed on as it came
            self.at_s = monotonic()
            return body

        TokenTransport._read_whole = read_and_note  # type: ignore[method-assign,assignment]  # noqa: SLF001  see above
