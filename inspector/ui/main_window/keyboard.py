"""Window-wide shortcuts, except for those that work from the first paint on (`Window`)."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from inspector.ui.main_window.window import Window
from inspector.ui.qt.enter_key import EnterKey

_LIST_KEYS = ("Ctrl+/", "Ctrl+?", "?", "F1")
"""A focused text field still receives the question mark as input."""


class Keyboard(QObject):
    """Makes Enter press buttons, shows the list of shortcuts, and quits."""

    def __init__(self, app: QApplication, window: Window) -> None:
        super().__init__(window)
        self._window = window
        EnterKey(app, self)
        window.search.account_box.shortcuts_wanted.connect(self.show_shortcuts)
        for keys in _LIST_KEYS:
            shortcut = QShortcut(QKeySequence(keys), window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.show_shortcuts)
        quit_shortcut = QShortcut(QKeySequence("Ctrl+Q"), window)
        quit_shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)
        quit_shortcut.activated.connect(window.close)

    @Slot()
    def show_shortcuts(self) -> None:
        """Open the list of shortcuts."""
        from inspector.ui.main_window.shortcuts_dialog import ShortcutsDialog

        ShortcutsDialog(self._window).open()
