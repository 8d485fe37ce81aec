"""Runs the disk cache on a daemon thread, so that no caller waits for the disk.

A disk may be asleep, remote or unresponsive. It must not block the window, the event loop or the end of the
process.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

if TYPE_CHECKING:
    from inspector.pictures.store import PictureStore

MEGABYTE = 1_000_000
_MOST_WAITING_BYTES = 32 * MEGABYTE
"""Limit for pictures waiting in memory for a slow disk; beyond it, pictures aren't cached."""
_TRIM_AFTER_BYTES = 4 * MEGABYTE

Result = TypeVar("Result")
_Call: TypeAlias = Callable[["PictureStore"], Result]


class CacheWorker:
    """The picture cache in one folder. Thread-safe; only `close` blocks.

    Pictures downloaded or viewed in this session stay until it ends, regardless of the limit. Disk errors are
    not reported: nothing is cached or found then.

    Args:
        folder: created on first use.
        limit_mb: cache size in megabytes at the end of the session; 0 disables the cache.
    """

    def __init__(self, folder: Path, limit_mb: int) -> None:
        self.folder = folder
        self._limit_bytes = limit_mb * MEGABYTE
        self._lock = threading.Lock()
        self._queue: SimpleQueue[tuple[_Call[Any], Future[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._waiting_bytes = 0
        self._untrimmed_bytes = 0

    def open(self) -> None:
        """Trim what earlier sessions left to the limit."""
        self._ask(self._trim)

    def set_limit(self, limit_mb: int) -> None:
        """Change the limit and trim to it."""
        self._limit_bytes = limit_mb * MEGABYTE
        self._ask(self._trim)

    def find(self, identity: bytes) -> "Future[bytes | None]":
        """Look up a picture by identity (see `inspector.pictures.identity`)."""
        return self._ask(lambda store: store.find(identity))

    def keep(self, identity: bytes, data: bytes) -> None:
        """Cache a picture, unless too much is waiting to be written."""
        with self._lock:
            if self._waiting_bytes + len(data) > _MOST_WAITING_BYTES:
                return
            self._waiting_bytes += len(data)
        self._ask(partial(self._keep, identity, data))

    def forget(self, identity: bytes) -> None:
        """Remove a picture that turned out to be unusable."""
        self._ask(lambda store: store.forget(identity))

    def weigh(self) -> "Future[int | None]":
        """The size of the cache in bytes, trimmed to the limit; None if the cache can't be used."""
        return self._ask(self._weigh)

    def clear(self) -> "Future[int | None]":
        """Remove every picture, including this session's. Returns the bytes still in use."""
        return self._ask(lambda store: store.clear())

    def close(self, limit_s: float = 0.3) -> None:
        """Trim to the limit and end the thread. After `limit_s` the rest is left to the next session."""
        if self._thread is not None:
            self._ask(self._finish)
        with self._lock:
            is_first, self._is_closed = not self._is_closed, True
        if self._thread is None:
            return
        if is_first:
            self._queue.put(None)
        self._thread.join(limit_s)

    def _ask(self, call: _Call[Result]) -> "Future[Result | None]":
        future: Future[Result | None] = Future()
        with self._lock:
            if self._is_closed:
                future.cancel()
                return future
            self._queue.put((call, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="kept pictures", daemon=True)
                self._thread.start()
        return future

    # On the worker thread.

    def _work(self) -> None:
        store = _make_store(self.folder)
        while turn := self._queue.get():
            call, future = turn
            if future.set_running_or_notify_cancel():
                future.set_result(_result_of(call, store) if store else None)
        if store:
            store.close()

    def _keep(self, identity: bytes, data: bytes, store: "PictureStore") -> None:
        with self._lock:
            self._waiting_bytes -= len(data)
        store.keep(identity, data)
        self._untrimmed_bytes += len(data)
        if self._untrimmed_bytes > _TRIM_AFTER_BYTES:
            self._untrimmed_bytes = 0
            self._trim(store)

    def _trim(self, store: "PictureStore") -> None:
        """Trim one step, then queue the next, so that other calls can run in between."""
        if store.trim(self._limit_bytes):
            self._ask(self._trim)

    def _weigh(self, store: "PictureStore") -> int:
        while store.trim(self._limit_bytes):
            pass
        return store.weigh()

    def _finish(self, store: "PictureStore") -> None:
        if self._limit_bytes == 0:
            store.remove()
            return
        while store.trim(self._limit_bytes, is_session_over=True):
            pass


def _make_store(folder: Path) -> "PictureStore | None":
    """Create the store; None if Python was built without SQLite."""
    try:
        # Imported late, because the first paint doesn't need it.
        from inspector.pictures.store import PictureStore
    except ImportError:
        return None
    return PictureStore(folder)


def _result_of(call: _Call[Result], store: "PictureStore") -> Result | None:
    from inspector.pictures.store import StoreError

    try:
        return call(store)
    except StoreError:
        return None
