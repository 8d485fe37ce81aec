"""The left pane: header, flags, business profile, status, and fields nobody knew.

A new field of the answer is shown by one row here.
"""

from datetime import UTC, datetime
from itertools import islice

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector.contact.cleaning import clean_name, clean_text
from inspector.contact.model import Contact, Json
from inspector.lookup.session import Asked, Found
from inspector.phone.number import Number
from inspector.ui import external, style, words
from inspector.ui.contact_header import ContactHeader
from inspector.ui.fact_row import FactRow, MailRow, SectionHeading, TextRow
from inspector.ui.flag_row import FlagRow
from inspector.ui.plain_label import PlainLabel

_OTHER_FIELDS_SHOWN = 16
"""Each is a row that wraps, and takes 1 ms to make and more to lay out."""
_WIDEST_PX = 680
_OTHER_VALUE_CHARS = 200


class ProfilePanel(QScrollArea):
    """Everything but the products; scrolls when it is taller than its place."""

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
        self._personal = PlainLabel(self.tr("A personal account: it has no business profile."))
        style.muted(self._personal)
        self._business = _Business()
        self._status = _Status()
        self._others = _OtherFields(follow=self._status.last_stop)
        self._limits = PlainLabel(
            self.tr("The gateway cannot tell the about text, website, hours or verified badge.")
        )
        self._limits.setFont(style.font(12))
        style.muted(self._limits)
        self._open_button = QPushButton(self.tr("Open in WhatsApp"))
        self._open_button.setProperty("link", True)
        self._open_button.clicked.connect(self._open_in_whatsapp)
        self._lay_out()

    def show_waiting(self, asked: Asked) -> None:
        """Hold the places of a contact that is being asked for."""
        self._shown = None
        self.header.show_waiting(asked)
        self._flags.wait()
        self._business.wait()
        self._status.wait()
        self._personal.hide()
        self._others.hide()
        self._show_way(asked.digits if isinstance(asked, Number) else "")
        self.verticalScrollBar().setValue(0)

    def show_found(self, found: Found, asked: Asked) -> None:
        """Show a contact, painted when this returns but for what `show_others` adds.

        The same one again changes nothing.
        """
        if self._shown == (found, asked):
            return
        self._shown, contact = (found, asked), found.contact
        self.header.show_contact(contact, asked)
        self._flags.show_contact(contact)
        self._business.show_contact(contact)
        self._status.show_found(found)
        self._show_way(asked.digits if isinstance(asked, Number) else (contact.phone or "").removeprefix("+"))
        is_business = contact.is_business is not False
        self._business.setVisible(is_business)
        self._personal.setVisible(not is_business)
        _paint_now()

    def show_others(self, contact: Contact) -> None:
        """Show the fields nobody knew; the same ones again change nothing."""
        self._others.show_contact(contact)
        self._others.setVisible(bool(contact.other_fields))

    def show_avatar(self, image: QImage) -> None:
        self.header.show_avatar(image)

    def say_no_avatar(self, why: str) -> None:
        self.header.say_no_avatar(why)

    def _show_way(self, digits: str) -> None:
        self._digits = digits
        self._open_button.setVisible(bool(digits))

    @Slot()
    def _open_in_whatsapp(self) -> None:
        external.open_whatsapp(self._digits)

    def _lay_out(self) -> None:
        pane = QWidget()
        pane.setObjectName("pane")
        column = QVBoxLayout(pane)
        edge = style.scaled(18)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.scaled(8))
        parts = (self._flags, self._personal, self._business, self._status, self._others, self._limits)
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
        self._category = FactRow(self.tr("Category"))
        self._email = MailRow(self.tr("E-mail"))
        self._description = TextRow(self.tr("Description"))
        self._rows = (self._category, self._email, self._description)
        for row in self._rows:
            self.column.addWidget(row)

    def wait(self) -> None:
        for row in self._rows:
            row.wait()
        self.show()

    def show_contact(self, contact: Contact) -> None:
        nothing = self.tr("Not given")
        if contact.category:
            self._category.show_value(clean_name(contact.category).text, copied=contact.category)
        else:
            self._category.show_nothing(nothing)
        if contact.email:
            self._email.show_address(clean_name(contact.email).text)
        else:
            self._email.show_nothing(nothing)
        if contact.description:
            self._description.show_value(clean_text(contact.description).text, copied=contact.description)
        else:
            self._description.show_nothing(nothing)


class _Status(_Section):
    def __init__(self) -> None:
        super().__init__(self.tr("Status"))
        self._on_whatsapp = FactRow(self.tr("On WhatsApp"))
        self._timer = FactRow(self.tr("Message timer"))
        self._mute = FactRow(self.tr("Muted"))
        self._last_seen = FactRow(self.tr("Last seen"))
        self._chat_id = FactRow(self.tr("Chat id"))
        for row in (self._on_whatsapp, self._timer, self._mute, self._last_seen, self._chat_id):
            self.column.addWidget(row)

    @property
    def last_stop(self) -> QWidget:
        """Where Tab leaves it."""
        return self._chat_id.copy_button

    def wait(self) -> None:
        for row in (self._last_seen, self._chat_id):
            row.wait()
        for row in (self._on_whatsapp, self._timer, self._mute):
            row.hide()

    def show_found(self, found: Found) -> None:
        contact = found.contact
        self._on_whatsapp.setVisible(found.is_on_whatsapp is not None)
        if found.is_on_whatsapp is not None:
            self._on_whatsapp.show_value(self.tr("yes") if found.is_on_whatsapp else self.tr("no"))
        self._show_contradictions(contact)
        self._show_last_seen(contact)
        self._chat_id.show_value(clean_name(contact.chat_id).text, copied=contact.chat_id)

    def _show_contradictions(self, contact: Contact) -> None:
        """A timer and a mute that their flags do not own up to; where they agree the chips say both."""
        timer_s, until = contact.message_expiration_s, words.muted_until(contact.mute_expires_at)
        self._timer.setVisible(bool(timer_s) and not contact.is_disappearing)
        self._timer.show_value(words.timer(timer_s or 0))
        self._mute.setVisible(bool(until) and not contact.is_muted)
        self._mute.show_value(until)

    def _show_last_seen(self, contact: Contact) -> None:
        at = contact.last_seen_at
        if at is not None:
            relative = words.ago(at, datetime.now(UTC))
            self._last_seen.show_value(
                f"{relative} · {words.moment(at)} ({words.zone()})", copied=at.isoformat()
            )
        elif contact.last_seen_as_delivered is not None:
            self._last_seen.show_value(clean_name(contact.last_seen_as_delivered).text)
        else:
            self._last_seen.show_nothing(self.tr("Hidden or unknown"))


class _OtherFields(_Section):
    """Tab comes to the rows, which are made late, from the widget that they follow."""

    def __init__(self, follow: QWidget) -> None:
        super().__init__(self.tr("Other fields"))
        self._follow = follow
        self._rows: list[FactRow] = []
        self._shown: list[tuple[str, Json]] = []
        self._more = PlainLabel()
        style.muted(self._more)
        self._more.hide()
        self.column.addWidget(self._more)

    def show_contact(self, contact: Contact) -> None:
        """Show a contact's first fields; the same ones again leave the rows as they are."""
        shown = list(islice(contact.other_fields.items(), _OTHER_FIELDS_SHOWN))
        hidden = len(contact.other_fields) - len(shown)
        self._more.setVisible(hidden > 0)
        self._more.setText(self.tr("{count} more in the raw answer").format(count=hidden))
        if shown != self._shown:
            self._shown = shown
            self._replace_rows()

    def _replace_rows(self) -> None:
        for row in self._rows:
            self.column.removeWidget(row)
            row.deleteLater()
        self._rows = [self._row(key, value) for key, value in self._shown]
        before = self._follow
        for place, row in enumerate(self._rows, start=1):
            self.column.insertWidget(place, row)
            self.setTabOrder(before, row.copy_button)
            before = row.copy_button

    def _row(self, key: str, value: Json) -> FactRow:
        text = words.value(value)
        row = FactRow(clean_name(key, 60).text, self)
        row.show_value(clean_text(text, _OTHER_VALUE_CHARS).text, copied=text)
        return row


def _paint_now() -> None:
    """Do at once what Qt would do in its next turns. `repaint` paints the whole pane, and later again."""
    # How high a text of several lines gets is known late: row, part, pane and view are laid out one by one.
    # What was shown asks to be painted by an event of its own (QWidgetPrivate::show_sys).
    turns = 4 * [QEvent.Type.LayoutRequest] + [QEvent.Type.UpdateLater, QEvent.Type.UpdateRequest]
    for kind in turns:
        QCoreApplication.sendPostedEvents(None, kind.value)
