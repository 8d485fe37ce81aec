"""The bottom line: when the contact was looked up, how long it took, and the way to the raw answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from inspector.ui import style
from inspector.ui.plain_label import PlainLabel

if TYPE_CHECKING:
    from inspector.lookup.session import Found


class StatusLine(QFrame):
    """Quiet; says nothing while there is nothing to say."""

    raw_answer_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._words = PlainLabel()
        self._words.setFont(style.font(12))
        self._words.setWordWrap(False)
        style.muted(self._words)
        self._pictures = PlainLabel()
        self._pictures.setFont(style.font(12))
        self._pictures.setWordWrap(False)
        style.muted(self._pictures)
        self._raw = QPushButton(self.tr("Raw answer"))
        self._raw.setProperty("link", True)
        self._raw.setCheckable(True)
        self._raw.toggled.connect(self.raw_answer_toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.scaled(16), style.scaled(3), style.scaled(16), style.scaled(3))
        row.setSpacing(style.scaled(12))
        row.addWidget(self._words, 1)
        row.addWidget(self._pictures)
        row.addWidget(self._raw)
        self.clear()

    def follow(self, stop: QWidget) -> None:
        """Let Tab come from there: this line was made first, and is the last."""
        self.setTabOrder(stop, self._raw)

    def clear(self) -> None:
        self._words.setText("")
        self._pictures.setText("")
        self._raw.setChecked(False)
        self._raw.hide()

    def say(self, words: str) -> None:
        """Say what is waited for."""
        self._words.setText(words)

    def show_found(self, found: "Found") -> None:
        from inspector.ui import words  # knows of dates and zones

        at = words.formatted(found.asked_at, "HH:mm:ss")
        said = self.tr("Looked up {at} · {seconds} s").format(at=at, seconds=f"{found.took_s:.1f}")
        remarks = len(found.contact.remarks)
        if remarks:
            odd = self.tr("1 unexpected value") if remarks == 1 else self.tr("{count} unexpected values")
            said += " · " + odd.format(count=remarks)
        self._words.setText(said)
        self._raw.show()

    def show_pictures(self, arrived: int, wanted: int) -> None:
        """How many of the pictures that were asked for are here."""
        said = self.tr("Pictures {arrived} of {wanted}").format(arrived=arrived, wanted=wanted)
        self._pictures.setText(said if wanted else "")
