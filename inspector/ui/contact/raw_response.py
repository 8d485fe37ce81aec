"""The raw response: the gateway's JSON without the token, and its unexpected values."""

import contextlib
import json
import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from inspector.contact.model import Remark
from inspector.core.redaction import redact_response
from inspector.lookup.session import Found
from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.copy_button import CopyButton
from inspector.ui.widgets.fact_row import SectionHeading

_SHOWN_CHARS = 100_000
_STRING_CHARS = 2_000
_LONG_LINE = re.compile(r".{3000}(?=.)")
_INDENTED_CHARS = 400_000
_MAX_VALUES = 10_000
"""Limits for a response that is shown whole and indented: more takes too long while the user waits."""
_TOKEN_CHARS = 2_000
"""Dropped from the end of a truncated response after redaction: a token cut in half isn't recognised."""
_REMARK_LINES = 4
"""Visible at once; the list scrolls for more."""


class RawResponse(QWidget):
    """A collapsible pane that formats the response only while it is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rawAnswer")
        self._found: Found | None = None
        self._shown_answer = ""
        """The response that the text view shows."""
        self._remarks = QListWidget()
        self._remarks.setObjectName("remarks")
        self._remarks.setAccessibleName(self.tr("Unexpected values"))
        self._remarks.setWordWrap(True)
        self._remarks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setAccessibleName(self.tr("Raw response"))
        self._text.setTabChangesFocus(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(style.scaled(12))
        self._text.setFont(fixed)
        self._copy = CopyButton(self.tr("Copy whole response"))
        self._copy.clicked.connect(self._copy_answer)
        head = QHBoxLayout()
        head.addWidget(SectionHeading(self.tr("Raw response")), 1)
        head.addWidget(self._copy)
        column = QVBoxLayout(self)
        edge = style.scaled(16)
        column.setContentsMargins(edge, style.scaled(4), edge, style.scaled(8))
        column.addLayout(head)
        column.addWidget(self._remarks)
        column.addWidget(self._text, 1)
        self.hide()

    @property
    def last_stop(self) -> QWidget:
        """The pane's last stop in the tab order."""
        return self._text

    def show_found(self, found: Found | None) -> None:
        if found is self._found:
            return
        self._found = found
        if self.isVisible():
            self._update_text()

    @Slot(bool)
    def unfold(self, is_open: bool) -> None:
        if is_open is not self.isHidden():
            return
        self.setVisible(is_open)
        if is_open:
            self._update_text()

    @Slot()
    def show_remarks(self) -> None:
        """Focus the list of unexpected values."""
        self._remarks.setCurrentRow(0)
        self._remarks.setFocus(Qt.FocusReason.OtherFocusReason)

    def _update_text(self) -> None:
        if self._found is None:
            self._shown_answer = ""
            self._text.clear()
            self._remarks.hide()
            return
        if self._found.answer is not self._shown_answer:
            self._shown_answer = self._found.answer
            self._text.setPlainText(readable(self._shown_answer))
        self._update_remarks(self._found.contact.remarks)

    def _update_remarks(self, remarks: Sequence[Remark]) -> None:
        """Fill the list. The same values again keep the selection."""
        lines = [f"{remark.field}: {remark.said}" for remark in remarks]
        if lines != [self._remarks.item(row).text() for row in range(self._remarks.count())]:
            self._remarks.clear()
            self._remarks.addItems(lines)
        row_px = self._remarks.sizeHintForRow(0) if lines else 0
        around_px = self._remarks.height() - self._remarks.viewport().height()
        self._remarks.setFixedHeight(min(len(lines), _REMARK_LINES) * row_px + around_px)
        self._remarks.setVisible(bool(lines))

    @Slot()
    def _copy_answer(self) -> None:
        if self._found is not None:
            desktop.copy(self._found.raw_response, self._copy)


def readable(answer: str) -> str:
    """Format a response for display: redacted, indented, long strings shortened.

    A long response is cut to its beginning and not indented. The result has at most about 100,000 characters,
    and no lines so long that Qt would take seconds to lay them out.
    """
    is_complete = len(answer) <= _INDENTED_CHARS
    text = redact_response(answer if is_complete else answer[: _SHOWN_CHARS + _TOKEN_CHARS])
    text = text if is_complete else text[:-_TOKEN_CHARS]
    if is_complete and sum(map(text.count, ",[{")) <= _MAX_VALUES:
        with contextlib.suppress(ValueError, RecursionError):
            value = json.loads(text, object_pairs_hook=_without_repeats)
            text = json.dumps(_shortened(value), ensure_ascii=False, indent=2)
    shown = _LONG_LINE.sub(r"\g<0>\n", text[:_SHOWN_CHARS])
    return shown if is_complete and len(text) <= _SHOWN_CHARS else f"{shown}\n…"


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Build an object. `json` drops repeated keys, so this fails and the response is shown unformatted.

    Raises:
        ValueError: a key is repeated.
    """
    value = dict(pairs)
    if len(value) < len(pairs):
        raise ValueError("A key is repeated.")
    return value


def _shortened(value: object) -> object:
    if isinstance(value, str) and len(value) > _STRING_CHARS:
        return f"{value[:_STRING_CHARS]}… ({len(value):,} characters)"
    if isinstance(value, dict):
        return {_shortened(key): _shortened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shortened(item) for item in value]
    return value
