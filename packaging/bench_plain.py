"""The network baseline: plain httpx without a window, in its own process.

Each line of JSON on standard input is a request, sent over keep-alive connections and answered with a line.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import httpx

from inspector.core.account import Account
from inspector.core.secret import Secret

_AT_ONCE = 6


class Plain:
    """Controls the process, one request at a time. All durations are in seconds."""

    def __init__(self, process: "subprocess.Popen[str]", account: Account, token: Secret) -> None:
        self._process = process
        self._url = f"{account.api_url}/waInstance{account.id_instance}/getContactInfo/{token.reveal()}"

    def ask(self, digits: str) -> tuple[float, float]:
        """The time from request to parsed JSON, and the part spent in `json.loads`."""
        whole_s, loading_s = self._do("ask", self._url, digits)
        return whole_s, loading_s

    def picture_links(self, digits: str, count: int) -> list[str]:
        """The avatar, then the previews of the first products."""
        links: list[str] = self._do("links", self._url, digits, count)
        return links

    def fetch(self, links: Sequence[str]) -> float:
        """Download every picture once, six at a time."""
        spent_s: float = self._do("fetch", links)
        return spent_s

    def _do(self, *words: object) -> Any:  # noqa: ANN401  depends on the request
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(words)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def running(account: Account, token: Secret) -> Iterator[Plain]:
    with subprocess.Popen(
        [sys.executable, str(Path(__file__))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Plain(process, account, token)
        process.communicate()


async def _serve() -> None:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=_AT_ONCE, keepalive_expiry=30.0)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        for line in sys.stdin:
            word, *rest = json.loads(line)
            print(json.dumps(await _DEEDS[word](client, *rest)), flush=True)


async def _ask(client: httpx.AsyncClient, url: str, digits: str) -> tuple[float, float]:
    begun_s = perf_counter()
    answer = await client.post(url, json={"chatId": f"{digits}@c.us"})
    arrived_s = perf_counter()
    json.loads(answer.content)
    ended_s = perf_counter()
    return ended_s - begun_s, ended_s - arrived_s


async def _links(client: httpx.AsyncClient, url: str, digits: str, count: int) -> list[str]:
    contact = (await client.post(url, json={"chatId": f"{digits}@c.us"})).json()
    previews = [product["imageUrls"]["requested"] for product in contact["products"][:count]]
    return [contact["avatar"], *previews]


async def _fetch(client: httpx.AsyncClient, links: list[str]) -> float:
    places = asyncio.Semaphore(_AT_ONCE)

    async def fetch_one(link: str) -> None:
        async with places:
            answer = await client.get(link)
            assert answer.status_code == 200

    begun_s = perf_counter()
    await asyncio.gather(*map(fetch_one, links))
    return perf_counter() - begun_s


_DEEDS: dict[str, Any] = {"ask": _ask, "links": _links, "fetch": _fetch}

if __name__ == "__main__":
    asyncio.run(_serve())
