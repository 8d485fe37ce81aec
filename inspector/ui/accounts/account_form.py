"""The form for one account: name, instance ID, API address and token, with a connection test."""

from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inspector.core.account import Account, read_api_url, read_id_instance, usual_api_url
from inspector.core.problem import Kind
from inspector.core.secret import Secret
from inspector.ui.qt import style
from inspector.ui.qt.held_focus import HeldFocus
from inspector.ui.widgets.breaking_label import BreakingLabel
from inspector.ui.widgets.form_rows import FormRows
from inspector.ui.widgets.plain_label import PlainLabel
from inspector.ui.widgets.token_field import TokenField

_USUAL_TOKEN_CHARS = 50
_USUAL_ID_DIGITS = 10
_LEAST_ID_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Draft:
    """What the user entered, parsed and validated."""

    key: str | None
    """The account being changed, or None for a new one."""
    name: str
    api_url: str
    id_instance: str
    secret: Secret | None = field(default=None, compare=False)
    """None keeps the stored token."""
    is_session_only: bool = False

    @property
    def account(self) -> Account:
        """The resulting account; a new one has an empty key."""
        return Account(self.key or "", self.name, self.api_url, self.id_instance)


class AccountForm(QWidget):
    """Validates the fields and says below them what is wrong. Never shows a token."""

    saved = Signal(object)
    """Carries a Draft to save."""
    tested = Signal(object)
    """Carries a Draft to test."""
    waiting_changed = Signal(bool)
    """Carries whether the form is waiting for the keychain or the gateway."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account: Account | None = None
        self._has_token = False
        self._suggested = ""
        self._faulty: QLineEdit | None = None
        """The field that the message is about; None if it is about several or none."""
        self._is_waiting = False
        self._focus = HeldFocus(self)
        self._name = QLineEdit()
        self._name.setObjectName("accountNameField")
        self._name.setMaxLength(80)
        self._name.setPlaceholderText(self.tr("For example: Support line"))
        self._api_url = QLineEdit()
        self._api_url.setObjectName("apiUrlField")
        self._api_url.setPlaceholderText("https://1101.api.greenapi.com")
        self._id_instance = QLineEdit()
        self._id_instance.setObjectName("idInstanceField")
        self._id_instance.setPlaceholderText("1101000001")
        self._id_instance.editingFinished.connect(self._suggest_address)
        self._token = TokenField()
        self._place = PlainLabel()
        self._place.setFont(style.font(12))
        style.muted(self._place)
        self._message = BreakingLabel()
        self._message.setObjectName("accountMessage")
        self._test = QPushButton(self.tr("Test"))
        self._test.setObjectName("testAccountButton")
        self._test.clicked.connect(self._ask_for_test)
        self._session = QPushButton(self.tr("Keep for this session"))
        self._session.setObjectName("sessionOnlyButton")
        self._session.clicked.connect(self._save_for_session)
        self._save = QPushButton(self.tr("Save"))
        self._save.setObjectName("saveAccountButton")
        self._save.setProperty("primary", True)
        self._save.clicked.connect(self._save_in_keychain)
        for line in (self._id_instance, self._api_url, self._token):
            line.textEdited.connect(self._review_message)
        for line in (self._name, self._id_instance, self._api_url, self._token):
            line.returnPressed.connect(self._save_by_enter)
        for button in (self._test, self._session, self._save):
            button.setAutoDefault(False)  # otherwise a dialog would press one of them on Enter in a field
        self._lay_out()
        self.show_account(None, has_token=False)

    def show_account(self, account: Account | None, *, has_token: bool) -> None:
        """Fill the form with an account, or clear it for a new one."""
        self._account = account
        self._suggested = ""
        self._name.setText(account.name if account else "")
        self._api_url.setText(account.api_url if account else "")
        self._id_instance.setText(account.id_instance if account else "")
        self._token.show_empty(has_stored=has_token)
        self._has_token = has_token
        self._session.hide()
        self.set_enabled(is_enabled=True)
        self.show_message("")

    def set_has_token(self, *, has_token: bool) -> None:
        """Set whether a token is stored; what was typed stays."""
        self._has_token = has_token
        self._token.show_stored(has_stored=has_token)

    @property
    def account(self) -> Account | None:
        """The account being edited, without the changes; None for a new one."""
        return self._account

    @property
    def key(self) -> str | None:
        return self._account.key if self._account else None

    def show_place(self, place: str) -> None:
        """Say which keychain stores the token."""
        self._place.setText(self.tr("The token is kept in the {place} and nowhere else.").format(place=place))

    def show_message(self, words: str, *, is_good: bool = True) -> None:
        self._faulty = None
        role = QPalette.ColorRole
        self._message.setForegroundRole(role.Accent if is_good else role.ToolTipText)
        self._message.setText(words)
        self._message.setVisible(bool(words))

    def show_waiting(self, words: str) -> None:
        """Say what the program is waiting for, and disable the buttons."""
        self.show_message(words)
        self.set_enabled(is_enabled=False)

    def set_enabled(self, *, is_enabled: bool) -> None:
        """Enable or disable the buttons; the one that was pressed gets its focus back."""
        focused = self._focus.focused
        self._is_waiting = not is_enabled
        for button in (self._test, self._save, self._session):
            button.setEnabled(is_enabled)
        self.waiting_changed.emit(not is_enabled)
        if is_enabled:
            self._focus.give_back()
        else:
            self._focus.hold(focused)

    def go_to_fault(self, kind: Kind) -> None:
        """Move the focus to the field that caused a refusal, unless the user is typing in another."""
        field = {
            Kind.NO_TOKEN: self._token,
            Kind.TOKEN_REFUSED: self._token,
            Kind.INSTANCE_REFUSED: self._id_instance,
            Kind.ADDRESS_WRONG: self._api_url,
            Kind.DNS: self._api_url,
            Kind.REDIRECTED: self._api_url,
        }.get(kind)
        if field is not None and isinstance(self._focus.focused, QAbstractButton):
            self._go_to(field)

    def offer_session(self) -> None:
        """Offer to keep the token only for this session, because the keychain refused it."""
        self._session.show()

    def take_focus(self) -> None:
        (self._token if self._account else self._name).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _ask_for_test(self) -> None:
        draft = self._draft(is_session_only=False)
        if draft is not None:
            self.tested.emit(draft)

    @Slot()
    def _save_in_keychain(self) -> None:
        self._give(is_session_only=False)

    @Slot()
    def _save_by_enter(self) -> None:
        if self._save.isEnabled():
            self._save_in_keychain()

    @Slot()
    def _save_for_session(self) -> None:
        self._give(is_session_only=True)

    def _give(self, *, is_session_only: bool) -> None:
        draft = self._draft(is_session_only=is_session_only)
        if draft is not None:
            self.saved.emit(draft)

    def _draft(self, *, is_session_only: bool) -> Draft | None:
        fault = self._fault()
        if fault is not None:
            field, words = fault
            self.show_message(words, is_good=False)
            self._faulty = field
            self._go_to(field)
            return None
        id_instance = read_id_instance(self._id_instance.text())
        api_url = read_api_url(self._api_url.text() or usual_api_url(id_instance))
        self._api_url.setText(api_url)
        name = self._name.text().strip() or id_instance
        return Draft(self.key, name, api_url, id_instance, self._token.secret, is_session_only)

    def _fault(self) -> tuple[QLineEdit, str] | None:
        """The first invalid field, and what is wrong with it."""
        field: QLineEdit = self._id_instance
        try:
            id_instance = read_id_instance(field.text())
            field = self._api_url
            api_url = read_api_url(field.text() or usual_api_url(id_instance))
        except ValueError as error:
            return field, str(error)
        lack = "" if self._token.is_filled else self._lack_of_token(api_url)
        return (self._token, lack) if lack else None

    def _go_to(self, field: QLineEdit) -> None:
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()

    @Slot()
    def _review_message(self) -> None:
        """Clear an error once its field is valid, and a test's result once a value changes."""
        if self._is_waiting:
            return
        fault = self._fault() if self._faulty is not None else None
        if fault is None or fault[0] is not self._faulty:
            self.show_message("")

    def _lack_of_token(self, api_url: str) -> str:
        """Why there is no stored token for an API address; empty if there is one."""
        if self._account is None or not self._has_token:
            return self.tr("Paste the token (apiTokenInstance) from the console.")
        origin = self._account.origin
        if replace(self._account, api_url=api_url).origin == origin:
            return ""
        told = self.tr("The stored token is for {origin} only. Paste the token for the new address.")
        return told.format(origin=origin)

    def warning(self, draft: Draft) -> str:
        """A warning about values that look unusual but may be right, or an empty string."""
        if draft.secret is not None and not _looks_usual(draft.secret):
            return self.tr("This token isn't 50 lower-case hexadecimal digits. Is it complete?")
        if len(draft.id_instance) != _USUAL_ID_DIGITS:
            return self.tr("This instance ID isn't 10 digits. Is it complete?")
        return ""

    @Slot()
    def _suggest_address(self) -> None:
        """Derive the API address from the instance ID, unless the user entered another address."""
        digits = self._id_instance.text().strip()
        is_ours = self._api_url.text() in ("", self._suggested)
        if is_ours and digits.isdecimal() and len(digits) >= _LEAST_ID_DIGITS:
            self._suggested = usual_api_url(digits)
            self._api_url.setText(self._suggested)

    def _lay_out(self) -> None:
        form = FormRows()
        form.add(self.tr("&Name"), self._name)
        form.add(self.tr("&Instance ID (idInstance)"), self._id_instance)
        form.add(self.tr("API a&ddress (apiUrl)"), self._api_url)
        form.add(self.tr("&Token (apiTokenInstance)"), self._token)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.scaled(8))
        buttons.addWidget(self._test)
        buttons.addStretch()
        buttons.addWidget(self._session)
        buttons.addWidget(self._save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.scaled(12))
        column.addWidget(form)
        column.addWidget(self._place)
        column.addWidget(self._message)
        column.addStretch()
        column.addLayout(buttons)


def _looks_usual(secret: Secret) -> bool:
    token = secret.reveal()
    return len(token) == _USUAL_TOKEN_CHARS and all(digit in "0123456789abcdef" for digit in token)
