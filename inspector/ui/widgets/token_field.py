"""The field for entering a token: masked, and of constant length once it loses the focus."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from inspector.core.secret import LONGEST_SECRET_CHARS, Secret

_DOT = "•"
_MASK = _DOT * 12


class TokenField(QLineEdit):
    """Hides the token: when the field loses the focus, its text becomes twelve dots for any token."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tokenField")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST_SECRET_CHARS)
        self.setAccessibleName(self.tr("Token (apiTokenInstance)"))
        self._secret = Secret("")

    @property
    def secret(self) -> Secret | None:
        """What was entered, trimmed; None if nothing was."""
        self._take_secret()
        return self._secret or None

    @property
    def is_filled(self) -> bool:
        """Whether there is a secret. Unlike `secret`, this doesn't mask the text while the user is typing."""
        text = self.text()
        return bool(self._secret) if text == _MASK else bool(text.replace(_DOT, "").strip())

    def show_empty(self, *, has_stored: bool) -> None:
        """Clear the field. Dots as the placeholder indicate a stored token, and don't depend on it."""
        self._secret = Secret("")
        self.clear()
        self.show_stored(has_stored=has_stored)

    def show_stored(self, *, has_stored: bool) -> None:
        """Indicate whether there is a stored token; what was typed stays."""
        self.setPlaceholderText(_MASK if has_stored else "")

    def _take_secret(self) -> None:
        text = self.text()
        if text != _MASK:
            # Characters typed among the dots are a new token: the dots only stand for the old one.
            typed = text.replace(_DOT, "").strip()
            self._secret = Secret(typed)
            self.setText(_MASK if typed else "")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take_secret()
        super().focusOutEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
