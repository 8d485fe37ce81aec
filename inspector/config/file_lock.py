"""A file whose holder writes in a folder. The system takes it back however the holder's process ends."""

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE_S = 0.005
_FLAGS = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""A link may lead to any file, and to open a pipe may wait for its other end."""


class TakenError(Exception):
    """Another process held the lock for as long as there was time to wait."""


@contextmanager
def hold(path: Path, limit_s: float) -> Iterator[bool]:
    """Hold a lock file, which is made and stays; False where none can be held.

    That is so in a folder that cannot be written, in a file system without locks, and where something else
    has the name: a lock file is empty.

    Raises:
        TakenError
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | _FLAGS, 0o600)
    except (OSError, ValueError):
        yield False
        return
    try:
        yield _is_lock_file(os.fstat(handle)) and _wait(handle, time.monotonic() + limit_s)
    finally:
        os.close(handle)  # and with it the lock


def _is_lock_file(found: os.stat_result) -> bool:
    return stat.S_ISREG(found.st_mode) and found.st_size == 0


def _wait(handle: int, until_s: float) -> bool:
    while True:
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):
            if time.monotonic() >= until_s:
                raise TakenError from None
            time.sleep(_PAUSE_S)
        except OSError:
            return False
        else:
            return True


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
