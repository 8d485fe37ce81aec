"""The account in use, and the menu to change it."""

from typing import TYPE_CHECKING

from PySide6 import QtGui, QtWidgets
from PySide6.QtCore import QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from inspector.ui import style
from inspector.ui.override import override
from inspector.ui.plain_label import plain_tip
from inspector.ui.qt_numbers import STRONG_FOCUS, TEXT_ONLY

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from inspector.greenapi.account import Account

_NAME_CHARS = 28


class AccountBox(QToolButton):
    """Shows the account's name and a dot: filled when it can be used, hollow when it cannot."""

    chosen = Signal(str)
    """The key of the account that was chosen."""
    accounts_wanted = Signal()
    preferences_wanted = Signal()
    shortcuts_wanted = Signal()
    about_wanted = Signal()
    demo_wanted = Signal()
    demo_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountBox")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("toolButtonStyle", TEXT_ONLY)
        self.setProperty("focusPolicy", STRONG_FOCUS)
        self._is_usable = False
        self._menu: QtWidgets.QMenu | None = None
        self.show_name(None)

    def show_accounts(
        self, accounts: tuple["Account", ...], active: "Account | None", *, is_usable: bool, is_demo: bool
    ) -> None:
        self._is_usable = is_usable
        self.show_name(active.name if active else None)
        self._fill(accounts, active, is_demo=is_demo)

    def show_name(self, name: str | None) -> None:
        """Show an account's name, or that there is none."""
        name = name or self.tr("No account")
        short = name if len(name) <= _NAME_CHARS else f"{name[:_NAME_CHARS]}…"
        self.setText("    " + short.replace("&", "&&"))
        state = self.tr("connected") if self._is_usable else self.tr("not connected")
        self.setAccessibleName(self.tr("Account: {name}, {state}").format(name=name, state=state))
        self.setToolTip(plain_tip(self.accessibleName()))
        self.update()

    def _fill(self, accounts: tuple["Account", ...], active: "Account | None", *, is_demo: bool) -> None:
        menu = self._menu
        if menu is None:
            from inspector.ui.menu import Menu  # the first paint does without it

            menu = self._menu = Menu(self)
            self.setMenu(menu)
        menu.clear()
        group = QtGui.QActionGroup(menu)
        group.triggered.connect(self._choose)
        for account in accounts:
            action = group.addAction(account.name.replace("&", "&&"))
            action.setData(account.key)
            action.setCheckable(True)
            action.setChecked(active is not None and account.key == active.key)
            menu.addAction(action)
        if accounts:
            menu.addSeparator()
        menu.addAction(self.tr("Accounts…") + "\tCtrl+,").triggered.connect(self.accounts_wanted)
        menu.addAction(self.tr("Preferences…")).triggered.connect(self.preferences_wanted)
        menu.addSeparator()
        if is_demo:
            menu.addAction(self.tr("Leave the sample contacts")).triggered.connect(self.demo_left)
        else:
            menu.addAction(self.tr("Try with sample contacts")).triggered.connect(self.demo_wanted)
        menu.addSeparator()
        shortcuts = menu.addAction(self.tr("Keyboard shortcuts") + "\tCtrl+/")
        shortcuts.triggered.connect(self.shortcuts_wanted)
        menu.addAction(self.tr("About and licences")).triggered.connect(self.about_wanted)

    @Slot()
    def _choose(self) -> None:
        group = self.sender()
        if isinstance(group, QtGui.QActionGroup):
            self.chosen.emit(str(group.checkedAction().data()))

    @override
    def paintEvent(self, event: "QPaintEvent") -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role, middle = QPalette.ColorRole, self.height() / 2
        dot = QPainterPath()
        edge = style.scaled(8)
        dot.addEllipse(QRectF(style.scaled(11), middle - edge / 2, edge, edge))
        outline = QPainterPathStroker()
        outline.setWidth(1.5)
        colour = role.Accent if self._is_usable else role.PlaceholderText
        shape = dot.united(outline.createStroke(dot)) if self._is_usable else outline.createStroke(dot)
        painter.fillPath(shape, self.palette().brush(colour))
        outline.setWidth(style.scaled(13) / 10)
        arrow = outline.createStroke(self._arrow())
        painter.fillPath(arrow, self.palette().brush(role.PlaceholderText))
        painter.end()

    def _arrow(self) -> QPainterPath:
        """The line of an arrow that points down, at the right edge."""
        half, depth = style.scaled(7) / 2, style.scaled(7) / 2
        tip = QPointF(self.width() - style.scaled(15), self.height() / 2 + depth / 2)
        path = QPainterPath(tip + QPointF(-half, -depth))
        path.lineTo(tip)
        path.lineTo(tip + QPointF(half, -depth))
        return path
