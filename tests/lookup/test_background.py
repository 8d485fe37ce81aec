"""The one thread that waits for the network: it runs, cancels, reports crashes, and ends at once."""

import asyncio
import gc
import logging
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import anyio
import httpx
import pytest

from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.lookup.background import Background
from tests.conftest import ExpectedLogs
from tests.pace import limit_s, within


class Crashes(list[BaseException]):
    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()

    def note(self, error: BaseException) -> None:
        self.append(error)
        self.came.set()


@pytest.fixture
def crashes() -> Crashes:
    return Crashes()


@pytest.fixture
def background(crashes: Crashes) -> Iterator[Background]:
    background = Background(crashes.note)
    background.start()
    yield background
    background.close()


def test_work_runs_on_its_own_thread_and_submitting_never_waits(background: Background) -> None:
    ran_on: list[str] = []

    async def work() -> None:
        await asyncio.sleep(0.05)
        ran_on.append(threading.current_thread().name)

    job = background.submit(work)
    assert ran_on == []
    job.result(timeout=5)
    assert ran_on == ["background"]


def test_cancelled_work_stops_where_it_waits(background: Background) -> None:
    waiting, stopped = threading.Event(), threading.Event()

    async def work() -> None:
        try:
            waiting.set()
            await asyncio.sleep(60)
        finally:
            stopped.set()

    job = background.submit(work)
    assert waiting.wait(5)
    assert job.cancel()
    assert stopped.wait(5)


def test_work_that_raises_is_reported_and_the_next_runs(background: Background, crashes: Crashes) -> None:
    async def broken() -> None:
        raise RuntimeError("boom")

    async def whole() -> None:
        pass

    background.submit(broken).result(timeout=5)
    background.submit(whole).result(timeout=5)
    assert [str(crash) for crash in crashes] == ["boom"]


def test_a_task_that_nobody_awaits_is_reported_too(background: Background, crashes: Crashes) -> None:
    async def broken() -> None:
        raise RuntimeError("forgotten")

    async def work() -> None:
        task = asyncio.ensure_future(broken())
        await asyncio.sleep(0)
        del task

    background.submit(work).result(timeout=5)
    assert crashes.came.wait(5)
    assert [str(crash) for crash in crashes] == ["forgotten"]


def test_a_complaint_of_the_loop_without_an_exception_is_logged(
    background: Background, expected_logs: ExpectedLogs
) -> None:
    expected_logs.add("The background loop: something odd")

    async def work() -> None:
        asyncio.get_running_loop().call_exception_handler({"message": "something odd"})

    background.submit(work).result(timeout=5)


def test_closing_with_a_request_in_flight_takes_less_than_50_ms(gateway: DemoGateway) -> None:
    gateway.faults.add("*", Fault(manner=Manner.HANG))
    background = Background(logging.error)
    background.start()

    async def work() -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"{gateway.api_url}/anything", timeout=60)

    background.submit(work)
    assert gateway.wait_for(lambda seen: len(seen) == 1)
    with within(0.05):
        background.close(limit_s=5.0)
    assert gateway.wait_for(lambda seen: seen[0].outcome == "dropped")


def test_closing_lets_a_job_end_what_it_began_in_that_very_turn(crashes: Crashes) -> None:
    """anyio wraps each task of a group in another: cancelled from outside before its first step, the inner
    one was never awaited, which Python says on the standard error of a program that was quit."""
    background = Background(crashes.note)
    ends: list[str] = []

    async def child() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ends.append("child")

    async def work() -> None:
        try:
            async with anyio.create_task_group() as group:
                asyncio.get_running_loop().stop()  # as `close` does
                await asyncio.sleep(0)
                group.start_soon(child)
        finally:
            ends.append("job")

    background.submit(work)
    background.start()
    background._thread.join(5)
    gc.collect()
    assert ends == ["child", "job"]
    assert crashes == []


def test_closing_ends_what_a_job_left_behind(background: Background, crashes: Crashes) -> None:
    ends: list[str] = []

    async def orphan() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ends.append("orphan")

    async def work() -> None:
        kept.add(asyncio.create_task(orphan()))
        await asyncio.sleep(0)

    kept: set[asyncio.Task[None]] = set()
    background.submit(work).result(timeout=5)
    background.close(limit_s=5)
    assert ends == ["orphan"]
    assert crashes == []


def test_what_was_opened_is_closed_newest_first_even_when_one_fails(crashes: Crashes) -> None:
    background = Background(crashes.note)
    background.start()
    closed: list[str] = []

    async def close_first() -> None:
        closed.append("first")

    async def close_second() -> None:
        closed.append("second")
        raise OSError("already gone")

    async def work() -> None:
        background.at_close(close_first)
        background.at_close(close_second)

    background.submit(work).result(timeout=5)
    background.close()
    assert closed == ["second", "first"]
    assert [str(crash) for crash in crashes] == ["already gone"]


def test_work_submitted_after_closing_is_cancelled_at_once(crashes: Crashes) -> None:
    background = Background(crashes.note)
    background.start()
    background.close()

    async def work() -> None:
        raise AssertionError("must not run")

    assert background.submit(work).cancelled()
    assert crashes == []


def test_work_submitted_before_a_start_that_never_came_is_cancelled(crashes: Crashes) -> None:
    background = Background(crashes.note)

    async def work() -> None:
        await asyncio.sleep(60)

    job = background.submit(work)
    background.close()
    assert job.cancelled()


def test_closing_twice_is_closing_once(crashes: Crashes) -> None:
    background = Background(crashes.note)
    background.start()
    background.close()
    with within(0.05):
        background.close(limit_s=5.0)


def test_closing_does_not_wait_for_work_that_holds_the_thread(crashes: Crashes) -> None:
    background = Background(crashes.note)
    background.start()
    holding, let_go = threading.Event(), threading.Event()

    async def work() -> None:
        holding.set()
        let_go.wait(5)

    background.submit(work)
    assert holding.wait(5)
    with within(0.5):
        background.close(limit_s=0.1)
    let_go.set()


def test_many_threads_may_submit_while_another_closes(crashes: Crashes) -> None:
    background = Background(crashes.note)
    background.start()

    async def work() -> None:
        await asyncio.sleep(60)

    def submit_many() -> None:
        for _ in range(200):
            background.submit(work)

    threads = [threading.Thread(target=submit_many) for _ in range(4)]
    for thread in threads:
        thread.start()
    background.close(limit_s=5.0)
    for thread in threads:
        thread.join()
    assert crashes == []


def test_names_are_looked_up_as_before(background: Background) -> None:
    found: list[object] = []

    async def work() -> None:
        loop = asyncio.get_running_loop()
        found.append(await loop.getaddrinfo("127.0.0.1", 80))
        with pytest.raises(UnicodeError):
            await loop.getaddrinfo("a" * 64 + ".example", 80)

    background.submit(work).result(timeout=5)
    assert "127.0.0.1" in str(found)


STUCK_RESOLVER = """
    import socket, threading, time
    from inspector.lookup.background import Background

    asked = threading.Event()

    def never(*args):
        asked.set()
        time.sleep(30)

    socket.getaddrinfo = never
    background = Background(print)
    background.start()

    async def work():
        import httpx
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get("http://gateway.invalid/", timeout=60)

    background.submit(work)
    assert asked.wait(10)
    background.close()
    print(time.monotonic())
"""


def test_a_resolver_that_never_answers_does_not_keep_the_program_alive() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(STUCK_RESOLVER)],
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )
    assert time.monotonic() - float(ended.stdout) < limit_s(0.5)
    assert ended.stderr == ""
