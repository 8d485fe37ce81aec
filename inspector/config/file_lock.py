"""A lock file for writing to a folder. The system releases the lock when the process ends, even if killed."""

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
"""Don't follow links, which may lead anywhere. Don't block when opening a pipe."""


class TakenError(Exception):
    """Another process held the lock until the time limit."""


@contextmanager
def hold(path: Path, limit_s: float) -> Iterator[bool]:
    """Lock a file, which is created if necessary and never deleted. Yields False if that's impossible.

    That is the case in a folder that isn't writable, on a file system without locks, and if another file has
    the name (a lock file is empty).

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
        os.close(handle)  # also releases the lock


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
