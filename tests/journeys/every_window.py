"""Opens every window, dialog, menu and list of the program and says as JSON what does not fit the screen.

python -m tests.journeys.every_window PROFILE
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QScrollArea,
    QTabWidget,
    QWidget,
)

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.demo.contacts import SAMPLES
from inspector.lookup.session import Looking
from inspector.ui.accounts.account_dialog import AccountDialog
from inspector.ui.images.saving import ImageSaving
from inspector.ui.products.card_view import CardView
from inspector.ui.qt import style
from inspector.ui.widgets.address_dialog import AddressDialog

CONTROLS = (QAbstractButton, QLineEdit, QComboBox)
FEW = 10
"""Entries that a list shows at once."""


def main(profile: Path) -> dict[str, list[str]]:
    """Name of what was opened → what is wrong with it."""
    app = QApplication([*sys.argv[:1], *style.FUSION])
    program = Program(app, ProfileFolder(profile), None, is_demo=False)
    begun = QEventLoop()
    program.begun.connect(begun.quit)
    program.open()
    begun.exec()
    found = {}
    for name in every_window(program):
        wait(60)
        found[name] = list(faults())
    program.close()
    return found


def every_window(program: Program) -> Iterator[str]:
    """Open one after the other; each is in sight while its name is given."""
    window = program.window
    yield "first start"
    for number in range(25):
        name = f"A rather long name of an account, as people give them, number {number}"
        program.accounts._book.add(name, "https://1101.api.greenapi.com", f"11010000{number:02}")
    program.accounts_controller.enter_demo()
    wait(300)
    yield "samples"
    for sample in SAMPLES[:2]:
        look_up(program, sample.number)
        yield f"contact {sample.title}"
    look_up(program, SAMPLES[0].number)
    yield from menus(program)
    yield from dialogs(program)
    window.grid.opened.emit(0)
    wait(300)
    yield "picture viewer"
    saving = ImageSaving(window)
    saving.ask(b"", "A rather long name of a picture, as products have them")
    yield "save a picture"
    window.findChildren(QFileDialog)[0].close()
    named(window, "pictureViewer").close()
    yield from messages(window)
    window.showMaximized()
    yield "maximized"


def messages(window: QWidget) -> Iterator[str]:
    """With an address as long as those of pictures, in which no line can be broken between words."""
    address = "https://example.com/" + 1500 * "a"
    AddressDialog("Couldn't start a browser. Open this address yourself:", address, window).open()
    yield "address"
    named(window, "addressDialog").close()


def menus(program: Program) -> Iterator[str]:
    box = program.window.search.account_box
    box.menu().popup(box.mapToGlobal(box.rect().bottomLeft()))  # pressing the box would wait for a choice
    yield "account menu"
    box.menu().close()
    wait(50)
    view = program.window.findChildren(CardView)[0]
    view.show_row(0)
    view._ask_for_menu()
    yield "card menu"
    named(program.window, "cardMenu").close()
    yield from lists(program.window)


def dialogs(program: Program) -> Iterator[str]:
    program.accounts_controller.open_dialog()
    [dialog] = program.window.findChildren(AccountDialog)
    yield "accounts"
    dialog._ask_removal()
    yield "question"
    dialog.findChildren(QMessageBox)[0].close()
    dialog.close()
    preferences = program.preferences.open()
    [tabs] = preferences.findChildren(QTabWidget)
    for page in range(tabs.count()):
        tabs.setCurrentIndex(page)
        yield f"preferences {page}"
        yield from lists(preferences)
    preferences.close()
    program.accounts_controller.open_about()
    yield "about"
    named(program.window, "aboutDialog").close()
    program.keyboard.show_shortcuts()
    yield "shortcuts"
    named(program.window, "shortcutsDialog").close()


def lists(parent: QWidget) -> Iterator[str]:
    for combo in parent.findChildren(QComboBox):
        if combo.isVisible() and combo.isEnabled():
            scroll_to(combo)
            combo.showPopup()
            yield f"list {combo.objectName() or combo.accessibleName()}"
            combo.hidePopup()


def scroll_to(part: QWidget) -> None:
    """Bring a control into sight, as Tab does."""
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(part)
        parent = parent.parentWidget()


def named(parent: QWidget, name: str) -> QWidget:
    found = [each for each in parent.findChildren(QWidget, name) if each.isVisible()]
    assert len(found) == 1, name
    return found[0]


def faults() -> Iterator[str]:
    """What is outside the screen, or cannot be reached, of all that is in sight."""
    for top in QApplication.topLevelWidgets():
        if not top.isVisible():
            continue
        name, room = f"{type(top).__name__} {top.objectName()}", top.screen().geometry()
        if not room.contains(top.frameGeometry()):
            yield f"{name} {top.frameGeometry().getRect()} is outside {room.getRect()}"
        for part in top.findChildren(QWidget):
            if (
                isinstance(part, CONTROLS)
                and part.isVisible()
                and part.window() is top
                and cut_off(part, top)
            ):
                yield f"{name}: {type(part).__name__} {part.objectName()} is cut off"
            if isinstance(part, QComboBox) and hides_entries(part):
                yield f"{part.objectName()} hides some of {part.count()} entries"


def hides_entries(combo: QComboBox) -> bool:
    """Whether an open list has few entries, and does not show all of them."""
    view = combo.view()
    return view.isVisible() and combo.count() <= FEW and view.verticalScrollBar().maximum() > 0


def cut_off(part: QWidget, top: QWidget) -> bool:
    """Whether a control is wholly or partly outside its window, and does not scroll into it."""
    parent = part.parentWidget()
    while parent is not None and parent is not top:
        if isinstance(parent, QScrollArea) and (pane := parent.widget()) is not None:
            return part.mapTo(pane, QPoint()).x() + part.width() > pane.width()
        parent = parent.parentWidget()
    return not top.rect().contains(QRect(part.mapTo(top, QPoint()), part.size()))


def look_up(program: Program, number: str) -> None:
    """Show a contact with all of its products."""
    program.lookup_controller.enter_and_look_up(number)
    while isinstance(program.lookup_controller.state, Looking) or not program.view.is_complete:
        wait(20)
    wait(60)


def wait(span_ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(span_ms, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1])), indent=1))
