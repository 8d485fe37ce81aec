"""The preferences dialog."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QScrollArea,
    QSpacerItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from inspector.config.settings import Settings
from inspector.ui.accounts.country_box import CountryBox
from inspector.ui.preferences.picture_fields import PictureFields
from inspector.ui.preferences.proxy_fields import ProxyFields
from inspector.ui.preferences.update_fields import UpdateFields
from inspector.ui.qt import style
from inspector.ui.widgets.combo import Combo
from inspector.ui.widgets.dialog import Dialog, scrolling

_WIDTH_PX = 500
_SHEET = """
QTabWidget::pane {{ border: none; border-top: 1px solid palette(mid); }}
QTabBar::tab {{ background: transparent; color: palette(placeholder-text); border: none;
    border-bottom: 2px solid transparent; padding: {high}px {wide}px; margin-right: {gap}px; }}
QTabBar::tab:hover {{ color: palette(text); }}
QTabBar::tab:selected {{ color: palette(text); border-bottom-color: palette(accent); font-weight: 600; }}
QTabBar::tab:focus {{ background: palette(highlight); }}
"""


class PreferencesDialog(Dialog):
    """Every change takes effect at once.

    Args:
        has_password: whether a proxy password is stored.
        place: the name of the keychain that stores it.
    """

    changed = Signal(object)
    """Carries the new Settings."""
    password_given = Signal(object)
    """Carries a Secret, the new proxy password."""

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
        self._settings = settings
        self._country = CountryBox(settings.default_region)
        self._theme = Combo()
        self._theme.setObjectName("theme")
        for theme, name in (
            ("system", self.tr("Same as system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
            ("high-contrast-light", self.tr("High contrast, white")),
            ("high-contrast-dark", self.tr("High contrast, black")),
        ):
            self._theme.addItem(name, theme)
        self._show(settings)
        self.pictures = PictureFields(settings, parent=self)
        self.updates = UpdateFields(settings, parent=self)
        self.proxy = ProxyFields(settings, has_password=has_password, place=place, parent=self)
        self._tabs = QTabWidget()
        self._pages: list[QWidget] = []
        self._lay_out()
        self._country.currentIndexChanged.connect(self._change)
        self._theme.currentIndexChanged.connect(self._change)
        self.pictures.changed.connect(self._change)
        self.updates.changed.connect(self._change)
        self.proxy.changed.connect(self._change)
        self.proxy.password_given.connect(self.password_given)

    def show_network(self) -> None:
        """Show the Network tab."""
        self._tabs.setCurrentIndex(self._tabs.count() - 1)

    def _show(self, settings: Settings) -> None:
        self._country.show_region(settings.default_region)
        self._theme.setCurrentIndex(max(0, self._theme.findData(settings.theme)))

    @override
    def done(self, result: int) -> None:
        self.proxy.finish()
        self.updates.finish()
        super().done(result)

    @Slot()
    def _change(self) -> None:
        self._settings = replace(
            self.updates.apply_to(self.pictures.apply_to(self.proxy.apply_to(self._settings))),
            default_region=self._country.region,
            theme=self._theme.currentData(),
        )
        self.changed.emit(self._settings)

    def _lay_out(self) -> None:
        self._tabs.setObjectName("preferencesTabs")
        self._tabs.tabBar().setAccessibleName(self.tr("Preference groups"))
        sheet = _SHEET.format(high=style.scaled(8), wide=style.scaled(4), gap=style.scaled(14))
        self._tabs.setStyleSheet(sheet)
        general = self._page(self.tr("&General"))
        general.addRow(self.tr("Default &country"), self._country)
        general.addRow(self.tr("C&olours"), self._theme)
        general.addItem(QSpacerItem(0, style.scaled(8)))
        self.updates.add_rows(general)
        self.pictures.add_rows(self._page(self.tr("P&ictures")))
        self.proxy.add_rows(self._page(self.tr("N&etwork")))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        # Otherwise Enter in a field would close the dialog.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        edge = style.scaled(16)
        column.setContentsMargins(edge, style.scaled(8), edge, edge)
        column.setSpacing(style.scaled(8))
        column.addWidget(self._tabs, 1)
        column.addWidget(buttons)
        width = style.scaled(_WIDTH_PX)
        # Tab widgets and scroll areas ignore their pages' heightForWidth.
        highest = max(page.heightForWidth(width - 2 * edge) for page in self._pages)
        scrolled = max(area.sizeHint().height() for area in self.findChildren(QScrollArea))
        self.resize(width, self.sizeHint().height() - scrolled + highest)
        self._country.setFocus()

    def _page(self, name: str) -> QFormLayout:
        """Add a tab and return its form."""
        page = QWidget()
        form = QFormLayout(page)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(style.scaled(8))
        form.setHorizontalSpacing(style.scaled(12))
        area = scrolling(page, 0)
        form.setContentsMargins(0, style.scaled(16), 0, style.scaled(8))
        self._tabs.addTab(area, name)
        self._pages.append(page)
        return form
