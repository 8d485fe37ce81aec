"""Controls the preferences dialog and applies changed settings."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from inspector.config.folder import ProfileError, ProfileFolder
from inspector.config.settings import Settings
from inspector.ui.controllers.proxy_controller import ProxyController
from inspector.ui.images.disk_cache import DiskCache
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.main_window.window import Window
from inspector.ui.preferences.locks import lock
from inspector.ui.preferences.preferences_dialog import PreferencesDialog
from inspector.ui.search.number_reader import NumberReader


class PreferencesController(QObject):
    """Holds the current settings."""

    theme_changed = Signal(str)
    said = Signal(str)
    """A message that needs no action."""

    def __init__(
        self,
        window: Window,
        folder: ProfileFolder,
        settings: Settings,
        reader: NumberReader,
        pictures: tuple[Thumbnails, DiskCache],
        proxy: ProxyController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self.settings = settings
        self._reader = reader
        self._thumbnails, self._kept = pictures
        self._proxy = proxy
        window.search.account_box.preferences_wanted.connect(self.open)
        window.start.country_chosen.connect(self._use_country)
        if settings.default_region is None and "default_region" not in folder.managed.locked:
            window.start.ask_for_country()

    @Slot()
    def open_network(self) -> None:
        """Open the preferences at the network settings."""
        self.open().show_network()

    @Slot()
    def open(self) -> PreferencesDialog:
        has_password, place = self._proxy.has_password, self._proxy.place
        dialog = PreferencesDialog(self.settings, self._window, has_password=has_password, place=place)
        lock(dialog, self._folder.managed.locked)
        dialog.changed.connect(self.change)
        dialog.password_given.connect(self._proxy.keep)
        self._proxy.said.connect(dialog.proxy.show_message)
        dialog.pictures.clear_wanted.connect(self._kept.clear)
        self._kept.weighed.connect(dialog.pictures.show_weight)
        self._kept.weigh()
        dialog.open()
        return dialog

    @Slot(object)
    def _use_country(self, region: str | None) -> None:
        self.change(replace(self.settings, default_region=region))

    @Slot(object)
    def change(self, settings: Settings) -> None:
        """Apply and save changed settings."""
        old, self.settings = self.settings, settings
        if settings.theme != old.theme:
            self.theme_changed.emit(settings.theme)
        self._reader.set_region(settings.default_region)
        self._thumbnails.set_fetching(settings.fetches_pictures)
        self._thumbnails.set_allowing_other_hosts(settings.allows_other_hosts)
        self._kept.set_limit(settings.kept_pictures_mb)
        self._proxy.change(settings)
        try:
            settings.save(self._folder, old)
        except ProfileError as error:
            self.said.emit(error.sentence)
