"""A combo box for the default country of local phone numbers."""

from PySide6.QtWidgets import QWidget

from inspector.phone.countries import COUNTRY_NAMES
from inspector.ui.widgets.combo import Combo


class CountryBox(Combo):
    """Lists every country by name, and none."""

    def __init__(self, region: str | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("defaultCountry")
        self.addItem(self.tr("None (international only)"), None)
        for code, name in sorted(COUNTRY_NAMES.items(), key=_by_name):
            self.addItem(f"{name} ({code})", code)
        self.show_region(region)

    @property
    def region(self) -> str | None:
        """The ISO 3166 two-letter code."""
        code = self.currentData()
        return code if isinstance(code, str) else None

    def show_region(self, region: str | None) -> None:
        self.setCurrentIndex(max(0, self.findData(region)))


def _by_name(entry: tuple[str, str]) -> str:
    return entry[1]
