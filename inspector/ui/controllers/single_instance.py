"""Receives requests from other starts of the program, for the profile's single window."""

import os
import stat
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from inspector.config.single_instance import DONE, MESSAGE_CAP_BYTES, Claim, read_message
from inspector.ui.controllers.lookup_controller import LookupController
from inspector.ui.main_window.window import Window

_MESSAGE_LIMIT_MS = 1_000
_MAX_CONNECTIONS = 30


class SingleInstance(QObject):
    """Listens on a local socket that only the same user can access, and limits the connections.

    Args:
        claim: the single-instance lock; released if listening fails.
    """

    def __init__(self, claim: Claim, window: Window, lookup_controller: LookupController) -> None:
        super().__init__(window)
        self._window = window
        self._lookup_controller = lookup_controller
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.setMaxPendingConnections(_MAX_CONNECTIONS)
        self._server.newConnection.connect(self._accept)
        # We hold the lock, so an existing socket was left by a killed process.
        if _is_stale_socket(claim.address):
            QLocalServer.removeServer(claim.address)
        if not self._server.listen(claim.address):
            claim.release()

    def close(self) -> None:
        """Stop listening. Another process can take over once this process ends."""
        self._server.close()

    @Slot()
    def _accept(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(self._hear)
            patience = QTimer(caller)
            patience.timeout.connect(caller.deleteLater)
            patience.start(_MESSAGE_LIMIT_MS)
            self._read(caller)

    @Slot()
    def _hear(self) -> None:
        caller = self.sender()
        if isinstance(caller, QLocalSocket):
            self._read(caller)

    def _read(self, caller: QLocalSocket) -> None:
        """Handle a caller's message once its line is complete. Invalid messages get no reply."""
        if not caller.canReadLine():
            if caller.bytesAvailable() >= MESSAGE_CAP_BYTES:
                caller.abort()
            return
        message = read_message(bytes(caller.readLine(MESSAGE_CAP_BYTES + 1).data()))
        if message is None:
            caller.abort()
            return
        wanted, activation = message
        caller.readyRead.disconnect(self._hear)
        caller.write(DONE)
        caller.disconnectFromServer()
        self._activate_window(activation)
        self._lookup_controller.grant(wanted)

    def _activate_window(self, activation: str) -> None:
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # read by Qt when it raises a window
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        os.environ.pop("XDG_ACTIVATION_TOKEN", None)  # used up; child processes don't need it


def _is_stale_socket(address: str) -> bool:
    try:
        return stat.S_ISSOCK(Path(address).lstat().st_mode)
    except OSError:
        return False
