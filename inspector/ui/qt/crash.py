"""Reports unhandled exceptions from any thread: one sentence in the window, the traceback in the log."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from inspector.core.problem import Kind, Problem, Remedy

log = logging.getLogger(__name__)
qt_log = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Crashes(QObject):
    """While installed, catches unhandled exceptions from every thread and logs Qt's messages."""

    happened = Signal(object)
    """Carries the Problem to show."""

    def __init__(self) -> None:
        super().__init__()
        self._is_reporting = False

    def install(self) -> None:
        self._old_hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        self._old_qt_handler = qInstallMessageHandler(log_qt)

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = self._old_hooks
        qInstallMessageHandler(self._old_qt_handler)

    def report(self, error: BaseException) -> None:
        """Log an exception and show a sentence. Callable from any thread.

        An exception raised while the sentence is shown is only logged, because showing it could fail again.
        """
        log.error("Unhandled exception", exc_info=error)
        if self._is_reporting:
            return
        sentence = (
            f"Something went wrong ({type(error).__name__}). What you see is still correct. "
            "If this happens again, send the log in the profile folder to the developers."
        )
        self._is_reporting = True
        self.happened.emit(Problem(Kind.CRASH, sentence, Remedy.RETRY))
        self._is_reporting = False

    def _on_exception(
        self, _kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        self.report(error.with_traceback(traceback))

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            self.report(arguments.exc_value)


def log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
    """A Qt message handler that writes to the log."""
    qt_log.log(_LEVELS[kind], "%s", message)
