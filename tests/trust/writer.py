"""Saves again and again until it is killed, and is read: `python -m tests.trust.writer PROFILE KILLS`.

One process that has a child write and kills it, over and over; a process of its own, because it forks.
"""

import os
import random
import signal
import sys
import time
from dataclasses import replace

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings

SETTINGS = (
    Settings(default_region="GB", theme="light"),
    Settings(default_region=None, fetches_pictures=False),
)
MANY = 40


def write(folder: ProfileFolder, book: AccountBook, turns: int) -> None:
    """Files of changing length, so that a rest of the longer one would show behind the shorter."""
    for turn in range(turns):
        SETTINGS[turn % 2].save(folder)
        for account in book.accounts:
            number = account.name.split()[1]
            book.put(replace(account, name=f"Account {number} {'n' * (60 if turn % 2 else 1)}"))
        book.save()


def read(folder: ProfileFolder) -> None:
    """Whatever moment it is: each file is one of those that were written, whole."""
    settings, notes = Settings.load(folder)
    assert (settings in SETTINGS, notes) == (True, ())
    book, notes = AccountBook.load(folder)
    assert (len(book.accounts), notes) == (MANY, ())
    assert len({len(account.name.split()[2]) for account in book.accounts}) == 1


def kill_writers(folder: ProfileFolder, times: int) -> None:
    book = AccountBook(folder)
    for number in range(MANY):
        book.add(f"Account {number} n", "https://1101.api.greenapi.com", "1101000001")
    write(folder, book, 1)
    for _ in range(times):
        writer = os.fork()
        if writer == 0:
            write(folder, book, sys.maxsize)
        time.sleep(random.uniform(0, 0.03))
        read(folder)
        os.kill(writer, signal.SIGKILL)
        os.waitpid(writer, 0)
        read(folder)
    write(folder, book, 1)
    assert not list(folder.path.glob(".*.new")), "what was left half-written goes with the next save"


if __name__ == "__main__":
    kill_writers(ProfileFolder(sys.argv[1]), int(sys.argv[2]))
