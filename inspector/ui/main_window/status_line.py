"""The bottom line: when the contact was looked up, how long it took, and the way to the raw answer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from inspector.lookup.session import Found


class StatusLine(QFrame):
    """Quiet; says nothing while there is nothing to say."""

    raw_answer_unfolded = Signal(bool)
    """Whether the raw answer should be open: a person wants it, and there is one."""
    remarks_opened = Signal()
    """Somebody wants to see the unexpected values; the raw answer was opened for them."""

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
        self._remarks = QPushButton()
        self._remarks.setProperty("link", True)
        self._remarks.setToolTip(self.tr("Show them above the raw response"))
        self._remarks.clicked.connect(self._open_remarks)
        self._raw = QPushButton(self.tr("Raw response"))
        self._raw.setProperty("link", True)
        self._raw.setCheckable(True)
        self._raw.toggled.connect(self.raw_answer_unfolded)
        row = QHBoxLayout(self)
        row.setContentsMargins(style.scaled(16), style.scaled(3), style.scaled(16), style.scaled(3))
        row.setSpacing(style.scaled(12))
        row.addWidget(self._words)
        row.addWidget(self._remarks)
        row.addStretch(1)
        row.addWidget(self._pictures)
        row.addWidget(self._raw)
        self.clear()

    def follow(self, stop: QWidget) -> None:
        """Let Tab come from there: this line was made first, and is the last."""
        self.setTabOrder(stop, self._remarks)
        self.setTabOrder(self._remarks, self._raw)

    def clear(self) -> None:
        """There is no contact. A raw answer that was open opens again with the next one."""
        self.say("")
        self._raw.hide()
        self.raw_answer_unfolded.emit(False)

    def say(self, words: str) -> None:
        """Say what is waited for; the raw answer stays as it is."""
        self._words.setText(words)
        self._pictures.setText("")
        self._remarks.hide()

    def show_found(self, found: "Found") -> None:
        at, seconds = f"{found.asked_at.astimezone():%H:%M:%S}", f"{found.took_s:.1f}"
        self._words.setText(self.tr("Looked up {at} · {seconds} s").format(at=at, seconds=seconds))
        count = len(found.contact.remarks)
        one, more = self.tr("1 unexpected value"), self.tr("{count} unexpected values")
        self._remarks.setText(one if count == 1 else more.format(count=count))
        self._remarks.setVisible(count > 0)
        self._raw.show()
        self.raw_answer_unfolded.emit(self._raw.isChecked())

    def show_pictures(self, arrived: int, wanted: int) -> None:
        """How many of the pictures that were asked for are here."""
        said = self.tr("{arrived} of {wanted} pictures loaded").format(arrived=arrived, wanted=wanted)
        self._pictures.setText(said if wanted else "")

    @Slot()
    def _open_remarks(self) -> None:
        self._raw.setChecked(True)
        self.remarks_opened.emit()
