"""Runs the program's window in this process."""

import gc
import logging
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot, qInstallMessageHandler

from inspector import __version__
from inspector.app.bootstrap import Program
from inspector.app.exit_codes import CommandError, Exit
from inspector.config.folder import ProfileFolder
from inspector.config.profile import open_profile
from inspector.ui.qt.display import Application, open_application
from inspector.ui.qt.fonts import NO_FONT, has_font

if TYPE_CHECKING:
    from inspector.config.single_instance import Claim

log = logging.getLogger(__name__)


def run(number: str | None, *, is_demo: bool, profile: Path | None, claim: "Claim | None" = None) -> int:
    """Open the window and run the event loop until it is closed. The process should exit afterwards.

    Args:
        number: text or a link to look up as soon as an account is available.
        is_demo: start with the sample contacts.
        profile: the profile folder; None for the system's usual place.
        claim: holds the single-instance lock and receives later starts; None to ignore later starts.

    Returns:
        The process's exit code.

    Raises:
        CommandError: a window can't be opened, or no text could be read in it.
    """
    folder = open_profile(profile)
    app = open_application()
    if not has_font():
        raise CommandError(
            Exit.REFUSED, f"{NO_FONT} `contact-inspector lookup NUMBER` works without a window."
        )
    app.setApplicationName("contact-inspector")
    app.setApplicationDisplayName("Contact Inspector")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("contact-inspector")
    program = Program(app, folder, number, is_demo=is_demo, claim=claim)
    surroundings = Surroundings(app, folder, program)
    program.open()
    code = app.exec()
    program.close()
    surroundings.close()
    # Skip Python's garbage collections at exit, which take 0.2 s.
    gc.freeze()
    return code


class Surroundings(QObject):
    """What the process adds to the program: a log, handling of signals and links, an icon."""

    def __init__(self, app: Application, folder: ProfileFolder, program: "Program") -> None:
        super().__init__()
        self._app = app
        self._folder = folder
        self._closing = ExitStack()
        # macOS delivers the link that started the program as soon as anything is connected.
        app.link_opened.connect(program.startup_requests.open_link)
        program.painted.connect(self._schedule)
        program.begun.connect(self._end_start)

    def close(self) -> None:
        self._closing.close()

    @Slot()
    def _schedule(self) -> None:
        QTimer.singleShot(0, self._begin)

    @Slot()
    def _begin(self) -> None:
        from inspector.core.redaction import install_logging
        from inspector.ui.qt.crash import log_qt
        from inspector.ui.qt.unix_signals import Wakeup

        self._closing.callback(install_logging(self._folder.logs))
        for words in self._app.told:
            log.warning("%s", words)
        qInstallMessageHandler(log_qt)
        self._closing.callback(Wakeup().close)

    @Slot()
    def _end_start(self) -> None:
        from inspector.ui.qt.interpreter import tune_interpreter
        from inspector.ui.widgets.icon import program_icon

        self._app.setWindowIcon(program_icon())
        tune_interpreter()
        gc.enable()
