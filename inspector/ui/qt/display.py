"""Creates the QApplication. Without a display Qt would abort the process; this prints a sentence instead."""

import atexit
import os
import sys
from typing import NoReturn

from PySide6 import QtCore, QtGui
from PySide6.QtCore import QEvent, QMessageLogContext, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from inspector.ui.qt import style
from inspector.ui.qt.override import override

_NO_SERVER = ("could not connect to display", "Failed to create wl_display")
"""What Qt's platform plug-ins log when no display responds (Qt 6.11)."""

_MESSAGE_MS = 8_000


class Application(QApplication):
    """Also handles links, which macOS passes to the running program as an event."""

    link_opened = Signal(str)
    told: list[str]
    """Qt's messages from before the log was set up."""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QtGui.QFileOpenEvent):
            self.link_opened.emit(event.url().toString())
            return True
        return super().event(event)


def open_application() -> Application:
    """Create the QApplication; exit the process with code 1 if Qt finds no display."""
    told: list[str] = []

    def collect(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        told.append(message or "")
        if kind is QtMsgType.QtFatalMsg:
            _give_up(told)

    qInstallMessageHandler(collect)
    # Qt still logs while its libraries are unloaded, when a Python handler could no longer run. An atexit
    # callback removes whichever handler is installed by then.
    atexit.register(qInstallMessageHandler, None)
    app = Application([*sys.argv[:1], *style.FUSION])
    app.told = told
    return app


def show_message(sentence: str) -> None:
    """Show a sentence in a message box that closes after 8 seconds, in a process without a main window."""
    app = open_application()
    app.setApplicationDisplayName("Contact Inspector")
    style.apply(app, "system", wants_contrast=False)
    box = QMessageBox(QMessageBox.Icon.Information, app.applicationDisplayName(), sentence)
    box.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    QTimer.singleShot(_MESSAGE_MS, box.accept)
    box.exec()


def _give_up(told: list[str]) -> NoReturn:
    """Print a sentence and exit: Qt aborts after a fatal message, and exceptions can't pass through it."""
    if sys.stderr is not None:
        sys.stderr.write(f"{_sentence(told)} `contact-inspector lookup NUMBER` works without a window.\n")
        sys.stderr.flush()
    os._exit(1)


def _sentence(told: list[str]) -> str:
    if any(words in message for message in told for words in _NO_SERVER):
        return "The display isn't responding. Is a graphical session running, and can you access it?"
    return (
        "Qt couldn't open a window. A library may be missing (often libxcb-cursor0), "
        "or QT_QPA_PLATFORM may name an unknown platform."
    )
