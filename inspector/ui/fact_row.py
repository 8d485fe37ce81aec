"""One fact: a label, a value, a button that copies it, and a hairline below."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget
from typing_extensions import override

from inspector.ui import external, style
from inspector.ui.icon import IconButton
from inspector.ui.linked_text import LinkedText
from inspector.ui.plain_label import PlainLabel

_LABEL_WIDTH_PX = 128
_COLLAPSED_CHARS = 280
_COLLAPSED_LINES = 6


class SectionHeading(PlainLabel):
    """The small head above a group of facts."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(style.font(12, QFont.Weight.DemiBold))
        style.muted(self)
        self.setContentsMargins(0, style.scaled(12), 0, style.scaled(2))


class FactRow(QWidget):
    """The place of one fact; without a value it says so, quietly."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = PlainLabel(label, self)
        self._label.setFixedWidth(style.scaled(_LABEL_WIDTH_PX))
        style.muted(self._label)
        self._copied = ""
        self._button = IconButton("copy", self.tr("Copy {what}").format(what=label), self)
        self._button.clicked.connect(self._copy)
        policy = self._button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._button.setSizePolicy(policy)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, style.scaled(6), 0, style.scaled(7))
        self._grid.setHorizontalSpacing(style.scaled(8))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(self._label, 0, 0, top)
        self._value = self._make_value()
        self._grid.addWidget(self._value, 0, 1)
        self._grid.addWidget(self._button, 0, 2, top)

    def show_value(self, text: str, *, copied: str | None = None) -> None:
        """Show a value. What the button copies is the text, unless something else is given."""
        self._copied = text if copied is None else copied
        self._button.show()
        self._write(text, is_known=True)
        self.show()

    def show_nothing(self, words: str) -> None:
        """Say in the muted colour that there is nothing."""
        self._button.hide()
        self._write(words, is_known=False)
        self.show()

    def _make_value(self) -> QWidget:
        return PlainLabel(parent=self, is_value=True)

    def _write(self, text: str, *, is_known: bool) -> None:
        assert isinstance(self._value, PlainLabel)
        self._value.setText(text)
        role = QPalette.ColorRole
        self._value.setForegroundRole(role.WindowText if is_known else role.PlaceholderText)
        self._value.setAccessibleName(f"{self._label.text()}: {text}")

    @Slot()
    def _copy(self) -> None:
        external.copy(self._copied)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()


class TextRow(FactRow):
    """A fact of several lines with live links; a long one is folded until it is asked for."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._whole = ""
        self._unfold = QPushButton(self.tr("Show all"), self)
        self._unfold.setProperty("link", True)
        self._unfold.clicked.connect(self._show_all)
        self._grid.addWidget(self._unfold, 1, 1, Qt.AlignmentFlag.AlignLeft)

    @override
    def _make_value(self) -> QWidget:
        return LinkedText(self)

    @override
    def _write(self, text: str, *, is_known: bool) -> None:
        self._whole = text
        folded = "\n".join(text.split("\n")[:_COLLAPSED_LINES])[:_COLLAPSED_CHARS]
        is_long = len(folded) < len(text)
        self._unfold.setVisible(is_long)
        self._fill(f"{folded.rstrip()}…" if is_long else text, is_known=is_known)

    def _fill(self, text: str, *, is_known: bool) -> None:
        assert isinstance(self._value, LinkedText)
        role = QPalette.ColorRole
        self._value.show_text(text, role.Text if is_known else role.PlaceholderText)
        self._value.setAccessibleName(self._label.text())

    @Slot()
    def _show_all(self) -> None:
        self._unfold.hide()
        self._fill(self._whole, is_known=True)


class MailRow(FactRow):
    """An e-mail address that begins a letter when it is clicked."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._link = QPushButton(self)
        self._link.setProperty("link", True)
        self._link.setToolTip(self.tr("Write an e-mail"))
        self._link.clicked.connect(self._write_letter)
        self._grid.addWidget(self._link, 0, 1, Qt.AlignmentFlag.AlignLeft)

    def show_address(self, address: str) -> None:
        """Show an address; what does not look like one is plain text."""
        name, at, host = address.partition("@")
        is_address = bool(name and at and "." in host and address.isascii() and address.isprintable())
        self.show_value(address)
        self._value.setVisible(not is_address)
        self._link.setVisible(is_address)
        self._link.setText(address.replace("&", "&&"))
        self._link.setAccessibleName(address)

    @override
    def show_nothing(self, words: str) -> None:
        super().show_nothing(words)
        self._link.hide()
        self._value.show()

    @Slot()
    def _write_letter(self) -> None:
        external.open_mail(self._copied)
