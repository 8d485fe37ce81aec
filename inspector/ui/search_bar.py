"""The number field, what is known of a number before anything is asked, and the account in use."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.contact.hint import Verdict, hint
from inspector.contact.phone import Choice, Number, PhoneReading, Refusal, read_number
from inspector.ui import style
from inspector.ui.account_box import AccountBox
from inspector.ui.flow_layout import FlowLayout
from inspector.ui.icon import icon
from inspector.ui.plain_label import PlainLabel

_CHOICES_SHOWN = 6
_FIELD_CHARS = 10_000
"""More than is ever read; the layout of a hundred thousand takes half a second."""


class _NumberField(QLineEdit):
    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter held down asks once: each asking would break off the one before it."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


class SearchBar(QWidget):
    """Says at once what will be asked; Enter asks it."""

    asked = Signal(object)
    """A Number or Lid to look up."""
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._default_region: str | None = None
        self._reading: PhoneReading = Refusal("")
        self._is_open = False
        self._field = _NumberField()
        self._field.setObjectName("numberField")
        self._field.setAccessibleName(self.tr("Phone number"))
        self._field.setPlaceholderText(self.tr("Phone number, wa.me link or chat id"))
        self._field.setMaxLength(_FIELD_CHARS)
        self._field.setClearButtonEnabled(True)
        self._field.textChanged.connect(self._show_reading)
        self._field.returnPressed.connect(self._ask)
        self._button = QPushButton(self.tr("Look up"))
        self._button.setObjectName("lookupButton")
        self._button.setProperty("primary", True)
        self._button.clicked.connect(self._ask)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setObjectName("cancelButton")
        self._cancel.clicked.connect(self.cancelled)
        self._cancel.hide()
        self.account_box = AccountBox()
        self._asks = PlainLabel()
        self._asks.setFont(style.font(12, QFont.Weight.DemiBold))
        self._asks.setWordWrap(False)
        self._hint = PlainLabel()
        self._hint.setObjectName("numberHint")
        self._hint.setFont(style.font(12))
        self._choices = QWidget()
        self._choices_flow = FlowLayout(self._choices, gap_px=style.scaled(8))
        self._lay_out()
        self._show_reading()

    @property
    def reading(self) -> PhoneReading:
        """What the field's text was understood as."""
        return self._reading

    def set_default_region(self, region: str | None) -> None:
        """The country that local forms belong to, as a two-letter code."""
        self._default_region = region
        self._show_reading()

    def set_open(self, *, is_open: bool) -> None:
        """Whether there is an account to ask with."""
        self._is_open = is_open
        self._enable()

    def set_looking(self, *, is_looking: bool) -> None:
        """Show the button that cancels while there is something to cancel."""
        self._cancel.setVisible(is_looking)

    def write(self, text: str) -> None:
        """Put a number into the field, as if it had been typed."""
        self._field.setText(text)

    def take_focus(self) -> None:
        """Go to the field with its text selected, so that the next number replaces it."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint_clear_button()

    def _tint_clear_button(self) -> None:
        """Qt offers the field's own button by this name only."""
        action = self._field.findChild(QAction, "_q_qlineeditclearaction")
        if action is not None:
            action.setIcon(icon("clear", self.palette().color(QPalette.ColorRole.PlaceholderText)))

    @Slot()
    def _ask(self) -> None:
        """Enter also asks before there is an account to ask with: whoever listens remembers it."""
        if not isinstance(self._reading, Choice | Refusal):
            self.asked.emit(self._reading)

    @Slot()
    def _show_reading(self) -> None:
        text = self._field.text()
        # An empty field is read without the numbering plans, so that the first paint does not wait for them.
        self._reading = read_number(text, self._default_region) if text else Refusal("")
        said = hint(self._reading, datetime.now(UTC))
        self._asks.setText(said.asks or "")
        self._asks.setVisible(said.asks is not None)
        facts = [] if said.verdict is Verdict.SEVERAL else list(said.facts)
        verdict = self.tr("valid") if said.verdict is Verdict.READY else said.sentence
        self._hint.setText(" · ".join([*facts, verdict] if verdict else facts))
        role = QPalette.ColorRole
        is_quiet = said.verdict in (Verdict.READY, Verdict.NOTHING_TYPED)
        self._hint.setForegroundRole(role.PlaceholderText if is_quiet else role.ToolTipText)
        self._offer(self._reading.numbers if isinstance(self._reading, Choice) else ())
        self._enable()

    def _offer(self, numbers: tuple[Number, ...]) -> None:
        self._choices_flow.clear()
        for number in numbers[:_CHOICES_SHOWN]:
            button = QPushButton(number.international)
            button.setProperty("number", number.international)
            button.clicked.connect(self._choose)
            self._choices_flow.addWidget(button)
        self._choices.setVisible(bool(numbers))

    @Slot()
    def _choose(self) -> None:
        self.write(str(self.sender().property("number")))
        self.take_focus()

    def _enable(self) -> None:
        self._button.setEnabled(self._is_open and not isinstance(self._reading, Choice | Refusal))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = style.scaled(16)
        column.setContentsMargins(edge, style.scaled(12), edge, style.scaled(10))
        column.setSpacing(style.scaled(6))
        row = QHBoxLayout()
        row.setSpacing(style.scaled(10))
        row.addWidget(self._field, 1)
        for widget in (self._button, self._cancel, self.account_box):
            row.addWidget(widget)
        line = QHBoxLayout()
        line.setSpacing(style.scaled(6))
        line.addWidget(self._asks)
        line.addWidget(self._hint, 1)
        column.addLayout(row)
        column.addLayout(line)
        column.addWidget(self._choices)
        self._tint_clear_button()
