"""The few things a person may choose."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from inspector.contact.countries import COUNTRY_NAMES
from inspector.profile.settings import Settings
from inspector.ui import style
from inspector.ui.combo import Combo
from inspector.ui.plain_label import PlainLabel
from inspector.ui.proxy_fields import ProxyFields


class PreferencesDialog(QDialog):
    """Every change takes effect at once.

    Args:
        has_password: whether the proxy's password is known.
        place: which keychain holds it, in words.
    """

    changed = Signal(object)
    """The new Settings."""
    password_given = Signal(object)
    """Secret: a new password for the proxy."""

    def __init__(
        self,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        has_password: bool = False,
        place: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("preferencesDialog")
        self.setWindowTitle(self.tr("Preferences"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings = settings
        self._country = Combo()
        self._country.setObjectName("defaultCountry")
        self._country.addItem(self.tr("None: only international numbers"), None)
        for region, name in sorted(COUNTRY_NAMES.items(), key=_by_name):
            self._country.addItem(f"{name} ({region})", region)
        self._theme = Combo()
        self._theme.setObjectName("theme")
        for theme, name in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self._theme.addItem(name, theme)
        self._pictures = QCheckBox(self.tr("Fetch pictures from WhatsApp's servers"))
        self._pictures.setObjectName("fetchesPictures")
        self._others = QCheckBox(self.tr("Also from other public servers, over https"))
        self._others.setObjectName("allowsOtherHosts")
        self.proxy = ProxyFields(settings, has_password=has_password, place=place, parent=self)
        self._show(settings)
        self._country.currentIndexChanged.connect(self._change)
        self._theme.currentIndexChanged.connect(self._change)
        self._pictures.toggled.connect(self._change)
        self._pictures.toggled.connect(self._others.setEnabled)
        self._others.toggled.connect(self._change)
        self.proxy.changed.connect(self._change)
        self.proxy.password_given.connect(self.password_given)
        self._lay_out()

    def _show(self, settings: Settings) -> None:
        self._country.setCurrentIndex(max(0, self._country.findData(settings.default_region)))
        self._theme.setCurrentIndex(max(0, self._theme.findData(settings.theme)))
        self._pictures.setChecked(settings.fetches_pictures)
        self._others.setChecked(settings.allows_other_hosts)
        self._others.setEnabled(settings.fetches_pictures)

    @override
    def done(self, result: int) -> None:
        self.proxy.finish()
        super().done(result)

    @Slot()
    def _change(self) -> None:
        self._settings = replace(
            self.proxy.apply_to(self._settings),
            default_region=self._country.currentData(),
            theme=self._theme.currentData(),
            fetches_pictures=self._pictures.isChecked(),
            allows_other_hosts=self._others.isChecked(),
        )
        self.changed.emit(self._settings)

    def _lay_out(self) -> None:
        why = PlainLabel(
            self.tr("Fetching a picture tells the server that holds it this computer's address.")
        )
        why.setFont(style.font(12))
        style.muted(why)
        form = QFormLayout()
        form.setVerticalSpacing(style.scaled(8))
        form.setHorizontalSpacing(style.scaled(12))
        form.addRow(self.tr("&Country of local numbers"), self._country)
        form.addRow(self.tr("C&olours"), self._theme)
        form.addRow("", self._pictures)
        form.addRow("", self._others)
        form.addRow(why)
        form.addItem(QSpacerItem(0, style.scaled(8)))
        self.proxy.add_rows(form)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        # Enter in a field is for the field.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        edge = style.scaled(16)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(style.scaled(8))
        column.addLayout(form)
        column.addSpacing(style.scaled(8))
        column.addWidget(buttons)
        self.resize(style.scaled(480), self.heightForWidth(style.scaled(480)))


def _by_name(entry: tuple[str, str]) -> str:
    return entry[1]
