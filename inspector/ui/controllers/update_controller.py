"""Checks for a newer version after the start, once a day, if the user turned it on."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from inspector import __version__
from inspector.config.folder import ProfileError, ProfileFolder
from inspector.config.json_file import FileFormat, load_object, save_object
from inspector.config.settings import Settings
from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.lookup.background import Background
from inspector.ui.main_window.window import Window

if TYPE_CHECKING:
    from inspector.updates.releases import Release

FILE_NAME: Final = "updates.json"
AFTER_START_MS: Final = 5_000
"""Late enough not to delay the first lookup, and to have the proxy's password."""
_DAY_S: Final = 86_400


def _is_ours(content: dict[str, Any]) -> bool:
    return "asked_at" in content


_FILE: Final = FileFormat(
    name=FILE_NAME,
    version=1,
    fields=frozenset({"asked_at"}),
    is_ours=_is_ours,
    clues=("asked_at",),
)


class UpdateController(QObject):
    """Sends nothing unless the settings enable it and name a release list. Failures are ignored.

    Args:
        clock: returns Unix seconds.
    """

    _answered = Signal(object)

    def __init__(
        self,
        window: Window,
        background: Background,
        folder: ProfileFolder,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._background = background
        self._folder = folder
        self._clock = clock
        self._list_url = ""
        self._proxy = NO_PROXY
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._answered.connect(self._tell)

    def open(self, settings: Settings, after_ms: int = AFTER_START_MS) -> None:
        """Schedule the check, if the settings enable it and it hasn't run today."""
        self._list_url = settings.release_list
        if settings.tells_of_updates and settings.release_list and self._is_due():
            self._timer.start(after_ms)

    def close(self) -> None:
        self._timer.stop()

    @Slot(object)
    def set_proxy(self, proxy: ProxyChoice) -> None:
        self._proxy = proxy

    def _is_due(self) -> bool:
        asked_at = load_object(self._folder, _FILE, "").content.get("asked_at")
        if not isinstance(asked_at, int | float):
            return True
        return not asked_at <= self._clock() < asked_at + _DAY_S

    @Slot()
    def _ask(self) -> None:
        """Check now. A failure counts too: the next check is tomorrow."""
        try:
            save_object(self._folder, _FILE, {"asked_at": int(self._clock())})
        except ProfileError:
            return  # without a record, it would run at every start
        url, proxy, answered = self._list_url, self._proxy, self._answered

        async def ask() -> None:
            from inspector.updates.ask import fetch_list
            from inspector.updates.releases import newest

            body = await fetch_list(url, proxy)
            release = newest(body, url, __version__) if body is not None else None
            if release is not None:
                answered.emit(release)

        self._background.submit(ask)

    @Slot(object)
    def _tell(self, release: "Release") -> None:
        from inspector.ui.main_window.update_line import UpdateLine

        UpdateLine.show_in(self._window, release)
