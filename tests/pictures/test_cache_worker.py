"""Pictures kept beside the window: what a session needs stays, the rest has a limit, and nobody waits."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from inspector.pictures import cache_worker as keeping_module
from inspector.pictures.cache_worker import CacheWorker
from inspector.pictures.store import FILE_NAME, TAG_NAME, PictureStore
from tests.pictures.test_store import name

LIMIT_S = 20
MEGABYTE = 1_000_000
OpenKeeping: TypeAlias = Callable[..., CacheWorker]


def picture(number: int) -> bytes:
    return number.to_bytes(4, "big").ljust(MEGABYTE // 4, b".")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def open_keeping(folder: Path) -> Iterator[OpenKeeping]:
    """One session after another; the last ends with the test."""
    opened: list[CacheWorker] = []

    def open_one(limit_mb: int = 200) -> CacheWorker:
        for earlier in opened:
            earlier.close(LIMIT_S)
        opened.append(CacheWorker(folder, limit_mb))
        opened[-1].open()
        return opened[-1]

    yield open_one
    for each in opened:
        each.close(LIMIT_S)


def fill(cache: CacheWorker, *numbers: int) -> None:
    for number in numbers:
        cache.keep(name(number), picture(number))


def kept(cache: CacheWorker, *numbers: int) -> list[int]:
    return [number for number in numbers if cache.find(name(number)).result(LIMIT_S) == picture(number)]


def test_pictures_outlive_the_session_up_to_the_limit(open_keeping: OpenKeeping) -> None:
    session = open_keeping(limit_mb=1)
    fill(session, *range(12))
    assert session.weigh().result(LIMIT_S) == 3 * MEGABYTE
    later = open_keeping(limit_mb=1)
    assert later.weigh().result(LIMIT_S) == MEGABYTE
    assert kept(later, *range(12)) == [8, 9, 10, 11]


def test_what_the_session_needs_stays_while_older_pictures_make_room(open_keeping: OpenKeeping) -> None:
    fill(open_keeping(limit_mb=2), *range(8))
    session = open_keeping(limit_mb=2)
    assert kept(session, 0, 1) == [0, 1]
    fill(session, *range(100, 140))
    assert kept(session, 0, 1, *range(100, 140)) == [0, 1, *range(100, 140)]
    assert kept(session, *range(2, 8)) == []


def test_with_no_room_nothing_is_left_when_the_session_is_over(
    open_keeping: OpenKeeping, folder: Path
) -> None:
    session = open_keeping(limit_mb=0)
    fill(session, 1, 2)
    assert kept(session, 1, 2) == [1, 2]
    session.close(LIMIT_S)
    assert [path.name for path in folder.iterdir()] == [TAG_NAME]


def test_a_smaller_limit_lets_earlier_pictures_go_at_once(open_keeping: OpenKeeping) -> None:
    fill(open_keeping(), *range(8))
    session = open_keeping()
    fill(session, 8)
    session.set_limit(1)
    assert kept(session, *range(9)) == [5, 6, 7, 8]
    session.set_limit(0)
    assert kept(session, *range(9)) == [5, 6, 7, 8]  # looked at in this session
    assert kept(open_keeping(limit_mb=0), *range(9)) == []


def test_what_a_killed_session_left_is_taken_back_by_the_next(
    open_keeping: OpenKeeping, folder: Path
) -> None:
    store = PictureStore(folder)
    for number in range(8):
        store.keep(name(number), picture(number))
    store.close()
    assert open_keeping(limit_mb=1).weigh().result(LIMIT_S) == MEGABYTE
    assert open_keeping(limit_mb=0).weigh().result(LIMIT_S) == 0


def test_clearing_takes_this_sessions_pictures_too(open_keeping: OpenKeeping) -> None:
    session = open_keeping()
    fill(session, 1, 2)
    assert session.clear().result(LIMIT_S) == 0
    assert kept(session, 1, 2) == []
    fill(session, 3)
    assert kept(session, 3) == [3]


def test_a_picture_of_no_use_is_forgotten(open_keeping: OpenKeeping) -> None:
    session = open_keeping()
    fill(session, 1, 2)
    session.forget(name(1))
    assert kept(session, 1, 2) == [2]


def test_where_nothing_can_be_kept_nothing_is_found(open_keeping: OpenKeeping, folder: Path) -> None:
    folder.write_text("in the way")
    session = open_keeping()
    fill(session, 1)
    session.forget(name(1))
    assert session.find(name(1)).result(LIMIT_S) is None
    assert session.weigh().result(LIMIT_S) is None
    assert session.clear().result(LIMIT_S) is None


def test_nothing_is_touched_before_something_is_asked(folder: Path) -> None:
    threads = threading.active_count()
    CacheWorker(folder, 0).close()
    assert threading.active_count() == threads
    assert not folder.exists()


def test_after_the_end_nothing_is_answered(open_keeping: OpenKeeping, folder: Path) -> None:
    session = open_keeping()
    session.close(LIMIT_S)
    session.close(LIMIT_S)
    session.keep(name(1), picture(1))
    assert session.find(name(1)).cancelled()
    assert session.weigh().cancelled()


class SleepingDisk:
    """Stands in front of the real one and answers when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.woken = threading.Event()
        original = PictureStore._open

        def slow(store: PictureStore) -> object:
            self.woken.wait(LIMIT_S)
            return original(store)

        monkeypatch.setattr(PictureStore, "_open", slow)


def test_a_disk_that_sleeps_holds_up_neither_the_caller_nor_the_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SleepingDisk(monkeypatch)
    session = CacheWorker(folder, 200)
    started = time.perf_counter()
    for number in range(2000):
        session.keep(name(number), picture(number))
    found = session.find(name(1))
    assert session._waiting_bytes <= keeping_module._MOST_WAITING_BYTES
    session.close(limit_s=0.05)
    assert time.perf_counter() - started < 5
    assert not found.done()
    disk.woken.set()
    session.close(LIMIT_S)
    assert found.result(LIMIT_S) == picture(1)


def test_a_question_that_was_given_up_is_not_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = SleepingDisk(monkeypatch)
    asked: list[bytes] = []
    original = PictureStore.find

    def watched(store: PictureStore, identity: bytes) -> bytes | None:
        asked.append(identity)
        return original(store, identity)

    monkeypatch.setattr(PictureStore, "find", watched)
    session = CacheWorker(folder, 200)
    session.open()
    questions = [session.find(name(number)) for number in range(5)]
    assert all(question.cancel() for question in questions[:4])
    disk.woken.set()
    assert questions[4].result(LIMIT_S) is None
    session.close(LIMIT_S)
    assert asked == [name(4)]


def test_a_python_without_sqlite_keeps_nothing_and_waits_for_nothing(
    open_keeping: OpenKeeping, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "inspector.pictures.store")
    monkeypatch.setitem(sys.modules, "sqlite3", None)
    session = open_keeping()
    fill(session, 1)
    assert session.find(name(1)).result(LIMIT_S) is None
    assert session.weigh().result(LIMIT_S) is None
    assert not folder.exists()


def test_everything_is_in_one_file_of_the_folder(open_keeping: OpenKeeping, folder: Path) -> None:
    session = open_keeping()
    fill(session, *range(20))
    session.close(LIMIT_S)
    assert {path.name for path in folder.iterdir()} == {FILE_NAME, TAG_NAME}
