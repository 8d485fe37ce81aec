"""Getting a display: where there is none, Qt would abort the process; a person gets a sentence instead."""

import logging
import os
import sys
from typing import NoReturn

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

_NO_SERVER = ("could not connect to display", "Failed to create wl_display")
"""How Qt's platforms say that no display answers; version 6.11."""


def open_application() -> QApplication:
    """The one QApplication; ends the process with exit code 1 when Qt finds nothing to show windows on."""
    told: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str | None) -> None:
        told.append(message or "")
        log.warning("%s", message)
        if kind is QtMsgType.QtFatalMsg:
            _give_up(told)

    qInstallMessageHandler(hear)
    try:
        return QApplication(sys.argv[:1])
    finally:
        qInstallMessageHandler(None)


def _give_up(told: list[str]) -> NoReturn:
    """Qt aborts as soon as it has told its fatal message, and no exception passes through it."""
    if sys.stderr is not None:
        sys.stderr.write(f"{_sentence(told)} `contact-inspector lookup NUMBER` needs no window.\n")
        sys.stderr.flush()
    os._exit(1)


def _sentence(told: list[str]) -> str:
    if any(words in message for message in told for words in _NO_SERVER):
        return "The display does not answer: is a graphical session running, and may you use it?"
    return (
        "Qt could not open a window here: a library is missing (often libxcb-cursor0), "
        "or QT_QPA_PLATFORM names a platform that Qt does not know."
    )
