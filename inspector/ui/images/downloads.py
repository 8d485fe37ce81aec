"""Pictures over the background thread: started, told, cancelled. Knows nothing of widgets or decoding."""

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
"""After this the network is asked: the disk sleeps, or is far away."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where pictures may come from."""

    only_origins: frozenset[str] = frozenset()
    """See `inspector.pictures.source.judge`."""
    allows_other_hosts: bool = False
    """See there too."""
    proxy: ProxyChoice = NO_PROXY
    """The way to the pictures."""
    kept: CacheWorker | None = None
    """Looked into before anything is asked, and keeps what comes; None to keep nothing."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """How one download ended."""

    url: str = field(repr=False)
    ticket: int
    outcome: bytes | PictureError = field(repr=False)


class Downloads:
    """One download per link, however often it is asked for.

    Args:
        background: where they run.
        told: called on the background's thread with every Fetched. It may be one of a download that
            was cancelled meanwhile: `accept` tells.
    """

    def __init__(self, background: Background, reach: Reach, told: Callable[[Fetched], object]) -> None:
        self._background = background
        self._reach = reach
        self._told = told
        self._tickets: dict[str, int] = {}
        """Of what is under way."""
        self._numbers = count()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._fetcher: PictureFetcher | None = None

    def want(self, urls: Iterable[str]) -> None:
        """Fetch these, the first of them first, and nothing else: what is under way for others is cancelled.

        All of it is one message: each wakes the thread, and the window waits for the interpreter meanwhile.
        """
        wanted = dict.fromkeys(urls)
        given_up = [self._tickets.pop(url) for url in tuple(self._tickets) if url not in wanted]
        fresh = [url for url in wanted if url not in self._tickets]
        begun = dict(zip(fresh, self._numbers, strict=False))
        self._tickets |= begun
        if begun or given_up:
            self._background.submit(partial(self._turn_to, begun, given_up))

    def close(self) -> None:
        """Cancel what is under way and close the connections; `want` must not be called again."""
        self.want(())
        self._background.submit(self._close)

    def accept(self, fetched: Fetched) -> bool:
        """Whether this is the end of a download that is still wanted; it is then no longer under way."""
        if self._tickets.get(fetched.url) != fetched.ticket:
            return False
        del self._tickets[fetched.url]
        return True

    def discard(self, url: str) -> None:
        """Keep a picture no longer that turned out to be damaged. Only after it was downloaded."""
        kept, name = self._reach.kept, self._name(url)
        if kept is not None and name is not None:
            kept.forget(name)

    def _name(self, url: str) -> bytes | None:
        from inspector.pictures.identity import identity  # imports httpx, which a download needs before this

        return identity(url, self._reach.only_origins)

    # On the background thread.

    async def _turn_to(self, begun: dict[str, int], given_up: list[int]) -> None:
        # The last started first: it still waits, and would take the place that an older one leaves.
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
        """The picture from the disk or else from its server, which is asked by a link that still holds."""
        kept = self._reach.kept
        name = self._name(url) if kept is not None else None
        if kept is None or name is None:
            return await self._opened().fetch(url)
        data = await _found(kept, name)
        if data is None:
            data = await self._opened().fetch(url)
            kept.keep(name, data)
        return data

    async def _close(self) -> None:
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._fetcher is not None:
            await self._background.close_now(self._fetcher.aclose)

    def _opened(self) -> "PictureFetcher":
        # The first paint comes before httpx, which takes 100 ms to import.
        from inspector.pictures.fetch import PictureFetcher

        if self._fetcher is None:
            reach = self._reach
            self._fetcher = PictureFetcher(
                reach.only_origins, allows_other_hosts=reach.allows_other_hosts, proxy=reach.proxy
            )
            self._background.at_close(self._fetcher.aclose)
        return self._fetcher


async def _found(kept: CacheWorker, name: bytes) -> bytes | None:
    # Not by `wait_for`: until Python 3.12 it forgets a cancellation that comes together with the answer.
    try:
        async with asyncio.timeout(_DISK_LIMIT_S):
            return await asyncio.wrap_future(kept.find(name))
    except TimeoutError:
        return None
