"""Who it is: the picture, the names, the number."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QImage, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.contact.cleaning import clean_name
from inspector.contact.model import Contact
from inspector.lookup.session import Asked
from inspector.phone.number import Number
from inspector.ui import external, style
from inspector.ui.avatar import Avatar
from inspector.ui.awaited_label import AwaitedLabel
from inspector.ui.icon import IconButton
from inspector.ui.plain_label import PlainLabel
from inspector.ui.value_label import ValueLabel


class ContactHeader(QWidget):
    """The profile name large, the phone-book name always apart from it."""

    avatar_opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials_of = ""
        self._digits = ""
        self._copied = ""
        self.avatar = Avatar(self)
        self.avatar.clicked.connect(self.avatar_opened)
        self._name = AwaitedLabel(QSize(style.scaled(170), style.scaled(22)))
        self._name.setObjectName("profileName")
        self._name.setFont(style.font(21, QFont.Weight.DemiBold))
        self._cleaned = PlainLabel(self.tr("Unusual characters were left out; the raw answer has them."))
        self._cleaned.setFont(style.font(12))
        self._cleaned.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._phone_book = AwaitedLabel(QSize(style.scaled(130), style.scaled(14)))
        self._phone_book.setObjectName("phoneBookName")
        self._number = ValueLabel()
        self._number.setObjectName("phoneNumber")
        self._copy_button = IconButton("copy", self.tr("Copy the number"))
        self._copy_button.clicked.connect(self._copy_number)
        self._open_button = IconButton("open", self.tr("Open in WhatsApp"))
        self._open_button.clicked.connect(self._open_in_whatsapp)
        self._lay_out()

    def show_waiting(self, asked: Asked) -> None:
        """The number is known at once; everything else has a place held for it."""
        self.avatar.clear()
        self._show_number(asked, phone=None)
        self._name.wait()
        self._phone_book.wait()
        self._cleaned.hide()

    def show_contact(self, contact: Contact, asked: Asked) -> None:
        """Show names and number; the picture comes by `show_avatar`."""
        self._show_number(asked, contact.phone)
        self._show_names(contact)
        self._initials_of = contact.name or contact.contact_name or ""
        if not contact.has_avatar:
            self.say_no_avatar(self.tr("No picture, or hidden from you"))
        elif not self.avatar.has_picture:
            self.say_no_avatar(self.tr("The picture is on its way"))

    def show_avatar(self, image: QImage) -> None:
        self.avatar.show_image(image)

    def say_no_avatar(self, why: str) -> None:
        """Initials in place of a picture, and the reason in the tool tip."""
        self.avatar.show_initials(clean_name(self._initials_of).text, why)

    def _show_names(self, contact: Contact) -> None:
        name, book = clean_name(contact.name or ""), clean_name(contact.contact_name or "")
        role = QPalette.ColorRole
        style.write_in(self._name, role.WindowText if name.text else role.PlaceholderText)
        font = style.font(21, QFont.Weight.DemiBold) if name.text else style.font(16)
        if font != self._name.font():
            self._name.setFont(font)
        self._name.setText(name.text or self.tr("No name: this account has not written to you"))
        self._cleaned.setVisible(name.was_changed or book.was_changed)
        differs = bool(book.text and name.text and book.text.casefold() != name.text.casefold())
        style.write_in(self._phone_book, role.WindowText if differs else role.PlaceholderText)
        self._phone_book.setText(
            self.tr("In phone book: {name}").format(name=book.text)
            if book.text
            else self.tr("Not in the phone book")
        )

    def _show_number(self, asked: Asked, phone: str | None) -> None:
        if isinstance(asked, Number):
            self._digits, self._copied = asked.digits, f"+{asked.digits}"
            self._number.setText(asked.international)
        else:
            self._digits, self._copied = (phone or "").removeprefix("+"), phone or ""
            self._number.setText(phone or self.tr("WhatsApp hides this number"))
        self._copy_button.setVisible(bool(self._copied))
        self._open_button.setVisible(bool(self._digits))

    @Slot()
    def _copy_number(self) -> None:
        external.copy(self._copied)

    @Slot()
    def _open_in_whatsapp(self) -> None:
        external.open_whatsapp(self._digits)

    def _lay_out(self) -> None:
        number = QHBoxLayout()
        number.setSpacing(style.scaled(4))
        self._number.setWordWrap(False)
        for widget in (self._number, self._copy_button, self._open_button):
            number.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        number.addStretch()
        lines = QVBoxLayout()
        lines.setSpacing(style.scaled(3))
        lines.addStretch()
        lines.addWidget(self._name)
        lines.addLayout(number)
        lines.addWidget(self._phone_book)
        lines.addWidget(self._cleaned)
        lines.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.scaled(16))
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
