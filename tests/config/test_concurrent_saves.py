"""Several copies of the program with one profile, as real processes: nothing of anybody's is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from typing_extensions import override

from inspector.config import folder as folders
from inspector.config.accounts import FILE_NAME, AccountBook
from inspector.config.folder import LOCK_NAME, ProfileError, ProfileFolder
from inspector.config.settings import Settings

ROOT = Path(__file__).parents[2]
COPIES, TIMES = 3, 12
URL, INSTANCE = "https://1101.api.greenapi.com", "1101000001"
HOLDER = """
import sys
from inspector.config.folder import ProfileFolder

with ProfileFolder(sys.argv[1]).locked():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    return ProfileFolder(tmp_path / "profile")


def _start(*words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, *words]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@contextmanager
def _holder(folder: ProfileFolder) -> Iterator["subprocess.Popen[str]"]:
    """A copy that is in the middle of saving for as long as the block lasts."""
    with _start("-c", HOLDER, str(folder.path)) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        if process.poll() is None:
            process.communicate("\n")


def _add(folder: ProfileFolder, name: str) -> AccountBook:
    book, _ = AccountBook.load(folder)
    book.add(name, URL, INSTANCE)
    book.save()
    return book


def _names(folder: ProfileFolder) -> list[str]:
    book, notes = AccountBook.load(folder)
    assert notes == ()
    return sorted(account.name for account in book.accounts)


def test_accounts_that_several_copies_add_at_once_are_all_kept(folder: ProfileFolder) -> None:
    who = [f"Copy {number}" for number in range(COPIES)]
    adders = [_start("-m", "tests.config.adder", str(folder.path), name, str(TIMES)) for name in who]
    for adder in adders:
        assert adder.stdin is not None
        adder.stdin.write("\n")
        adder.stdin.flush()
    for adder in adders:
        adder.communicate(timeout=30)
        assert adder.returncode == 0
    assert _names(folder) == sorted(f"{name} {number}" for name in who for number in range(TIMES))


def test_what_one_copy_changes_another_does_not_change_back(folder: ProfileFolder) -> None:
    book = _add(folder, "Support")
    other, _ = AccountBook.load(folder)
    other.put(replace(other.accounts[0], name="Help desk", api_url="https://1102.api.greenapi.com"))
    other.save()
    book.add("Sales", URL, INSTANCE)
    book.save()
    assert [(account.name, account.api_url) for account in book.accounts] == [
        ("Help desk", "https://1102.api.greenapi.com"),
        ("Sales", URL),
    ]
    assert _names(folder) == ["Help desk", "Sales"]


def test_of_two_changes_of_one_account_the_later_holds(folder: ProfileFolder) -> None:
    first = _add(folder, "Support")
    second, _ = AccountBook.load(folder)
    first.put(replace(first.accounts[0], name="First"))
    second.put(replace(second.accounts[0], name="Second"))
    first.save()
    second.save()
    assert _names(folder) == ["Second"]


@pytest.mark.parametrize("name", ["Support", "Help desk"])
def test_an_account_that_is_saved_again_stays_though_another_copy_removed_it(
    folder: ProfileFolder, name: str
) -> None:
    """Its token was just kept: without the account nobody would find it again."""
    book = _add(folder, "Support")
    other, _ = AccountBook.load(folder)
    other.remove(other.accounts[0].key)
    other.save()
    book.put(replace(book.accounts[0], name=name))
    book.save()
    assert _names(folder) == [name]


class _Overtaken(ProfileFolder):
    """A profile that another copy of the program replaces while this one waits for the lock."""

    sound = b""

    @override
    @contextmanager
    def locked(self) -> Iterator[None]:
        with super().locked():
            if self.sound:
                (self.path / FILE_NAME).write_bytes(self.sound)
                self.sound = b""
            yield


@pytest.mark.parametrize("damaged", [b'{"active_key": ', b'{"active_key": null, "accounts": [7]}'])
def test_a_damaged_list_that_another_copy_has_replaced_is_not_set_aside(
    folder: ProfileFolder, damaged: bytes
) -> None:
    _add(folder, "Support")
    file = folder.path / FILE_NAME
    late = _Overtaken(folder.path)
    late.sound = file.read_bytes()
    file.write_bytes(damaged)
    book, _ = AccountBook.load(late)
    book.add("Sales", URL, INSTANCE)
    book.save()
    assert _names(folder) == ["Sales", "Support"]
    assert not list(folder.path.glob("*.damaged-*"))


def test_names_that_were_exchanged_elsewhere_are_taken_over(folder: ProfileFolder) -> None:
    book = _add(_add_first(folder), "Sales")
    other, _ = AccountBook.load(folder)
    support, sales = other.accounts
    other.put(replace(support, name="Sales"))
    other.put(replace(sales, name="Support"))
    other.save()
    book.save()
    assert [account.name for account in book.accounts] == ["Sales", "Support"]


def _add_first(folder: ProfileFolder) -> ProfileFolder:
    _add(folder, "Support")
    return folder


def test_a_setting_that_one_copy_changes_stays_when_another_changes_another(folder: ProfileFolder) -> None:
    before = Settings(default_region="GB", theme="light")
    before.save(folder)
    replace(before, theme="dark").save(folder, before)
    replace(before, fetches_pictures=False).save(folder, before)
    expected = Settings(default_region="GB", theme="dark", fetches_pictures=False)
    assert Settings.load(folder) == (expected, ())
    replace(before, theme="system").save(folder, before)
    assert Settings.load(folder)[0].theme == "system", "of two changes of one setting the later holds"


@pytest.mark.parametrize("content", [b'{"proxy_host": ', b'["theme", "proxy_host"]'])
def test_a_damaged_file_gives_a_change_nothing_to_keep(folder: ProfileFolder, content: bytes) -> None:
    before = Settings(default_region="GB", theme="light")
    folder.write("settings.json", content)
    replace(before, fetches_pictures=False).save(folder, before)
    assert Settings.load(folder) == (replace(before, fetches_pictures=False), ())


def test_a_copy_that_hangs_while_saving_is_said_and_holds_nobody_for_long(
    folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(folder, "Support")
    monkeypatch.setattr(folders, "LOCK_LIMIT_S", 0.1)
    with _holder(folder), pytest.raises(ProfileError, match=r"^Another copy .* is writing in .*\. Try again"):
        _add(folder, "Sales")
    assert _names(folder) == ["Support"]
    _add(folder, "Sales")
    assert _names(folder) == ["Sales", "Support"]


def test_a_copy_that_was_killed_while_saving_leaves_neither_its_lock_nor_its_files(
    folder: ProfileFolder,
) -> None:
    with _holder(folder) as process:
        for digit in "0f":
            (folder.path / f".contact-inspector-{32 * digit}.new").write_text("half of it")
        os.kill(process.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
        process.wait(10)
    _add(folder, "Support")
    assert sorted(path.name for path in folder.path.iterdir()) == [LOCK_NAME, FILE_NAME]


def test_where_there_are_no_locks_saving_goes_on_and_leaves_others_files_alone(
    folder: ProfileFolder,
) -> None:
    folder.create()
    (folder.path / LOCK_NAME).mkdir()
    others = folder.path / f".contact-inspector-{32 * '0'}.new"
    others.write_text("perhaps somebody is writing this")
    _add(folder, "Support")
    assert _names(folder) == ["Support"]
    assert others.exists()
