"""A change of the keychain that ran out of time and is made after all, when its prompt is answered."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from typing_extensions import override

from inspector.core.secret import Secret
from inspector.keychain.secret_store import ErrorKind, KeychainError
from inspector.keychain.session_store import SessionStore
from inspector.keychain.system_store import SystemStore
from inspector.keychain.worker import KeychainWorker
from tests.keychain.test_worker import LONG_S
from tests.secret_service import SecretService

SHORT_S = 0.05
OLD, LATE, NEW = (Secret(word * 10) for word in ("old", "late", "new"))


class Prompting(SessionStore):
    """A keychain that asks for a password before each change while it is told to."""

    place = "Prompting Keychain"

    def __init__(self) -> None:
        super().__init__()
        self.prompts: list[threading.Event] = []
        self.is_prompting = True
        self.is_dismissed = False

    @override
    def keep(self, key: str, secret: Secret) -> None:
        self._prompt()
        super().keep(key, secret)

    @override
    def forget(self, key: str) -> None:
        self._prompt()
        super().forget(key)

    def _prompt(self) -> None:
        if self.is_prompting:
            self.prompts.append(threading.Event())
            self.prompts[-1].wait()
        if self.is_dismissed:
            raise KeychainError(ErrorKind.LOCKED, "Dismissed.")

    def answer(self) -> None:
        """Answer every prompt, the newest first, and wait for what comes of it."""
        self.is_prompting = False
        threads = [thread for thread in threading.enumerate() if thread.name == "keychain call"]
        for prompt in reversed(self.prompts):
            prompt.set()
        for thread in threads:
            thread.join(LONG_S)

    def holds(self, key: str) -> str | None:
        secret = super().fetch(key)
        return secret.reveal() if secret else None


@pytest.fixture
def store() -> Iterator[Prompting]:
    store = Prompting()
    yield store
    store.answer()


@pytest.fixture
def worker(store: Prompting) -> KeychainWorker:
    return KeychainWorker(store)


def _time_out(future: "Future[None]") -> None:
    error = future.exception(LONG_S)
    assert isinstance(error, KeychainError)
    assert "didn't respond" in error.sentence


def test_a_new_token_that_was_given_up_is_not_left_behind(worker: KeychainWorker, store: Prompting) -> None:
    _time_out(worker.keep("first try", LATE, SHORT_S))
    store.is_prompting = False
    worker.keep("second try", NEW, LONG_S).result(LONG_S)
    store.answer()
    assert (store.holds("first try"), store.holds("second try")) == (None, NEW.reveal())


def test_a_late_token_does_not_replace_the_newer_one(worker: KeychainWorker, store: Prompting) -> None:
    _time_out(worker.keep("k", LATE, SHORT_S))
    store.is_prompting = False
    worker.keep("k", NEW, LONG_S).result(LONG_S)
    store.answer()
    assert store.holds("k") == NEW.reveal()


def test_a_late_token_does_not_bring_back_a_removed_one(worker: KeychainWorker, store: Prompting) -> None:
    _time_out(worker.keep("k", LATE, SHORT_S))
    store.is_prompting = False
    worker.forget("k", LONG_S).result(LONG_S)
    store.answer()
    assert store.holds("k") is None


def test_a_token_that_was_said_not_to_be_replaced_is_still_there(
    worker: KeychainWorker, store: Prompting
) -> None:
    SessionStore.keep(store, "k", OLD)
    _time_out(worker.keep("k", LATE, SHORT_S))
    store.answer()
    assert store.holds("k") == OLD.reveal()


def test_a_token_that_was_said_not_to_be_removed_is_still_there(
    worker: KeychainWorker, store: Prompting
) -> None:
    SessionStore.keep(store, "k", OLD)
    _time_out(worker.forget("k", SHORT_S))
    store.answer()
    assert store.holds("k") == OLD.reveal()


def test_whichever_prompt_is_answered_first_the_last_change_in_time_holds(
    worker: KeychainWorker, store: Prompting
) -> None:
    """The late change ends while the newer one still waits for its own prompt."""
    SessionStore.keep(store, "k", OLD)
    _time_out(worker.keep("k", LATE, SHORT_S))
    newer = worker.keep("k", NEW, LONG_S)
    while len(store.prompts) < 2:
        threading.Event().wait(0.001)
    store.answer()
    newer.result(LONG_S)
    assert store.holds("k") == NEW.reveal()


def test_a_prompt_that_is_dismissed_late_changes_nothing(worker: KeychainWorker, store: Prompting) -> None:
    SessionStore.keep(store, "k", OLD)
    _time_out(worker.keep("k", LATE, SHORT_S))
    store.is_dismissed = True
    store.answer()
    assert store.holds("k") == OLD.reveal()


def test_after_the_end_of_the_program_a_change_under_way_is_undone(
    worker: KeychainWorker, store: Prompting
) -> None:
    """Nobody noted that it was made: the account is in no list."""
    future = worker.keep("k", LATE, LONG_S)
    while not store.prompts:
        threading.Event().wait(0.001)
    worker.close()
    store.answer()
    assert (store.holds("k"), future.done()) == (None, False)


def test_a_real_keychain_that_answers_late_holds_what_was_kept_last(
    mortal_secret_service: SecretService,
) -> None:
    worker = KeychainWorker(SystemStore())
    worker.keep("k", OLD, LONG_S).result(LONG_S)
    mortal_secret_service.freeze()
    futures = [worker.keep("k", LATE, 0.2), worker.keep("other", LATE, 0.2)]
    for future in futures:
        _time_out(future)
    threads = [thread for thread in threading.enumerate() if thread.name == "keychain call"]
    mortal_secret_service.thaw()
    worker.keep("k", NEW, LONG_S).result(LONG_S)
    for thread in threads:
        thread.join(LONG_S)
    kept = [(item.attributes["username"], item.secret) for item in mortal_secret_service.items()]
    assert kept == [("k", NEW.reveal())]


CLOSED = """
import sys, threading, time
from inspector.keychain.worker import KeychainWorker
from inspector.core.secret import Secret
from inspector.keychain.session_store import SessionStore

class Slow(SessionStore):
    def keep(self, key, secret):
        asked.set()
        time.sleep(0.1)
        print("kept", flush=True)
    def forget(self, key):
        print("removed", flush=True)

asked = threading.Event()
keeper = KeychainWorker(Slow())
keeper.keep("k", Secret("token of an account that is in no list"))
asked.wait()
keeper.close()
"""


def test_a_process_that_ends_in_the_middle_of_a_change_undoes_it_first() -> None:
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", CLOSED], capture_output=True, text=True, cwd=root, timeout=LONG_S, check=True
    )
    assert (ended.stdout, ended.stderr) == ("kept\nremoved\n", "")
