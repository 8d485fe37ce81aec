"""From the pictures kept on the disk to the window: how much is there, and away with it."""

import threading
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from inspector.pictures.cache_worker import CacheWorker


class DiskCache(QObject):
    """Use on the GUI thread.

    Args:
        folder: where they are.
        limit_mb: how many megabytes outlive the session.
    """

    weighed = Signal(object)
    """How many bytes are kept; None where nothing can be kept."""

    def __init__(self, folder: Path, limit_mb: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = CacheWorker(folder, limit_mb)
        self._limit_mb = limit_mb
        self._telling = threading.Lock()
        self._is_closed = False

    def close(self) -> None:
        """Keep to the limit; what the disk still says after that is told to nobody."""
        self.cache.close()
        with self._telling:
            self._is_closed = True

    def set_limit(self, limit_mb: int) -> None:
        if limit_mb != self._limit_mb:
            self._limit_mb = limit_mb
            self.cache.set_limit(limit_mb)
            self.weigh()

    @Slot()
    def weigh(self) -> None:
        """Have `weighed` say how much is kept."""
        self.cache.weigh().add_done_callback(self._tell)

    @Slot()
    def clear(self) -> None:
        """Remove them all; `weighed` says when that is done."""
        self.cache.clear().add_done_callback(self._tell)

    def _tell(self, future: Future[int | None]) -> None:
        """Runs on the disk's thread."""
        with self._telling:
            if not (future.cancelled() or self._is_closed):
                self.weighed.emit(future.result())
