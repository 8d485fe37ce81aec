"""Disables the preferences that an administrator's policy sets."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.qt import style
from inspector.ui.widgets.plain_label import PlainLabel

CONTROLS: Final = {
    "default_region": "defaultCountry",
    "theme": "theme",
    "fetches_pictures": "fetchesPictures",
    "allows_other_hosts": "allowsOtherHosts",
    "kept_pictures_mb": "keptPictures",
    "proxy": "proxyMode",
    "proxy_host": "proxyHost",
    "proxy_port": "proxyPort",
    "proxy_user": "proxyUser",
    "tells_of_updates": "tellsOfUpdates",
    "release_list": "releaseList",
}
"""Setting name → object name of its control."""


class _Lock(QObject):
    """Keeps a control disabled, even if the dialog enables it."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        control.setEnabled(False)
        control.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QWidget) and watched.isEnabled():
            watched.setEnabled(False)
        return False


def lock(dialog: QDialog, names: frozenset[str]) -> None:
    """Disable the controls of some settings, and say why in the dialog."""
    why = QCoreApplication.translate("locks", "Set by your administrator.")
    controls = [dialog.findChild(QWidget, CONTROLS[name]) for name in sorted(names)]
    for control in controls:
        if isinstance(control, QWidget):
            _Lock(control)
            control.setToolTip(why)
            control.setAccessibleDescription(why)
    column = dialog.layout()
    if names and isinstance(column, QVBoxLayout):
        words = QCoreApplication.translate("locks", "Greyed-out settings were set by your administrator.")
        line = PlainLabel(words)
        line.setObjectName("lockedHint")
        line.setFont(style.font(12))
        style.muted(line)
        column.insertWidget(column.count() - 1, line)
