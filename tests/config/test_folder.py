"""Writing in the profile on a real file system, with the disk full, read-only or not there."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inspector.config.folder import LOCK_NAME, ProfileError, ProfileFolder

NOT_ON_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions or limits")


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    return ProfileFolder(tmp_path / "profile")


@pytest.fixture
def blocked(tmp_path: Path) -> ProfileFolder:
    """A profile that nobody can write, not even root: it lies under a file."""
    (tmp_path / "file").write_text("in the way")
    return ProfileFolder(tmp_path / "file" / "profile")


def _names(folder: ProfileFolder) -> list[str]:
    return [path.name for path in folder.path.iterdir() if path.name != LOCK_NAME]


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_default_folder_is_this_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    path = ProfileFolder().path
    assert path.name == "contact-inspector"
    assert tmp_path in path.parents or os.name == "nt"


def test_naming_a_folder_makes_none(folder: ProfileFolder) -> None:
    assert folder.read("settings.json") is None
    assert not folder.path.exists()


def test_logs_lie_in_the_folder(folder: ProfileFolder) -> None:
    assert folder.logs.parent == folder.path


def test_caches_lie_in_a_folder_that_was_chosen_or_where_the_system_has_them(
    folder: ProfileFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert folder.caches == folder.path / "cache"
    for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    own = ProfileFolder()
    assert own.path not in (own.caches, *own.caches.parents)
    assert "contact-inspector" in own.caches.parts
    assert tmp_path in own.caches.parents or os.name == "nt"


def test_a_relative_folder_stays_where_it_was_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = ProfileFolder("here")
    monkeypatch.chdir("/")
    folder.write("a", b"1")
    assert (tmp_path / "here" / "a").read_bytes() == b"1"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert ProfileFolder("~/portable").path == tmp_path / "portable"


@NOT_ON_WINDOWS
def test_folder_and_files_are_for_their_owner_only(folder: ProfileFolder) -> None:
    before = os.umask(0)
    try:
        folder.write("a.json", b"{}")
    finally:
        os.umask(before)
    assert (_mode(folder.path), _mode(folder.path / "a.json")) == (0o700, 0o600)


@NOT_ON_WINDOWS
def test_a_folder_that_was_there_keeps_its_permissions(folder: ProfileFolder) -> None:
    folder.path.mkdir(mode=0o755)
    folder.path.chmod(0o755)
    folder.create()
    assert _mode(folder.path) == 0o755


def test_what_is_written_replaces_what_was_and_leaves_nothing_beside(folder: ProfileFolder) -> None:
    folder.write("a.json", b"old and longer")
    folder.write("a.json", b"new")
    assert folder.read("a.json") == b"new"
    assert _names(folder) == ["a.json"]


def test_a_folder_that_can_be_written_says_so_and_stays_empty(folder: ProfileFolder) -> None:
    assert folder.is_writable
    assert list(folder.path.iterdir()) == []


def test_a_folder_under_a_file_is_refused_with_a_sentence(blocked: ProfileFolder) -> None:
    assert not blocked.is_writable
    for act in (blocked.create, blocked.check, lambda: blocked.write("a", b"")):
        with pytest.raises(ProfileError, match=r"^The profile folder .* can't be used: .+\.$"):
            act()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a place where nothing can be made")
def test_a_folder_in_which_no_file_can_be_made_is_refused_with_a_sentence() -> None:
    kernels_own = ProfileFolder("/proc/self")
    with pytest.raises(ProfileError, match=r"^Can't save anything in /proc/self: .+\.$"):
        kernels_own.check()
    with pytest.raises(ProfileError, match=r"^/proc/self/a couldn't be saved: .+\.$"):
        kernels_own.write("a", b"")
    assert not kernels_own.is_writable


def test_a_folder_name_that_no_system_can_have_is_refused_with_a_sentence() -> None:
    with pytest.raises(ProfileError, match="can't be used"):
        ProfileFolder("a\0b").create()


def test_reading_under_a_file_is_reading_nothing(blocked: ProfileFolder) -> None:
    assert blocked.read("a") is None


FULL_DISK = """
import resource, sys
from inspector.config.folder import ProfileError, ProfileFolder

folder = ProfileFolder(sys.argv[1])
folder.write("a.json", b"old")
before = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
try:
    folder.write("a.json", b"x" * 1000)
except ProfileError as error:
    print(error.sentence)
resource.setrlimit(resource.RLIMIT_FSIZE, before)  # whatever measures this process can write again
"""


@NOT_ON_WINDOWS
def test_when_the_disk_takes_no_more_the_old_file_is_whole(folder: ProfileFolder) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(folder.path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout == f"{folder.path / 'a.json'} couldn't be saved: File too large.\n"
    assert folder.read("a.json") == b"old"
    assert _names(folder) == ["a.json"]


def test_new_content_is_on_the_disk_before_the_old_goes(
    folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a power cut could leave an empty file under the name."""
    folder.write("a.json", b"old")
    seen_at_sync: list[bytes | None] = []
    sync = os.fsync

    def look_and_sync(descriptor: int) -> None:
        sync(descriptor)
        seen_at_sync.append(folder.read("a.json"))

    monkeypatch.setattr(os, "fsync", look_and_sync)
    folder.write("a.json", b"new")
    assert (seen_at_sync, folder.read("a.json")) == ([b"old"], b"new")


def test_a_save_that_fails_at_its_last_step_leaves_nothing_beside(folder: ProfileFolder) -> None:
    (folder.path / "a.json" / "inside").mkdir(parents=True)
    with pytest.raises(ProfileError, match=r"a\.json couldn't be saved: .+\.$"):
        folder.write("a.json", b"new")
    assert _names(folder) == ["a.json"]


def test_a_reader_never_sees_half_a_file(folder: ProfileFolder) -> None:
    """Two writers at once, and a reader in between: always one of the two contents, whole."""
    contents = [b"a" * 300_000, b"b" * 200_000]
    folder.write("a.json", contents[0])

    def write(content: bytes) -> None:
        for _ in range(20):
            folder.write("a.json", content)

    writers = [threading.Thread(target=write, args=(content,)) for content in contents]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert folder.read("a.json") in contents
    for writer in writers:
        writer.join()
    assert _names(folder) == ["a.json"]


def test_a_folder_in_place_of_a_file_is_not_read(folder: ProfileFolder) -> None:
    (folder.path / "a.json").mkdir(parents=True)
    with pytest.raises(ProfileError, match=r"a\.json isn't a file\.$"):
        folder.read("a.json")


@NOT_ON_WINDOWS
def test_a_pipe_in_place_of_a_file_does_not_hold_the_start_up(folder: ProfileFolder) -> None:
    folder.create()
    os.mkfifo(folder.path / "a.json")
    with pytest.raises(ProfileError, match="isn't a file"):
        folder.read("a.json")


def test_a_file_of_gigabytes_is_not_read(folder: ProfileFolder) -> None:
    folder.create()
    with (folder.path / "a.json").open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(ProfileError, match="too large"):
        folder.read("a.json")


@NOT_ON_WINDOWS
def test_a_file_that_leads_in_a_circle_is_told_with_a_sentence(folder: ProfileFolder) -> None:
    folder.create()
    (folder.path / "a.json").symlink_to("a.json")
    with pytest.raises(ProfileError, match=r"^.*a\.json couldn't be read: .+\.$"):
        folder.read("a.json")


def test_damaged_files_are_set_aside_side_by_side(folder: ProfileFolder) -> None:
    kept = []
    for content in (b"one", b"two", b"three"):
        folder.write("a.json", content)
        kept.append(folder.set_aside("a.json"))
    assert [path.read_bytes() for path in kept] == [b"one", b"two", b"three"]
    assert all(path.name.startswith("a.json.damaged-") for path in kept)
    assert folder.read("a.json") is None


def test_what_cannot_be_set_aside_is_said(folder: ProfileFolder) -> None:
    with pytest.raises(ProfileError, match=r"a\.json couldn't be moved aside: .+\.$"):
        folder.set_aside("a.json")
