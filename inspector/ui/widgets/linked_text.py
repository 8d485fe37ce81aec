"""A view for untrusted text of several lines with clickable links."""

import re
from math import ceil

from PySide6.QtCore import QByteArray, QEvent, QSizeF, Qt, QUrl, Slot
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget
from typing_extensions import override

from inspector.ui.widgets import desktop

LINK = re.compile(
    r"https?://(?![/?#])[^\s<>\"']+[^\s<>\"'.,;:!?)\]]|[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+",
    re.IGNORECASE,
)
_NO_LINK = re.compile(r"(?!)")
_BORDER_PX = 1
"""The width of the focus border in the style sheet."""


class LinkedText(QTextBrowser):
    """A text view as high as its text. The text is never interpreted as HTML, and nothing is loaded.

    Args:
        has_links: whether links in the text can be opened.
    """

    def __init__(self, parent: QWidget | None = None, *, has_links: bool = True) -> None:
        super().__init__(parent)
        self._link = LINK if has_links else _NO_LINK
        self._text = ""
        self._role = QPalette.ColorRole.Text
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.anchorClicked.connect(self._open)

    def show_text(self, text: str, role: QPalette.ColorRole = QPalette.ColorRole.Text) -> None:
        """Show text in the colour of a palette role, links in the accent colour. Tab stops only at links."""
        self._text, self._role = text, role
        policy = Qt.FocusPolicy.StrongFocus if self._link.search(text) else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        cursor, end = QTextCursor(self.document()), 0
        cursor.beginEditBlock()  # so that the text is laid out only once
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        plain, link = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(self.palette().color(role))
        link.setAnchor(True)
        link.setForeground(self.palette().color(QPalette.ColorRole.Accent))
        for found in self._link.finditer(text):
            words = found.group()
            is_mail = "://" not in words
            link.setAnchorHref(f"mailto:{words}" if is_mail else words)
            link.setToolTip("" if is_mail else desktop.ascii_host(QUrl(words)))
            cursor.insertText(text[end : found.start()], plain)
            cursor.insertText(words, link)
            end = found.end()
        cursor.insertText(text[end:], plain)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_text(self._text, self._role)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make Space open the focused link too: our link buttons look the same and react to Space."""
        cursor = self.textCursor()
        if event.key() == Qt.Key.Key_Space and cursor.hasSelection() and cursor.charFormat().isAnchor():
            self.anchorClicked.emit(QUrl(cursor.charFormat().anchorHref()))
        else:
            super().keyPressEvent(event)

    @override
    def loadResource(self, type: int, name: QUrl | str) -> QByteArray:
        """Load nothing. If this returned None, QTextDocument would read local files itself."""
        return QByteArray()

    @Slot(QSizeF)
    def _fit(self, size: QSizeF) -> None:
        self.setFixedHeight(max(1, ceil(size.height())) + 2 * _BORDER_PX)

    @Slot(QUrl)
    def _open(self, url: QUrl) -> None:
        if url.scheme() == "mailto":
            desktop.open_mail(url.path())
        else:
            desktop.open_untrusted(url, self)
