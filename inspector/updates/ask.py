"""Downloads the release list, with a request that identifies no one and a size limit."""

import asyncio
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Final

import httpx

from inspector.core.problem import GatewayError
from inspector.core.proxy_choice import ProxyChoice
from inspector.proxy.tunnel import ProxiedTransport

CAP_BYTES: Final = 64 * 1024
DEADLINE_S: Final = 10.0
_HEADERS: Final = {"Accept": "application/json", "Accept-Encoding": "identity"}


async def fetch_list(url: str, proxy: ProxyChoice, deadline_s: float = DEADLINE_S) -> bytes | None:
    """The release list as received; None on failure. Redirects and compressed responses count as failures.

    Args:
        url: as returned by `read_release_list`.
        deadline_s: timeout of the whole request, from resolving the name to the last byte.
    """
    client = httpx.AsyncClient(
        transport=ProxiedTransport(proxy, httpx.Limits(max_keepalive_connections=0)),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        trust_env=False,
        follow_redirects=False,
        timeout=httpx.Timeout(deadline_s),
    )
    client.headers.clear()
    try:
        async with asyncio.timeout(deadline_s), client, client.stream("GET", url, headers=_HEADERS) as answer:
            return await _read(answer)
    except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, GatewayError, ValueError):
        return None  # an invalid host name (`xn--.`) raises ValueError


async def _read(answer: httpx.Response) -> bytes | None:
    encoding = answer.headers.get("Content-Encoding", "identity")
    if answer.status_code != 200 or encoding.strip().lower() != "identity":
        return None
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > CAP_BYTES:
            return None
    return bytes(body)
