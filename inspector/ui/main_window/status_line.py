"""The status line: when the contact was looked up, how long it took, and a button for the raw response."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from inspector.lookup.session import Found


class StatusLine(QFrame):
    """Muted text at the bottom of the window, empty without a contact."""

    raw_response_unfolded = Signal(bool)
    """Carries whether the raw response should be shown: the button is checked, and there is a response."""
    remarks_opened = Signal()
    """The user wants to see the unexpected values; the raw response has been opened."""

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
        self._raw.toggled.connect(self.raw_response_unfolded)
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
        """Come after `stop` in the tab order: this line is created first but comes last."""
        self.setTabOrder(stop, self._remarks)
        self.setTabOrder(self._remarks, self._raw)

    def clear(self) -> None:
        """Show that there is no contact. If the raw response was open, it reopens with the next contact."""
        self.say("")
        self._raw.hide()
        self.raw_response_unfolded.emit(False)

    def say(self, words: str) -> None:
        """Say what the program is waiting for; the raw response stays as it is."""
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
        self.raw_response_unfolded.emit(self._raw.isChecked())

    def show_pictures(self, arrived: int, wanted: int) -> None:
        """Show how many of the requested pictures have arrived."""
        said = self.tr("{arrived} of {wanted} pictures loaded").format(arrived=arrived, wanted=wanted)
        self._pictures.setText(said if wanted else "")

    @Slot()
    def _open_remarks(self) -> None:
        self._raw.setChecked(True)
        self.remarks_opened.emit()
