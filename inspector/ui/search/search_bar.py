"""The search bar: the number field, a hint about the number, and the account in use."""

from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector.ui.accounts.account_box import AccountBox
from inspector.ui.qt import style
from inspector.ui.qt.override import override
from inspector.ui.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inspector.phone.number import PhoneReading

_FIELD_CHARS = 10_000
"""More than is ever parsed. Laying out 100,000 characters takes half a second."""


class _NumberField(QLineEdit):
    """Like an address bar, selects everything on the first click: the next number replaces the last."""

    _selects_by_click = False

    @override
    def focusInEvent(self, event: "QtGui.QFocusEvent") -> None:
        super().focusInEvent(event)
        self._selects_by_click = True

    @override
    def mouseReleaseEvent(self, event: "QtGui.QMouseEvent") -> None:
        super().mouseReleaseEvent(event)
        if self._selects_by_click and not self.hasSelectedText():
            self.selectAll()
        self._selects_by_click = False

    @override
    def keyPressEvent(self, event: "QtGui.QKeyEvent") -> None:
        """Ignore auto-repeated Enter: each lookup would cancel the one before it."""
        self._selects_by_click = False
        key = QtCore.Qt.Key
        if event.isAutoRepeat() and event.key() in (key.Key_Return, key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


class SearchBar(QFrame):
    """The input; `NumberReader` parses it and sets `reading`."""

    written = Signal(str)
    typed = Signal()
    """The user changed the text, by typing or pasting."""
    understood = Signal()
    """`reading` has been updated for the current text; it may be the same as before."""
    entered = Signal()
    """Enter or the button was pressed."""
    asked = Signal(object)
    """Carries the Number or Lid to look up."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBar")
        self.reading: PhoneReading | None = None
        """The parsed text; None until a `NumberReader` exists."""
        self.is_entered = False
        """Whether Enter was pressed and the text hasn't changed since, for a lookup that must wait."""
        self._is_open = False
        self._can_be_asked = False
        self._field = _NumberField()
        self._field.setObjectName("numberField")
        self._field.setAccessibleName(self.tr("Phone number"))
        self._field.setPlaceholderText(self.tr("Phone number, wa.me link or chat ID"))
        self._field.setMaxLength(_FIELD_CHARS)
        self._field.textChanged.connect(self.forget_enter)
        self._field.textChanged.connect(self.written)
        self._field.textEdited.connect(self._note_typing)
        self._field.returnPressed.connect(self._enter)
        self._button = QPushButton(self.tr("Look up"))
        self._button.setObjectName("lookupButton")
        self._button.setProperty("primary", True)
        self._button.setEnabled(False)
        self._button.clicked.connect(self._enter)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("cancelButton")
        self._cancel.clicked.connect(self.cancelled)
        place = self._cancel.sizePolicy()
        place.setRetainSizeWhenHidden(True)  # keeps the field's width constant
        self._cancel.setSizePolicy(place)
        self._cancel.hide()
        self.account_box = AccountBox()
        self._asks = PlainLabel()
        self._asks.setFont(style.font(12, QFont.Weight.DemiBold))
        self._asks.setWordWrap(False)
        self._asks.hide()
        self._hint = PlainLabel()
        self._hint.setObjectName("numberHint")
        self._hint.setFont(style.font(12))
        self._lay_out()

    @property
    def text(self) -> str:
        return self._field.text()

    def set_open(self, *, is_open: bool) -> None:
        """Set whether there is an account to look up numbers with."""
        self._is_open = is_open
        self._enable()

    def set_looking(self, *, is_looking: bool) -> None:
        """Show the Cancel button during a lookup."""
        self._cancel.setVisible(is_looking)

    def show_reading(self, asks: str | None, words: str, *, is_warning: bool, can_be_asked: bool) -> None:
        """Show below the field what would be looked up, and facts about it or what is wrong with it."""
        self._asks.setText(asks or "")
        self._asks.setVisible(asks is not None)
        self._hint.setText(words)
        role = QPalette.ColorRole
        self._hint.setForegroundRole(role.ToolTipText if is_warning else role.PlaceholderText)
        self._can_be_asked = can_be_asked
        self._enable()
        self.understood.emit()

    def write(self, text: str) -> None:
        """Put a number into the field as if it had been typed, so that it can be undone."""
        self._field.selectAll()
        self._field.insert(text)

    def read_again(self) -> None:
        """Parse the text again, because the hint shows the number's local time."""
        self.written.emit(self.text)

    def take_focus(self) -> None:
        """Focus the field and select its text, so that the next number replaces it."""
        self._field.setFocus()
        self._field.selectAll()

    def add_below(self, widget: QWidget) -> None:
        """Add a widget below the hint."""
        self._column.addWidget(widget)

    def lead_on_to(self, widgets: "Iterable[QWidget]") -> None:
        """Put widgets after the field in the tab order."""
        before: QWidget = self._field
        for widget in widgets:
            self.setTabOrder(before, widget)
            before = widget

    def offer_to_clear(self) -> None:
        """Enable the field's clear button, which is visible while there is text."""
        self._field.setClearButtonEnabled(True)
        self._tint_clear_button()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._field.isClearButtonEnabled():
            self._tint_clear_button()

    def _tint_clear_button(self) -> None:
        from inspector.ui.widgets.icon import tint_clear_button  # needs QtSvg, which the first paint avoids

        tint_clear_button(self._field)

    @Slot()
    def forget_enter(self) -> None:
        """Forget that Enter was pressed: the text has changed, or the user has cancelled."""
        self.is_entered = False

    @Slot()
    def _note_typing(self) -> None:
        self.typed.emit()

    @Slot()
    def _enter(self) -> None:
        """Start a lookup, and select the text so that the next number replaces it."""
        self.is_entered = True
        self.entered.emit()
        self.take_focus()

    def _enable(self) -> None:
        self._button.setEnabled(self._is_open and self._can_be_asked)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        edge = style.scaled(16)
        self._column.setContentsMargins(edge, style.scaled(12), edge, style.scaled(10))
        self._column.setSpacing(style.scaled(6))
        row = QHBoxLayout()
        row.setSpacing(style.scaled(10))
        row.addWidget(self._field, 1)
        for widget in (self._button, self._cancel, self.account_box):
            row.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(style.scaled(6))
        line.addWidget(self._asks)
        line.addWidget(self._hint, 1)
        self._column.addLayout(row)
        self._column.addLayout(line)
