"""The page shown without a contact: a welcome, sample numbers, or a number whose lookup failed."""

from typing import TYPE_CHECKING

from PySide6 import QtCore
from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from inspector.ui.qt import style
from inspector.ui.qt.override import override
from inspector.ui.qt.qt_numbers import CENTRED, NO_FOCUS
from inspector.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_COLUMN_PX = 420


class BlankPage(QScrollArea):
    """Centred text, with buttons for sample numbers below."""

    number_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setProperty("focusPolicy", NO_FOCUS)
        self._title = PlainLabel()
        self._title.setFont(style.font(16, QFont.Weight.DemiBold))
        self._title.setProperty("alignment", CENTRED)
        self._words = PlainLabel()
        self._words.setProperty("alignment", CENTRED)
        style.muted(self._words)
        self._buttons: list[QPushButton] = []
        self._samples = QWidget()
        self._sample_column = QVBoxLayout(self._samples)
        self._sample_column.setContentsMargins(0, style.scaled(12), 0, 0)
        self._sample_column.setSpacing(style.scaled(6))
        self._samples.hide()
        pane = QWidget()
        pane.setObjectName("pane")
        column = self._column = QVBoxLayout(pane)
        self._top, self._bottom, self._bottom_px = QSpacerItem(0, 0), QSpacerItem(0, 0), 0
        column.addItem(self._top)
        for widget in (self._title, self._words):
            column.addWidget(widget)
        samples = QHBoxLayout()
        samples.addStretch(1)
        samples.addWidget(self._samples)
        samples.addStretch(1)
        column.addLayout(samples)
        column.addItem(self._bottom)
        column.setStretch(column.count() - 1, 1)
        self.setWidget(pane)

    def welcome(self, *, offers_samples: bool = False) -> None:
        """Show what the user can do here."""
        words = self.tr("Type or paste a phone number, then press Enter.")
        self.say(self.tr("Who is it?"), words, offers_samples=offers_samples)

    def say(self, title: str, words: str, *, offers_samples: bool = False) -> None:
        """Show a title and text, and below them the sample contacts, if there are any."""
        self._title.setText(title)
        self._words.setText(words)
        self._samples.setVisible(offers_samples and bool(self._buttons))
        self._place_text()

    def keep_free(self, bottom_px: int) -> None:
        """Reserve a strip at the bottom out of which the text can be scrolled; the text doesn't move."""
        self._bottom_px = bottom_px
        self._place_text()

    def set_samples(self, samples: tuple[tuple[str, str], ...]) -> None:
        """Set the sample contacts: pairs of a title and a number as a user would type it."""
        for button in self._buttons:
            self._sample_column.removeWidget(button)
            button.deleteLater()
        self._buttons = [self._button(title, number) for title, number in samples]
        for button in self._buttons:
            self._sample_column.addWidget(button)
        self._place_text()

    @override
    def resizeEvent(self, event: "QResizeEvent") -> None:
        super().resizeEvent(event)
        self._place_text()

    def _place_text(self) -> None:
        """Place the text above the middle of the whole page, including the reserved strip."""
        for spacer in (self._top, self._bottom):
            spacer.changeSize(0, 0)
        self._column.invalidate()
        size = self.maximumViewportSize()  # naming the viewport makes PySide6 build 120 enumerations
        room = size.height() - self._column.totalHeightForWidth(size.width())
        self._top.changeSize(0, max(0, room * 2 // 5))
        self._bottom.changeSize(0, self._bottom_px)
        self._column.invalidate()

    def _button(self, title: str, number: str) -> QPushButton:
        button = QPushButton()
        button.setAccessibleName(f"{title}, {number}")
        button.setProperty("number", number)
        button.setMinimumWidth(style.scaled(_COLUMN_PX))
        button.clicked.connect(self._choose)
        shown = PlainLabel(number)
        style.muted(shown)
        row = QHBoxLayout(button)
        row.setContentsMargins(style.scaled(12), 0, style.scaled(12), 0)
        row.addWidget(PlainLabel(title), 1)
        row.addWidget(shown)
        for label in button.findChildren(PlainLabel):
            label.setWordWrap(False)
            label.setAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return button

    @Slot()
    def _choose(self) -> None:
        self.number_chosen.emit(str(self.sender().property("number")))
