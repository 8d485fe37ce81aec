"""The account in use, and the menu to change it."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from typing_extensions import override

from inspector.greenapi.account import Account
from inspector.ui import style
from inspector.ui.icon import pixmap
from inspector.ui.plain_label import plain_tip

_NAME_CHARS = 28


class AccountBox(QToolButton):
    """Shows the account's name and a dot: filled when it can be used, hollow when it cannot."""

    chosen = Signal(str)
    """The key of the account that was chosen."""
    accounts_wanted = Signal()
    preferences_wanted = Signal()
    demo_wanted = Signal()
    demo_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountBox")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._is_usable = False
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.show_accounts((), None, is_usable=False, is_demo=False)

    def show_accounts(
        self, accounts: tuple[Account, ...], active: Account | None, *, is_usable: bool, is_demo: bool
    ) -> None:
        self._is_usable = is_usable
        name = active.name if active else self.tr("No account")
        short = name if len(name) <= _NAME_CHARS else f"{name[:_NAME_CHARS]}…"
        self.setText("    " + short.replace("&", "&&"))
        state = self.tr("connected") if is_usable else self.tr("not connected")
        self.setAccessibleName(self.tr("Account: {name}, {state}").format(name=name, state=state))
        self.setToolTip(plain_tip(self.accessibleName()))
        self._fill(accounts, active, is_demo=is_demo)
        self.update()

    def _fill(self, accounts: tuple[Account, ...], active: Account | None, *, is_demo: bool) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        group.triggered.connect(self._choose)
        for account in accounts:
            action = group.addAction(account.name.replace("&", "&&"))
            action.setData(account.key)
            action.setCheckable(True)
            action.setChecked(active is not None and account.key == active.key)
            self._menu.addAction(action)
        if accounts:
            self._menu.addSeparator()
        self._menu.addAction(self.tr("Accounts…") + "\tCtrl+,").triggered.connect(self.accounts_wanted)
        self._menu.addAction(self.tr("Preferences…")).triggered.connect(self.preferences_wanted)
        self._menu.addSeparator()
        if is_demo:
            self._menu.addAction(self.tr("Leave the sample contacts")).triggered.connect(self.demo_left)
        else:
            self._menu.addAction(self.tr("Try with sample contacts")).triggered.connect(self.demo_wanted)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Accent)
        muted = self.palette().color(QPalette.ColorRole.PlaceholderText)
        edge, middle = style.scaled(8), self.height() / 2
        painter.setPen(QPen(accent if self._is_usable else muted, 1.5))
        painter.setBrush(accent if self._is_usable else QColor(Qt.GlobalColor.transparent))
        painter.drawEllipse(QRectF(style.scaled(11), middle - edge / 2, edge, edge))
        arrow = style.scaled(14)
        place = QPoint(self.width() - arrow - style.scaled(8), round(middle - arrow / 2))
        painter.drawPixmap(place, pixmap("down", muted, arrow, self.devicePixelRatioF()))
        painter.end()
