"""How the window looks: colours, contrast, theme, layout, preferences."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitter,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings, Theme
from inspector.demo.gateway import DemoGateway
from inspector.ui.preferences.preferences_dialog import PreferencesDialog
from inspector.ui.qt import style
from inspector.ui.qt.look import Look
from inspector.ui.qt.screen_room import room_for
from inspector.ui.qt.window_layout import WindowLayout
from inspector.ui.widgets.avatar import Avatar
from inspector.ui.widgets.fact_row import FactRow
from inspector.ui.widgets.linked_text import LinkedText
from tests.program import OpenProgram, use
from tests.ui.watching import (
    DEALER,
    NOTHING,
    button,
    click,
    look_up,
    named,
)

ROLE = QPalette.ColorRole
THEMES: tuple[Theme, ...] = ("dark", "light")
TEXT_ON = [
    (ROLE.WindowText, ROLE.Window),
    (ROLE.Text, ROLE.Base),
    (ROLE.Text, ROLE.AlternateBase),
    (ROLE.ButtonText, ROLE.Button),
    (ROLE.PlaceholderText, ROLE.Window),
    (ROLE.PlaceholderText, ROLE.Base),
    (ROLE.Accent, ROLE.Window),
    (ROLE.Accent, ROLE.Base),
    (ROLE.Link, ROLE.Base),
    (ROLE.BrightText, ROLE.Accent),
    (ROLE.HighlightedText, ROLE.Highlight),
    (ROLE.ToolTipText, ROLE.ToolTipBase),
    (ROLE.ToolTipText, ROLE.Window),
    (ROLE.ToolTipText, ROLE.Base),
    (ROLE.PlaceholderText, ROLE.AlternateBase),
]
BORDER_ON = [(ROLE.Dark, ground) for ground in (ROLE.Window, ROLE.Base)] + [
    (ROLE.Accent, ROLE.Window),
    (ROLE.Accent, ROLE.Base),
]


def luminance(colour: QColor) -> float:
    """Relative luminance by WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def painted(widget: QWidget, at: QPoint) -> str:
    return widget.grab().toImage().pixelColor(at).name()


def least(scheme: str, ordinary: float) -> float:
    """The contrast that a theme promises."""
    return 7.0 if scheme.startswith("high-contrast") else ordinary


@pytest.mark.parametrize("scheme", style.SCHEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON, ids=[f"{a.name}-{b.name}" for a, b in TEXT_ON])
def test_every_text_is_readable_on_its_ground(scheme: str, text: ROLE, ground: ROLE) -> None:
    palette = style.palette(scheme)
    assert contrast(palette.color(text), palette.color(ground)) >= least(scheme, 4.5)


@pytest.mark.parametrize("scheme", style.SCHEMES)
@pytest.mark.parametrize(("line", "ground"), BORDER_ON, ids=[f"{a.name}-{b.name}" for a, b in BORDER_ON])
def test_every_border_of_a_control_stands_out_from_its_ground(scheme: str, line: ROLE, ground: ROLE) -> None:
    palette = style.palette(scheme)
    assert contrast(palette.color(line), palette.color(ground)) >= least(scheme, 3)


@pytest.mark.parametrize("scheme", [name for name in style.SCHEMES if name.startswith("high-contrast")])
def test_high_contrast_has_a_black_or_white_ground_and_full_lines(scheme: str) -> None:
    palette = style.palette(scheme)
    ground = {palette.color(role).name() for role in (ROLE.Window, ROLE.Base, ROLE.Button)}
    assert ground in ({"#000000"}, {"#ffffff"})
    assert contrast(palette.color(ROLE.Mid), palette.color(ROLE.Window)) == pytest.approx(21)
    for is_alarm in (False, True):
        assert contrast(style.signal(palette, is_alarm=is_alarm), palette.color(ROLE.Base)) >= 7


def test_initials_are_readable_on_every_colour_a_name_can_give(qtbot: QtBot) -> None:
    avatar = Avatar()
    qtbot.addWidget(avatar)
    tones = set()
    for number in range(400):
        avatar.show_initials(f"Name {number}", "No picture")
        tones.add(avatar._background().name())
        assert contrast(QColor("white"), avatar._background()) >= 4.5
    assert len(tones) > 100, "the colour belongs to the name"


def test_colours_are_named_in_one_place_only() -> None:
    """White initials on their own colour are the one exception, and Qt's transparent is no colour."""
    folder = Path(style.__file__).parent.parent
    named_elsewhere = {
        f"{file.name}: {found[0]}"
        for file in folder.rglob("*.py")
        if file.name != "style.py"
        for found in re.finditer(
            r"\"#[0-9a-fA-F]{3,8}\"|GlobalColor\.(?!transparent)\w+", file.read_text("utf-8")
        )
    }
    assert named_elsewhere == {"avatar.py: GlobalColor.white"}


def test_a_change_of_theme_restyles_everything_that_is_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, NOTHING)
    click(button(program.window, "Raw response"))
    window = program.window
    colours: dict[bool, dict[str, str]] = {}
    for theme in THEMES:
        program.preferences.change(Settings(default_region=None, theme=theme))
        QApplication.processEvents()
        raw = named(window, QWidget, "rawAnswer").findChildren(QPlainTextEdit)[0]
        colours[theme == "dark"] = {
            "bar": painted(window.search, QPoint(3, 3)),
            "pane": painted(window.profile, QPoint(3, 3)),
            "notice": painted(window.notice, QPoint(3, 3)),
            "raw": painted(raw.viewport(), QPoint(raw.viewport().width() - 3, 3)),
            "hairline": painted(window.findChildren(QWidget, "hairline")[0], QPoint(50, 0)),
            "text": window.profile.findChildren(FactRow)[-1].palette().color(ROLE.WindowText).name(),
        }
    for is_dark, found in colours.items():
        palette = style.palette("dark" if is_dark else "light")
        roles = {
            "bar": ROLE.Base,
            "pane": ROLE.Window,
            "notice": ROLE.ToolTipBase,
            "raw": ROLE.Base,
            "hairline": ROLE.Mid,
            "text": ROLE.WindowText,
        }
        assert found == {part: palette.color(role).name() for part, role in roles.items()}


def test_links_and_foreign_text_take_the_new_colours_too(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    text = program.window.profile.findChildren(LinkedText)[0]
    for theme in THEMES:
        program.preferences.change(Settings(default_region=None, theme=theme))
        inks = {
            each.foreground().color().name()
            for each in text.document().allFormats()
            if each.isCharFormat() and each.toCharFormat().hasProperty(each.Property.ForegroundBrush)
        }
        palette = style.palette(theme)
        assert palette.color(ROLE.Text).name() in inks
        assert palette.color(ROLE.Accent).name() in inks


def test_size_and_splitters_are_remembered_by_the_next_start(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    first = open_program()
    use(first, gateway)
    look_up(qtbot, first, DEALER)
    first.window.resize(780, 640)
    panes = next(
        each for each in first.window.findChildren(QSplitter) if each.indexOf(first.window.grid) >= 0
    )
    panes.setSizes([430, 350])
    QApplication.processEvents()
    kept = panes.sizes()
    second = open_program()
    use(second, gateway)
    look_up(qtbot, second, DEALER)
    assert second.window.size() == QSize(780, 640)
    panes = next(
        each for each in second.window.findChildren(QSplitter) if each.indexOf(second.window.grid) >= 0
    )
    assert panes.sizes() == kept


def test_a_new_window_leaves_room_for_its_frame_on_a_small_screen(program: Program) -> None:
    room = program.window.screen().availableSize()
    assert room.width() < 1180, "this screen is a small one"
    assert program.window.width() < room.width()
    assert room_for(QWidget()).height() <= room.height() - 40


def test_a_narrow_window_stacks_the_panes_and_a_wide_one_does_not(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    window = program.window
    window.resize(560, 700)
    QApplication.processEvents()
    assert window.width() == 560, "the window can be that narrow"
    assert window.profile.mapTo(window, QPoint()).x() == window.grid.mapTo(window, QPoint()).x()
    assert window.profile.mapTo(window, QPoint()).y() < window.grid.mapTo(window, QPoint()).y()
    window.resize(1180, 760)
    QApplication.processEvents()
    assert window.profile.mapTo(window, QPoint()).x() < window.grid.mapTo(window, QPoint()).x()


def test_a_low_and_narrow_window_shows_first_who_it_is(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    program.window.resize(560, 380)
    QApplication.processEvents()
    flags = named(program.window, QWidget, "statusFlags")
    assert not flags.visibleRegion().isEmpty()
    assert flags.visibleRegion().boundingRect().bottom() == flags.rect().bottom()


def test_a_small_first_start_has_room_in_its_fields_and_one_scroll_bar(open_program: OpenProgram) -> None:
    window = open_program().window
    window.resize(640, 340)
    QApplication.processEvents()
    for name in ("accountNameField", "idInstanceField", "apiUrlField", "tokenField"):
        assert named(window, QLineEdit, name).width() > 150
    bars = [
        each
        for each in window.findChildren(QScrollBar)
        if each.isVisible() and each.orientation() is Qt.Orientation.Vertical
    ]
    assert len(bars) == 1


def test_a_divider_moved_in_a_narrow_window_is_another_than_that_of_a_wide_one(
    open_program: OpenProgram, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    """130 pixels high are enough for a profile; 130 pixels wide are not."""
    first = open_program()
    use(first, gateway)
    look_up(qtbot, first, DEALER)
    assert divided(first, 1180) == pytest.approx([392, 787], abs=2)
    divided(first, 560)
    first.window.panes.setSizes([130, 400])
    stacked = first.window.panes.sizes()
    assert divided(first, 1180) == pytest.approx([392, 787], abs=2)
    first.window.panes.setSizes([500, 679])
    assert divided(first, 560) == stacked
    assert divided(first, 1180) == pytest.approx([500, 679], abs=2)
    first.close()
    second = open_program()
    use(second, gateway)
    look_up(qtbot, second, DEALER)
    assert divided(second, 1180) == pytest.approx([500, 679], abs=2)
    assert divided(second, 560) == stacked


def test_the_divider_stops_before_the_profile_is_cut_off(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, DEALER)
    program.window.resize(1180, 760)
    QApplication.processEvents()
    program.window.panes.moveSplitter(120, 1)
    assert program.window.panes.sizes()[0] == 290
    assert program.window.profile.horizontalScrollBar().maximum() == 0, "nothing is beyond the edge"


def divided(program: Program, width: int) -> list[int]:
    """The sizes of the panes in a window so wide."""
    program.window.resize(width, 760)
    QApplication.processEvents()
    return program.window.panes.sizes()


# Preferences


def test_a_changed_preference_takes_effect_at_once_and_lasts(
    program: Program, profile: ProfileFolder, qtbot: QtBot
) -> None:
    click_menu(program)
    dialog = named(program.window, PreferencesDialog, "preferencesDialog")
    country = named(dialog, QComboBox, "defaultCountry")
    country.setCurrentIndex(country.findData("GB"))
    named(dialog, QComboBox, "theme").setCurrentIndex(2)
    named(dialog, QTabWidget, "preferencesTabs").setCurrentIndex(1)
    click(named(dialog, QCheckBox, "fetchesPictures"))
    program.window.search.write("020 7946 0158")
    assert program.window.search.reading.__class__.__name__ == "Number"
    assert painted(program.window.search, QPoint(3, 3)) == style.palette("dark").color(ROLE.Base).name()
    assert Settings.load(profile)[0] == Settings("GB", fetches_pictures=False, theme="dark")
    dialog.close()


def click_menu(program: Program) -> None:
    menu = program.window.search.account_box.menu()
    next(action for action in menu.actions() if action.text() == "Preferences…").trigger()


def test_the_system_theme_follows_the_system(qapp: QApplication, program: Program) -> None:
    program.preferences.change(Settings(default_region=None, theme="system"))
    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert qapp.palette().color(ROLE.Window) == style.palette("dark" if is_dark else "light").color(
        ROLE.Window
    )


@pytest.mark.parametrize("wants_contrast", [False, True], ids=["ordinary", "high"])
def test_the_system_theme_has_the_contrast_that_the_system_asks_for(
    qapp: QApplication, wants_contrast: bool
) -> None:
    style.apply(qapp, "system", wants_contrast=wants_contrast)
    assert style.has_contrast(qapp.palette()) is wants_contrast
    style.apply(qapp, "dark", wants_contrast=True)
    assert not style.has_contrast(qapp.palette()), "chosen by a person, whatever the system asks for"
    style.apply(qapp, "light")


def test_high_contrast_of_the_last_time_is_painted_first(qapp: QApplication, profile: ProfileFolder) -> None:
    layout = WindowLayout(profile)
    layout.setValue("wantsContrast", True)
    Look(qapp, layout)
    assert style.has_contrast(qapp.palette())
    layout.setValue("theme", "dark")
    Look(qapp, layout)
    assert qapp.palette().color(ROLE.Window) == style.palette("dark").color(ROLE.Window)
    style.apply(qapp, "light")


@pytest.mark.parametrize("theme", ["high-contrast-light", "high-contrast-dark"])
def test_high_contrast_can_be_chosen_in_the_preferences(
    program: Program, profile: ProfileFolder, theme: Theme
) -> None:
    click_menu(program)
    dialog = named(program.window, PreferencesDialog, "preferencesDialog")
    box = named(dialog, QComboBox, "theme")
    box.setCurrentIndex(box.findData(theme))
    assert Settings.load(profile)[0].theme == theme
    assert painted(program.window.search, QPoint(3, 3)) == style.palette(theme).color(ROLE.Base).name()
    dialog.close()
