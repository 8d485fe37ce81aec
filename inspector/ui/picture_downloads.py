"""Pictures over the background thread: started, told, cancelled. Knows nothing of widgets or decoding."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from inspector.lookup.background import Background, Job
from inspector.pictures.trouble import PictureError
from inspector.proxy.choice import NO_PROXY, ProxyChoice

if TYPE_CHECKING:
    from inspector.pictures.fetch import PictureFetcher


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
        only_origins: see `inspector.pictures.source.judge`.
        allows_other_hosts: see there too.
        proxy: the way to the pictures.
        told: called on the background's thread with every Fetched. It may be one of a download that
            was cancelled meanwhile: `accept` tells.
    """

    def __init__(
        self,
        background: Background,
        only_origins: frozenset[str],
        told: Callable[[Fetched], object],
        *,
        allows_other_hosts: bool = False,
        proxy: ProxyChoice = NO_PROXY,
    ) -> None:
        self._background = background
        self._only_origins = only_origins
        self._allows_other_hosts = allows_other_hosts
        self._proxy = proxy
        self._told = told
        self._jobs: dict[str, tuple[int, Job]] = {}
        self._last_ticket = 0
        self._fetcher: PictureFetcher | None = None

    def start(self, url: str) -> None:
        """Fetch a picture, unless that is under way already."""
        if url not in self._jobs:
            self._last_ticket += 1
            job = self._background.submit(partial(self._fetch, url, self._last_ticket))
            self._jobs[url] = self._last_ticket, job

    def accept(self, fetched: Fetched) -> bool:
        """Whether this is the end of a download that is still wanted; it is then no longer under way."""
        if self._jobs.get(fetched.url, (None,))[0] != fetched.ticket:
            return False
        del self._jobs[fetched.url]
        return True

    def keep_only(self, urls: Iterable[str]) -> None:
        """Cancel every download but these."""
        kept = set(urls)
        # The last started first: it still waits, and would take the place that an older one leaves.
        for url in [url for url in reversed(self._jobs) if url not in kept]:
            self._jobs.pop(url)[1].cancel()

    async def _fetch(self, url: str, ticket: int) -> None:
        # The first paint comes before httpx, which takes 100 ms to import.
        from inspector.pictures.fetch import PictureFetcher

        if self._fetcher is None:
            self._fetcher = PictureFetcher(
                self._only_origins, allows_other_hosts=self._allows_other_hosts, proxy=self._proxy
            )
            self._background.at_close(self._fetcher.aclose)
        try:
            outcome: bytes | PictureError = await self._fetcher.fetch(url)
        except PictureError as error:
            outcome = error.with_traceback(None)
        self._told(Fetched(url, ticket, outcome))
