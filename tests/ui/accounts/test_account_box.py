"""What the account box in the corner shows of the account in use."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.demo.faults import (
    Fault,
    bad_gateway_html,
    bad_request,
    contact_limit,
    html_body,
    quota_exceeded,
    server_fault,
    suspended,
    unauthorized,
)
from inspector.demo.gateway import DemoGateway
from inspector.ui.qt import style
from inspector.ui.qt.style import SCHEMES
from tests.program import use
from tests.ui.watching import DEALER, FLORIST, ask, look_up, settle


def colours(program: Program) -> set[str]:
    """Of the sign beside the account's name."""
    box = program.window.search.account_box
    image = box.grab().toImage()
    middle, size = box.height() // 2, style.scaled(8)
    return {
        image.pixelColor(x, y).name()
        for x in range(style.scaled(11), style.scaled(11) + size)
        for y in range(middle - size // 2, middle + size // 2)
    }


def words(program: Program) -> str:
    box = program.window.search.account_box
    assert box.accessibleName() in box.toolTip()
    return box.accessibleName().partition(", ")[2]


@pytest.mark.parametrize(
    ("fault", "said", "is_alarm"),
    [
        (bad_gateway_html(), "gateway not responding", False),
        (server_fault(), "gateway not responding", False),
        (html_body(), "gateway not responding", False),
        (contact_limit(), "limit reached", False),
        (quota_exceeded(), "limit reached", False),
        (unauthorized(), "refused by the gateway", True),
        (suspended(), "refused by the gateway", True),
    ],
)
def test_the_account_box_shows_how_the_gateway_answers_until_a_lookup_succeeds(
    program: Program, gateway: DemoGateway, qtbot: QtBot, fault: Fault, said: str, is_alarm: bool
) -> None:
    green = SCHEMES["light"][style.Role.Accent]
    look_up(qtbot, program, DEALER)
    assert (words(program), green in colours(program)) == ("connected", True)
    gateway.faults.add("getContactInfo", fault)
    ask(program, FLORIST)
    settle(qtbot, program)
    assert words(program) == said
    assert style.signal(program.window.palette(), is_alarm=is_alarm).name() in colours(program)
    assert green not in colours(program)
    gateway.faults.clear()
    look_up(qtbot, program, FLORIST)
    assert (words(program), green in colours(program)) == ("connected", True)


def test_a_number_that_is_refused_says_nothing_about_the_account(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getContactInfo", bad_request("'chatId' must be one of the next formats"), times=1)
    ask(program, DEALER)
    settle(qtbot, program)
    assert words(program) == "connected"


def test_troubles_of_one_account_are_not_shown_for_another(
    program: Program, gateway: DemoGateway, second_gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.faults.add("getContactInfo", unauthorized())
    ask(program, DEALER)
    settle(qtbot, program)
    assert words(program) == "refused by the gateway"
    use(program, second_gateway)
    assert words(program) == "connected"


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("is_alarm", [True, False])
def test_the_signs_stand_out_in_every_theme(scheme: str, is_alarm: bool) -> None:
    palette = style.palette(scheme)
    surface = palette.color(style.Role.Base)
    sign = style.signal(palette, is_alarm=is_alarm)
    light, dark = sorted((luminance(sign), luminance(surface)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
