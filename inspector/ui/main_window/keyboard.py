"""What keys do in the whole window, beyond the few that work from the first paint on."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from inspector.ui.main_window.window import Window
from inspector.ui.qt.enter_key import EnterKey

_LIST_KEYS = ("Ctrl+/", "Ctrl+?", "?", "F1")
"""In a field, the question mark is typed."""


class Keyboard(QObject):
    """Enter on any button, the list of shortcuts, and the way out."""

    def __init__(self, app: QApplication, window: Window) -> None:
        super().__init__(window)
        self._window = window
        EnterKey(app, self)
        window.search.account_box.shortcuts_wanted.connect(self.show_shortcuts)
        for keys in _LIST_KEYS:
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.show_shortcuts)
        leave = QShortcut(QKeySequence("Ctrl+Q"), window)
        leave.setContext(Qt.ShortcutContext.ApplicationShortcut)
        leave.activated.connect(window.close)

    @Slot()
    def show_shortcuts(self) -> None:
        """Open the list of all shortcuts."""
        from inspector.ui.main_window.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._window).open()
