"""A network behind a proxy, all on loopback: servers in TLS under names that nothing but the proxy knows."""

import asyncio
import base64
import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

T = TypeVar("T")

_LIMIT_S = 5.0
_CHUNK_BYTES = 65_536


class Network:
    """Runs servers on a thread of its own; a context manager."""

    def __init__(self) -> None:
        self._loop = asyncio.SelectorEventLoop()
        self._servers: list[asyncio.Server] = []
        self._thread = threading.Thread(target=self._loop.run_forever, name="network")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def serve_tls(self, certificate: ssl.SSLContext, port: int) -> int:
        """A port that takes TLS, and passes what is inside it on to another port."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _join(reader, writer, port, bytearray())

        return self._serve(serve, certificate)

    def serve_proxy(self, proxy: "ConnectProxy", certificate: ssl.SSLContext | None = None) -> int:
        """A port where a proxy listens, in TLS when it has a certificate."""
        proxy.port = self._serve(proxy.serve, certificate)
        return proxy.port

    def _serve(
        self,
        serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]],
        certificate: ssl.SSLContext | None,
    ) -> int:
        async def guarded(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await serve(reader, writer)
            writer.transport.abort()

        server = self._run(asyncio.start_server(guarded, "127.0.0.1", 0, ssl=certificate))
        self._servers.append(server)
        port: int = server.sockets[0].getsockname()[1]
        return port

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_LIMIT_S)


@dataclass
class ConnectProxy:
    """A proxy that opens tunnels to the names it knows, and remembers everything that went through it."""

    routes: dict[str, int] = field(default_factory=dict)
    """`host:port` → the port on loopback where that really is."""
    credentials: str = ""
    """`user:password` that it wants; empty to let everybody in."""
    answer: bytes | None = None
    """Said to every CONNECT instead of what would be right; empty to hang up."""
    drip_s: float = 0.0
    """Between the bytes of an answer."""
    resets: bool = False
    """Ends the connection as a crash does, without a word."""
    is_silent: bool = False
    """Waits until the client goes away."""
    has_been_asked: threading.Event = field(default_factory=threading.Event)
    has_been_left: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    open_tunnels: int = 0
    heads: list[bytes] = field(default_factory=list)
    """What clients said before a tunnel was open."""
    carried: bytearray = field(default_factory=bytearray)
    """Every byte inside the tunnels, of both directions."""

    @property
    def seen(self) -> bytes:
        return b"".join([*self.heads, bytes(self.carried)])

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head)
        self.has_been_asked.set()
        if self.resets:
            raw: socket.socket = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if self.is_silent:
            await reader.read()
            self.has_been_left.set()
            return
        target = head.split()[1].decode()
        port = self.routes.get(target)
        if self.answer is not None:
            await self._say(writer, self.answer)
        elif self.credentials and not self._is_known(head):
            await self._say(writer, b'HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n')
        elif port is None:
            await self._say(writer, b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\nno")
        else:
            await self._say(writer, b"HTTP/1.1 200 Connection established\r\nVia: 1.1 test\r\n\r\n")
            self.open_tunnels += 1
            try:
                await _join(reader, writer, port, self.carried)
            finally:
                self.open_tunnels -= 1

    async def _say(self, writer: asyncio.StreamWriter, words: bytes) -> None:
        pieces = [words[at : at + 1] for at in range(len(words))] if self.drip_s else [words]
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if self.drip_s:
                await asyncio.sleep(self.drip_s)

    def _is_known(self, head: bytes) -> bool:
        expected = base64.b64encode(self.credentials.encode())
        return b"\r\nProxy-Authorization: Basic " + expected + b"\r\n" in head


async def _join(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, heard: bytearray
) -> None:
    """Carry bytes to a port on loopback and back, until either side ends."""
    onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", port)
    both = [
        asyncio.ensure_future(_carry(reader, onward_writer, heard)),
        asyncio.ensure_future(_carry(onward_reader, writer, heard)),
    ]
    try:
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in both:
            one.cancel()
        onward_writer.transport.abort()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: bytearray) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(_CHUNK_BYTES):
            heard += chunk
            writer.write(chunk)
            await writer.drain()
