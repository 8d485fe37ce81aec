"""A profile in a folder full of other people's files, the home folder say: none of them is touched."""

import json
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from inspector.config import accounts, settings
from inspector.config.accounts import AccountBook
from inspector.config.folder import LOCK_NAME, ProfileError, ProfileFolder
from inspector.config.settings import Settings
from inspector.core.redaction import LOG_NAME, install_logging

UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="links and modes are other things there")
URL, INSTANCE = "https://1101.api.greenapi.com", "1101000001"
OTHERS = [
    *(".vimrc.new", ".accounts.json.abcd1234.new", ".settings.json.new", ".lock", "accounts.json.damaged-1"),
    *(".contact-inspector-notes.new", "contact-inspector-0123456789abcdef0123456789abcdef.new"),
]


@pytest.fixture
def home(tmp_path: Path) -> ProfileFolder:
    return ProfileFolder(tmp_path)


def _snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Content, time of change and mode of every file."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_ino)
        for path in files
        if path.name != LOCK_NAME
    }


def _use(folder: ProfileFolder) -> list[str]:
    """Change the accounts and the settings; what was said of it."""
    book, notes = AccountBook.load(folder)
    book.add("Support", URL, INSTANCE)
    before, more = Settings.load(folder)
    said = [*notes, *more]
    for save in (book.save, lambda: replace(before, theme="dark").save(folder, before)):
        try:
            save()
        except ProfileError as error:
            said.append(error.sentence)
    return said


def test_a_profile_in_the_home_folder_touches_no_file_of_others(home: ProfileFolder) -> None:
    for name in OTHERS:
        (home.path / name).write_text("somebody's")
    (home.path / f".contact-inspector-{32 * '0'}.new").mkdir()
    mode, before = home.path.stat().st_mode, _snapshot(home.path)
    assert _use(home) == []
    assert _snapshot(home.path).items() >= before.items()
    assert home.path.stat().st_mode == mode
    ours = {LOCK_NAME, accounts.FILE_NAME, settings.FILE_NAME, f".contact-inspector-{32 * '0'}.new"}
    assert {path.name for path in home.path.iterdir()} == {*OTHERS, *ours}


@pytest.mark.parametrize(
    "content",
    [
        b'{"editor.fontSize": 14, "theme": "dark"}',
        b'{"theme": "Monokai", "plugins": []}',
        b'{"accounts": [{"user": "me", "pin": "1234"}], "version": 1}',
        b'{"version": 7, "accounts": {"bank": 1}}',
        b"// comments\n{}",
        b"[1, 2]",
        b"theme=dark\n",
        b"\x00\xff",
        b'{"half": ',
        b'{"theme": "dark"}',
        b"{}",
        b"",
    ],
)
def test_another_programs_file_of_our_name_is_left_alone_and_said(
    home: ProfileFolder, content: bytes
) -> None:
    for name in (accounts.FILE_NAME, settings.FILE_NAME):
        (home.path / name).write_bytes(content)
    before = _snapshot(home.path)
    said = _use(home)
    for name in (accounts.FILE_NAME, settings.FILE_NAME):
        told = f"{home.path / name} isn't a Contact Inspector file and was left alone"
        assert f"{told}. To save here, move that file or choose another profile folder." in said
        assert any(each.startswith(f"{told}. The ") for each in said)
    assert _snapshot(home.path) == before


@pytest.mark.parametrize("content", [b'{"default_region": null, "theme": "light"}', b'{"default_region": 7}'])
def test_what_an_earlier_version_wrote_is_still_ours(home: ProfileFolder, content: bytes) -> None:
    (home.path / settings.FILE_NAME).write_bytes(content)
    _use(home)
    assert json.loads((home.path / settings.FILE_NAME).read_bytes())["theme"] == "dark"


@UNIX_ONLY
def test_a_link_to_settings_elsewhere_stays_a_link(home: ProfileFolder) -> None:
    dotfiles = home.path / "dotfiles"
    dotfiles.mkdir()
    (dotfiles / "mine.json").write_text('{"default_region": null, "theme": "light"}')
    (home.path / settings.FILE_NAME).symlink_to(dotfiles / "mine.json")
    _use(home)
    assert (home.path / settings.FILE_NAME).is_symlink()
    assert json.loads((dotfiles / "mine.json").read_bytes())["theme"] == "dark"
    assert [path.name for path in dotfiles.iterdir()] == ["mine.json"]


@UNIX_ONLY
@pytest.mark.parametrize("plant", ["a text", "a link", "a pipe"])
def test_another_file_with_the_locks_name_is_no_lock_and_stays(home: ProfileFolder, plant: str) -> None:
    lock, precious = home.path / LOCK_NAME, home.path / "precious"
    precious.write_text("somebody's")
    if plant == "a text":
        lock.write_text("somebody's")
    elif plant == "a link":
        lock.symlink_to(precious)
    else:
        os.mkfifo(lock)
    before = lock.lstat()
    assert _use(home) == []
    assert (lock.lstat().st_ino, lock.lstat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert precious.read_text() == "somebody's"


@pytest.mark.parametrize("name", [LOG_NAME, f"{LOG_NAME}.1", f"{LOG_NAME}.2"])
def test_another_programs_log_of_our_name_is_neither_written_nor_rotated(
    home: ProfileFolder, name: str
) -> None:
    home.logs.mkdir()
    (home.logs / name).write_text("somebody's own log\n")
    before = _snapshot(home.path)
    _log(home)
    assert _snapshot(home.path) == before


@UNIX_ONLY
def test_a_log_that_leads_elsewhere_is_not_written(home: ProfileFolder) -> None:
    home.logs.mkdir()
    (home.path / "precious").write_bytes(b"")
    (home.logs / LOG_NAME).symlink_to(home.path / "precious")
    _log(home)
    assert (home.path / "precious").read_bytes() == b""


def test_our_own_log_goes_on_with_the_next_start(home: ProfileFolder) -> None:
    for _ in range(2):
        _log(home)
    assert len((home.logs / LOG_NAME).read_text().splitlines()) == 2


def _log(folder: ProfileFolder) -> None:
    end_logging = install_logging(folder.logs)
    logging.getLogger("inspector.test").info("a line")
    end_logging()
