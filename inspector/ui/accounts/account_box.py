"""The account button: shows the account in use, and opens the main menu."""

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QEvent, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker, QPalette
from PySide6.QtWidgets import QToolButton, QWidget

from inspector.ui.qt import style
from inspector.ui.qt.override import override
from inspector.ui.qt.qt_numbers import TAB_FOCUS, TEXT_ONLY
from inspector.ui.widgets.plain_label import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from inspector.core.account import Account
    from inspector.core.problem import Problem
    from inspector.ui.accounts.account_error import ErrorKind

_NAME_CHARS = 28


class AccountBox(QToolButton):
    """Shows the account's name and state.

    A filled dot means connected, a hollow dot not connected, an amber triangle that the gateway isn't
    responding or a limit is reached, and a red cross that the gateway refused the account.
    """

    chosen = Signal(str)
    """Carries the key of the chosen account."""
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
        self.setProperty("focusPolicy", TAB_FOCUS)
        self._is_usable = False
        self._error: ErrorKind | None = None
        self._name: str | None = None
        self._menu: QtWidgets.QMenu | None = None
        self.show_name(None)

    def show_accounts(
        self, accounts: tuple["Account", ...], active: "Account | None", *, is_usable: bool, is_demo: bool
    ) -> None:
        self._is_usable = is_usable
        self.show_name(active.name if active else None)
        self._fill(accounts, active, is_demo=is_demo)

    def show_name(self, name: str | None) -> None:
        """Show an account's name, or that there is no account."""
        self._name = name
        name = name or self.tr("No account")
        short = name if len(name) <= _NAME_CHARS else f"{name[:_NAME_CHARS]}…"
        self.setText("    " + short.replace("&", "&&"))
        state = self.tr("Account: {name}, {state}").format(name=name, state=self._state_words())
        self.setAccessibleName(state)
        self.setToolTip(plain_tip(self.accessibleName()))
        self.update()

    def show_outcome(self, problem: "Problem | None") -> None:
        """Show how the active account's last request ended; None means that it succeeded."""
        from inspector.ui.accounts.account_error import (  # not before first paint
            concerns_account,
            error_kind_of,
        )

        if problem is None:
            self._show_error(None)
        elif concerns_account(problem):
            self._show_error(error_kind_of(problem))

    def _show_error(self, error: "ErrorKind | None") -> None:
        if error is not self._error:
            self._error = error
            self.show_name(self._name)

    def _state_words(self) -> str:
        if not self._is_usable:
            return self.tr("not connected")
        words = {
            "SILENT": self.tr("gateway not responding"),
            "LIMITED": self.tr("limit reached"),
            "REFUSED": self.tr("refused by the gateway"),
        }
        return words[self._error.name] if self._error else self.tr("connected")

    def _fill(self, accounts: tuple["Account", ...], active: "Account | None", *, is_demo: bool) -> None:
        menu = self._menu
        if menu is None:
            from inspector.ui.qt.menu import Menu  # not before first paint

            menu = self._menu = Menu(self)
            self.setMenu(menu)
            menu.aboutToHide.connect(self._end_hover)
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
    def _end_hover(self) -> None:
        """End the hover state: Qt 6.11 doesn't notice that the mouse has left while the menu was open."""
        if not self.rect().contains(self.mapFromGlobal(QtGui.QCursor.pos())):
            QtWidgets.QApplication.sendEvent(self, QEvent(QEvent.Type.Leave))
            self.setAttribute(QtCore.Qt.WidgetAttribute.WA_UnderMouse, False)

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
        self._paint_state(painter)
        outline = QPainterPathStroker()
        outline.setWidth(style.scaled(13) / 10)
        arrow = outline.createStroke(self._arrow())
        painter.fillPath(arrow, self.palette().brush(QPalette.ColorRole.PlaceholderText))
        painter.end()

    def _paint_state(self, painter: QPainter) -> None:
        """Paint the state. Each has its own shape, so that nothing relies on colour alone."""
        edge = style.scaled(8)
        place = QRectF(style.scaled(11), (self.height() - edge) / 2, edge, edge)
        palette, shape, outline = self.palette(), QPainterPath(), QPainterPathStroker()
        outline.setWidth(1.5)
        if self._is_usable and self._error:
            is_refused = self._error.name == "REFUSED"
            if is_refused:
                shape.moveTo(place.topLeft())
                shape.lineTo(place.bottomRight())
                shape.moveTo(place.topRight())
                shape.lineTo(place.bottomLeft())
                outline.setWidth(2.5)
            else:
                shape.moveTo(place.center().x(), place.top())
                shape.lineTo(place.bottomRight())
                shape.lineTo(place.bottomLeft())
                shape.closeSubpath()
            stroke = outline.createStroke(shape)
            colour = style.signal(palette, is_alarm=is_refused)
            painter.fillPath(stroke if is_refused else shape.united(stroke), colour)
            return
        shape.addEllipse(place)
        stroke = outline.createStroke(shape)
        if self._is_usable:
            painter.fillPath(shape.united(stroke), palette.brush(QPalette.ColorRole.Accent))
        else:
            painter.fillPath(stroke, palette.brush(QPalette.ColorRole.PlaceholderText))

    def _arrow(self) -> QPainterPath:
        """A downward chevron at the right edge."""
        half, depth = style.scaled(7) / 2, style.scaled(7) / 2
        tip = QPointF(self.width() - style.scaled(15), self.height() / 2 + depth / 2)
        path = QPainterPath(tip + QPointF(-half, -depth))
        path.lineTo(tip)
        path.lineTo(tip + QPointF(half, -depth))
        return path
