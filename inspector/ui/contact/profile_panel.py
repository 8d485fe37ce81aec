"""The left pane: header, flags, business profile, status, and undocumented fields.

To add a field of the response, add a fact in `contact/facts.py` and a row here.
"""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector.contact.fact import LABELS, Fact
from inspector.contact.facts import digits_to_open, facts_of, other_facts
from inspector.contact.model import Contact
from inspector.lookup.session import Asked, Found
from inspector.phone.number import Number
from inspector.ui.contact.contact_header import ContactHeader
from inspector.ui.contact.flag_row import FlagRow
from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.fact_row import FactRow, MailRow, SectionHeading, TextRow
from inspector.ui.widgets.mark import Mark
from inspector.ui.widgets.plain_label import PlainLabel

_OTHER_FIELDS_SHOWN = 16
"""Each is a wrapping row, which takes 1 ms to create and longer to lay out."""
_WIDEST_PX = 680
_LOADING_KEYS = ("lastSeen", "chatId")


class ProfilePanel(QScrollArea):
    """Everything about a contact except the products."""

    avatar_opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self._shown: tuple[Found, Asked] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.header = ContactHeader()
        self.header.avatar_opened.connect(self.avatar_opened)
        self._flags = FlagRow()
        self._personal = PlainLabel(self.tr("Personal accounts have no business profile."))
        style.muted(self._personal)
        self._mark = Mark()
        self._business = _Business()
        self._status = _Status()
        self._others = _OtherFields(follow=self._status.last_stop)
        self._limits = PlainLabel(self.tr("About, website, hours and verification aren't available here."))
        self._limits.setFont(style.font(12))
        style.muted(self._limits)
        self._open_button = QPushButton(self.tr("Open in WhatsApp"))
        self._open_button.setProperty("link", True)
        self._open_button.clicked.connect(self._open_in_whatsapp)
        self._lay_out()

    def show_waiting(self, asked: Asked) -> None:
        """Show the number, and placeholders for everything else."""
        self._shown = None
        self.header.show_waiting(asked)
        self._flags.wait()
        self._business.wait()
        self._status.wait()
        self._personal.hide()
        self._mark.say("")
        self._others.hide()
        self._limits.show()
        self._offer_whatsapp(asked.digits if isinstance(asked, Number) else "")
        self.verticalScrollBar().setValue(0)

    def show_found(self, found: Found, asked: Asked) -> None:
        """Show a contact, except for what `show_others` adds. It has been painted when this returns.

        Showing the same contact again changes nothing.
        """
        if self._shown == (found, asked):
            return
        self._shown, contact = (found, asked), found.contact
        facts = facts_of(contact)
        self.header.show_facts(facts)
        self._flags.show_facts(facts)
        self._business.show_facts(facts)
        self._status.show_facts(facts)
        kind = facts.get("isBusiness")
        self._mark.say(kind.mark if kind is not None else "")
        self._personal.setVisible(kind is not None and "category" not in facts)
        self._limits.setVisible(not contact.is_absent)
        self._offer_whatsapp(digits_to_open(facts))
        _paint_now()

    def show_others(self, contact: Contact) -> None:
        """Show the undocumented fields; showing the same ones again changes nothing."""
        self._others.show_contact(contact)
        self._others.setVisible(bool(contact.other_fields))

    def show_avatar(self, image: QImage) -> None:
        self.header.show_avatar(image)

    def say_no_avatar(self, why: str) -> None:
        self.header.say_no_avatar(why)

    def _offer_whatsapp(self, digits: str) -> None:
        self._digits = digits
        self._open_button.setVisible(bool(digits))

    @Slot()
    def _open_in_whatsapp(self) -> None:
        desktop.open_whatsapp(self._digits)

    def _lay_out(self) -> None:
        pane = QWidget()
        pane.setObjectName("pane")
        column = QVBoxLayout(pane)
        edge = style.scaled(18)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.scaled(8))
        notes = (self._personal, self._mark)
        parts = (self._flags, *notes, self._business, self._status, self._others, self._limits)
        for part in (self.header, *parts):
            column.addWidget(part)
        column.addWidget(self._open_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        pane.setMaximumWidth(style.scaled(_WIDEST_PX))
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setWidget(pane)


class _Section(QWidget):
    """A heading and its rows."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(SectionHeading(heading))


class _Business(_Section):
    def __init__(self) -> None:
        super().__init__(self.tr("Business profile"))
        self.setObjectName("businessProfile")
        self._rows = {
            "category": FactRow(LABELS["category"]),
            "email": MailRow(LABELS["email"]),
            "description": TextRow(LABELS["description"]),
        }
        for row in self._rows.values():
            self.column.addWidget(row)

    def wait(self) -> None:
        for row in self._rows.values():
            row.wait()
        self.show()

    def show_facts(self, facts: Mapping[str, Fact]) -> None:
        for key, row in self._rows.items():
            row.show_fact(facts.get(key))
        self.setVisible("category" in facts)


class _Status(_Section):
    """Facts about the status that the chips above can't show."""

    def __init__(self) -> None:
        super().__init__(self.tr("Status"))
        keys = ("existsWhatsapp", "messageExpiration", "muteExpiration", "lastSeen", "chatId")
        self._rows = {key: FactRow(LABELS[key]) for key in keys}
        for row in self._rows.values():
            self.column.addWidget(row)

    @property
    def last_stop(self) -> QWidget:
        """The section's last stop in the tab order."""
        return self._rows["chatId"].copy_button

    def wait(self) -> None:
        for key, row in self._rows.items():
            if key in _LOADING_KEYS:
                row.wait()
            row.setVisible(key in _LOADING_KEYS)

    def show_facts(self, facts: Mapping[str, Fact]) -> None:
        for key, row in self._rows.items():
            row.show_fact(facts.get(key))
        presence = facts.get("existsWhatsapp") if "name" in facts else None  # else the headline says it
        self._rows["existsWhatsapp"].show_fact(presence and replace(presence, contradiction=""))


class _OtherFields(_Section):
    """Undocumented fields. The rows are created late, so they are put after `follow` in the tab order."""

    def __init__(self, follow: QWidget) -> None:
        super().__init__(self.tr("Other fields"))
        self._follow = follow
        self._rows: list[FactRow] = []
        self._shown: list[Fact] = []
        self._more = PlainLabel()
        style.muted(self._more)
        self._more.hide()
        self.column.addWidget(self._more)

    def show_contact(self, contact: Contact) -> None:
        """Show a contact's first fields; showing the same ones again keeps the rows."""
        shown = list(other_facts(contact, _OTHER_FIELDS_SHOWN))
        hidden = len(contact.other_fields) - len(shown)
        self._more.setVisible(hidden > 0)
        self._more.setText(self.tr("{count} more in the raw response").format(count=hidden))
        if shown != self._shown:
            self._shown = shown
            self._replace_rows()

    def _replace_rows(self) -> None:
        for row in self._rows:
            self.column.removeWidget(row)
            row.deleteLater()
        self._rows = [self._row(fact) for fact in self._shown]
        before = self._follow
        for place, row in enumerate(self._rows, start=1):
            self.column.insertWidget(place, row)
            self.setTabOrder(before, row.copy_button)
            before = row.copy_button

    def _row(self, fact: Fact) -> FactRow:
        row = FactRow(fact.label, self)
        row.show_fact(fact)
        return row


def _paint_now() -> None:
    """Lay out and paint now instead of in the next iterations of the event loop.

    `repaint()` would paint the whole pane, and the event loop would paint it again.
    """
    # The height of wrapped text propagates one level per LayoutRequest: row, section, pane, scroll area.
    # A newly shown widget posts UpdateLater to be painted (QWidgetPrivate::show_sys).
    turns = 4 * [QEvent.Type.LayoutRequest] + [QEvent.Type.UpdateLater, QEvent.Type.UpdateRequest]
    for kind in turns:
        QCoreApplication.sendPostedEvents(None, kind.value)
