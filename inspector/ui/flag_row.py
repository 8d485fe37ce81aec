"""The four flags of a contact as chips, each yes, no or unknown."""

from PySide6.QtWidgets import QWidget

from inspector.contact.model import Contact
from inspector.ui import style, words
from inspector.ui.chip import Chip, Claim
from inspector.ui.flow_layout import FlowLayout


class FlagRow(QWidget):
    """Business, muted, disappearing, archived."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusFlags")
        self.setAccessibleName(self.tr("Status"))
        self._business, self._muted, self._disappearing, self._archived = (Chip(self) for _ in range(4))
        flow = FlowLayout(self, gap_px=style.scaled(6))
        self._chips = (self._business, self._muted, self._disappearing, self._archived)
        for chip in self._chips:
            flow.addWidget(chip)

    def wait(self) -> None:
        """Hold the places of flags that are asked for."""
        for chip in self._chips:
            chip.wait()

    def show_contact(self, contact: Contact) -> None:
        self._say(
            self._business,
            contact.is_business,
            (self.tr("Business"), self.tr("Personal"), self.tr("Business: unknown")),
            is_loud=True,
        )
        self._say(
            self._muted,
            contact.is_muted,
            (self._muted_words(contact), self.tr("Not muted"), self.tr("Muted: unknown")),
        )
        self._say(
            self._disappearing,
            contact.is_disappearing,
            (
                self._disappearing_words(contact),
                self.tr("Disappearing: off"),
                self.tr("Disappearing: unknown"),
            ),
        )
        self._say(
            self._archived,
            contact.is_archived,
            (self.tr("Archived"), self.tr("Not archived"), self.tr("Archived: unknown")),
        )

    def _say(
        self, chip: Chip, flag: bool | None, sayings: tuple[str, str, str], *, is_loud: bool = False
    ) -> None:
        claim = Claim.of(flag)
        yes, no, unknown = sayings
        chip.show_claim({Claim.YES: yes, Claim.NO: no, Claim.UNKNOWN: unknown}[claim], claim, is_loud=is_loud)

    def _muted_words(self, contact: Contact) -> str:
        until = words.muted_until(contact.mute_expires_at)
        return self.tr("Muted {until}").format(until=until) if until else self.tr("Muted")

    def _disappearing_words(self, contact: Contact) -> str:
        if not contact.message_expiration_s:
            return self.tr("Disappearing")
        return self.tr("Disappearing: {timer}").format(timer=words.timer(contact.message_expiration_s))
