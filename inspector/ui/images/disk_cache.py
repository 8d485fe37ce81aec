"""The disk cache for the window: its size, its limit and clearing it."""

import threading
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from inspector.pictures.cache_worker import CacheWorker


class DiskCache(QObject):
    """Wraps the cache worker in signals. Use on the GUI thread.

    Args:
        folder: the cache folder.
        limit_mb: cache size in megabytes at the end of the session.
    """

    weighed = Signal(object)
    """The size in bytes; None if the cache can't be used."""

    def __init__(self, folder: Path, limit_mb: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = CacheWorker(folder, limit_mb)
        self._limit_mb = limit_mb
        self._emit_lock = threading.Lock()
        self._is_closed = False

    def close(self) -> None:
        """Trim to the limit and stop. Results that arrive later are dropped."""
        self.cache.close()
        with self._emit_lock:
            self._is_closed = True

    def set_limit(self, limit_mb: int) -> None:
        if limit_mb != self._limit_mb:
            self._limit_mb = limit_mb
            self.cache.set_limit(limit_mb)
            self.weigh()

    @Slot()
    def weigh(self) -> None:
        """Measure the cache; `weighed` follows."""
        self.cache.weigh().add_done_callback(self._tell)

    @Slot()
    def clear(self) -> None:
        """Clear the cache; `weighed` follows."""
        self.cache.clear().add_done_callback(self._tell)

    def _tell(self, future: Future[int | None]) -> None:
        """Called on the cache worker's thread."""
        with self._emit_lock:
            if not (future.cancelled() or self._is_closed):
                self.weighed.emit(future.result())
