"""The dialog for adding, changing, testing and removing accounts."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.account import Account
from inspector.ui.accounts.account_form import AccountForm
from inspector.ui.qt import style
from inspector.ui.widgets.dialog import Dialog


class AccountDialog(Dialog):
    """A list beside a form. It only emits signals; the controller makes the changes."""

    removed = Signal(str)
    """Carries the key of the account to remove, after the user confirmed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountDialog")
        self.setWindowTitle(self.tr("Accounts"))
        self._accounts: tuple[Account, ...] = ()
        self._without_token: frozenset[str] = frozenset()
        self._list = QListWidget()
        self._list.setObjectName("accountList")
        self._list.setAccessibleName(self.tr("Accounts"))
        self._list.currentItemChanged.connect(self._show_current)
        self._add = QPushButton(self.tr("New"))
        self._add.setObjectName("newAccountButton")
        self._add.setAutoDefault(False)
        self._add.clicked.connect(self._start_new)
        self._remove = QPushButton(self.tr("Remove"))
        self._remove.setObjectName("removeAccountButton")
        self._remove.setAutoDefault(False)
        self._remove.clicked.connect(self._ask_removal)
        self.form = AccountForm()
        self.form.waiting_changed.connect(self._lock_list)
        buttons = QHBoxLayout()
        buttons.addWidget(self._add)
        buttons.addWidget(self._remove)
        left = QVBoxLayout()
        left.addWidget(self._list)
        left.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(style.scaled(16))
        row.addLayout(left, 2)
        row.addWidget(self.form, 5)
        self.set_content(row)
        self.resize(style.scaled(760), style.scaled(340))

    def show_accounts(
        self,
        accounts: tuple[Account, ...],
        current_key: str | None,
        *,
        without_token: frozenset[str] = frozenset(),
    ) -> None:
        """Fill the list, and the form with the current account, or with nothing if there is none.

        While the dialog is open, the form keeps what the user has typed, unless its account has been
        removed or changed.

        Args:
            without_token: the keys of the accounts that have no token in the keychain.
        """
        self._accounts, self._without_token = accounts, without_token
        is_in_use = self.isVisible() and (self.form.account is None or self.form.account in accounts)
        key = self.form.key if is_in_use else current_key
        self._list.blockSignals(True)
        self._list.clear()
        for account in accounts:
            item = QListWidgetItem(account.name, self._list)
            if account.key == key:
                self._list.setCurrentItem(item)
        self._list.blockSignals(False)
        if is_in_use:
            self.form.set_has_token(has_token=self._has_token)
        else:
            self._show_current()
            self.form.take_focus()

    @property
    def _has_token(self) -> bool:
        """Whether the selected account may have a stored token."""
        account = self._current()
        return account is not None and account.key not in self._without_token

    @Slot()
    def _show_current(self) -> None:
        account = self._current()
        self._remove.setEnabled(account is not None)
        self.form.show_account(account, has_token=self._has_token)

    @Slot(bool)
    def _lock_list(self, is_waiting: bool) -> None:
        """Lock the list while waiting: the reply of the keychain or gateway belongs to the form's account."""
        self._list.setEnabled(not is_waiting)
        self._add.setEnabled(not is_waiting)
        self._remove.setEnabled(not is_waiting and self._current() is not None)

    @Slot()
    def _start_new(self) -> None:
        self._list.setCurrentRow(-1)
        self._show_current()
        self.form.take_focus()

    @Slot()
    def _ask_removal(self) -> None:
        account = self._current()
        if account is None:
            return
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("Remove the account “{name}” and its token?").format(name=account.name))
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel)
        box.button(QMessageBox.StandardButton.Yes).setText(self.tr("Remove"))
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.accepted.connect(self._remove_current)
        box.open()

    @Slot()
    def _remove_current(self) -> None:
        account = self._current()
        if account is not None:
            self.removed.emit(account.key)

    def _current(self) -> Account | None:
        row = self._list.currentRow()
        return self._accounts[row] if 0 <= row < len(self._accounts) else None
