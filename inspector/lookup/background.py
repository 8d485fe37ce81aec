"""A worker thread with an asyncio event loop, for everything that waits for the network.

It knows neither Qt nor httpx: a job is a coroutine function that reports its own results.

A pool of threads with blocking requests wouldn't do: such a request can't be cancelled (it went on for 8 s
after its client was closed), and Python waits for the pool at exit. This loop stops within 4 ms.
"""

import asyncio
import concurrent.futures
import logging
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeAlias, TypeVar

from typing_extensions import override

if sys.platform == "win32":
    from asyncio import ProactorEventLoop as SystemLoop
else:
    from asyncio import SelectorEventLoop as SystemLoop

log = logging.getLogger(__name__)

T = TypeVar("T")
Work: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
Job: TypeAlias = "concurrent.futures.Future[None]"
"""A running job. `cancel()` may be called from any thread."""


class Background:
    """A daemon thread that runs coroutines until it is closed.

    Args:
        crashed: called on the worker thread with an exception that a job didn't handle.
    """

    def __init__(self, crashed: Callable[[BaseException], None]) -> None:
        self._crashed = crashed
        self._loop = _Loop()
        self._loop.set_exception_handler(self._handle)
        self._thread = threading.Thread(target=self._run, name="background", daemon=True)
        self._jobs: set[asyncio.Task[Any] | None] = set()
        self._closers: list[Callable[[], Awaitable[None]]] = []
        self._lock = threading.Lock()
        self._is_closing = False

    def start(self) -> None:
        self._thread.start()

    def submit(self, work: Work) -> Job:
        """Run a coroutine function on the event loop, from any thread. After `close`, the job is
        cancelled."""
        with self._lock:
            if not self._is_closing:
                return asyncio.run_coroutine_threadsafe(self._do(work), self._loop)
        job: Job = concurrent.futures.Future()
        job.cancel()
        return job

    def begin(self, work: Work) -> "asyncio.Task[None]":
        """Start a coroutine function concurrently. Call on the loop's thread, and keep the task."""
        return self._loop.create_task(self._do(work))

    def at_close(self, closer: Callable[[], Awaitable[None]]) -> None:
        """Run a coroutine function when the loop ends, last registered first. Call on the loop's thread."""
        self._closers.append(closer)

    async def close_now(self, closer: Callable[[], Awaitable[None]]) -> None:
        """Run a closer now instead of at the end. Call on the loop's thread."""
        self._closers.remove(closer)
        await closer()

    def close(self, limit_s: float = 0.3) -> None:
        """Cancel all jobs, run the closers and end the thread. Waits at most `limit_s` seconds."""
        with self._lock:
            is_first, self._is_closing = not self._is_closing, True
        if is_first:
            if self._thread.ident is None:
                # Jobs submitted to a thread that never started must be cancelled too.
                self._thread.start()
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(limit_s)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(self._shut_down())
        finally:
            self._loop.close()

    async def _shut_down(self) -> None:
        # Cancel the jobs first: each cancels its own subtasks. Cancelling those at the same time breaks
        # anyio's rules for task groups: a connection being opened at that moment left a coroutine that was
        # never awaited.
        await _end(self._jobs)
        await _end(asyncio.all_tasks() - {asyncio.current_task()})
        for closer in reversed(self._closers):
            await self._guard(closer)
        await self._loop.shutdown_asyncgens()

    async def _do(self, work: Work) -> None:
        if self._is_closing:
            raise asyncio.CancelledError
        job = asyncio.current_task()
        self._jobs.add(job)
        try:
            await self._guard(work)
        finally:
            self._jobs.remove(job)

    async def _guard(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            self._crashed(error)

    def _handle(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is not None:
            self._crashed(error)
        else:
            log.error("The background loop: %s", context.get("message"))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Like `asyncio.run`, but doesn't wait for a slow DNS resolver at the end. For the command line."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work)


async def _end(tasks: Iterable["asyncio.Task[Any] | None"]) -> None:
    ending = [task for task in tasks if task is not None]
    for task in ending:
        task.cancel()
    await asyncio.gather(*ending, return_exceptions=True)


class _Loop(SystemLoop):
    """An event loop that resolves host names on daemon threads.

    At exit, Python waits for asyncio's own executor threads, and without a network a resolver can take half a
    minute to give up.
    """

    @override
    async def getaddrinfo(
        self,
        host: bytes | str | None,
        port: bytes | str | int | None,
        *,
        family: int = 0,
        type: int = 0,
        proto: int = 0,
        flags: int = 0,
    ) -> Any:
        addresses: concurrent.futures.Future[Any] = concurrent.futures.Future()
        addresses.set_running_or_notify_cancel()

        def resolve() -> None:
            try:
                addresses.set_result(socket.getaddrinfo(host, port, family, type, proto, flags))
            except (OSError, ValueError) as error:
                addresses.set_exception(error)

        threading.Thread(target=resolve, name="resolver", daemon=True).start()
        return await asyncio.wrap_future(addresses, loop=self)
