"""Downloads pictures on the worker thread. Knows nothing of widgets or decoding."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.lookup.background import Background
from inspector.pictures.cache_worker import CacheWorker
from inspector.pictures.error import PictureError

if TYPE_CHECKING:
    from inspector.pictures.fetch import PictureFetcher

_DISK_LIMIT_S = 1.0
"""After this time the picture is downloaded instead: the disk may be asleep or remote."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where pictures may be downloaded from, and how."""

    only_origins: frozenset[str] = frozenset()
    """See `inspector.pictures.source.judge`."""
    allows_other_hosts: bool = False
    """See `inspector.pictures.source.judge`."""
    proxy: ProxyChoice = NO_PROXY
    """The proxy to use."""
    kept: CacheWorker | None = None
    """The disk cache, checked before each download; None to disable it."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """How one download ended."""

    url: str = field(repr=False)
    ticket: int
    outcome: bytes | PictureError = field(repr=False)


class Downloads:
    """Downloads each link once, no matter how many times it is requested.

    Args:
        background: the worker thread that runs the downloads.
        told: called on the worker thread with every Fetched. The download may have been cancelled in the
            meantime: check with `accept`.
    """

    def __init__(self, background: Background, reach: Reach, told: Callable[[Fetched], object]) -> None:
        self._background = background
        self._reach = reach
        self._told = told
        self._tickets: dict[str, int] = {}
        """Tickets of running downloads, by link."""
        self._numbers = count()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._fetcher: PictureFetcher | None = None

    def want(self, urls: Iterable[str]) -> None:
        """Download these links, in this order of priority, and cancel all others.

        Everything is sent in one message: each message wakes the worker thread, and the window waits for the
        GIL meanwhile.
        """
        wanted = dict.fromkeys(urls)
        given_up = [self._tickets.pop(url) for url in tuple(self._tickets) if url not in wanted]
        fresh = [url for url in wanted if url not in self._tickets]
        begun = dict(zip(fresh, self._numbers, strict=False))
        self._tickets |= begun
        if begun or given_up:
            self._background.submit(partial(self._switch, begun, given_up))

    def close(self) -> None:
        """Cancel all downloads and close the connections. `want` must not be called afterwards."""
        self.want(())
        self._background.submit(self._close)

    def accept(self, fetched: Fetched) -> bool:
        """Accept a finished download; False if it is no longer wanted."""
        if self._tickets.get(fetched.url) != fetched.ticket:
            return False
        del self._tickets[fetched.url]
        return True

    def discard(self, url: str) -> None:
        """Remove a damaged picture from the disk cache. Only for downloaded links."""
        kept, name = self._reach.kept, self._name(url)
        if kept is not None and name is not None:
            kept.forget(name)

    def _name(self, url: str) -> bytes | None:
        from inspector.pictures.identity import identity  # imports httpx, which a download imports anyway

        return identity(url, self._reach.only_origins)

    # On the worker thread.

    async def _switch(self, begun: dict[str, int], given_up: list[int]) -> None:
        # Newest first: it is still waiting for a slot, and would otherwise take the one an older download
        # frees.
        for ticket in reversed(given_up):
            if task := self._tasks.get(ticket):
                task.cancel()
        for url, ticket in begun.items():
            task = self._background.begin(partial(self._fetch, url, ticket))
            self._tasks[ticket] = task
            task.add_done_callback(partial(self._forget, ticket))

    def _forget(self, ticket: int, _ended: "asyncio.Task[None]") -> None:
        del self._tasks[ticket]

    async def _fetch(self, url: str, ticket: int) -> None:
        try:
            outcome: bytes | PictureError = await self._get(url)
        except PictureError as error:
            outcome = error.with_traceback(None)
        self._told(Fetched(url, ticket, outcome))

    async def _get(self, url: str) -> bytes:
        """Get the picture from the disk cache, or else download it."""
        kept = self._reach.kept
        name = self._name(url) if kept is not None else None
        if kept is None or name is None:
            return await self._open_fetcher().fetch(url)
        data = await _found(kept, name)
        if data is None:
            data = await self._open_fetcher().fetch(url)
            kept.keep(name, data)
        return data

    async def _close(self) -> None:
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._fetcher is not None:
            await self._background.close_now(self._fetcher.aclose)

    def _open_fetcher(self) -> "PictureFetcher":
        # Imported after the first paint: httpx takes 100 ms.
        from inspector.pictures.fetch import PictureFetcher

        if self._fetcher is None:
            reach = self._reach
            self._fetcher = PictureFetcher(
                reach.only_origins, allows_other_hosts=reach.allows_other_hosts, proxy=reach.proxy
            )
            self._background.at_close(self._fetcher.aclose)
        return self._fetcher


async def _found(kept: CacheWorker, name: bytes) -> bytes | None:
    # Not `wait_for`: before Python 3.12 it loses a cancellation that arrives together with the result.
    try:
        async with asyncio.timeout(_DISK_LIMIT_S):
            return await asyncio.wrap_future(kept.find(name))
    except TimeoutError:
        return None
