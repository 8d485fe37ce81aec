"""Pictures kept on the disk without waiting for it: calls take turns on a daemon thread.

A disk may sleep, be far away or never answer. Neither the window nor the network's loop waits for it, nor
does the end of the process.
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
"""What a slow disk leaves waiting in memory; above it pictures are not kept."""
_TRIM_AFTER_BYTES = 4 * MEGABYTE

Result = TypeVar("Result")
_Call: TypeAlias = Callable[["PictureStore"], Result]


class CacheWorker:
    """The pictures kept in one folder. Call from any thread; nothing waits but `close`.

    What this session fetched or looked at stays until it ends, however much that is; of the rest only as much
    as the limit allows. Where the disk fails nothing is kept, and nothing is found.

    Args:
        folder: made when something is asked; for nothing else.
        limit_mb: how many megabytes are left when the session is over; 0 for nothing.
    """

    def __init__(self, folder: Path, limit_mb: int) -> None:
        self.folder = folder
        self._limit_bytes = limit_mb * MEGABYTE
        self._gate = threading.Lock()
        self._turns: SimpleQueue[tuple[_Call[Any], Future[Any]] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_closed = False
        self._waiting_bytes = 0
        self._untrimmed_bytes = 0

    def open(self) -> None:
        """Keep to the limit what earlier sessions left."""
        self._ask(self._trim)

    def set_limit(self, limit_mb: int) -> None:
        """Keep to another limit from now on."""
        self._limit_bytes = limit_mb * MEGABYTE
        self._ask(self._trim)

    def find(self, identity: bytes) -> "Future[bytes | None]":
        """The picture of this identity; see `inspector.pictures.identity`."""
        return self._ask(lambda store: store.find(identity))

    def keep(self, identity: bytes, data: bytes) -> None:
        """Keep a picture, unless the disk is too far behind."""
        with self._gate:
            if self._waiting_bytes + len(data) > _MOST_WAITING_BYTES:
                return
            self._waiting_bytes += len(data)
        self._ask(partial(self._keep, identity, data))

    def forget(self, identity: bytes) -> None:
        """Remove a picture that turned out to be of no use."""
        self._ask(lambda store: store.forget(identity))

    def weigh(self) -> "Future[int | None]":
        """How many bytes are kept within the limit; None when nothing can be kept here."""
        return self._ask(self._weigh)

    def clear(self) -> "Future[int | None]":
        """Remove every picture, this session's too; how many bytes are still kept then."""
        return self._ask(lambda store: store.clear())

    def close(self, limit_s: float = 0.3) -> None:
        """Keep to the limit and end; what takes longer than this is left to the next session."""
        if self._thread is not None:
            self._ask(self._leave)
        with self._gate:
            is_first, self._is_closed = not self._is_closed, True
        if self._thread is None:
            return
        if is_first:
            self._turns.put(None)
        self._thread.join(limit_s)

    def _ask(self, call: _Call[Result]) -> "Future[Result | None]":
        future: Future[Result | None] = Future()
        with self._gate:
            if self._is_closed:
                future.cancel()
                return future
            self._turns.put((call, future))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="kept pictures", daemon=True)
                self._thread.start()
        return future

    # On the thread.

    def _work(self) -> None:
        store = _make_store(self.folder)
        while turn := self._turns.get():
            call, future = turn
            if future.set_running_or_notify_cancel():
                future.set_result(_outcome(call, store) if store else None)
        if store:
            store.close()

    def _keep(self, identity: bytes, data: bytes, store: "PictureStore") -> None:
        with self._gate:
            self._waiting_bytes -= len(data)
        store.keep(identity, data)
        self._untrimmed_bytes += len(data)
        if self._untrimmed_bytes > _TRIM_AFTER_BYTES:
            self._untrimmed_bytes = 0
            self._trim(store)

    def _trim(self, store: "PictureStore") -> None:
        """Step by step: who looks for a picture meanwhile comes in between."""
        if store.trim(self._limit_bytes):
            self._ask(self._trim)

    def _weigh(self, store: "PictureStore") -> int:
        while store.trim(self._limit_bytes):
            pass
        return store.weigh()

    def _leave(self, store: "PictureStore") -> None:
        if self._limit_bytes == 0:
            store.remove()
            return
        while store.trim(self._limit_bytes, is_session_over=True):
            pass


def _make_store(folder: Path) -> "PictureStore | None":
    """None in a Python that was built without SQLite."""
    try:
        # The window is painted before this is imported.
        from inspector.pictures.store import PictureStore
    except ImportError:
        return None
    return PictureStore(folder)


def _outcome(call: _Call[Result], store: "PictureStore") -> Result | None:
    from inspector.pictures.store import StoreError

    try:
        return call(store)
    except StoreError:
        return None
