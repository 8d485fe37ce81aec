"""The preferences for update checks."""

import contextlib
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QLineEdit

from inspector.config.release_list import LONGEST_ADDRESS, read_release_list
from inspector.config.settings import Settings
from inspector.ui.qt import style
from inspector.ui.widgets.check_box import CheckBox
from inspector.ui.widgets.plain_label import PlainLabel


class UpdateFields(QObject):
    """Validates and applies the address when the field is left. An invalid one is reported, not applied."""

    changed = Signal()
    """`apply_to` now returns different settings."""

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._address = settings.release_list
        self._telling = CheckBox(self.tr("Tell me about &new versions"))
        self._telling.setObjectName("tellsOfUpdates")
        self._telling.setChecked(settings.tells_of_updates)
        self._list = QLineEdit(settings.release_list)
        self._list.setObjectName("releaseList")
        self._list.setMaxLength(LONGEST_ADDRESS)
        self._list.setPlaceholderText("https://example.com/releases.json")
        self._hint = PlainLabel()
        self._hint.setObjectName("updateHint")
        self._hint.setFont(style.font(12))
        self._hint.setMinimumHeight(2 * self._hint.fontMetrics().lineSpacing())  # keeps the rows in place
        self._explain()
        self._telling.toggled.connect(self._emit_changed)
        self._list.editingFinished.connect(self._apply)
        self._list.textEdited.connect(self._review_error)

    def add_rows(self, form: QFormLayout) -> None:
        form.addRow(self._telling)
        form.addRow(self.tr("&Release list"), self._list)
        form.addRow(self._hint)

    def apply_to(self, settings: Settings) -> Settings:
        """Return the settings with the last valid values of these fields."""
        return replace(settings, tells_of_updates=self._telling.isChecked(), release_list=self._address)

    def finish(self) -> None:
        """Apply what was typed into a field that still has the focus."""
        self._apply()

    @Slot()
    def _emit_changed(self) -> None:
        self._explain()
        self.changed.emit()

    @Slot()
    def _apply(self) -> None:
        old = self._address
        try:
            self._address = read_release_list(self._list.text())
        except ValueError as error:
            self._say(str(error), QPalette.ColorRole.ToolTipText)
            return
        self._explain()
        if self._address != old:
            self.changed.emit()

    @Slot()
    def _review_error(self) -> None:
        """Clear the error as soon as the text is valid, before the field is left."""
        if self._hint.foregroundRole() is not QPalette.ColorRole.ToolTipText:
            return
        with contextlib.suppress(ValueError):
            if read_release_list(self._list.text()) or not self._telling.isChecked():
                self._say_how()

    def _explain(self) -> None:
        if self._telling.isChecked() and not self._address:
            words = self.tr("Enter the release list's address. Nothing is checked without it.")
            self._say(words, QPalette.ColorRole.ToolTipText)
            return
        self._say_how()

    def _say_how(self) -> None:
        words = self.tr(
            "Checked at most once a day, soon after the program starts. Nothing is downloaded or installed."
        )
        self._say(words, QPalette.ColorRole.PlaceholderText)

    def _say(self, words: str, role: QPalette.ColorRole) -> None:
        self._hint.setForegroundRole(role)
        self._hint.setText(words)
