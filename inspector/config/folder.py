"""The folder for settings, the list of accounts, logs and caches, and how to write to it safely.

Nothing in it is secret, but it shows whom the user works with, so only its owner can read it.
"""

import contextlib
import os
import re
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
"""A save takes milliseconds. Whoever holds the lock longer is suspended, or waiting for a broken disk."""
_LARGEST_FILE_BYTES = 4_000_000
"""Far more than a user can enter by hand. A larger file isn't ours and isn't read."""
_UNFINISHED = re.compile(r"\.contact-inspector-[0-9a-f]{32}\.new")
"""Names of temporary files during a save. They are unlikely to clash with another program's."""


class ProfileError(Exception):
    """The profile couldn't be read or written. `sentence` is a message for the user."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ProfileFolder:
    """One profile on disk. Creating the object doesn't access the disk.

    Args:
        path: the folder, or None for the system's standard location for this user's application data.
        read_policy: reads the administrator's policy for this computer. Called once, on first use. None
            means no policy.
    """

    def __init__(
        self,
        path: Path | str | None = None,
        read_policy: "Callable[[], Managed] | None" = None,
    ) -> None:
        self._read_policy = read_policy
        self.is_own = path is None
        """Whether the folder is for this program alone. One that the user chose may contain other files."""
        chosen = platformdirs.user_data_path(FOLDER_NAME, appauthor=False) if path is None else Path(path)
        self.path = Path(os.path.abspath(os.path.expanduser(chosen)))  # noqa: PTH100, PTH111  # pathlib's expanduser raises for an unknown user
        self.caches = platformdirs.user_cache_path(FOLDER_NAME, appauthor=False)
        """May be deleted at any time. A custom profile folder contains its own."""
        if path is not None:
            self.caches = self.path / "cache"
        self._turns = threading.RLock()
        self._is_locked = False

    @cached_property
    def managed(self) -> "Managed":
        """The administrator's policy for every profile on this computer, as read on first use."""
        from inspector.config.presets import NOTHING_MANAGED  # the first paint needs no policy

        return self._read_policy() if self._read_policy else NOTHING_MANAGED

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def is_writable(self) -> bool:
        """Whether files can be created here, tested by creating one."""
        try:
            self.check()
        except ProfileError:
            return False
        return True

    def check(self) -> None:
        """Create the folder and, as a test, a temporary file in it.

        Raises:
            ProfileError: nothing can be saved in this profile.
        """
        self.create()
        try:
            with tempfile.TemporaryFile(dir=self.path, buffering=0) as file:
                file.write(b"\n")  # on a full disk, an empty file can still be created
        except OSError as error:
            raise ProfileError(f"Can't save anything in {self.path}: {_reason(error)}.") from None

    def create(self) -> None:
        """Create the folder, accessible only to its owner. An existing folder is left as it is.

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
        """Lock the folder so that no other thread or process writes to it. Reentrant.

        Where locking isn't possible, such as in a read-only folder, the block runs without a lock.

        Raises:
            ProfileError: another copy has held the lock for too long.
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
        """The contents of a file in the profile, or None if it doesn't exist.

        Raises:
            ProfileError: the file can't be read, or isn't one of ours.
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
        """Atomically replace a file in the profile: readers see either the old or the new version.

        Raises:
            ProfileError: nothing was written; the old file is unchanged.
        """
        with self.locked():
            try:
                if self._is_locked:
                    _clear_unfinished(self.path)
                _replace(self.path / name, content)
            except OSError as error:
                raise ProfileError(f"{self.path / name} couldn't be saved: {_reason(error)}.") from None

    def set_aside(self, name: str) -> Path:
        """Rename a damaged file to `<name>.damaged-<UTC time>` and return the path. Never overwrites a file.

        Raises:
            ProfileError: the file hasn't been moved.
        """
        from datetime import UTC, datetime  # damaged files are rare

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
    """The folder for the administrator's policy. On Linux it is fixed and ignores `XDG_CONFIG_DIRS`."""
    if sys.platform == "linux":
        return Path("/etc/xdg") / FOLDER_NAME
    else:
        return platformdirs.site_config_path(FOLDER_NAME, appauthor=False)


def _clear_unfinished(folder: Path) -> None:
    """Remove temporary files left by a copy that was killed during a save. The caller must hold the lock."""
    for path in folder.iterdir():
        if _UNFINISHED.fullmatch(path.name) and path.is_file() and not path.is_symlink():
            with contextlib.suppress(OSError):
                path.unlink()


def _replace(path: Path, content: bytes) -> None:
    """Write a temporary file, flush it to disk, then rename it over the old one.

    If the old file is a symbolic link, as in a dotfiles repository, the link's target is replaced.
    """
    target = Path(os.path.realpath(path))  # pathlib's resolve() raises for a link to itself
    unfinished = target.with_name(f".contact-inspector-{os.urandom(16).hex()}.new")
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
    """The system's message, such as `No space left on device` or `Permission denied`."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
