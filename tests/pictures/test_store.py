"""Pictures on the disk: bounded, verified, private, and nothing that happens to the files is ever seen."""

import hashlib
import os
import random
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from inspector.pictures import store as store_module
from inspector.pictures.store import FILE_NAME, TAG_NAME, PictureStore, StoreError
from tests.cli.test_accounts import a_full_disk
from tests.terminal import ROOT

UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="modes and links of Unix")
SIZE = 10_000
KILLS = 20
FLIPS = 40


def name(number: int) -> bytes:
    return hashlib.sha256(b"%d" % number).digest()


def picture(number: int, size: int = SIZE) -> bytes:
    return (b"picture %05d " % number).ljust(size, b".")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "some" / "cache"


@pytest.fixture
def store(folder: Path) -> Iterator[PictureStore]:
    with closing(PictureStore(folder)) as made:
        yield made


def fill(store: PictureStore, *numbers: int) -> None:
    for number in numbers:
        store.keep(name(number), picture(number))


def trim(store: PictureStore, limit_bytes: int, *, is_session_over: bool = False) -> int:
    """Every step of it; how many there were."""
    return 1 + sum(1 for _ in iter(lambda: store.trim(limit_bytes, is_session_over=is_session_over), False))


def kept(store: PictureStore, *numbers: int) -> list[int]:
    return [number for number in numbers if store.find(name(number)) == picture(number)]


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def find_somehow(store: PictureStore, number: int) -> bytes | None:
    try:
        return store.find(name(number))
    except StoreError:
        return None


def claim(folder: Path) -> None:
    """Make the folder this program's own."""
    with closing(PictureStore(folder)) as store:
        fill(store, 0)
        store.remove()


def test_making_a_store_touches_nothing(store: PictureStore, folder: Path) -> None:
    assert not folder.parent.exists()


def test_what_was_kept_is_found_by_another_session(folder: Path, store: PictureStore) -> None:
    fill(store, 1, 2)
    assert store.find(name(3)) is None
    store.close()
    with closing(PictureStore(folder)) as later:
        assert kept(later, 1, 2, 3) == [1, 2]
        assert later.weigh() == 2 * SIZE


def test_bytes_that_two_links_lead_to_are_there_once(store: PictureStore, folder: Path) -> None:
    for number in range(20):
        store.keep(name(number), picture(7))
    assert store.weigh() == SIZE
    assert all(store.find(name(number)) == picture(7) for number in range(20))
    store.close()
    assert everything_in(folder).count(picture(7)[:30]) == 1


def test_a_picture_can_take_the_place_of_another(store: PictureStore) -> None:
    store.keep(name(1), picture(1))
    store.keep(name(1), picture(2))
    assert store.find(name(1)) == picture(2)


def test_a_picture_of_the_largest_size_comes_back_whole(store: PictureStore) -> None:
    large = os.urandom(5_000_000)
    store.keep(name(1), large)
    assert store.find(name(1)) == large


def test_what_was_not_used_for_longest_goes_first(folder: Path, store: PictureStore) -> None:
    fill(store, *range(10))
    store.find(name(0))
    fill(store, 3)
    trim(store, 4 * SIZE, is_session_over=True)
    assert store.weigh() == 4 * SIZE
    assert kept(store, *range(10)) == [0, 3, 8, 9]


def test_the_sessions_own_pictures_stay_whatever_the_limit(folder: Path, store: PictureStore) -> None:
    fill(store, *range(5))
    trim(store, 0)
    assert kept(store, *range(5)) == [0, 1, 2, 3, 4]
    store.close()
    with closing(PictureStore(folder)) as later:
        fill(later, 5, 6)
        later.find(name(1))
        trim(later, 2 * SIZE)
        assert kept(later, *range(7)) == [1, 5, 6]


def test_much_is_removed_in_steps_between_which_others_get_their_turn(store: PictureStore) -> None:
    for number in range(30):
        store.keep(name(number), picture(number, 1_000_000))
    weights = [30_000_000]
    while store.trim(2_000_000, is_session_over=True):
        weights.append(store.weigh())
        assert store.find(name(29)) is not None
    steps = [before - after for before, after in pairwise(weights) if before != after]
    assert max(steps) <= 5_000_000
    assert weights[-1] == 2_000_000


def test_what_was_removed_is_in_no_file(folder: Path, store: PictureStore) -> None:
    fill(store, *range(50))
    assert b"picture 00007" in everything_in(folder)
    trim(store, SIZE, is_session_over=True)
    left = everything_in(folder)
    assert b"picture 00007" not in left
    assert b"picture 00049" in left
    assert len(left) < 12 * SIZE  # SQLite's own pages, most of them of the file that orders two programs
    assert store.clear() == 0
    assert b"picture 0" not in everything_in(folder)


def test_a_forgotten_picture_is_not_found(store: PictureStore) -> None:
    fill(store, 1, 2)
    store.forget(name(1))
    store.forget(name(9))
    assert kept(store, 1, 2) == [2]


@UNIX_ONLY
def test_only_the_owner_can_read_and_names_say_nothing(folder: Path, store: PictureStore) -> None:
    fill(store, 1)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    del modes[TAG_NAME]
    assert modes == dict.fromkeys((FILE_NAME, f"{FILE_NAME}-wal", f"{FILE_NAME}-shm"), 0o600)


def test_bytes_that_do_not_match_their_digest_are_removed_and_not_shown(
    folder: Path, store: PictureStore
) -> None:
    fill(store, 1, 2)
    store.close()
    file = folder / FILE_NAME
    file.write_bytes(file.read_bytes().replace(picture(1)[:13], b"another's   !"))
    assert store.find(name(1)) is None
    assert kept(store, 1, 2) == [2]
    assert store.weigh() == SIZE
    fill(store, 1)
    assert kept(store, 1, 2) == [1, 2]


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_shows_a_whole_picture_or_none(folder: Path, store: PictureStore, seed: int) -> None:
    """A page overwritten, zeroed or cut out: what is found is right, and soon all works again."""
    fill(store, *range(30))
    store.close()
    file = folder / FILE_NAME
    whole = bytearray(file.read_bytes())
    page = 4096 * (seed * 7 % (len(whole) // 4096))
    whole[page : page + 4096] = (os.urandom(4096), bytes(4096), b"")[seed % 3]
    file.write_bytes(whole)
    assert {find_somehow(store, number) for number in range(30)} <= {None, *map(picture, range(30))}
    for number in range(30, 60):
        try:
            fill(store, number)
        except StoreError:
            continue
    fill(store, 99)
    assert kept(store, 99) == [99]
    assert store.clear() == 0


@pytest.mark.parametrize("seed", range(FLIPS))
def test_a_few_wrong_bytes_cost_no_more_than_what_they_hit(
    folder: Path, store: PictureStore, seed: int
) -> None:
    """In the pages that say where things are; whatever SQLite makes of it, it is over with the file."""
    chance = random.Random(seed)
    fill(store, *range(30))
    store.close()
    file = folder / FILE_NAME
    whole = bytearray(file.read_bytes())
    pages = [start for start in range(0, len(whole), 4096) if start == 0 or whole[start] in (2, 5, 10, 13)]
    for _ in range(1 + seed % 4):
        whole[min(chance.choice(pages) + chance.randrange(4096), len(whole) - 1)] = chance.randrange(256)
    file.write_bytes(whole)
    for number in range(30):
        assert find_somehow(store, number) in (None, picture(number))
    for act in (partial(trim, store, 200_000), partial(store.forget, name(3)), store.weigh, store.clear):
        with suppress(StoreError):
            act()
    assert store.weigh() == 0


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\x00" + 200 * b"?", b"\x00" * 9000])
def test_a_file_that_is_no_database_gives_way(folder: Path, store: PictureStore, content: bytes) -> None:
    claim(folder)
    (folder / FILE_NAME).write_bytes(content)
    assert find_somehow(store, 1) is None
    fill(store, 1)
    assert kept(store, 1) == [1]


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE diary (entry TEXT)",
        f"CREATE TABLE pictures (entry TEXT); PRAGMA application_id = {store_module._OURS}",
        f"CREATE VIEW pictures AS SELECT 1; PRAGMA application_id = {store_module._OURS}",
    ],
)
def test_a_database_with_other_tables_gives_way(folder: Path, store: PictureStore, script: str) -> None:
    claim(folder)
    with closing(sqlite3.connect(folder / FILE_NAME)) as other:
        other.executescript(script)
    assert find_somehow(store, 1) is None
    fill(store, 1)
    assert kept(store, 1) == [1]


@UNIX_ONLY
@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("plant", [Path.symlink_to, Path.hardlink_to])
def test_a_planted_link_is_removed_and_what_it_leads_to_stays(
    folder: Path, store: PictureStore, tmp_path: Path, end: str, plant: object
) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"of somebody else")
    claim(folder)
    assert callable(plant)
    plant(folder / f"{FILE_NAME}{end}", precious)
    fill(store, 1)
    assert kept(store, 1) == [1]
    store.clear()
    store.close()
    assert precious.read_bytes() == b"of somebody else"
    assert not any(path.is_symlink() for path in folder.iterdir())


@pytest.mark.parametrize("others", [FILE_NAME, f"{FILE_NAME}-wal", "notes.txt", "CACHEDIR.TAG"])
def test_a_cache_of_another_program_is_left_alone(folder: Path, store: PictureStore, others: str) -> None:
    """`~/cache`, where the profile is the home folder."""
    folder.mkdir(parents=True, mode=0o755)
    with closing(sqlite3.connect(folder / others)) as other:
        other.executescript("CREATE TABLE diary (entry TEXT)")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    for act in (partial(fill, store, 1), store.weigh, store.clear, partial(store.find, name(1))):
        with pytest.raises(StoreError):
            act()
    store.remove()
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    assert sys.platform == "win32" or stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_pictures_kept_before_folders_had_a_tag_are_still_found(folder: Path, store: PictureStore) -> None:
    fill(store, 1)
    store.close()
    (folder / TAG_NAME).unlink()
    assert kept(store, 1) == [1]
    assert (folder / TAG_NAME).exists()


@UNIX_ONLY
def test_a_folder_in_which_others_can_write_is_not_used(folder: Path, store: PictureStore) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    with pytest.raises(StoreError):
        fill(store, 1)
    assert list(folder.iterdir()) == []


@UNIX_ONLY
def test_a_folder_that_leads_elsewhere_is_not_used(folder: Path, store: PictureStore, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder.parent.mkdir()
    folder.symlink_to(elsewhere)
    with pytest.raises(StoreError):
        store.keep(name(1), picture(1))
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("blocker", ["cache", "some"])
def test_a_file_in_place_of_the_folder_is_left_alone(tmp_path: Path, folder: Path, blocker: str) -> None:
    place = folder if blocker == "cache" else folder.parent
    place.parent.mkdir(exist_ok=True)
    place.write_text("mine")
    store = PictureStore(folder)
    with pytest.raises(StoreError):
        store.weigh()
    assert place.read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_keeps_nothing(folder: Path, store: PictureStore) -> None:
    folder.parent.mkdir(mode=0o500)
    with pytest.raises(StoreError):
        store.keep(name(1), picture(1))


@UNIX_ONLY
def test_a_full_disk_keeps_what_is_there_and_nothing_new(store: PictureStore) -> None:
    fill(store, 1)
    with a_full_disk():
        assert store.find(name(1)) == picture(1)
        with pytest.raises(StoreError):
            store.keep(name(2), picture(2))
    assert kept(store, 1, 2) == [1]
    fill(store, 2)
    assert kept(store, 1, 2) == [1, 2]


def test_two_programs_use_one_folder_at_once(folder: Path, store: PictureStore) -> None:
    with closing(PictureStore(folder)) as other:
        for number in range(40):
            fill((store, other)[number % 2], number)
        assert kept(store, *range(40)) == kept(other, *range(40)) == list(range(40))
        assert store.clear() == 0
        assert kept(other, *range(40)) == []
        fill(other, 1)
        assert kept(store, 1) == [1]


def test_another_program_that_writes_for_long_is_not_waited_for(
    folder: Path, store: PictureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_WAIT_FOR_OTHERS_S", 0.01)
    fill(store, 1)
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        store.close()
        with pytest.raises(StoreError):
            fill(store, 2)
        other.execute("ROLLBACK")
    fill(store, 2)
    assert kept(store, 1, 2) == [1, 2]


@UNIX_ONLY
def test_killed_at_any_moment_of_keeping_nothing_half_written_is_ever_found(folder: Path) -> None:
    command = [sys.executable, "-m", "tests.pictures.writer", str(folder), str(KILLS)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert int(ended.stdout) > KILLS, "there was something to find"


@UNIX_ONLY
def test_clearing_does_not_wait_for_another_program_that_writes_for_long(
    folder: Path, store: PictureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "_WAIT_FOR_OTHERS_S", 0.01)
    fill(store, 1)
    store.close()
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.clear() == 0
        assert b"picture 0" not in everything_in(folder)
        other.execute("ROLLBACK")


def test_one_program_may_remove_the_file_under_another(folder: Path, store: PictureStore) -> None:
    fill(store, 1)
    if sys.platform != "win32":
        for path in folder.iterdir():
            path.unlink()
    assert find_somehow(store, 1) in (picture(1), None)
    store.close()
    fill(store, 2)
    assert kept(store, 2) == [2]
