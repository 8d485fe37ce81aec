"""The demo gateway: a local HTTP server with GREEN-API's methods, on its own thread."""

import asyncio
import errno
import socket
import threading
from collections.abc import Callable, Mapping
from time import time
from types import TracebackType
from typing import Self

from inspector.contact.model import Json
from inspector.core.account import Account
from inspector.core.secret import Secret
from inspector.demo.contacts import Directory
from inspector.demo.contract import ID_INSTANCE, PICTURE, Contract
from inspector.demo.delivery import deliver
from inspector.demo.faults import Fault, Faults, Manner
from inspector.demo.pictures import Links
from inspector.demo.request_log import LoggedRequest, Outcome, RequestLog
from inspector.demo.wire import TEXT, Answer, Connection, MalformedRequestError, Request

_HOST = "127.0.0.1"
_TOKEN = "de300de300c0ffee00de300de300c0ffee00de300de300c0ff"
_CLOSE_LIMIT_S = 2.0


class DemoGateway:
    """A real HTTP server for the demo mode and for tests. A context manager; thread-safe.

    Args:
        port: 0 for any free port.
        enforces_limits: whether calls over the documented rate limits get a 429.
        answer_delay_s: delay before every response of an API method; may be changed at any time.
        picture_delay_s: the same for pictures.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        enforces_limits: bool = True,
        answer_delay_s: float = 0.0,
        picture_delay_s: float = 0.0,
    ) -> None:
        self.answer_delay_s = answer_delay_s
        self.picture_delay_s = picture_delay_s
        self.faults = Faults()
        """Fault injection."""
        self.token = Secret(_TOKEN)
        self._port = port
        self._enforces_limits = enforces_limits
        self._directory = Directory()
        self._journal = RequestLog(_TOKEN)
        self._connections: set[Connection] = set()
        self._api_url = ""
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start listening.

        Raises:
            OSError: the port is in use or invalid; the text is a complete sentence.
        """
        if self._thread is not None:
            raise RuntimeError("The demo gateway runs already.")
        listener = _listen(self._port)
        self._api_url = f"http://{_HOST}:{listener.getsockname()[1]}"
        self._contract = Contract(
            self._api_url, _TOKEN, self._directory, enforces_limits=self._enforces_limits
        )
        # the same event loop on every system, so that resets and lost connections behave alike
        self._loop = asyncio.SelectorEventLoop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="demo gateway", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Close every connection and end the thread. May be called twice."""
        if self._thread is None:
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_CLOSE_LIMIT_S)
        self._thread = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def api_url(self) -> str:
        """Scheme, host and port; empty before the first start."""
        return self._api_url

    @property
    def account(self) -> Account:
        """The account of this gateway; use it with `token`."""
        return Account(key="demo", name="Demo", api_url=self._api_url, id_instance=ID_INSTANCE)

    @property
    def links(self) -> Links:
        """Issues picture links for added contacts."""
        return Links(self._api_url, time())

    @property
    def seen(self) -> tuple[LoggedRequest, ...]:
        """Every request so far, in order; only the last 10,000 are kept."""
        return self._journal.seen

    def wait_for(self, condition: Callable[[tuple[LoggedRequest, ...]], bool], limit_s: float = 5.0) -> bool:
        """Block until the condition holds for the recorded requests; False on timeout."""
        return self._journal.wait_for(condition, limit_s)

    def add_contact(self, answer: Mapping[str, Json]) -> None:
        """Use this response for its `chatId` from now on."""
        self._directory.add(answer)

    def _run(self, listener: socket.socket) -> None:
        try:
            self._loop.run_until_complete(self._serve_until_stopped(listener))
        finally:
            self._loop.close()

    async def _serve_until_stopped(self, listener: socket.socket) -> None:
        server = await self._loop.create_server(self._connect, sock=listener)
        await self._stop.wait()
        # Stop accepting, but let the loop finish connections it has just accepted, which takes two
        # iterations: closing the server earlier breaks asyncio's bookkeeping and leaks a socket (CPython
        # 3.11)
        self._loop.remove_reader(listener)
        for _ in range(3):
            await asyncio.sleep(0)
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        while self._connections:
            for connection in self._connections:
                connection.abort()
            await asyncio.sleep(0)

    def _connect(self) -> Connection:
        return Connection(self._serve, self._connections)

    async def _serve(self, connection: Connection) -> None:
        try:
            while await self._serve_one(connection, await connection.next_request()):
                pass
        except MalformedRequestError as error:
            await connection.send(Answer(error.status, str(error).encode(), TEXT).whole)
        finally:
            connection.close()

    async def _serve_one(self, connection: Connection, request: Request) -> bool:
        """Handle one request; True if the connection can take another."""
        name = self._contract.name_of(request)
        ticket = self._journal.open(name, request)
        fault = self.faults.take(name)
        try:
            await asyncio.sleep(self._delay_s(name, fault))
            answer = await self._answer(request, fault)
            is_fit = await deliver(connection, answer, fault)
        except asyncio.CancelledError:
            if connection.is_gone:
                self._journal.close(ticket, Outcome.DROPPED)
            raise
        self._journal.close(ticket, Outcome.ANSWERED)
        return is_fit and request.keeps_alive

    def _delay_s(self, name: str, fault: Fault | None) -> float:
        usual_s = self.picture_delay_s if name == PICTURE else self.answer_delay_s
        return usual_s if fault is None or fault.manner is Manner.DRIP else usual_s + fault.delay_s

    async def _answer(self, request: Request, fault: Fault | None) -> Answer:
        if fault is not None and fault.body is not None:
            return fault.own_answer(request.path)
        usual = await self._contract.answer(request)
        return usual if fault is None else fault.altered(usual)


def _listen(port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise OSError(errno.EINVAL, f"{port} is not a port: it must be between 0 and 65535.")
    try:
        return socket.create_server((_HOST, port))
    except OSError as error:
        why = "another program uses it" if error.errno == errno.EADDRINUSE else "the system does not allow it"
        raise OSError(error.errno, f"The demo gateway cannot listen on port {port}: {why}.") from error
