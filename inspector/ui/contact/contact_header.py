"""The header of a contact: picture, names and number."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QImage, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.contact.fact import Fact, Flag
from inspector.contact.facts import digits_to_open
from inspector.lookup.session import Asked
from inspector.phone.number import Number
from inspector.ui.qt import style
from inspector.ui.widgets import desktop
from inspector.ui.widgets.avatar import Avatar
from inspector.ui.widgets.copy_button import CopyIcon
from inspector.ui.widgets.icon import IconButton
from inspector.ui.widgets.loading_label import LoadingLabel
from inspector.ui.widgets.mark import Mark
from inspector.ui.widgets.plain_label import plain_tip
from inspector.ui.widgets.value_label import ValueLabel


class ContactHeader(QWidget):
    """Shows the profile name large, and the phone-book name always separately."""

    avatar_opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials_of = ""
        self._digits = ""
        self._copied = ""
        self.avatar = Avatar(self)
        self.avatar.clicked.connect(self.avatar_opened)
        self._name = LoadingLabel(QSize(style.scaled(170), style.scaled(22)))
        self._name.setObjectName("profileName")
        self._name.setFont(style.font(21, QFont.Weight.DemiBold))
        self._mark = Mark()
        self._phone_book = LoadingLabel(QSize(style.scaled(130), style.scaled(14)))
        self._phone_book.setObjectName("phoneBookName")
        self._number = ValueLabel()
        self._number.setObjectName("phoneNumber")
        self._copy_button = CopyIcon(self.tr("Copy number"))
        self._copy_button.clicked.connect(self._copy_number)
        self._open_button = IconButton("open", self.tr("Open in WhatsApp"))
        self._open_button.clicked.connect(self._open_in_whatsapp)
        self._lay_out()

    def show_waiting(self, asked: Asked) -> None:
        """Show the number, and placeholders for everything else."""
        self.avatar.clear()
        if isinstance(asked, Number):
            self._show_number(asked.international, f"+{asked.digits}", asked.digits)
        else:
            self._show_number(self.tr("WhatsApp hides this number"), "", "")
        self._name.wait()
        self._describe_name("")
        self._phone_book.wait()
        self._mark.say("")

    def show_facts(self, facts: Mapping[str, Fact]) -> None:
        """Show names and number; `show_avatar` shows the picture."""
        number, name, book = facts["number"], facts.get("name"), facts["contactName"]
        presence, picture = facts.get("existsWhatsapp"), facts.get("avatar")
        self._show_number(number.value, number.copied or "", digits_to_open(facts))
        self._show_headline(facts["existsWhatsapp"] if name is None else name)
        self._show_phone_book(name, book)
        marks = [fact.mark for fact in (presence, name, book) if fact is not None]
        self._mark.say("\n".join(dict.fromkeys(filter(None, marks))))
        names = [fact.value for fact in (name, book) if fact is not None and fact.is_given]
        self._initials_of = names[0] if names else ""
        if picture is None or not picture.is_given:
            self.say_no_avatar(picture.value if picture is not None else self.tr("No picture"))
        elif not self.avatar.has_picture:
            self.say_no_avatar(self.tr("Loading the picture…"))

    def show_avatar(self, image: QImage) -> None:
        self.avatar.show_image(image)

    def say_no_avatar(self, why: str) -> None:
        """Show initials instead of a picture, with the reason in the tooltip."""
        self.avatar.show_initials(self._initials_of, why)

    def _show_headline(self, fact: Fact) -> None:
        """Show the name, or that the number isn't on WhatsApp."""
        is_quiet = not fact.is_given
        role = QPalette.ColorRole
        style.write_in(self._name, role.PlaceholderText if is_quiet else role.WindowText)
        font = style.font(16) if is_quiet else style.font(21, QFont.Weight.DemiBold)
        if font != self._name.font():
            self._name.setFont(font)
        self._name.setText(fact.words if isinstance(fact, Flag) else fact.value)
        self._describe_name(fact.reason)

    def _describe_name(self, reason: str) -> None:
        self._name.setToolTip(plain_tip(reason))
        self._name.setAccessibleDescription(reason)

    def _show_phone_book(self, name: Fact | None, book: Fact) -> None:
        """Show the phone-book name, in the normal text colour if it differs from the profile name."""
        names = [fact.value.casefold() for fact in (name, book) if fact is not None and fact.is_given]
        role = QPalette.ColorRole
        style.write_in(self._phone_book, role.WindowText if len(set(names)) > 1 else role.PlaceholderText)
        self._phone_book.setText(
            self.tr("In phone book: {name}").format(name=book.value) if book.is_given else book.value
        )

    def _show_number(self, words: str, copied: str, digits: str) -> None:
        """Show a number. `copied` is for the clipboard and `digits` for wa.me; empty hides the button."""
        self._copied, self._digits = copied, digits
        self._number.setText(words)
        self._copy_button.setVisible(bool(copied))
        self._open_button.setVisible(bool(digits))

    @Slot()
    def _copy_number(self) -> None:
        desktop.copy(self._copied, self._copy_button)

    @Slot()
    def _open_in_whatsapp(self) -> None:
        desktop.open_whatsapp(self._digits)

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
        lines.addWidget(self._mark)
        lines.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.scaled(16))
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
