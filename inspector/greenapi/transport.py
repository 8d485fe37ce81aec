"""The innermost transport: the only place where the token is part of a URL.

Requests arrive with a marker in place of the token. If the gateway echoes the token, the marker replaces it
in the response. The layers above (httpx and the rest of the program) never see the token: not in a log line,
in `repr(request)`, in an exception or in a traceback's local variables.
"""

import asyncio
import logging
import traceback
from urllib.parse import quote

import httpx
from typing_extensions import override

from inspector.core.problem import GatewayError, Kind, Problem, Remedy
from inspector.core.secret import Secret
from inspector.greenapi.network_errors import problem_of_exception
from inspector.proxy.failure import causes

MARKER = "-token-"
"""Placeholder for the token. No token looks like it, and it needs no percent-encoding."""

ANSWER_CAP_BYTES = 16 * 1024 * 1024
"""A catalogue of 10,000 products is about 9 MB."""

_SHORTEST_SECRET_BYTES = 8
"""A shorter token protects nothing, and replacing it would damage unrelated text."""

for _name in ("httpx", "httpcore"):
    # At lower levels they log URLs and headers; the log's redaction is only the second line of defence.
    logging.getLogger(_name).setLevel(logging.WARNING)


class TokenTransport(httpx.AsyncBaseTransport):
    """Inserts the token, sends the request, reads the whole response and removes the token again.

    Every failure is a GatewayError without cause, context or traceback from the layers below, because their
    frames hold the real request.

    Args:
        inner: the transport that talks to the network.
        origin: the only scheme, host and port that the token may be sent to.
        connect_s: the connect timeout, for the message; `inner` enforces it.
        total_s: timeout of one attempt, from resolving the name to the last byte.
    """

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        origin: httpx.URL,
        token: Secret,
        connect_s: float,
        total_s: float,
    ) -> None:
        self._inner = inner
        self._origin = origin
        self._token = token
        self._connect_s = connect_s
        self._total_s = total_s

    @override
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        failure: BaseException
        try:
            async with asyncio.timeout(self._total_s):
                return await self._exchange(request)
        except BaseException as error:  # noqa: BLE001  # the frames of any exception hold the token
            failure = self._clean(error)
            _clear_frames(error)
        try:
            raise failure
        finally:
            del failure

    @override
    async def aclose(self) -> None:
        await self._inner.aclose()

    def _clean(self, error: BaseException) -> BaseException:
        """The exception to raise in place of one from the layers below."""
        if isinstance(error, GatewayError):
            return GatewayError(error.problem)
        if isinstance(error, Exception):
            host = host_in_words(self._origin)
            return GatewayError(problem_of_exception(error, host, self._connect_s, self._total_s))
        # asyncio expects its own CancelledError instance back; `_clear_frames` clears its frames.
        return error

    async def _exchange(self, request: httpx.Request) -> httpx.Response:
        token = quote(self._token.reveal(), safe="").encode()
        real = httpx.Request(
            request.method,
            self._insert_token(request.url, token),
            headers=request.headers,
            stream=request.stream,
            extensions=request.extensions,
        )
        response = await self._inner.handle_async_request(real)
        try:
            self._check_encoding(response)
            body = await self._read_whole(response)
        finally:
            await response.aclose()
        return httpx.Response(
            response.status_code,
            headers=[(name, self._remove_token(value, token)) for name, value in response.headers.raw],
            content=self._remove_token(body, token),
        )

    def _insert_token(self, url: httpx.URL, token: bytes) -> httpx.URL:
        if (url.scheme, url.raw_host, url.port) != (
            self._origin.scheme,
            self._origin.raw_host,
            self._origin.port,
        ):
            sentence = f"This token is only for {host_in_words(self._origin)}. Nothing was sent."
            raise GatewayError(Problem(Kind.ADDRESS_WRONG, sentence, Remedy.OPEN_ACCOUNT))
        path, question_mark, query = url.raw_path.partition(b"?")
        head, slash, marker = path.rpartition(b"/")
        if marker != MARKER.encode():
            raise ValueError("The last segment of the path is not the token's marker.")
        return url.copy_with(raw_path=head + slash + token + question_mark + query)

    def _remove_token(self, raw: bytes, token: bytes) -> bytes:
        for form in {token, self._token.reveal().encode(errors="replace")}:
            if len(form) >= _SHORTEST_SECRET_BYTES:
                raw = raw.replace(form, MARKER.encode())
        return raw

    def _check_encoding(self, response: httpx.Response) -> None:
        """Only identity encoding was requested; 400 kB of anything else can unpack to gigabytes."""
        encoding = response.headers.get("content-encoding", "identity")
        if encoding.strip().casefold() not in ("", "identity"):
            raise GatewayError(self._unreadable("sent a compressed response that wasn't requested"))

    async def _read_whole(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > ANSWER_CAP_BYTES:
                raise GatewayError(self._unreadable("sent more than 16 MB, more than any contact has"))
        return bytes(body)

    def _unreadable(self, what: str) -> Problem:
        return Problem(Kind.UNREADABLE, f"{host_in_words(self._origin)} {what}.", Remedy.RETRY)


def _clear_frames(error: BaseException) -> None:
    """Clear the frames of an exception and its causes, and with them their local variables.

    Dropping the exception isn't enough: since Python 3.12 it is in a reference cycle with a frame of
    `contextlib`, which keeps the real request alive until the next garbage collection.
    """
    for each in list(causes(error)):
        traceback.clear_frames(each.__traceback__)
        each.__traceback__ = each.__cause__ = each.__context__ = None


def host_in_words(url: httpx.URL) -> str:
    """The host as typed, in ASCII, with the port if it isn't the default."""
    return url.netloc.decode("ascii", "replace")
