"""The preferences for the proxy."""

import contextlib
import sys
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit

from inspector.config.settings import Settings
from inspector.core.proxy_choice import LONGEST_USER, read_proxy_host, read_proxy_port, read_proxy_user
from inspector.core.secret import Secret
from inspector.ui.qt import style
from inspector.ui.widgets.combo import Combo
from inspector.ui.widgets.plain_label import PlainLabel
from inspector.ui.widgets.token_field import TokenField

_LONGEST_HOST = 300
_PORT_DIGITS = 5
_ASKS_DESKTOP: bool = sys.platform == "linux"


class ProxyFields(QObject):
    """Validates and applies a field when it is left. An invalid value is reported and not applied.

    Args:
        has_password: whether a password is stored; dots stand for it.
        place: the name of the keychain that stores the password.
    """

    changed = Signal()
    """`apply_to` now returns different settings."""
    password_given = Signal(object)
    """Carries a Secret, the new password."""

    def __init__(self, settings: Settings, *, has_password: bool, place: str, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._place = place
        self._given_password: Secret | None = None
        self._has_password = has_password
        self._error_text = ""
        self._mode = Combo()
        self._mode.setObjectName("proxyMode")
        for mode, name in (
            ("none", self.tr("No proxy")),
            ("system", self.tr("Same as system")),
            ("manual", self.tr("Manual")),
        ):
            self._mode.addItem(name, mode)
        self._mode.setCurrentIndex(max(0, self._mode.findData(settings.proxy)))
        self._host = _field("proxyHost", settings.proxy_host, _LONGEST_HOST)
        self._host.setPlaceholderText("proxy.example.com")
        self._port = _field("proxyPort", str(settings.proxy_port or ""), _PORT_DIGITS)
        self._port.setPlaceholderText("8080")
        self._port.setAccessibleName(self.tr("Proxy port"))
        self._user = _field("proxyUser", settings.proxy_user, LONGEST_USER)
        self._user.setPlaceholderText(self.tr("Only if the proxy requires it"))
        self._password = TokenField()
        self._password.setObjectName("proxyPassword")
        self._password.setAccessibleName(self.tr("Proxy password"))
        self._password.show_empty(has_stored=has_password)
        self._hint = PlainLabel()
        self._hint.setObjectName("proxyHint")
        self._hint.setFont(style.font(12))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().lineSpacing())  # keeps the rows in place
        self._mode.currentIndexChanged.connect(self._apply)
        for field in (self._host, self._port, self._user):
            field.editingFinished.connect(self._apply)
            field.textEdited.connect(self._review_error)
        self._password.editingFinished.connect(self._apply_password)
        self._show_mode()

    def add_rows(self, form: QFormLayout) -> None:
        address = QHBoxLayout()
        address.setSpacing(style.scaled(8))
        address.addWidget(self._host)
        self._port.setFixedWidth(style.scaled(80))
        address.addWidget(self._port)
        form.addRow(self.tr("&Proxy"), self._mode)
        host = QLabel(self.tr("&Host and port"))
        host.setBuddy(self._host)
        form.addRow(host, address)
        form.addRow(self.tr("&Username"), self._user)
        form.addRow(self.tr("Pass&word"), self._password)
        form.addRow(self._hint)

    def apply_to(self, settings: Settings) -> Settings:
        """Return the settings with the last valid values of these fields."""
        mine = self._settings
        return replace(
            settings,
            proxy=mine.proxy,
            proxy_host=mine.proxy_host,
            proxy_port=mine.proxy_port,
            proxy_user=mine.proxy_user,
        )

    def finish(self) -> None:
        """Apply what was typed into a field that still has the focus."""
        self._apply()
        self._apply_password()

    @Slot(str)
    def show_message(self, words: str) -> None:
        """Show a message until the user changes something."""
        self._hint.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._hint.setText(words)

    @Slot()
    def _apply(self) -> None:
        old, error_text = self._settings, ""
        self._settings = replace(old, proxy=self._mode.currentData())
        if self._settings.proxy == "manual":
            error_text = self._apply_address()
        if self._settings != old or error_text != self._error_text:
            self._show_mode()
        if error_text:
            self.show_message(error_text)
        self._error_text = error_text
        if self._settings != old:
            self._review_password(old)
            self.changed.emit()
        self._apply_password()

    def _review_password(self, old: Settings) -> None:
        """Ask for the password again after the host or port has changed: it belongs to one proxy."""
        is_same = (old.proxy_host, old.proxy_port) == (self._settings.proxy_host, self._settings.proxy_port)
        if is_same or not self._has_password:
            return
        self._has_password = False
        self._password.show_stored(has_stored=False)
        if self._password.secret is self._given_password:  # a password typed since then is for the new proxy
            self._password.show_empty(has_stored=False)
            self._given_password = None
        if not self._error_text and not self._password.is_filled:
            self.show_message(self.tr("Enter the password for this proxy."))

    def _apply_address(self) -> str:
        """Apply the address if it is valid; return what is wrong with it, or an empty string."""
        try:
            self._settings = self._with_address()
        except ValueError as error:
            return str(error)
        self._host.setText(self._settings.proxy_host)
        if self._settings.proxy_host and self._settings.proxy_port:
            return ""
        return self.tr("Enter the proxy's host and port. Nothing is sent until then.")

    def _with_address(self) -> Settings:
        """The settings with the current text of the fields.

        Raises:
            ValueError: a field is invalid; the message is a sentence for the user.
        """
        host, port = self._host.text().strip(), self._port.text().strip()
        return replace(
            self._settings,
            proxy_host=read_proxy_host(host) if host else "",
            proxy_port=read_proxy_port(port) if port else None,
            proxy_user=read_proxy_user(self._user.text()),
        )

    @Slot()
    def _review_error(self) -> None:
        """Clear the error as soon as the text is valid, before the field is left."""
        if not self._error_text:
            return
        with contextlib.suppress(ValueError):
            typed = self._with_address()
            if typed.proxy_host and typed.proxy_port:
                self._error_text = ""
                self._show_mode()

    @Slot()
    def _apply_password(self) -> None:
        """Emit a new password once it is clear which proxy it is for."""
        if self._settings.proxy_password_key is None or self._error_text:
            return
        password = self._password.secret
        if password is not None and password is not self._given_password:
            self._given_password, self._has_password = password, True
            self._show_mode()
            self.password_given.emit(password)

    def _system_words(self) -> str:
        if _ASKS_DESKTOP:
            return self.tr("Uses the HTTPS proxy in your desktop's settings, or else the one in https_proxy.")
        return self.tr("Uses the system's HTTPS proxy, if any. Automatic scripts (PAC) aren't supported.")

    def _show_mode(self) -> None:
        mode = self._settings.proxy
        for field in (self._host, self._port, self._user, self._password):
            field.setEnabled(mode == "manual")
        words = {
            "none": self.tr("Connects directly to the gateway and the picture servers."),
            "system": self._system_words(),
            "manual": self.tr("The password is kept in the {place}.").format(place=self._place),
        }
        self._hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._hint.setText(words[mode])


def _field(name: str, text: str, longest: int) -> QLineEdit:
    field = QLineEdit(text)
    field.setObjectName(name)
    field.setMaxLength(longest)
    return field
