"""How everything looks: palette roles, sizes, fonts. Colours are named here and nowhere else.

Roles with a meaning of their own in this program:

=================  ==========================================================
`Window`           the pane's background
`Base`             surfaces: cards, fields, bars
`Mid`              hairlines
`PlaceholderText`  muted text
`Accent`           the one accent; `BrightText` is readable on it
`Highlight`        selected surfaces, with `HighlightedText` on them
`AlternateBase`    where a picture will be
`ToolTipBase`      warnings, with `ToolTipText` on them
=================  ==========================================================
"""

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from inspector.profile.settings import Theme

Role = QPalette.ColorRole

_LIGHT = {
    Role.Window: "#f6f7f8",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#eceef1",
    Role.Button: "#ffffff",
    Role.Mid: "#dfe2e6",
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
    Role.Text: "#e8e9eb",
    Role.PlaceholderText: "#9a9fa8",
    Role.Accent: "#2fb87e",
    Role.BrightText: "#10221a",
    Role.Highlight: "#1f3a30",
    Role.ToolTipBase: "#4a3a16",
    Role.ToolTipText: "#f1c86a",
}

FUSION = ("-style", "fusion")
"""Arguments of the application. Setting the style later takes 5 ms more."""

_MIDDLE_LIGHTNESS = 128

BASE_TEXT_PX = 13
"""The text size that every other size was drawn for."""

_SHEET = """
QWidget#searchBar, QWidget#statusLine {{ background: palette(base); }}
QLineEdit, QComboBox, QPlainTextEdit, QListWidget {{
    background: palette(base); border: 1px solid palette(mid); border-radius: {r6}px;
    padding: {p2}px {p8}px; selection-background-color: palette(accent);
    selection-color: palette(bright-text); }}
QLineEdit, QComboBox {{ min-height: {h26}px; }}
QLineEdit:disabled {{ background: palette(window); }}
QLineEdit:focus, QComboBox:focus, QPlainTextEdit:focus, QListWidget:focus {{
    border: 2px solid palette(accent);
    padding: {p1}px {p7}px; }}
QLineEdit#numberField {{ min-height: {h32}px; border-radius: {r7}px; font-size: {t16}px;
    padding-left: {p10}px; }}
QPushButton {{ background: palette(button); color: palette(text); border: 1px solid palette(mid);
    border-radius: {r6}px; padding: 0 {p14}px; min-height: {h28}px; }}
QPushButton:hover, QToolButton#accountBox:hover {{ background: palette(alternate-base); }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid palette(accent); outline: none; }}
QPushButton:disabled {{ color: palette(placeholder-text); background: palette(window); }}
QPushButton[primary="true"] {{ background: palette(accent); color: palette(bright-text); border: none;
    font-weight: 600; }}
QPushButton[primary="true"]:focus {{ border: 2px solid palette(text); }}
QPushButton[primary="true"]:disabled {{ background: palette(mid); color: palette(placeholder-text); }}
QPushButton[link="true"] {{ background: transparent; border: 1px solid transparent; color: palette(accent);
    padding: 0; min-height: 0; text-align: left; }}
QPushButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton[link="true"]:focus {{ border: 1px solid palette(accent); }}
QPushButton#lookupButton, QPushButton#cancelButton {{ min-height: {h36}px; border-radius: {r7}px;
    padding: 0 {p18}px; }}
QToolButton {{ background: transparent; border: 2px solid transparent; border-radius: {r6}px; }}
QToolButton:hover {{ background: palette(alternate-base); }}
QToolButton#accountBox {{ background: palette(base); border: 1px solid palette(mid); border-radius: {r7}px;
    min-height: {h34}px; padding: 0 {p26}px 0 {p10}px; }}
QToolButton#accountBox:focus {{ border: 2px solid palette(accent); }}
QToolButton::menu-indicator {{ image: none; }}
QToolTip {{ background: palette(base); color: palette(text); border: 1px solid palette(mid);
    padding: {p4}px; }}
QFrame#hairline {{ background: palette(mid); border: none; }}
QTextBrowser {{ background: transparent; border: 1px solid transparent; }}
QTextBrowser:focus {{ border: 1px solid palette(accent); }}
QSplitter::handle {{ background: palette(mid); }}
QComboBox {{ padding-right: {p26}px; }}
QComboBox::drop-down {{ border: none; width: {p26}px; }}
QComboBox::down-arrow {{ image: none; }}
QListWidget::item {{ padding: {p7}px {p4}px; border-radius: {p4}px; color: palette(text); }}
QListWidget::item:selected {{ background: palette(highlight); color: palette(text); }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: {p10}px; }}
QScrollBar:horizontal {{ height: {p10}px; }}
QScrollBar::handle {{ background: palette(mid); border-radius: {p3}px; margin: {p2}px; }}
QScrollBar::handle:vertical {{ min-height: {h32}px; }}
QScrollBar::handle:horizontal {{ min-width: {h32}px; }}
QScrollBar::handle:hover {{ background: palette(placeholder-text); }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ background: palette(window); border: none; }}
"""


def apply(app: QApplication, theme: "Theme") -> None:
    """Dress the whole program; call again when the theme, the system's colours or its font changed.

    The application was made with `FUSION` among its arguments.
    """
    _scale.cache_clear()
    app.setPalette(palette(_is_dark(app, theme)))
    app.setFont(font(BASE_TEXT_PX))
    numbers = {f"p{px}": scaled(px) for px in (1, 2, 3, 4, 7, 8, 10, 14, 16, 18, 26)}
    numbers |= {f"h{px}": scaled(px) for px in (26, 28, 32, 34, 36)}
    numbers |= {f"r{px}": scaled(px) for px in (6, 7)} | {"t16": scaled(16)}
    app.setStyleSheet(_SHEET.format(**numbers))


def palette(is_dark: bool) -> QPalette:
    """The light or the dark palette, every role set."""
    colours = _DARK if is_dark else _LIGHT
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


def scaled(px: int) -> int:
    """A length drawn at 100 %, in the logical pixels of the text size the person's system has."""
    return round(px * _scale())


def font(px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font at a size drawn at 100 %."""
    result = QFont(_system_font())
    result.setPixelSize(scaled(px))
    result.setWeight(weight)
    return result


def warn(widget: QWidget) -> None:
    """Have a widget look like a warning. Style sheets do not know these two roles."""
    widget.setAutoFillBackground(True)
    widget.setBackgroundRole(Role.ToolTipBase)
    widget.setForegroundRole(Role.ToolTipText)


def write_in(widget: QWidget, role: QPalette.ColorRole) -> None:
    """Have a widget write in the colour of a role. Setting the same one again would polish it anew."""
    if widget.foregroundRole() is not role:
        widget.setForegroundRole(role)


def muted(widget: QWidget) -> None:
    """Have a widget write in the muted colour, now and after a change of theme."""
    widget.setForegroundRole(Role.PlaceholderText)


def _is_dark(app: QApplication, theme: "Theme") -> bool:
    """For the system's own theme, as the system's own palette tells: it is dark where the system is."""
    if theme == "system":
        app.setPalette(QPalette())
        return app.palette().color(Role.Window).lightness() < _MIDDLE_LIGHTNESS
    return theme == "dark"


def _system_font() -> QFont:
    return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)


@cache
def _scale() -> float:
    return max(1.0, QFontInfo(_system_font()).pixelSize() / BASE_TEXT_PX)
