"""Rows that show one fact each: a label, a value, a copy button, and a hairline below."""

import re

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.contact.fact import Fact
from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.breaking_label import BreakingLabel
from inspector.ui.widgets.copy_button import CopyIcon
from inspector.ui.widgets.link_button import LinkButton
from inspector.ui.widgets.linked_text import LINK, LinkedText
from inspector.ui.widgets.mark import Mark
from inspector.ui.widgets.plain_label import PlainLabel
from inspector.ui.widgets.skeleton import paint_bar

_LABEL_WIDTH_PX = 128
_BAR_PX = (130, 14)
"""Width and height of the bar that stands for a value while it loads."""
_COLLAPSED_CHARS = 160
_COLLAPSED_LINES = 5
_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+")
_LONG_WORD = re.compile(r"\S{12,}")


class SectionHeading(PlainLabel):
    """The small heading above a group of facts."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFont(style.font(12, QFont.Weight.DemiBold))
        style.muted(self)
        self.setContentsMargins(0, style.scaled(12), 0, style.scaled(2))


class FactRow(QWidget):
    """A fact in plain text. If there is no value, it says so in the muted colour."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label
        self._is_loading = False
        self._label = PlainLabel(_LONG_WORD.sub(_breakable, label), self)
        self._label.setAccessibleName(label)
        self._label.setContentsMargins(0, style.scaled(2), 0, 0)
        self._label.setFixedWidth(style.scaled(_LABEL_WIDTH_PX))
        style.muted(self._label)
        self._copied = ""
        self._button = CopyIcon(self.tr("Copy {what}").format(what=label), self)
        self._button.clicked.connect(self._copy)
        policy = self._button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._button.setSizePolicy(policy)
        self._value = BreakingLabel(parent=self)
        self._mark: Mark | None = None
        """Created on first use, because few facts have a mark."""
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self._column.setContentsMargins(0, style.scaled(2), 0, style.scaled(2))
        self._column.addWidget(self._value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, style.scaled(4), 0, style.scaled(5))
        row.setSpacing(style.scaled(8))
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._label, 0, top)
        row.addLayout(self._column, 1)
        row.addWidget(self._button, 0, top)

    @property
    def copy_button(self) -> QWidget:
        """The row's stop in the tab order."""
        return self._button

    def wait(self) -> None:
        """Show a placeholder until the value arrives.

        The button is disabled, not hidden, because showing it again would lay out the whole pane.
        """
        self._set_text("", QPalette.ColorRole.PlaceholderText)
        self._value.setMinimumHeight(self._value.fontMetrics().height())
        self._offer_copy("")
        self._button.setEnabled(False)
        self._show_mark("")
        self._is_loading = True
        self.update()

    def show_fact(self, fact: Fact | None) -> None:
        """Show a fact and its mark; None hides the row."""
        self.setVisible(fact is not None)
        if fact is None:
            return
        if fact.is_given:
            self.show_value(fact.value, copied=fact.copied)
        else:
            self.show_nothing(fact.value)
        self._show_mark(fact.mark)

    def show_value(self, text: str, *, copied: str | None) -> None:
        """Show a value, and a button that copies `copied`: the value as the gateway sent it."""
        self._offer_copy(copied)
        self._set_text(text, QPalette.ColorRole.WindowText)

    def show_nothing(self, words: str) -> None:
        """Say in the muted colour that there is no value."""
        self._offer_copy(None)
        self._set_text(words, QPalette.ColorRole.PlaceholderText)

    def _show_mark(self, sentence: str) -> None:
        if self._mark is None and sentence:
            self._mark = Mark(self)
            self._column.addWidget(self._mark)
        if self._mark is not None:
            self._mark.say(sentence)

    def _offer_copy(self, text: str | None) -> None:
        self._copied = text or ""
        self._button.setEnabled(True)
        self._button.setVisible(text is not None)

    def _set_text(self, text: str, role: QPalette.ColorRole) -> None:
        if self._is_loading:
            self._is_loading = False
            self.update()
        style.write_in(self._value, role)
        self._value.setText(text)
        self._value.setAccessibleName(f"{self._words}: {text}")

    @Slot()
    def _copy(self) -> None:
        desktop.copy(self._copied, self._button)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        if self._is_loading:
            bar = QSize(style.scaled(_BAR_PX[0]), style.scaled(_BAR_PX[1]))
            paint_bar(painter, self._column.geometry(), bar, self.palette())
        painter.end()


class TextRow(FactRow):
    """A fact of several lines with clickable links. A long text is collapsed until the user expands it."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._full_text = ""
        self._linked: LinkedText | None = None
        self._expand_button = QPushButton(self.tr("Show all"), self)
        self._expand_button.setProperty("link", True)
        self._expand_button.clicked.connect(self._show_all)
        self._column.addWidget(self._expand_button, 0, Qt.AlignmentFlag.AlignLeft)

    @override
    def show_value(self, text: str, *, copied: str | None) -> None:
        """Show text, collapsed if it is long. The same text stays expanded."""
        was_expanded = text == self._full_text and self._expand_button.isHidden()
        self._full_text = text
        shown = text if was_expanded else _collapsed(text)
        self._expand_button.setVisible(shown != text)
        super().show_value(shown, copied=copied)

    @override
    def show_nothing(self, words: str) -> None:
        self._full_text = ""
        self._expand_button.hide()
        super().show_nothing(words)

    @override
    def wait(self) -> None:
        self._full_text = ""
        self._expand_button.hide()
        super().wait()

    @override
    def _set_text(self, text: str, role: QPalette.ColorRole) -> None:
        """Show a text that is long or has links in a text view, which is much slower than a label."""
        needs_view = LINK.search(text) is not None or len(text) > 2 * _COLLAPSED_CHARS
        if needs_view and self._linked is None:
            self._linked = LinkedText(self)
            self._linked.setAccessibleName(self._words)
            self._column.insertWidget(1, self._linked)
            self.setTabOrder(self._button, self._linked)  # a new widget would come last
        if self._linked is not None:
            self._linked.show_text(text if needs_view else "")
            self._linked.setVisible(needs_view)
        self._value.setVisible(not needs_view)
        super()._set_text("" if needs_view else text, role)

    @Slot()
    def _show_all(self) -> None:
        """Expand the text. Keep the focus in this row: hiding the button would move it to the next widget."""
        if self._expand_button.hasFocus():
            self._button.setFocus()
        self._expand_button.hide()
        self._set_text(self._full_text, QPalette.ColorRole.WindowText)


class MailRow(FactRow):
    """An email address; clicking it opens a new email."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._address = ""
        self._link = LinkButton(self)
        self._link.setToolTip(self.tr("Write an email"))
        self._link.clicked.connect(self._open_email)
        self._column.addWidget(self._link, 0, Qt.AlignmentFlag.AlignLeft)

    @override
    def show_value(self, text: str, *, copied: str | None) -> None:
        """Show an address as a link; text that doesn't look like one is shown as plain text."""
        is_address = text.isascii() and _ADDRESS.fullmatch(text) is not None
        super().show_value("" if is_address else text, copied=copied)
        self._address = text
        self._value.setVisible(not is_address)
        self._link.setVisible(is_address)
        self._link.setEnabled(True)
        self._link.show_words(text)

    @override
    def wait(self) -> None:
        super().wait()
        self._value.hide()
        self._link.show_words("")
        self._link.setEnabled(False)
        self._link.show()

    @override
    def show_nothing(self, words: str) -> None:
        super().show_nothing(words)
        self._link.hide()
        self._value.show()

    @Slot()
    def _open_email(self) -> None:
        desktop.open_mail(self._address)


def _breakable(word: re.Match[str]) -> str:
    """Insert zero-width spaces: field names are often one long word. Labels aren't copied."""
    return "\u200b".join(word.group())


def _collapsed(text: str) -> str:
    """The beginning of a long text, cut between words if possible; a short text unchanged."""
    short = "\n".join(text.split("\n")[:_COLLAPSED_LINES])
    if len(short) > _COLLAPSED_CHARS:
        short = short[:_COLLAPSED_CHARS]
        words = re.match(r"(?s)(.*\S)\s", short)
        short = words.group(1) if words else short
    return text if short == text else f"{short.rstrip()} …"
