"""Direct and proxied connections for all HTTP traffic.

    httpx ─► connection pool ─► Tunnel ─┬─────────────────────────────► host     (TLS by the pool)
                                        └─► proxy: CONNECT host:443 ══► host     (TLS inside the tunnel)

The pool doesn't know about the proxy. Everything it sends, including the gateway's token, is encrypted
before it enters the tunnel. The proxy's password is revealed only while it is being sent.
"""

import asyncio
import base64
import re
import ssl
from collections.abc import Iterable
from contextlib import AsyncExitStack

import httpcore
import httpx
import truststore
from typing_extensions import override

from inspector.core.problem import GatewayError
from inspector.core.proxy_choice import Proxy, ProxyChoice, join_address
from inspector.proxy.failure import (
    ViaProxyError,
    hung_up,
    not_a_proxy,
    read_refused,
    read_unreached,
    silent,
)
from inspector.proxy.route import find_proxy

_HEAD_CAP_BYTES = 32 * 1024
_PROTOCOL = b"HTTP/1."
_STATUS = re.compile(rb"HTTP/1\.[01] ([0-9]{3})[ \r\n]")
_END = re.compile(rb"\r?\n\r?\n")


class ProxiedTransport(httpx.AsyncHTTPTransport):
    """httpx's transport, with the system's certificate store and the user's proxy choice.

    Besides httpx's exceptions, it raises GatewayError for proxy failures. Neither the exception's cause nor
    its frames hold the proxy's password.
    """

    def __init__(self, choice: ProxyChoice, limits: httpx.Limits) -> None:
        trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().__init__(verify=trust, trust_env=False, limits=limits)
        # httpx 0.28 has no way to pass a network backend (https://github.com/encode/httpx/pull/3749).
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=Tunnel(choice, trust),
        )


class Tunnel(httpcore.AsyncNetworkBackend):
    """Opens connections for a connection pool."""

    def __init__(self, choice: ProxyChoice, trust: ssl.SSLContext) -> None:
        self._choice = choice
        self._trust = trust
        self._network = httpcore.AnyIOBackend()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to a host, ready for TLS.

        Raises:
            GatewayError: the proxy couldn't be used.
            httpcore.ConnectError, httpcore.ConnectTimeout: the direct connection failed.
        """
        proxy = await find_proxy(self._choice, host, port)
        if proxy is None:
            return await self._network.connect_tcp(host, port, timeout, local_address, socket_options)
        try:
            async with asyncio.timeout(timeout), AsyncExitStack() as undo:
                stream = await self._connect_to_proxy(proxy, undo)
                await _open_tunnel(stream, proxy, host, port)
                undo.pop_all()
                return _Tunnelled(stream, proxy)
        except GatewayError as error:
            problem = error.problem
        except (TimeoutError, httpcore.TimeoutException):
            problem = silent(proxy, timeout)
        except httpcore.ConnectError as error:
            problem = read_unreached(error, proxy)
        except httpcore.NetworkError:
            problem = hung_up(proxy)
        except asyncio.CancelledError as stop:
            # Drop the frames that sent the password, so that it isn't visible to whoever handles this.
            stop.__traceback__ = stop.__context__ = None
            raise
        raise GatewayError(problem)  # outside the handlers, so that no frame or context holds the password

    async def _connect_to_proxy(self, proxy: Proxy, undo: AsyncExitStack) -> httpcore.AsyncNetworkStream:
        stream = await self._network.connect_tcp(proxy.host, proxy.port)
        undo.push_async_callback(stream.aclose)
        if proxy.is_encrypted:
            stream = await stream.start_tls(self._trust, proxy.host)
        return stream


async def _open_tunnel(stream: httpcore.AsyncNetworkStream, proxy: Proxy, host: str, port: int) -> None:
    """Ask the proxy to open a tunnel."""
    await stream.write(_request(proxy, join_address(host, port)))
    answer, read_to = bytearray(), 0
    while (end := _END.search(answer, max(0, read_to - 3))) is None:
        read_to = len(answer)
        answer += await stream.read(4096)
        if len(answer) == read_to == 0:
            raise GatewayError(hung_up(proxy))
        if len(answer) == read_to or len(answer) > _HEAD_CAP_BYTES or not _may_be_http(answer):
            raise GatewayError(not_a_proxy(proxy))
    status = _STATUS.match(answer)
    if status is None:
        raise GatewayError(not_a_proxy(proxy))
    if not status[1].startswith(b"2"):
        head = answer[: end.start()].decode("latin-1")
        raise GatewayError(read_refused(int(status[1]), head, proxy, host))
    if len(answer) > end.end():  # nothing has been sent to the host yet, so this can't be its response
        raise GatewayError(not_a_proxy(proxy))


def _may_be_http(start: bytearray) -> bool:
    return _PROTOCOL.startswith(start[: len(_PROTOCOL)])


def _request(proxy: Proxy, target: str) -> bytes:
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.user:
        password = proxy.password.reveal() if proxy.password else ""
        credentials = base64.b64encode(f"{proxy.user}:{password}".encode(errors="replace"))
        lines.append(f"Proxy-Authorization: Basic {credentials.decode()}")
    return "\r\n".join([*lines, "", ""]).encode("ascii")


class _NotTrustedError(ViaProxyError, httpcore.ConnectError):
    """TLS failed beyond the proxy."""


class _NotInTimeError(ViaProxyError, httpcore.ConnectTimeout):
    """TLS beyond the proxy timed out."""


class _Tunnelled(httpcore.AsyncNetworkStream):
    """A stream through a proxy. It only supports `start_tls`, so nothing can be sent unencrypted."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, proxy: Proxy) -> None:
        self._stream = stream
        self._proxy = proxy

    @override
    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectError as error:
            raise _NotTrustedError(self._proxy.address) from error
        except httpcore.ConnectTimeout as error:
            raise _NotInTimeError(self._proxy.address) from error

    @override
    async def aclose(self) -> None:
        await self._stream.aclose()
