"""Asking without waiting: order, time limits, and what a stuck keychain may not hold up."""

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from pathlib import Path

import pytest

from inspector.core import redaction
from inspector.core.secret import Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError, SecretStore
from inspector.keychain.session_store import SessionStore
from inspector.keychain.system_store import SystemStore
from inspector.keychain.worker import KeychainWorker
from tests.pace import within
from tests.secret_service import SecretService

CANARY = "cana7" * 10
LONG_S = 10.0
"""Far longer than anything here should take: a limit that is never reached."""


class StubbornVault(SessionStore):
    """A keychain with a prompt that nobody answers while `is_open` is clear; remembers what it was asked."""

    place = "Stubborn Keychain"

    def __init__(self) -> None:
        super().__init__()
        self.is_open = threading.Event()
        self.is_open.set()
        self.asked: list[str] = []
        self.threads: set[threading.Thread] = set()
        self.at_once = 0
        self.most_at_once = 0

    def fetch(self, key: str) -> Secret | None:
        self._prompt(f"fetch {key}")
        return super().fetch(key)

    def keep(self, key: str, secret: Secret) -> None:
        self._prompt(f"keep {key}")
        super().keep(key, secret)

    def forget(self, key: str) -> None:
        self._prompt(f"forget {key}")
        super().forget(key)

    def _prompt(self, asked: str) -> None:
        self.asked.append(asked)
        self.threads.add(threading.current_thread())
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.is_open.wait()
        self.at_once -= 1


class RefusingVault(SessionStore):
    place = "Refusing Keychain"

    def fetch(self, key: str) -> Secret | None:
        raise KeychainError(ErrorKind.LOCKED, "No.")


class CrashingVault(SessionStore):
    place = "Crashing Keychain"

    def fetch(self, key: str) -> Secret | None:
        raise ZeroDivisionError(key)


@pytest.fixture
def store() -> Iterator[StubbornVault]:
    store = StubbornVault()
    yield store
    store.is_open.set()


@pytest.fixture
def worker(store: StubbornVault) -> KeychainWorker:
    return KeychainWorker(store)


def _revealed(future: "Future[Secret | None]") -> str | None:
    secret = future.result(LONG_S)
    return None if secret is None else secret.reveal()


def _refusal(future: "Future[Secret | None] | Future[None]") -> KeychainError:
    error = future.exception(LONG_S)
    assert isinstance(error, KeychainError)
    return error


def _wait_until_asked(store: StubbornVault, count: int) -> None:
    until = time.monotonic() + LONG_S
    while len(store.asked) < count:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_a_real_keychain_answers_through_the_keeper(secret_service: SecretService) -> None:
    worker = KeychainWorker(SystemStore())
    worker.keep("k", Secret(CANARY)).result(LONG_S)
    assert _revealed(worker.fetch("k")) == CANARY
    secret_service.lock()
    assert _refusal(worker.fetch("k")).trouble is ErrorKind.LOCKED
    secret_service.unlock()
    worker.forget("k").result(LONG_S)
    assert _revealed(worker.fetch("k")) is None
    assert secret_service.items() == []


def test_the_vault_is_never_called_on_the_callers_thread(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    worker.keep("k", Secret(CANARY)).result(LONG_S)
    assert _revealed(worker.fetch("k")) == CANARY
    worker.forget("k").result(LONG_S)
    assert store.asked == ["fetch k", "keep k", "fetch k", "fetch k", "forget k"], (
        "what was there is read first"
    )
    assert threading.current_thread() not in store.threads
    assert all(thread.daemon for thread in store.threads)


def test_asking_returns_at_once_while_the_keychain_waits(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    store.is_open.clear()
    with within(0.2):
        futures = [worker.fetch(str(number)) for number in range(20)]
    assert not any(future.done() for future in futures)
    store.is_open.set()
    wait(futures, LONG_S)


def test_calls_take_turns_in_the_order_they_were_made(worker: KeychainWorker, store: StubbornVault) -> None:
    futures = [worker.fetch(str(number)) for number in range(50)]
    wait(futures, LONG_S)
    assert store.asked == [f"fetch {number}" for number in range(50)]
    assert store.most_at_once == 1


def test_many_threads_may_ask_and_every_one_is_answered(worker: KeychainWorker, store: StubbornVault) -> None:
    def ask(own: str) -> None:
        for _ in range(20):
            worker.keep(own, Secret(own)).result(LONG_S)
            assert _revealed(worker.fetch(own)) == own
        answered.append(own)

    answered: list[str] = []
    threads = [threading.Thread(target=ask, args=(f"key {number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answered) == 8
    assert store.most_at_once == 1


def test_a_prompt_that_never_ends_is_given_up_after_the_limit(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    store.is_open.clear()
    error = _refusal(worker.fetch("k", limit_s=0.05))
    assert error.trouble is ErrorKind.LOCKED
    assert error.sentence == "The Stubborn Keychain didn't respond within 0.05 seconds."


def test_after_a_call_that_is_stuck_the_next_one_gets_a_new_thread(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    store.is_open.clear()
    stuck, following = worker.fetch("stuck", limit_s=0.05), worker.forget("following", limit_s=LONG_S)
    assert _refusal(stuck).trouble is ErrorKind.LOCKED
    _wait_until_asked(store, 2)
    store.is_open.set()
    following.result(LONG_S)
    assert len(store.threads) == 2


def test_an_answer_that_comes_after_the_limit_changes_nothing(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    store.is_open.clear()
    late = worker.fetch("k", limit_s=0.02)
    error = _refusal(late)
    store.is_open.set()
    (thread,) = store.threads
    thread.join(LONG_S)
    assert late.exception() is error


def test_a_refusal_arrives_as_it_was_raised() -> None:
    error = _refusal(KeychainWorker(RefusingVault()).fetch("k"))
    assert (error.trouble, error.sentence) == (ErrorKind.LOCKED, "No.")


def test_a_crash_of_a_vault_is_answered_at_once_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    crashes: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", crashes.append)
    worker = KeychainWorker(CrashingVault())
    error = _refusal(worker.fetch("k", limit_s=LONG_S))
    assert error.trouble is ErrorKind.BROKEN
    assert [crash.exc_type for crash in crashes] == [ZeroDivisionError]
    assert _refusal(worker.forget("k", limit_s=LONG_S)).trouble is ErrorKind.BROKEN


def test_what_has_not_begun_can_be_cancelled(worker: KeychainWorker, store: StubbornVault) -> None:
    store.is_open.clear()
    running, waiting = worker.fetch("running"), worker.fetch("waiting")
    _wait_until_asked(store, 1)
    assert waiting.cancel()
    assert not running.cancel()
    store.is_open.set()
    assert _revealed(running) is None
    assert _revealed(worker.fetch("later")) is None
    assert store.asked == ["fetch running", "fetch later"]


def test_closing_cancels_what_waits_and_does_not_wait_for_the_rest(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    store.is_open.clear()
    worker.fetch("running")
    waiting = [worker.fetch("waiting") for _ in range(3)]
    _wait_until_asked(store, 1)
    with within(0.1):
        worker.close()
    assert all(future.cancelled() for future in waiting)


def test_what_the_keychain_says_after_closing_is_told_to_nobody(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    """A window that is gone cannot be told anything: Python says so on the standard error."""
    store.is_open.clear()
    told: list[Future[Secret | None]] = []
    running = worker.fetch("running")
    running.add_done_callback(told.append)
    _wait_until_asked(store, 1)
    worker.close()
    store.is_open.set()
    for thread in threading.enumerate():
        if thread.name in ("keeper", "keychain call"):
            thread.join(LONG_S)
    assert not running.done()
    assert told == []


def test_no_thread_lives_while_nothing_is_asked(worker: KeychainWorker, store: StubbornVault) -> None:
    before = threading.active_count()
    worker.fetch("k").result(LONG_S)
    until = time.monotonic() + LONG_S
    while threading.active_count() > before:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_a_loop_that_awaits_the_keychain_keeps_turning(worker: KeychainWorker, store: StubbornVault) -> None:
    async def count_while_waiting() -> int:
        store.is_open.clear()
        asked = asyncio.wrap_future(worker.fetch("k", limit_s=LONG_S))
        turns = 0
        while not asked.done():
            await asyncio.sleep(0.001)
            turns += 1
            if turns == 20:
                store.is_open.set()
        return turns

    assert asyncio.run(count_while_waiting()) >= 20


def test_a_token_for_this_session_is_there_without_the_vault() -> None:
    worker = KeychainWorker(RefusingVault())
    worker.keep_for_session("k", Secret(CANARY))
    assert worker.is_for_session_only("k")
    assert not worker.is_for_session_only("other")
    assert worker.fetch("k").done()
    assert _revealed(worker.fetch("k")) == CANARY
    assert _refusal(worker.fetch("other")).trouble is ErrorKind.LOCKED


def test_keeping_ends_session_only_when_the_vault_took_it(worker: KeychainWorker) -> None:
    worker.keep_for_session("k", Secret("for now, and old"))
    worker.keep("k", Secret(CANARY)).result(LONG_S)
    assert not worker.is_for_session_only("k")
    assert _revealed(worker.fetch("k")) == CANARY
    refused = KeychainWorker(RefusingVault())
    refused.keep_for_session("k", Secret(CANARY))
    assert _refusal(refused.keep("k", Secret(CANARY))).trouble is ErrorKind.LOCKED
    assert refused.is_for_session_only("k")


def test_forgetting_forgets_for_the_session_too(worker: KeychainWorker) -> None:
    worker.keep("k", Secret(CANARY)).result(LONG_S)
    worker.keep_for_session("k", Secret("for now"))
    worker.forget("k").result(LONG_S)
    assert _revealed(worker.fetch("k")) is None


def test_a_prompt_answered_late_does_not_undo_what_was_done_meanwhile(
    worker: KeychainWorker, store: StubbornVault
) -> None:
    store.is_open.clear()
    _refusal(worker.keep("k", Secret("older token"), limit_s=0.02))
    worker.keep_for_session("k", Secret(CANARY))
    store.is_open.set()
    (thread,) = store.threads
    thread.join(LONG_S)
    assert _revealed(worker.fetch("k")) == CANARY


@pytest.mark.parametrize("way", ["fetched", "kept", "kept for the session"])
def test_every_token_that_passes_is_redacted_from_then_on(
    monkeypatch: pytest.MonkeyPatch, worker: KeychainWorker, store: StubbornVault, way: str
) -> None:
    monkeypatch.setattr(redaction, "_registered", [])
    SessionStore.keep(store, "k", Secret("token-to-hide"))
    if way == "fetched":
        worker.fetch("k").result(LONG_S)
    elif way == "kept":
        worker.keep("k", Secret("token-to-hide")).result(LONG_S)
    else:
        worker.keep_for_session("k", Secret("token-to-hide"))
    assert redaction.redact("<token-to-hide>") == "<[redacted]>"


def test_a_session_vault_is_a_vault_that_never_fails() -> None:
    store: SecretStore = SessionStore()
    store.forget("k")
    store.keep("k", Secret(CANARY))
    kept = store.fetch("k")
    assert kept is not None
    assert kept.reveal() == CANARY
    store.forget("k")
    assert store.fetch("k") is None
    assert store.place == "program's memory"


STUCK = """
import threading, time
from inspector.keychain.worker import KeychainWorker
from inspector.keychain.session_store import SessionStore

class Stuck(SessionStore):
    def fetch(self, key):
        asked.set()
        time.sleep(30)

asked = threading.Event()
keeper = KeychainWorker(Stuck())
keeper.fetch("k")
waiting = keeper.fetch("k")
asked.wait()
keeper.close()
print(waiting.cancelled(), flush=True)
"""


def test_a_process_ends_at_once_while_the_keychain_is_stuck() -> None:
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", STUCK]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=root
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "True\n"
        with within(0.5):
            assert process.wait(LONG_S) == 0
        assert process.stderr.read() == ""
