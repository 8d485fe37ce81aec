"""Palettes, the style sheet, sizes and fonts. Colours are defined only here.

Palette roles with a special meaning in this program:

=================  ==========================================================
`Window`           the pane's background
`Base`             surfaces: cards, fields, bars
`Mid`              hairlines
`Dark`             borders of controls: fields, buttons, boxes, menus
`PlaceholderText`  muted text
`Accent`           the only accent colour; `BrightText` is readable on it
`Highlight`        selected surfaces, with `HighlightedText` on them
`AlternateBase`    placeholders for pictures
`ToolTipBase`      warnings, with `ToolTipText` on them
=================  ==========================================================
"""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from inspector.config.settings import Theme

Role = QPalette.ColorRole

_LIGHT = {
    Role.Window: "#f6f7f8",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#eceef1",
    Role.Button: "#ffffff",
    Role.Mid: "#dfe2e6",
    Role.Dark: "#868c96",
    Role.Text: "#1c1f23",
    Role.PlaceholderText: "#646b75",
    Role.Accent: "#0b7d53",
    Role.BrightText: "#ffffff",
    Role.Highlight: "#e2f3ec",
    Role.ToolTipBase: "#fdf1d3",
    Role.ToolTipText: "#7a5200",
}
_DARK = {
    Role.Window: "#1e1f22",
    Role.Base: "#26282c",
    Role.AlternateBase: "#33363c",
    Role.Button: "#26282c",
    Role.Mid: "#393c42",
    Role.Dark: "#757b85",
    Role.Text: "#e8e9eb",
    Role.PlaceholderText: "#9a9fa8",
    Role.Accent: "#2fb87e",
    Role.BrightText: "#10221a",
    Role.Highlight: "#1f3a30",
    Role.ToolTipBase: "#4a3a16",
    Role.ToolTipText: "#f1c86a",
}

_WHITE = {
    Role.Window: "#ffffff",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#e8e8e8",
    Role.Button: "#ffffff",
    Role.Mid: "#000000",
    Role.Dark: "#000000",
    Role.Text: "#000000",
    Role.PlaceholderText: "#3a3a3a",
    Role.Accent: "#003bb0",
    Role.BrightText: "#ffffff",
    Role.Highlight: "#e3edff",
    Role.ToolTipBase: "#fff3c4",
    Role.ToolTipText: "#533700",
}
_BLACK = {
    Role.Window: "#000000",
    Role.Base: "#000000",
    Role.AlternateBase: "#242424",
    Role.Button: "#000000",
    Role.Mid: "#ffffff",
    Role.Dark: "#ffffff",
    Role.Text: "#ffffff",
    Role.PlaceholderText: "#d6d6d6",
    Role.Accent: "#ffe04a",
    Role.BrightText: "#000000",
    Role.Highlight: "#00305e",
    Role.ToolTipBase: "#382b00",
    Role.ToolTipText: "#ffe680",
}

SCHEMES = {
    "light": _LIGHT,
    "dark": _DARK,
    "high-contrast-light": _WHITE,
    "high-contrast-dark": _BLACK,
}
"""The colours of each theme; the `system` theme resolves to one of these."""

FUSION = ("-style", "fusion")
"""Command-line arguments for QApplication: setting the style later takes 5 ms longer."""

_SIGNALS, _SIGNALS_ON_DARK = ("#b86e00", "#c4281c"), ("#f0a63c", "#ff6b5e")
"""Amber and red, for light and for dark surfaces."""

_MIDDLE_LIGHTNESS = 128

BASE_TEXT_PX = 13
"""The text size for which all lengths were designed."""

_SHEET = """
QWidget#searchBar, QWidget#statusLine {{ background: palette(base); }}
QLineEdit, QComboBox, QPlainTextEdit, QListWidget {{
    background: palette(base); border: 1px solid palette(dark); border-radius: {r6}px;
    padding: {p2}px {p8}px; selection-background-color: palette(accent);
    selection-color: palette(bright-text); }}
QLineEdit, QComboBox {{ min-height: {h26}px; }}
QLineEdit:disabled {{ background: palette(window); }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QListWidget:focus {{
    border: 2px solid palette(accent);
    padding: {p1}px {p7}px; }}
QLineEdit#numberField {{ min-height: {h32}px; border-radius: {r7}px; font-size: {t16}px;
    padding-left: {p10}px; }}
QPushButton {{ background: palette(button); color: palette(text); border: 1px solid palette(dark);
    border-radius: {r6}px; padding: 0 {p14}px; min-height: {h28}px; }}
QPushButton:hover, QToolButton#accountBox:hover {{ background: palette(alternate-base); }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid palette(accent); outline: none; }}
QPushButton:disabled {{ color: palette(placeholder-text); background: palette(window); }}
QPushButton[primary="true"] {{ background: palette(accent); color: palette(bright-text); border: none;
    font-weight: 600; }}
QPushButton[primary="true"]:focus {{ border: 2px solid palette(text); }}
QPushButton[primary="true"]:disabled {{ background: palette(alternate-base);
    border: 1px solid palette(mid); color: palette(placeholder-text); }}
QPushButton[link="true"] {{ background: transparent; border: 1px solid transparent; color: palette(accent);
    padding: 0; min-height: 0; text-align: left; }}
QPushButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton[link="true"]:focus {{ border: 1px solid palette(accent); }}
QPushButton#lookupButton, QPushButton#cancelButton {{ min-height: {h36}px; border-radius: {r7}px;
    padding: 0 {p18}px; }}
QToolButton {{ background: transparent; border: 2px solid transparent; border-radius: {r6}px; }}
QToolButton:hover {{ background: palette(alternate-base); }}
QToolButton#accountBox {{ background: palette(base); border: 1px solid palette(dark); border-radius: {r7}px;
    min-height: {h34}px; padding: 0 {p26}px 0 {p10}px; }}
QToolButton#accountBox:focus {{ border: 2px solid palette(accent); }}
QToolButton::menu-indicator {{ image: none; }}
QToolTip {{ background: palette(base); color: palette(text); border: 1px solid palette(dark);
    padding: {p4}px; }}
QFrame#staleCard {{ background: palette(base); border: 1px solid palette(mid); border-radius: {r7}px; }}
QFrame#hairline {{ background: palette(mid); border: none; }}
QTextBrowser {{ background: transparent; border: 1px solid transparent; }}
QTextBrowser:focus {{ border: 1px solid palette(accent); }}
QCheckBox {{ spacing: {p8}px; }}
QCheckBox:disabled {{ color: palette(placeholder-text); }}
QCheckBox::indicator {{ background: palette(base); border: 1px solid palette(dark); border-radius: {p4}px;
    width: {p16}px; height: {p16}px; }}
QCheckBox::indicator:hover {{ background: palette(alternate-base); }}
QCheckBox::indicator:checked {{ background: palette(accent); border-color: palette(accent); }}
QCheckBox::indicator:disabled {{ background: palette(window); border-color: palette(placeholder-text); }}
QCheckBox::indicator:focus {{ border: 2px solid palette(accent); width: {p14}px; height: {p14}px; }}
QCheckBox::indicator:checked:focus {{ border-color: palette(text); }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenu {{ menu-scrollable: 1; background: palette(base); border: 1px solid palette(dark);
    border-radius: {p8}px; padding: {p4}px; }}
QMenu::item {{ padding: {p7}px {p26}px; border-radius: {p4}px; background: transparent;
    color: palette(text); }}
QMenu::item:selected {{ background: palette(highlight); color: palette(text); }}
QMenu::item:disabled {{ color: palette(placeholder-text); }}
QMenu::separator {{ height: 1px; background: palette(mid); margin: {p4}px 0; }}
QSplitter::handle {{ background: palette(mid); }}
QComboBox {{ combobox-popup: 0; }}
QComboBox QAbstractItemView {{ background: palette(base); border: 1px solid palette(dark); outline: none;
    selection-background-color: palette(highlight); selection-color: palette(text); }}
QComboBox QAbstractItemView::item {{ min-height: {h28}px; padding: 0 {p8}px; }}
QComboBox {{ padding-right: {p26}px; }}
QComboBox::drop-down {{ border: none; width: {p26}px; }}
QComboBox::down-arrow {{ image: none; }}
QListWidget::item {{ padding: {p7}px {p4}px; border-radius: {p4}px; color: palette(text); }}
QListWidget::item:selected {{ background: palette(highlight); color: palette(text); }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {p10}px; }}
QScrollBar:horizontal {{ height: {p10}px; }}
QScrollBar::handle {{ background: palette(dark); border-radius: {p3}px; margin: {p2}px; }}
QScrollBar::handle:vertical {{ min-height: {h32}px; }}
QScrollBar::handle:horizontal {{ min-width: {h32}px; }}
QScrollBar::handle:hover {{ background: palette(text); }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ background: palette(window); border: none; }}
"""


_CONTRAST_SHEET = """
QLabel#demoBand { border-bottom: 1px solid palette(mid); }
QFrame#noticeBar { border-top: 1px solid palette(mid); border-bottom: 1px solid palette(mid); }
QPushButton[primary="true"], QPushButton[primary="true"]:disabled { border: 1px solid palette(text); }
QToolButton:hover { border: 1px solid palette(text); }
"""
"""Borders for widgets that have none in the other themes."""


def apply(app: QApplication, theme: "Theme", *, wants_contrast: bool = False) -> None:
    """Style the whole program; call again when the theme, the system's colours or its font change.

    The application must have been created with `FUSION` among its arguments.

    Args:
        wants_contrast: whether the system prefers high contrast; only the `system` theme follows it.
    """
    _scale.cache_clear()
    app.setPalette(palette(_scheme(app, theme, wants_contrast=wants_contrast)))
    app.setFont(font(BASE_TEXT_PX))
    numbers = {f"p{px}": scaled(px) for px in (1, 2, 3, 4, 7, 8, 10, 14, 16, 18, 26)}
    numbers |= {f"h{px}": scaled(px) for px in (26, 28, 32, 34, 36)}
    numbers |= {f"r{px}": scaled(px) for px in (6, 7)} | {"t16": scaled(16)}
    sheet = _SHEET.format(**numbers)
    app.setStyleSheet(sheet + _CONTRAST_SHEET if has_contrast(app.palette()) else sheet)


def palette(scheme: str) -> QPalette:
    """The palette of one of `SCHEMES`, with every role set."""
    colours = SCHEMES[scheme]
    result = QPalette(QColor(colours[Role.Button]), QColor(colours[Role.Window]))
    for role, colour in colours.items():
        result.setColor(role, QColor(colour))
    for role in (Role.WindowText, Role.ButtonText, Role.HighlightedText):
        result.setColor(role, QColor(colours[Role.Text]))
    for role in (Role.Link, Role.LinkVisited):
        result.setColor(role, QColor(colours[Role.Accent]))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours[Role.PlaceholderText]))
    return result


def has_contrast(palette: QPalette) -> bool:
    """Whether this is a high-contrast palette: everything gets a border, nothing relies on colour alone."""
    return palette.color(Role.Mid) == palette.color(Role.Text)


def scaled(px: int) -> int:
    """Scale a length designed at 100 % to logical pixels at the system's text size."""
    return round(px * _scale())


def font(px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font at a size designed at 100 %."""
    result = QFont(_system_font())
    result.setPixelSize(scaled(px))
    result.setWeight(weight)
    return result


def warn(widget: QWidget) -> None:
    """Make a widget look like a warning, without a style sheet: those don't know these two roles."""
    widget.setAutoFillBackground(True)
    widget.setBackgroundRole(Role.ToolTipBase)
    widget.setForegroundRole(Role.ToolTipText)


def write_in(widget: QWidget, role: QPalette.ColorRole) -> None:
    """Set the role a widget writes in, unless it is set already: setting it again re-polishes the widget."""
    if widget.foregroundRole() is not role:
        widget.setForegroundRole(role)


def signal(palette: QPalette, *, is_alarm: bool) -> QColor:
    """Red for an alarm, otherwise amber; at least 3:1 on surfaces. In high contrast only shapes differ."""
    if has_contrast(palette):
        return palette.color(Role.ToolTipText)
    amber, red = _SIGNALS_ON_DARK if palette.color(Role.Base).lightness() < _MIDDLE_LIGHTNESS else _SIGNALS
    return QColor(red if is_alarm else amber)


def muted(widget: QWidget) -> None:
    """Make a widget write in the muted colour, also after a change of theme."""
    widget.setForegroundRole(Role.PlaceholderText)


def _scheme(app: QApplication, theme: "Theme", *, wants_contrast: bool) -> str:
    """Resolve the `system` theme from the lightness of the system's palette."""
    if theme != "system":
        return theme
    app.setPalette(QPalette())
    is_dark = app.palette().color(Role.Window).lightness() < _MIDDLE_LIGHTNESS
    return ("high-contrast-" if wants_contrast else "") + ("dark" if is_dark else "light")


def _system_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)


@cache
def _scale() -> float:
    return max(1.0, QFontInfo(_system_font()).pixelSize() / BASE_TEXT_PX)
