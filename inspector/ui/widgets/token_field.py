"""The field a token is put into: masked, and of one length once it is left."""

from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from inspector.core.secret import LONGEST_SECRET_CHARS, Secret

_DOT = "•"
_MASK = _DOT * 12


class TokenField(QLineEdit):
    """Holds the token out of sight: after the field is left, its text is twelve dots for any token."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tokenField")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST_SECRET_CHARS)
        self.setAccessibleName(self.tr("Token (apiTokenInstance)"))
        self._secret = Secret("")

    @property
    def secret(self) -> Secret | None:
        """What was put in, trimmed; None when nothing was."""
        self._take()
        return self._secret or None

    @property
    def is_filled(self) -> bool:
        """Whether there is a secret. Unlike `secret` this changes nothing while somebody is typing."""
        text = self.text()
        return bool(self._secret) if text == _MASK else bool(text.replace(_DOT, "").strip())

    def show_empty(self, *, has_stored: bool) -> None:
        """Forget what was typed; a stored token is hinted at by dots that say nothing of it."""
        self._secret = Secret("")
        self.clear()
        self.show_stored(has_stored=has_stored)

    def show_stored(self, *, has_stored: bool) -> None:
        """Hint at a stored token, or not; what was typed stays."""
        self.setPlaceholderText(_MASK if has_stored else "")

    def _take(self) -> None:
        text = self.text()
        if text != _MASK:
            # What was typed beside the dots is a new token: the dots stand for the old one, not for letters.
            typed = text.replace(_DOT, "").strip()
            self._secret = Secret(typed)
            self.setText(_MASK if typed else "")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._take()
        super().focusOutEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
