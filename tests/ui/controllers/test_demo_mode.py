"""The sample contacts: offered at the first start, said by a coloured band, and left again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo import gateway as demo_gateway
from inspector.demo.contacts import SAMPLES
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Looking, Ready
from inspector.ui.viewer.picture_viewer import PictureViewer
from inspector.ui.widgets.address_dialog import AddressDialog
from inspector.ui.widgets.linked_text import LinkedText
from tests.program import OpenProgram, use
from tests.ui.watching import (
    DEALER,
    FLORIST,
    button,
    click,
    has_button,
    look_up,
    named,
    said,
    settle,
    visible_words,
)

pytestmark = pytest.mark.usefixtures("quick_retries")


def menu_action(program: Program, words: str) -> QAction:
    [menu] = program.window.search.account_box.findChildren(QMenu)
    return next(action for action in menu.actions() if action.text() == words)


@pytest.fixture
def demo(open_program: OpenProgram) -> Program:
    return open_program(is_demo=True)


def test_a_coloured_band_says_that_these_are_samples(demo: Program) -> None:
    band = named(demo.window, QLabel, "demoBand")
    assert band.isVisible()
    assert band.text() == "Sample contacts: nothing leaves this computer."
    painted = band.grab().toImage().pixelColor(2, 2)
    assert painted == band.palette().color(band.palette().ColorRole.ToolTipBase)
    assert demo.window.search.account_box.text().strip() == "Demo"


def test_a_program_without_samples_has_no_band(program: Program) -> None:
    assert not named(program.window, QLabel, "demoBand").isVisible()
    assert not has_button(program.window, f"{SAMPLES[0].title}, {SAMPLES[0].number}")


def test_every_sample_is_offered_and_a_click_looks_it_up(demo: Program, qtbot: QtBot) -> None:
    for sample in SAMPLES:
        assert has_button(demo.window, f"{sample.title}, {sample.number}")
        assert sample.title in visible_words(demo.window)
    [florist] = [sample for sample in SAMPLES if sample.number == FLORIST]
    click(button(demo.window, f"{florist.title}, {florist.number}"))
    assert isinstance(demo.view.state, Looking)
    settle(qtbot, demo)
    assert said(demo.window, "profileName") == "Primrose Flowers"
    assert demo.window.search.reading.__class__.__name__ == "Number"


def test_pictures_of_the_samples_are_shown(demo: Program, qtbot: QtBot) -> None:
    demo.lookup_controller.enter_and_look_up(FLORIST)
    settle(qtbot, demo)
    qtbot.waitUntil(lambda: demo.window.profile.header.avatar.has_picture)


def test_the_first_start_leads_to_the_samples_and_back(first_start: Program, qtbot: QtBot) -> None:
    click(named(first_start.window, QPushButton, "demoButton"))
    assert first_start.view.state == Ready()
    assert not first_start.window.start.isVisible()
    menu_action(first_start, "Leave the sample contacts").trigger()
    assert not named(first_start.window, QLabel, "demoBand").isVisible()
    assert first_start.window.start.isVisible()
    assert first_start.window.search.account_box.text().strip() == "No account"
    menu_action(first_start, "Try with sample contacts").trigger()
    assert first_start.view.state == Ready()


def test_leaving_in_the_middle_of_a_lookup_leaves_nothing_of_it(demo: Program, qtbot: QtBot) -> None:
    demo.lookup_controller.enter_and_look_up(FLORIST)
    menu_action(demo, "Leave the sample contacts").trigger()
    qtbot.wait(200)
    assert demo.window.start.isVisible()
    assert demo.window.notice.sentence == ""
    assert "Primrose" not in visible_words(demo.window)


def test_choosing_an_account_of_ones_own_leaves_the_samples(
    first_start: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    account = first_start.accounts._book.add("Mine", gateway.api_url, "1101000001")
    first_start.accounts._keychain.keep_for_session(account.token_key, gateway.token)
    click(named(first_start.window, QPushButton, "demoButton"))
    menu_action(first_start, "Mine").trigger()
    assert not first_start.accounts_controller.is_demo
    assert first_start.window.search.account_box.text().strip() == "Mine"
    assert first_start.view.state == Ready()
    assert not has_button(first_start.window, f"{SAMPLES[0].title}, {SAMPLES[0].number}")


@pytest.mark.parametrize("is_asked_at_start", [True, False])
def test_samples_that_cannot_be_started_are_said(
    open_program: OpenProgram, monkeypatch: pytest.MonkeyPatch, is_asked_at_start: bool
) -> None:
    def no_port(_self: object) -> None:
        raise OSError(98, "Port 1 is in use.")

    monkeypatch.setattr(demo_gateway.DemoGateway, "start", no_port)
    program = open_program(is_demo=is_asked_at_start)
    if not is_asked_at_start:
        click(named(program.window, QPushButton, "demoButton"))
    assert program.window.notice.sentence == "Couldn't start the sample contacts: Port 1 is in use."
    assert program.window.start.isVisible()


def test_a_number_on_the_command_line_is_looked_up_among_the_samples(
    open_program: OpenProgram, qtbot: QtBot
) -> None:
    demo = open_program(FLORIST, is_demo=True)
    settle(qtbot, demo)
    assert said(demo.window, "profileName") == "Primrose Flowers"


def open_on_whatsapp(demo: Program) -> None:
    click(button(demo.window.profile.header, "Open in WhatsApp"))


def write_a_letter(demo: Program) -> None:
    click(button(demo.window, "24service@tt.tt"))


def open_from_the_description(demo: Program) -> None:
    text = next(each for each in demo.window.findChildren(LinkedText) if "dealer" in each.toPlainText())
    text.anchorClicked.emit(QUrl("https://dealer.example/parts"))


def open_from_the_viewer(demo: Program) -> None:
    demo.window.grid.opened.emit(0)
    viewer = named(demo.window, PictureViewer, "pictureViewer")
    LinkedText(viewer).anchorClicked.emit(QUrl("https://dealer.example/disc"))


@pytest.mark.parametrize(
    ("leave", "address"),
    [
        (open_on_whatsapp, "https://wa.me/79123456789"),
        (write_a_letter, "mailto:24service@tt.tt"),
        (open_from_the_description, "https://dealer.example/parts"),
        (open_from_the_viewer, "https://dealer.example/disc"),
    ],
)
def test_a_link_of_a_sample_says_what_it_would_open_and_opens_nothing(
    demo: Program, qtbot: QtBot, left_for: list[str], leave: Callable[[Program], None], address: str
) -> None:
    look_up(qtbot, demo, DEALER)
    leave(demo)
    [dialog] = [each for each in QApplication.topLevelWidgets() if isinstance(each, AddressDialog)]
    assert "nothing leaves this computer. This link would open:" in visible_words(dialog)
    assert address in visible_words(dialog)
    dialog.close()
    assert left_for == []


def test_links_open_again_when_the_samples_are_left(
    demo: Program, gateway: DemoGateway, qtbot: QtBot, left_for: list[str]
) -> None:
    menu_action(demo, "Leave the sample contacts").trigger()
    use(demo, gateway)
    look_up(qtbot, demo, DEALER)
    open_on_whatsapp(demo)
    assert left_for == ["https://wa.me/79123456789"]


def test_no_list_of_releases_is_asked_while_samples_are_shown(demo: Program) -> None:
    demo.updates._timer.start(10_000)
    menu_action(demo, "Leave the sample contacts").trigger()
    assert demo.updates._timer.isActive()
    menu_action(demo, "Try with sample contacts").trigger()
    assert not demo.updates._timer.isActive()
