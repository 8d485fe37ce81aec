"""Keeps pictures until it is killed, and is read: `python -m tests.pictures.writer FOLDER KILLS`.

Prints how many pictures were found whole. A process of its own, because it forks.
"""

import os
import random
import signal
import sys
import time
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

from inspector.pictures.store import PictureStore, StoreError

NAMES = 40


def picture(number: int) -> bytes:
    """Of a size between 1 byte and 200 kB, so that most of them take many pages."""
    return bytes([number % 251]) * (1 + number * 7919 % 200_000)


def name(number: int) -> bytes:
    return (number % NAMES).to_bytes(32, "big")


def write(folder: Path) -> None:
    store = PictureStore(folder)
    for number in count(os.getpid()):
        with suppress(StoreError):
            store.keep(name(number), picture(number))
            if number % 7 == 0:
                while store.trim(2_000_000, is_session_over=True):
                    pass


def found_whole(folder: Path) -> int:
    with closing(PictureStore(folder)) as store:
        found = [data for data in map(store.find, map(name, range(NAMES))) if data is not None]
    assert all(data == data[:1] * len(data) for data in found)
    return len(found)


def kill_writers(folder: Path, times: int) -> int:
    total = 0
    for _ in range(times):
        writers = [os.fork(), 0]
        if writers[0] == 0:
            write(folder)
        writers[1] = os.fork()
        if writers[1] == 0:
            write(folder)
        time.sleep(random.uniform(0.01, 0.06))
        for writer in writers:
            os.kill(writer, signal.SIGKILL)
            os.waitpid(writer, 0)
        total += found_whole(folder)
    return total


if __name__ == "__main__":
    sys.stdout.write(f"{kill_writers(Path(sys.argv[1]), int(sys.argv[2]))}\n")
