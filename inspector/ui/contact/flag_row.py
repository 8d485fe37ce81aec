"""A contact's four flags as chips, each yes, no or unknown."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from inspector.contact.fact import Fact, Flag
from inspector.ui.qt import style
from inspector.ui.qt.flow_layout import FlowLayout
from inspector.ui.widgets.chip import Chip, Claim

_LOUD = "isBusiness"
_KEYS = (_LOUD, "isMute", "isDisappearing", "isArchive")


class FlagRow(QWidget):
    """Chips for business, muted, disappearing messages and archived."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusFlags")
        self.setAccessibleName(self.tr("Status"))
        flow = FlowLayout(self, gap_px=style.scaled(6))
        self._chips = {key: Chip(self) for key in _KEYS}
        for chip in self._chips.values():
            flow.addWidget(chip)

    def wait(self) -> None:
        """Show placeholders for all flags."""
        for chip in self._chips.values():
            chip.wait()
            chip.show()
        self.show()

    def show_facts(self, facts: Mapping[str, Fact]) -> None:
        """Show the flags that are among the facts, and hide the others."""
        for key, chip in self._chips.items():
            flag = facts.get(key)
            chip.setVisible(flag is not None)
            if isinstance(flag, Flag):
                chip.show_claim(flag.words, Claim.of(flag.claim), is_loud=key == _LOUD)
        self.setVisible(not facts.keys().isdisjoint(_KEYS))
