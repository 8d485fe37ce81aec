"""Pictures for widgets: downloaded on the worker thread, decoded on other threads, cached with limits.

    want ──► Downloads ═ bytes ═► decode (two threads) ═ Decoded ═► changed(wish) ──► state(wish)

Each widget repeatedly says which pictures it wants now. What no widget wants any more is cancelled, whether
it is queued or running.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from inspector.core.proxy_choice import ProxyChoice
from inspector.lookup.background import Background
from inspector.pictures.cache_worker import CacheWorker
from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.ui.images.bounded_cache import BoundedCache
from inspector.ui.images.decoding import Fit, decode, limit_decoders, stand_in
from inspector.ui.images.downloads import Downloads, Fetched, Reach
from inspector.ui.images.picture_state import Arrived, Broken, Loading, PictureRequest, PictureState

IMAGES_BYTES = 6 * 2**20
"""For decoded pictures; more on a large or high-DPI screen, see `Thumbnails.want`."""
WANTED_TIMES = 2
DOWNLOADS_BYTES = 1 * 2**20
STAND_INS_BYTES = 16 * 2**20
"""Enough for all pictures of the largest catalogue. Without a stand-in, a card that is scrolled back into
view stays blank for 50 ms."""
_PIXEL_BYTES = 4
_DECODERS = 2
_BROKEN_BYTES = 512
_STAND_IN_BYTES = 1200
"""Memory per stand-in, including overhead; its pixels take 512 bytes."""


_Decoded: TypeAlias = tuple[Arrived, QImage]
"""A picture, and the stand-in that remains when it is evicted."""


class Thumbnails(QObject):
    """All pictures of the window. Use on the GUI thread; close before the worker thread."""

    changed = Signal(object)
    """The `state` of this Wish has changed."""
    progressed = Signal(int, int)
    """How many of the wanted pictures have arrived, and how many are wanted."""
    reach_changed = Signal()
    """The result of `unfetched` may have changed."""
    closed = Signal()
    """Closed: nothing is downloaded, decoded or shown any more."""
    _fetched = Signal(object)
    _decoded = Signal(object)

    def __init__(
        self,
        background: Background,
        only_origins: frozenset[str] = frozenset(),
        *,
        fetches: bool = True,
        allows_other_hosts: bool = False,
        kept: CacheWorker | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        limit_decoders()
        self._background = background
        self._fetches = fetches
        self._is_closed = False
        self._reach = Reach(only_origins, allows_other_hosts, kept=kept)
        self._downloads = Downloads(background, self._reach, self._fetched.emit)
        self._decoders = ThreadPoolExecutor(_DECODERS, thread_name_prefix="decoder")
        self._decoding: dict[PictureRequest, Future[_Decoded]] = {}
        self._askers: dict[str, tuple[PictureRequest, ...]] = {}
        self._wanted: dict[PictureRequest, None] = {}
        """In order of priority, each once."""
        self._ends: BoundedCache[PictureRequest, Arrived | Broken] = BoundedCache(IMAGES_BYTES)
        self._files: BoundedCache[str, bytes] = BoundedCache(DOWNLOADS_BYTES)
        self._stand_ins: BoundedCache[str, QImage] = BoundedCache(STAND_INS_BYTES)
        self._fetched.connect(self._take_file, Qt.ConnectionType.QueuedConnection)
        self._decoded.connect(self._take_image, Qt.ConnectionType.QueuedConnection)

    def want(self, asker: str, wishes: Iterable[PictureRequest]) -> None:
        """Replace what an asker wants. Most urgent first.

        The cache has room for twice the cards that are wanted (those in view and nearby), about three
        screens.
        """
        self._askers[asker] = tuple(wishes)
        self._wanted = dict.fromkeys(wish for wishes in self._askers.values() for wish in wishes)
        cards_bytes = sum(_PIXEL_BYTES * wish.edge_px**2 for wish in self._wanted if wish.fit is Fit.COVER)
        self._ends.limit_bytes = max(IMAGES_BYTES, WANTED_TIMES * cards_bytes)
        self._update()

    def state(self, wish: PictureRequest) -> PictureState:
        """The current state of a picture. Starts nothing."""
        end = self._ends.get(wish)
        if end is not None:
            return end
        if self._is_out_of_reach(wish):
            return self._turned_off()
        return Loading(self._stand_ins.get(wish.source) if isinstance(wish.source, str) else None)

    @property
    def is_busy(self) -> bool:
        """Whether a wanted picture may still arrive."""
        return any(isinstance(self.state(wish), Loading) for wish in self._wanted)

    def retry(self, wish: PictureRequest) -> None:
        """Clear a picture's error, and load it again if it is wanted."""
        if isinstance(self._ends.get(wish), Broken):
            self._ends.drop(wish)
            if isinstance(wish.source, str):
                self._files.drop(wish.source)
            self._update()
            self.changed.emit(wish)

    def follow(self, renewed: Mapping[str | bytes, str]) -> None:
        """Reuse loaded pictures for re-signed links that lead to the same picture.

        Args:
            renewed: old sources and their new links.
        """
        from inspector.pictures.identity import identity  # imports httpx, which a lookup has already imported

        for wish in self._wanted:
            end, successor = self._ends.get(wish), renewed.get(wish.source)
            if not isinstance(end, Arrived) or successor is None:
                continue
            name, same = (identity(str(link), self._reach.only_origins) for link in (wish.source, successor))
            if name is not None and name == same:
                self._ends.put(replace(wish, source=successor), end, _cost_bytes(end), kept=self._wanted)

    def forget_all(self) -> None:
        """Clear all wishes and errors, and cancel all downloads; loaded pictures may stay cached."""
        self._askers.clear()
        self._wanted.clear()
        self._ends.drop_where(_is_broken)
        self._update()

    def forget_failures(self) -> None:
        """Clear all errors, and load wanted pictures again."""
        self._ends.drop_where(_is_broken)
        self._update_all()

    def set_fetching(self, is_allowed: bool) -> None:
        """Turn downloads on or off; loaded pictures stay."""
        self._fetches = is_allowed
        self._update_all()

    def set_only_origins(self, only_origins: frozenset[str], *, kept: CacheWorker | None = None) -> None:
        """Allow only these origins; an empty set allows WhatsApp's own hosts. Clears all pictures.

        Args:
            kept: the disk cache to use from now on; None to keep pictures in memory only.
        """
        self.forget_all()
        self._ends.clear()
        self._files.clear()
        self._stand_ins.clear()
        self._replace_downloads(replace(self._reach, only_origins=only_origins, kept=kept))
        self.reach_changed.emit()

    def set_allowing_other_hosts(self, is_allowed: bool) -> None:
        """Allow any public host, or only WhatsApp's own; loaded pictures stay."""
        if is_allowed != self._reach.allows_other_hosts:
            self._reload(replace(self._reach, allows_other_hosts=is_allowed))

    def set_proxy(self, proxy: ProxyChoice) -> None:
        """Use another proxy from now on; loaded pictures stay."""
        if proxy is not self._reach.proxy:
            self._reload(replace(self._reach, proxy=proxy))

    def not_downloaded(self, urls: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """Hosts that these links aren't downloaded from, and how many pictures each has, most first."""
        from inspector.pictures.source import (
            not_downloaded,  # imports httpx, which a lookup has already imported
        )

        if self._reach.only_origins or not self._fetches:
            return ()
        return not_downloaded(urls, allows_other_hosts=self._reach.allows_other_hosts)

    def close(self) -> None:
        """Cancel everything and end the decoder threads. Waits for a running decode (150 ms at most)."""
        self._is_closed = True
        self.forget_all()
        self._decoders.shutdown(cancel_futures=True)
        self.closed.emit()

    def _replace_downloads(self, reach: Reach) -> None:
        self._downloads.close()
        self._reach = reach
        self._downloads = Downloads(self._background, reach, self._fetched.emit)

    def _reload(self, reach: Reach) -> None:
        """Apply a new configuration: load missing and failed pictures again."""
        self._replace_downloads(reach)
        self._ends.drop_where(_is_broken)
        self._update_all()

    def _update(self) -> None:
        """Start what is wanted, cancel what isn't."""
        wanted = {} if self._is_closed else self._wanted
        open_wishes = [wish for wish in wanted if wish not in self._ends and not self._is_out_of_reach(wish)]
        for wish in self._decoding.keys() - set(open_wishes):
            self._decoding.pop(wish).cancel()
        missing = []
        for wish in open_wishes:
            if wish in self._decoding:
                continue
            file = self._file(wish)
            if file is not None:
                self._decode(wish, file)
            elif isinstance(wish.source, str):
                missing.append(wish.source)
        self._downloads.want(missing)
        self._report_progress()

    def _update_all(self) -> None:
        """Update everything after a change to what may be downloaded."""
        self._update()
        for wish in tuple(self._wanted):
            self.changed.emit(wish)
        self.reach_changed.emit()

    def _decode(self, wish: PictureRequest, file: bytes) -> None:
        future = self._decoders.submit(_decode, file, wish)
        self._decoding[wish] = future
        future.add_done_callback(partial(self._report_decoded, wish))

    def _file(self, wish: PictureRequest) -> bytes | None:
        return wish.source if isinstance(wish.source, bytes) else self._files.get(wish.source)

    def _is_out_of_reach(self, wish: PictureRequest) -> bool:
        return not self._fetches and self._file(wish) is None

    def _report_decoded(self, wish: PictureRequest, future: Future[_Decoded]) -> None:
        """Called on a decoder thread."""
        if not future.cancelled():
            self._decoded.emit((wish, future))

    @Slot(object)
    def _take_file(self, fetched: Fetched) -> None:
        if not self._downloads.accept(fetched):
            return
        waiting = [wish for wish in self._wanted if wish.source == fetched.url and wish not in self._ends]
        if isinstance(fetched.outcome, PictureError):
            for wish in waiting:
                self._end(wish, _broken(fetched.outcome), _BROKEN_BYTES)
            return
        self._files.put(fetched.url, fetched.outcome, len(fetched.outcome))
        for wish in waiting:
            self._decode(wish, fetched.outcome)

    @Slot(object)
    def _take_image(self, delivery: tuple[PictureRequest, Future[_Decoded]]) -> None:
        wish, future = delivery
        if self._decoding.get(wish) is not future:
            return
        del self._decoding[wish]
        try:
            arrived, left_behind = future.result()
        except PictureError as error:
            self._end(wish, _broken(error), _BROKEN_BYTES)
            if isinstance(wish.source, str):
                self._downloads.discard(wish.source)
            return
        if isinstance(wish.source, str):
            self._stand_ins.put(wish.source, left_behind, _STAND_IN_BYTES)
        self._end(wish, arrived, _cost_bytes(arrived))

    def _end(self, wish: PictureRequest, end: Arrived | Broken, cost_bytes: int) -> None:
        self._ends.put(wish, end, cost_bytes, kept=self._wanted)
        self._report_progress()
        self.changed.emit(wish)

    def _report_progress(self) -> None:
        arrived = sum(isinstance(self._ends.get(wish), Arrived) for wish in self._wanted)
        self.progressed.emit(arrived, len(self._wanted))

    def _turned_off(self) -> Broken:
        sentence = QCoreApplication.translate("Thumbnails", "Pictures are turned off in the preferences.")
        return Broken(PictureErrorKind.SWITCHED_OFF, sentence)


def _decode(file: bytes, wish: PictureRequest) -> _Decoded:
    """Called on a decoder thread."""
    decoded = decode(file, wish.edge_px, wish.fit)
    return Arrived(decoded.image, decoded.natural_size, file), stand_in(decoded.image)


def _cost_bytes(arrived: Arrived) -> int:
    return arrived.image.sizeInBytes() + len(arrived.data)


def _broken(error: PictureError) -> Broken:
    return Broken(error.trouble, error.sentence, error.refused_host)


def _is_broken(end: Arrived | Broken) -> bool:
    return isinstance(end, Broken)
