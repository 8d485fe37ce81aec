"""What stands where a contact will be: a word of welcome, sample numbers, or what was asked in vain."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector.ui import style
from inspector.ui.plain_label import PlainLabel

_COLUMN_PX = 420


class BlankPage(QScrollArea):
    """Quiet, in the middle."""

    number_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = PlainLabel()
        self._title.setFont(style.font(16, QFont.Weight.DemiBold))
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words = PlainLabel()
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        style.muted(self._words)
        self._buttons: list[QPushButton] = []
        self._samples = QWidget()
        self._sample_column = QVBoxLayout(self._samples)
        self._sample_column.setContentsMargins(0, style.scaled(12), 0, 0)
        self._sample_column.setSpacing(style.scaled(6))
        self._samples.hide()
        pane = QWidget()
        pane.setObjectName("pane")
        column = QVBoxLayout(pane)
        column.addStretch(2)
        for widget in (self._title, self._words):
            column.addWidget(widget)
        column.addWidget(self._samples, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.setWidget(pane)

    def say(self, title: str, words: str) -> None:
        self._title.setText(title)
        self._words.setText(words)

    def offer(self, samples: tuple[tuple[str, str], ...]) -> None:
        """Offer sample contacts, each a title and a number as a person would type it; none to stop."""
        for button in self._buttons:
            self._sample_column.removeWidget(button)
            button.deleteLater()
        self._buttons.clear()
        for title, number in samples:
            button = QPushButton(f"{title}   {number}".replace("&", "&&"))
            button.setMinimumWidth(style.scaled(_COLUMN_PX))
            button.setProperty("number", number)
            button.clicked.connect(self._choose)
            self._sample_column.addWidget(button)
            self._buttons.append(button)
        self._samples.setVisible(bool(samples))

    @Slot()
    def _choose(self) -> None:
        self.number_chosen.emit(str(self.sender().property("number")))
