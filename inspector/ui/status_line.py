"""The bottom line: when the contact was looked up, how long it took, and the way to the raw answer."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector.lookup.session import Found
from inspector.ui import style, words
from inspector.ui.plain_label import PlainLabel


class StatusLine(QWidget):
    """Quiet; says nothing while there is nothing to say."""

    raw_answer_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
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

    def clear(self) -> None:
        self._words.setText("")
        self._pictures.setText("")
        self._raw.setChecked(False)
        self._raw.hide()

    def show_looking(self) -> None:
        self.clear()
        self._words.setText(self.tr("Asking…"))

    def show_found(self, found: Found) -> None:
        at = words.formatted(found.asked_at, "HH:mm:ss")
        said = self.tr("Looked up {at} · {seconds} s").format(at=at, seconds=f"{found.took_s:.1f}")
        remarks = len(found.contact.remarks)
        if remarks:
            said += " · " + self.tr("odd values: {count}").format(count=remarks)
        self._words.setText(said)
        self._raw.show()

    def show_pictures(self, arrived: int, wanted: int) -> None:
        """How many of the pictures that were asked for are here."""
        said = self.tr("Pictures {arrived} of {wanted}").format(arrived=arrived, wanted=wanted)
        self._pictures.setText(said if wanted else "")
