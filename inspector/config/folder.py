"""The folder that holds settings, the list of accounts, logs and caches; and writing in it safely.

Nothing here is secret, but the folder tells whom somebody works with: it is made for its owner alone.
"""

import contextlib
import os
import re
import secrets
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from inspector.config import file_lock

if TYPE_CHECKING:
    from inspector.config.presets import Managed

FOLDER_NAME = "contact-inspector"
LOCK_NAME = ".contact-inspector.lock"
LOCK_LIMIT_S = 1.0
"""A save takes milliseconds; who holds the lock for longer is stopped, or waits for a broken disk."""
_LARGEST_FILE_BYTES = 4_000_000
"""Far above what a person can fill by hand: a larger file is somebody else's, and is not read."""
_UNFINISHED = re.compile(r"\.contact-inspector-[0-9a-f]{32}\.new")
"""The names of new files while they are written: no other program's file has such a name."""


class ProfileError(Exception):
    """The profile could not be written or read. The text is a sentence for a person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ProfileFolder:
    """One profile on the disk. Making the object touches nothing.

    Args:
        path: the folder; None is the system's place for a program's data of this user.
        read_policy: reads what an administrator set for everybody on this computer; called once, when it
            is first needed. None when nothing is set.
    """

    def __init__(
        self,
        path: Path | str | None = None,
        read_policy: "Callable[[], Managed] | None" = None,
    ) -> None:
        self._read_policy = read_policy
        self.is_own = path is None
        """Whether the folder is this program's alone; one that a person chose may hold anything."""
        chosen = platformdirs.user_data_path(FOLDER_NAME, appauthor=False) if path is None else Path(path)
        self.path = Path(os.path.abspath(os.path.expanduser(chosen)))  # noqa: PTH100, PTH111  # pathlib's expanduser raises for an unknown user
        self.caches = platformdirs.user_cache_path(FOLDER_NAME, appauthor=False)
        """What may be removed at any time; a folder that was chosen holds its own."""
        if path is not None:
            self.caches = self.path / "cache"
        self._turns = threading.RLock()
        self._is_locked = False

    @cached_property
    def managed(self) -> "Managed":
        """What an administrator set, as it was when it was first looked at. It holds in every profile."""
        from inspector.config.presets import NOTHING_MANAGED  # the first paint needs no policy

        return self._read_policy() if self._read_policy else NOTHING_MANAGED

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def is_writable(self) -> bool:
        """Whether a file can be made here, found out by making one."""
        try:
            self.check()
        except ProfileError:
            return False
        return True

    def check(self) -> None:
        """Make the folder and a file in it, which goes at once.

        Raises:
            ProfileError: nothing can be saved in this profile.
        """
        self.create()
        try:
            with tempfile.TemporaryFile(dir=self.path, buffering=0) as file:
                file.write(b"\n")  # on a full disk an empty file can still be made
        except OSError as error:
            raise ProfileError(f"Can't save anything in {self.path}: {_reason(error)}.") from None

    def create(self) -> None:
        """Make the folder, readable by its owner only; one that exists is left as it is.

        Raises:
            ProfileError
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.mkdir(mode=0o700, exist_ok=True)
        except (OSError, ValueError) as error:
            raise ProfileError(f"The profile folder {self.path} can't be used: {_reason(error)}.") from None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else, thread or process, writes in this folder meanwhile. May be entered again inside.

        Where there are no locks, a read-only folder say, the block runs without one.

        Raises:
            ProfileError: another copy does not come to an end with its writing.
        """
        with self._turns:
            if self._is_locked:
                yield
                return
            self.create()
            try:
                with file_lock.hold(self.path / LOCK_NAME, LOCK_LIMIT_S) as self._is_locked:
                    yield
            except file_lock.TakenError:
                sentence = f"Another copy of Contact Inspector is writing in {self.path}. Try again."
                raise ProfileError(sentence) from None
            finally:
                self._is_locked = False

    def read(self, name: str) -> bytes | None:
        """What a file of the profile holds; None when there is no such file.

        Raises:
            ProfileError: it is there and cannot be read, or is no file of ours.
        """
        path = self.path / name
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                raise ProfileError(f"{path} isn't a file.")
            with path.open("rb") as file:
                content = file.read(_LARGEST_FILE_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise ProfileError(f"{path} couldn't be read: {_reason(error)}.") from None
        if len(content) > _LARGEST_FILE_BYTES:
            raise ProfileError(f"{path} is too large to be a Contact Inspector file.")
        return content

    def write(self, name: str, content: bytes) -> None:
        """Replace a file of the profile at one stroke: whoever reads it sees the old or the new one whole.

        Raises:
            ProfileError: nothing was written; the old file is as it was.
        """
        with self.locked():
            try:
                if self._is_locked:
                    _clear_unfinished(self.path)
                _replace(self.path / name, content)
            except OSError as error:
                raise ProfileError(f"{self.path / name} couldn't be saved: {_reason(error)}.") from None

    def set_aside(self, name: str) -> Path:
        """Rename a damaged file to `<name>.damaged-<UTC time>`, never over another, and say where it went.

        Raises:
            ProfileError: it is still where it was.
        """
        from datetime import UTC, datetime  # a file is damaged once in a lifetime

        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        source = self.path / name
        try:
            for attempt in range(1, 1_000):
                target = source.with_name(f"{name}.damaged-{stamp}" + (f"-{attempt}" if attempt > 1 else ""))
                if not os.path.lexists(target):
                    return source.rename(target)
        except (OSError, ValueError) as error:
            raise ProfileError(f"{source} couldn't be moved aside: {_reason(error)}.") from None
        raise ProfileError(f"{source} couldn't be moved aside because there are too many damaged files.")


def system_folder() -> Path:
    """Where an administrator's file lies. On Linux in one place, whatever `XDG_CONFIG_DIRS` says."""
    if sys.platform == "linux":
        return Path("/etc/xdg") / FOLDER_NAME
    else:
        return platformdirs.site_config_path(FOLDER_NAME, appauthor=False)


def _clear_unfinished(folder: Path) -> None:
    """Remove what a copy of the program left when it was killed while saving; the caller holds the lock."""
    for path in folder.iterdir():
        if _UNFINISHED.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with contextlib.suppress(OSError):
                path.unlink()


def _replace(path: Path, content: bytes) -> None:
    """Write a new file, make sure it is on the disk, then rename it over the old one.

    Where the old one is a link, as from a repository of dotfiles, what it leads to is replaced.
    """
    target = Path(os.path.realpath(path))  # pathlib's resolve() raises for a link to itself
    unfinished = target.with_name(f".contact-inspector-{secrets.token_hex(16)}.new")
    try:
        with open(unfinished, "xb", opener=_open_private) as file:  # pathlib takes no opener
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _reason(error: OSError | ValueError) -> str:
    """The system's own words: `No space left on device`, `Permission denied`, …"""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
