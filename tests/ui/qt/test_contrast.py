"""What is painted can be seen: borders and words of the real windows, measured in every theme."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.settings import Settings, Theme
from inspector.demo.gateway import DemoGateway
from inspector.ui.qt import style
from tests.ui.qt.test_look import contrast, least
from tests.ui.watching import DEALER, deliver_deletions, look_up, named

THEMES: tuple[Theme, ...] = ("light", "dark", "high-contrast-light", "high-contrast-dark")
BORDERED = (QLineEdit, QComboBox, QPushButton, QPlainTextEdit, QListWidget)


@pytest.mark.parametrize("theme", THEMES)
def test_borders_and_words_stand_out_as_painted(
    program: Program, gateway: DemoGateway, qtbot: QtBot, theme: Theme
) -> None:
    program.preferences.change(Settings(default_region=None, theme=theme))
    look_up(qtbot, program, DEALER)
    faint: dict[str, float] = {}
    counted = 0
    for window in windows(program, gateway):
        picture = window.grab().toImage()
        for widget in controls(window):
            counted += 1
            found = border_contrast(window, widget, picture)
            if found < least(theme, 3):
                faint[f"border of {told(widget)}"] = found
        for widget in worded(window):
            counted += 1
            found = ink_contrast(window, widget, picture)
            if found < least(theme, 4.5):
                faint[f"words of {told(widget)}"] = found
    assert counted > 80
    assert faint == {}


@pytest.mark.parametrize("theme", THEMES)
def test_a_ticked_box_shows_its_tick(program: Program, theme: Theme) -> None:
    program.preferences.change(Settings(default_region=None, theme=theme))
    dialog = program.preferences.open()
    named(dialog, QTabWidget, "preferencesTabs").setCurrentIndex(1)
    QApplication.processEvents()
    box = named(dialog, QCheckBox, "fetchesPictures")
    assert box.isChecked()
    place = indicator(box)
    inner = box.grab().toImage().copy(place.adjusted(2, 2, -2, -2))
    palette = style.palette(theme)
    seen = {inner.pixelColor(x, y).name() for x in range(inner.width()) for y in range(inner.height())}
    assert palette.color(QPalette.ColorRole.Accent).name() in seen
    strongest = max(contrast(QColor(name), palette.color(QPalette.ColorRole.Accent)) for name in seen)
    assert strongest >= least(theme, 3)
    dialog.close()
    deliver_deletions()


def test_buttons_of_dialogs_carry_no_icons_of_the_style(program: Program) -> None:
    program.preferences.open()
    program.accounts_controller.open_about()
    buttons = [
        each
        for dialog in program.window.findChildren(QDialog)
        for each in dialog.findChildren(QPushButton)
        if each.text().replace("&", "") in ("Close", "Cancel", "Yes", "Open")
    ]
    assert len(buttons) >= 2
    assert [each.text() for each in buttons if not each.icon().isNull()] == []
    for dialog in program.window.findChildren(QDialog):
        dialog.close()
    deliver_deletions()


def windows(program: Program, gateway: DemoGateway) -> Iterator[QWidget]:
    """One after the other: the main window, and every dialog with each of its pages."""
    yield program.window
    program.accounts._book.add("Mine", gateway.api_url, "1101000001")
    program.accounts_controller.open_dialog()
    dialog = named(program.window, QDialog, "accountDialog")
    yield dialog
    dialog.close()
    deliver_deletions()
    preferences = program.preferences.open()
    tabs = named(preferences, QTabWidget, "preferencesTabs")
    for page in range(tabs.count()):
        tabs.setCurrentIndex(page)
        QApplication.processEvents()
        yield preferences
    preferences.close()
    program.accounts_controller.open_about()
    about = named(program.window, QDialog, "aboutDialog")
    QApplication.processEvents()
    yield about
    about.close()
    deliver_deletions()


def controls(window: QWidget) -> list[QWidget]:
    """What has a border around it, in sight and enabled."""
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, (*BORDERED, QCheckBox)) or each.objectName() == "accountBox"
        if each.isVisible() and each.isEnabled() and not each.property("link")
        if not each.property("primary")
        if each.visibleRegion().boundingRect() == each.rect()
        if not isinstance(each.parentWidget(), QComboBox)
    ]


def worded(window: QWidget) -> list[QWidget]:
    """What says something, wholly in sight and enabled."""
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, QLabel | QAbstractButton | QLineEdit)
        if each.isVisible() and each.isEnabled()
        if each.visibleRegion().boundingRect() == each.rect()
        if isinstance(each, QLineEdit) or each.text()
        if not isinstance(each, QLineEdit) or each.text() or each.placeholderText()
    ]


def border_contrast(window: QWidget, widget: QWidget, picture: QImage) -> float:
    """The strongest line on a short way from outside to inside, against where the way began."""
    middle = widget.rect().center().y()
    start = 0
    if isinstance(widget, QCheckBox):
        place = indicator(widget)
        start, middle = place.left(), place.center().y()
    way = [widget.mapTo(window, QPoint(start + x, middle)) for x in range(-2, 3)]
    colours = [picture.pixelColor(place) for place in way if picture.rect().contains(place)]
    return max(contrast(colours[0], each) for each in colours[1:])


def ink_contrast(window: QWidget, widget: QWidget, picture: QImage) -> float:
    """The strongest pixel inside a widget against the most frequent one."""
    place = widget.rect().translated(widget.mapTo(window, QPoint())).adjusted(3, 3, -3, -3)
    inner = picture.copy(place)
    seen = Counter(inner.pixel(x, y) for x in range(inner.width()) for y in range(inner.height()))
    ground = QColor(seen.most_common(1)[0][0])
    return max(contrast(QColor(pixel), ground) for pixel in seen)


def indicator(box: QCheckBox) -> QRect:
    option = QStyleOptionButton()
    box.initStyleOption(option)
    return box.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, box)


def told(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__} {widget.objectName()} {words}".strip()
