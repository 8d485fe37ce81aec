"""Downloads pictures, without credentials, cookies, redirects or compression, and with a size limit."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx

from inspector.core.problem import GatewayError
from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.pictures.kind import HEAD_BYTES, kind_of
from inspector.pictures.source import Allowed, Refused, is_public, is_whatsapp_host, judge
from inspector.proxy.route import find_proxy
from inspector.proxy.tunnel import ProxiedTransport

CAP_BYTES = 5_000_000
DEADLINE_S = 15.0
"""For the whole download: a read timeout alone never ends with a server that sends a byte a second."""
CONNECT_S = 10.0
AT_ONCE = 6
_KEPT_ALIVE_S = 30.0
# Uncompressed, because the limit applies to what is received: 408 kB of gzip can unpack to 817 MB.
_HEADERS = {"Accept": "image/webp,image/png,image/jpeg,image/gif", "Accept-Encoding": "identity"}


class PictureFetcher:
    """Downloads up to six pictures at once. Use and close it on one event loop.

    Args:
        only_origins: see `judge`.
        allows_other_hosts: see `judge`.
        deadline_s: timeout of one download, from connecting to the last byte. Waiting for a free slot doesn't
            count.
        proxy: the proxy to use. This computer is always reached directly.
    """

    def __init__(
        self,
        only_origins: frozenset[str] = frozenset(),
        deadline_s: float = DEADLINE_S,
        *,
        allows_other_hosts: bool = False,
        proxy: ProxyChoice = NO_PROXY,
    ) -> None:
        self._only_origins = only_origins
        self._allows_other_hosts = allows_other_hosts
        self._deadline_s = deadline_s
        self._proxy = proxy
        self._slots = asyncio.Semaphore(AT_ONCE)
        # The semaphore limits connections instead of the pool (httpcore 1.0.9). A pool with a limit loses
        # slots to cancelled requests (https://github.com/encode/httpcore/issues/1093). A pool with a
        # keep-alive limit counts busy connections as idle ones: it closed others to make room, and left
        # connections to the garbage collector that a cancelled request was still closing.
        limits = httpx.Limits(
            max_connections=None, max_keepalive_connections=None, keepalive_expiry=_KEPT_ALIVE_S
        )
        self._transport = ProxiedTransport(proxy, limits)
        self._timeout = httpx.Timeout(deadline_s, connect=CONNECT_S).as_dict()

    async def fetch(self, url: str) -> bytes:
        """Download a picture in a format that `kind_of` recognises.

        Raises:
            PictureError: with the reason.
        """
        match judge(url, self._only_origins, allows_other_hosts=self._allows_other_hosts):
            case Refused(host, sentence):
                raise PictureError(PictureErrorKind.REFUSED, sentence, host)
            case Allowed(expires_at=end) if end is not None and end <= datetime.now(UTC):
                raise PictureError(PictureErrorKind.EXPIRED, f"The picture's link expired on {end:%Y-%m-%d}.")
            case Allowed() as allowed:
                async with self._slots:
                    return await self._fetch(allowed)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def _fetch(self, allowed: Allowed) -> bytes:
        try:
            async with asyncio.timeout(self._deadline_s):
                if not self._only_origins and not is_whatsapp_host(allowed.host):
                    await self._check_address(allowed.host)
                async with self._answer(allowed) as answer:
                    _check_head(answer, allowed.host)
                    return await _read(answer, allowed.host)
        except (TimeoutError, httpx.TimeoutException):
            failure = _timeout_error(allowed.host, self._deadline_s)
        except httpx.HTTPError as error:
            failure = _connection_error(allowed.host, error)
        except GatewayError as error:
            failure = PictureError(PictureErrorKind.NETWORK, error.problem.sentence)
        raise failure  # raised here, without the frames below: they hold the link and the proxy's request

    async def _check_address(self, host: str) -> None:
        """Refuse a host name that resolves to an address in a private network.

        DNS rebinding (a different address a moment later) gets no further than TLS: no private server has a
        certificate for the name. Behind a proxy, it may be that only the proxy can resolve public names.
        """
        try:
            found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except OSError:
            if await find_proxy(self._proxy, host, 443) is not None:
                return
            raise PictureError(PictureErrorKind.NETWORK, f"Couldn't connect to {host}.") from None
        if not all(is_public(str(address[0])) for *_, address in found):
            sentence = f"The picture is at {host}, which isn't a public server."
            raise PictureError(PictureErrorKind.REFUSED, sentence, host)

    @asynccontextmanager
    async def _answer(self, allowed: Allowed) -> AsyncGenerator[httpx.Response]:
        """Send the request to the transport directly: httpx's client would add cookies and redirects."""
        extensions = {"target": allowed.target, "timeout": self._timeout}
        request = httpx.Request("GET", allowed.url, headers=_HEADERS, extensions=extensions)
        answer = await self._transport.handle_async_request(request)
        try:
            yield answer
        finally:
            await answer.aclose()


def _check_head(answer: httpx.Response, host: str) -> None:
    """Reject a response by its status and headers, before its body is read."""
    status = answer.status_code
    if status == 403:
        raise PictureError(PictureErrorKind.EXPIRED, f"{host} no longer accepts the picture's link.")
    if status in (404, 410):
        raise PictureError(PictureErrorKind.GONE, f"The picture is no longer at {host}.")
    if 300 <= status < 400:
        raise PictureError(
            PictureErrorKind.REFUSED, f"{host} redirects the picture's link to another address."
        )
    if status != 200:
        raise PictureError(PictureErrorKind.SERVER, f"{host} returned error {status} instead of a picture.")
    if answer.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise PictureError(
            PictureErrorKind.REFUSED, f"{host} sent a compressed response that wasn't requested."
        )
    length = answer.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > CAP_BYTES:
        raise _too_large(host)


async def _read(answer: httpx.Response, host: str) -> bytes:
    body = bytearray()
    async for chunk in answer.aiter_raw():
        body += chunk
        if len(body) > CAP_BYTES:
            raise _too_large(host)
        if len(body) >= HEAD_BYTES and kind_of(bytes(body[:HEAD_BYTES])) is None:
            break
    if kind_of(bytes(body[:HEAD_BYTES])) is None:
        raise PictureError(PictureErrorKind.NOT_A_PICTURE, f"What {host} sent isn't a picture.")
    return bytes(body)


def _too_large(host: str) -> PictureError:
    megabytes = CAP_BYTES // 1_000_000
    return PictureError(PictureErrorKind.TOO_LARGE, f"The picture at {host} is larger than {megabytes} MB.")


def _timeout_error(host: str, deadline_s: float) -> PictureError:
    return PictureError(PictureErrorKind.TIMEOUT, f"{host} didn't send the picture within {deadline_s:g} s.")


def _connection_error(host: str, error: httpx.HTTPError) -> PictureError:
    """Describe the failure without httpx's own message, which may contain the link."""
    if isinstance(error, httpx.ConnectError):
        return PictureError(PictureErrorKind.NETWORK, f"Couldn't connect to {host}.")
    return PictureError(
        PictureErrorKind.NETWORK, f"The connection to {host} was lost before the picture arrived."
    )
