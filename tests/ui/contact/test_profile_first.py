"""The profile of a new contact is on the screen before the cards are made, whole and in its place."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector.app.bootstrap import Program
from tests.ui.watching import DEALER, PATIENCE_MS, ask, named, row, settle


class Diary(QObject):
    """Notes in which order two things happen: the name painted, and the count of the cards shown."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.entries: list[str] = []
        self.places: list[tuple[int, int]] = []
        """Where the last row stood, and how high it was, whenever the name was painted."""
        self._program = program
        self._name = named(program.window, QLabel, "profileName")
        self._cards = named(program.window, QListView, "productGrid")
        self._name.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._name.text() == "Dealer":
            has_cards = self._cards.model().rowCount() > 0
            self.entries.append("name after cards" if has_cards else "name before cards")
            last = row(self._program.window.profile, "Chat ID")
            self.places.append((_top(last), last.height()))
        return False


def _top(widget: QWidget) -> int:
    return widget.mapTo(widget.window(), widget.rect().topLeft()).y()


def test_the_profile_is_painted_before_there_are_cards_and_nothing_of_it_jumps(
    program: Program, qtbot: QtBot
) -> None:
    diary = Diary(program)
    ask(program, DEALER)
    qtbot.waitUntil(lambda: bool(diary.entries), timeout=PATIENCE_MS)
    settle(qtbot, program)
    program.window.grab()
    assert diary.entries[0] == "name before cards"
    assert diary.entries[-1] == "name after cards"
    assert len(set(diary.places)) == 1, diary.places
