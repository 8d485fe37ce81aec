"""Walking through the window: Tab, names for screen readers and automation, visible focus."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.gateway import DemoGateway
from inspector.ui.products.quick_filters import QuickFilters
from inspector.ui.widgets.fact_row import FactRow
from tests.ui.watching import (
    DEALER,
    accessible_name,
    button,
    click,
    deliver_deletions,
    look_up,
    named,
    settle,
)

INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QComboBox,
    QTextEdit,
    QPlainTextEdit,
    QAbstractItemView,
)


def named_all(widget: QWidget) -> bool:
    """Whether this is the quick filter that is chosen at first."""
    return accessible_name(widget).startswith("All ")


def interactive(parent: QWidget) -> list[QWidget]:
    """The controls in sight, without the parts of Qt's own, and of a group its member that Tab goes to."""
    return [
        each
        for each in parent.findChildren(QWidget)
        if isinstance(each, INTERACTIVE) and each.isVisible() and each.isEnabled()
        if not each.objectName().startswith("qt_")
        if not isinstance(each.parentWidget(), QLineEdit | QComboBox)
        if not isinstance(each.parentWidget(), QuickFilters) or named_all(each)
    ]


def is_in_row(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), FactRow)


def open_raw_answer(program: Program, qtbot: QtBot) -> None:
    click(button(program.window, "Raw response"))
    raw = named(program.window, QWidget, "rawAnswer").findChildren(QPlainTextEdit)[0]
    qtbot.waitUntil(lambda: raw.height() > 50)


def chain(window: QWidget) -> list[QWidget]:
    """Where Tab leads, from the number field once around."""
    start = named(window, QLineEdit, "numberField")
    start.setFocus()
    found: list[QWidget] = []
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is None or focused in found[:-1]:
            break
        # inside a text Tab goes from link to link first
        found += [focused] if [focused] != found[-1:] else []
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    return found


def test_tab_reaches_every_control_and_each_has_a_name(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    open_raw_answer(program, qtbot)
    controls = interactive(program.window)
    assert len(controls) > 12
    nameless = [repr(each) for each in controls if not accessible_name(each)]
    assert nameless == []
    reached = chain(program.window)
    places = [each.mapTo(program.window, QPoint()).y() for each in reached if is_in_row(each)]
    assert len(places) > 4
    assert places == sorted(places), "from top to bottom"
    last_row = max(place for place, each in enumerate(reached) if is_in_row(each))
    assert last_row < reached.index(named(program.window, QWidget, "productGrid")), "then to the cards"
    assert reached[-1] is button(program.window, "Raw response")
    left_out = [
        f"{each} {accessible_name(each)}"
        for each in controls
        if each not in reached and each.focusProxy() is None
    ]
    assert left_out == []


def test_focus_can_be_seen_on_every_control(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    open_raw_answer(program, qtbot)
    invisible = []
    for each in chain(program.window):
        each.clearFocus()
        without = each.grab().toImage()
        each.setFocus(Qt.FocusReason.TabFocusReason)
        if each.grab().toImage() == without:
            invisible.append(repr(each))
    assert invisible == []


def test_dialogs_name_their_controls_too(program: Program, gateway: DemoGateway, qtbot: QtBot) -> None:
    program.accounts._book.add("Mine", gateway.api_url, "1101000001")
    program.accounts_controller.open_dialog()
    program.preferences.open()
    for dialog in program.window.findChildren(QDialog):
        assert [repr(each) for each in interactive(dialog) if not accessible_name(each)] == []
        dialog.close()
    deliver_deletions()


def test_names_that_automation_relies_on_do_not_change(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program.accounts._book.add("Mine", gateway.api_url, "1101000001")
    look_up(qtbot, program, DEALER)
    names = (
        "numberField lookupButton cancelButton accountBox numberHint noticeBar noticeAction avatar "
        "profileName phoneBookName phoneNumber businessProfile statusFlags rawAnswer "
        "productGrid productFilter productCount"
    )
    for name in names.split():
        named(program.window, QWidget, name)
    program.accounts_controller.open_dialog()
    dialog = named(program.window, QDialog, "accountDialog")
    for name in ("apiUrlField", "idInstanceField", "tokenField", "testAccountButton"):
        named(dialog, QWidget, name)
    dialog.close()
    program.window.grid.opened.emit(0)
    settle(qtbot, program)
    viewer = named(program.window, QWidget, "pictureViewer")
    assert viewer.isVisible()
    viewer.close()
