"""Applies the theme, from the settings and the system's preferences."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from inspector.ui.qt import style
from inspector.ui.qt.window_layout import WindowLayout

if TYPE_CHECKING:
    from inspector.config.settings import Theme


class Look(QObject):
    """Styles the program: for the first paint as when it was last closed, then by settings and system.

    The system's contrast preference is read only after the first paint, because reading it makes PySide6
    create the classes of every enumeration (14 ms).
    """

    def __init__(self, app: QApplication, layout: WindowLayout) -> None:
        super().__init__()
        self._app = app
        self._theme: Theme = layout.theme
        self._wants_contrast = bool(layout.value("wantsContrast", False, bool))
        self._restyle()

    def open(self, theme: "Theme") -> None:
        """Use the theme from the settings, and follow changes of the system's preferences from now on."""
        from PySide6.QtCore import Qt

        hints = self._app.styleHints()
        contrast = hints.accessibility()
        hints.colorSchemeChanged.connect(self._restyle)
        contrast.contrastPreferenceChanged.connect(self._update_contrast)
        wants_contrast = contrast.contrastPreference() is Qt.ContrastPreference.HighContrast
        if (theme, wants_contrast) != (self._theme, self._wants_contrast):
            self._wants_contrast = wants_contrast
            self.use(theme)

    @Slot(str)
    def use(self, theme: "Theme") -> None:
        self._theme = theme
        self._restyle()

    def remember(self, layout: WindowLayout) -> None:
        """Save what the first paint of the next start needs."""
        layout.setValue("theme", self._theme)
        layout.setValue("wantsContrast", self._wants_contrast)

    @Slot()
    def _update_contrast(self) -> None:
        from PySide6.QtCore import Qt

        preference = self._app.styleHints().accessibility().contrastPreference()
        self._wants_contrast = preference is Qt.ContrastPreference.HighContrast
        self._restyle()

    @Slot()
    def _restyle(self) -> None:
        style.apply(self._app, self._theme, wants_contrast=self._wants_contrast)
