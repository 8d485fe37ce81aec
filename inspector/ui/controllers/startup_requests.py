"""Requests from outside the window: the command line, links and further starts of the program."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from inspector.config.single_instance import Claim
    from inspector.ui.controllers.lookup_controller import LookupController
    from inspector.ui.controllers.single_instance import SingleInstance
    from inspector.ui.main_window.window import Window


class StartupRequests(QObject):
    """Holds the latest request until the window can handle it. May be created before anything else.

    Args:
        words: a number, text that contains one, or a link.
        claim: holds the single-instance lock and receives later starts; None to ignore later starts.
    """

    def __init__(self, words: str | None, claim: "Claim | None", parent: QObject) -> None:
        super().__init__(parent)
        self._words = words
        self._claim = claim
        self._lookup_controller: LookupController | None = None
        self._one_window: SingleInstance | None = None

    def hear(self, window: "Window") -> None:
        """Drop the request if the user types: that is more recent."""
        window.search.typed.connect(self._drop)

    def open(self, window: "Window", lookup_controller: "LookupController") -> None:
        """Pass requests on from now on, and accept later starts, or explain why there are two windows."""
        self._lookup_controller = lookup_controller
        window.search.typed.disconnect(self._drop)
        if self._words:
            self._grant(self._words)
        if self._claim is None:
            return
        from inspector.config.single_instance import ClaimResult
        from inspector.ui.controllers.single_instance import SingleInstance

        if self._claim.standing is ClaimResult.FIRST:
            self._one_window = SingleInstance(self._claim, window, lookup_controller)
        elif self._claim.standing is ClaimResult.BESIDE_SILENT:
            said = self.tr("This is a second window because the one already open isn't responding.")
            window.notice.add_note(said)

    def close(self) -> None:
        if self._one_window is not None:
            self._one_window.close()

    @Slot()
    def _drop(self) -> None:
        self._words = None

    @Slot(str)
    def open_link(self, address: str) -> None:
        """Handle a link that the system passes to the running program."""
        from inspector.phone.link import SCHEME

        if address.lower().startswith(SCHEME):
            self._grant(address)

    def _grant(self, words: str) -> None:
        from inspector.phone.link import read_wanted

        if self._lookup_controller is None:
            self._words = words
        else:
            self._lookup_controller.grant(read_wanted(words))
