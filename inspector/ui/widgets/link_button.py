"""A button that looks like a link and wraps, because an email address is often wider than its column."""

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget
from typing_extensions import override

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
_BORDER = QMargins(1, 1, 1, 1)
"""The width of the focus border in the style sheet."""
_UNLIMITED_PX = 100_000


class LinkButton(QPushButton):
    """Shows untrusted text literally: an `&` doesn't become a mnemonic."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setProperty("link", True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, words: str) -> None:
        """Set the text and the accessible name."""
        self._words = words
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._text_size(width - _BORDER.left() - _BORDER.right()).height()

    @override
    def sizeHint(self) -> QSize:
        return self._text_size(_UNLIMITED_PX)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        font = self.font()
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Accent))
        painter.drawText(self.rect().marginsRemoved(_BORDER), _WRAPPED, self._words)
        painter.end()

    def _text_size(self, width_px: int) -> QSize:
        """The size of the text wrapped to a width, including the border."""
        words = self.fontMetrics().boundingRect(QRect(0, 0, width_px, _UNLIMITED_PX), _WRAPPED, self._words)
        return words.size().grownBy(_BORDER)
