"""The picture cache on disk. Each picture is stored once, under its digest; identities map to digests.

It is one SQLite file, so that nothing half-written is ever read, two programs can use it at once, and its
size and the order of use are known without scanning thousands of files. The order of use is a counter, not a
time, so the file doesn't reveal when a contact was looked at.
"""

import hashlib
import os
import sqlite3
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

FILE_NAME = "pictures.sqlite3"
_SUFFIXES = ("", "-wal", "-shm", "-journal")
"""Suffixes of SQLite's files."""
_OURS = 0x43495031
"""SQLite's `application_id`: identifies the file as ours. A new schema gets a new number."""
_APPLICATION_ID_AT = slice(68, 72)
"""Where the `application_id` is in the file (sqlite.org/fileformat.html)."""
TAG_NAME = "CACHEDIR.TAG"
_TAG = b"Signature: 8a477f597d28d172789f06886806bc55\n# Pictures that Contact Inspector may remove.\n"
"""Marks the folder as our cache and excludes it from backups (bford.info/cachedir)."""
_WAIT_FOR_OTHERS_S = 0.25
_DAMAGED = {
    *(sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR),
    sqlite3.SQLITE_IOERR_SHORT_READ,
}
_SETTINGS = (
    "PRAGMA trusted_schema = off",
    "PRAGMA auto_vacuum = incremental",
    "PRAGMA journal_mode = wal",
    # No fsync: damage from a power failure is detected by the digest or by SQLite.
    "PRAGMA synchronous = off",
    "PRAGMA secure_delete = fast",
)
_PICTURES = "(digest BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, data BLOB NOT NULL)"
_TABLES = (
    f"CREATE TABLE pictures {_PICTURES}",
    "CREATE INDEX by_use ON pictures (used, size)",
    "CREATE TABLE links (identity BLOB PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX by_picture ON links (digest)",
    f"PRAGMA application_id = {_OURS}",
)
_FIND = "SELECT digest, data FROM links JOIN pictures USING (digest) WHERE identity = ?"
_LAST_USE = "SELECT CAST(coalesce(max(used), 0) AS INTEGER) FROM pictures"
_USE = "UPDATE pictures SET used = (SELECT max(used) FROM pictures) + 1 WHERE digest = ?"
_KEEP = (
    "INSERT INTO pictures SELECT ?, coalesce(max(used), 0) + 1, ?, ? FROM pictures WHERE true"
    " ON CONFLICT (digest) DO UPDATE SET used = excluded.used, data = excluded.data"
)
_LINK = "INSERT OR REPLACE INTO links VALUES (?, ?)"
_LINKED = "SELECT digest FROM links WHERE identity = ?"
_REMOVE = ("DELETE FROM links WHERE digest = ?", "DELETE FROM pictures WHERE digest = ?")
_OLDEST = "SELECT digest, CAST(size AS INTEGER) FROM pictures WHERE used <= ? ORDER BY used"
_STEP_BYTES = 4_000_000
_FREE_SPACE = "PRAGMA incremental_vacuum(2000); PRAGMA wal_checkpoint(truncate)"
"""Use it with `executescript`: `Connection.execute` runs one step of the PRAGMA, which frees one page."""
_FREE_PAGES = "PRAGMA freelist_count"
_TOTAL = "SELECT CAST(coalesce(sum(size), 0) AS INTEGER) FROM pictures"
_ANY_USE = 2**62


class StoreError(Exception):
    """The cache can't be used now: no space, no permission, or locked by another program for too long."""


class _UnusableError(sqlite3.DatabaseError):
    """The file is an SQLite database but not ours, or rows can't be deleted from it."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


class PictureStore:
    """The picture cache of one folder. Use it on one thread; the constructor touches no files.

    Every method opens the file if needed, and raises StoreError if it can't be used. In our own folder a
    damaged file is deleted, and the next call creates a new one. A folder that holds anything else is left
    alone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database: sqlite3.Connection | None = None
        self._used_before: int | None = None
        """The use counter at the start of this session."""

    def find(self, identity: bytes) -> bytes | None:
        """Get a picture and mark it as most recently used. Remove it if it doesn't match its digest."""
        with self._connected() as database:
            found = database.execute(_FIND, (identity,)).fetchone()
            if found is None:
                return None
            digest, data = found
            if not isinstance(data, bytes) or hashlib.sha256(data).digest() != digest:
                _remove(database, [digest])
                return None
            with suppress(sqlite3.OperationalError):  # a full disk can still be read
                database.execute(_USE, (digest,))
            return data

    def keep(self, identity: bytes, data: bytes) -> None:
        """Store a picture under an identity, replacing the previous one."""
        digest = hashlib.sha256(data).digest()
        with self._connected() as database, _transaction(database):
            database.execute(_KEEP, (digest, len(data), data))
            database.execute(_LINK, (identity, digest))

    def forget(self, identity: bytes) -> None:
        """Remove the picture of an identity."""
        with self._connected() as database:
            _remove(database, [digest for (digest,) in database.execute(_LINKED, (identity,))])

    def trim(self, limit_bytes: int, *, is_session_over: bool = False) -> bool:
        """Remove the least recently used pictures while the cache is over the limit. Never creates the file.

        One step takes about 30 ms, so that other calls can run in between.

        Args:
            is_session_over: whether pictures used in this session may be removed too.

        Returns:
            Whether another step may find more to remove.
        """
        if self._database is None and not (self._folder / FILE_NAME).exists():
            return False
        with self._connected() as database:
            last = _ANY_USE if is_session_over else self._used_before
            total_bytes = _number(database, _TOTAL)
            with closing(database.execute(_OLDEST, (last,))) as found:
                oldest = list(_until_enough(found, min(total_bytes - limit_bytes, _STEP_BYTES)))
            if oldest:
                _remove(database, oldest)
                if _number(database, _TOTAL) >= total_bytes:
                    raise _UnusableError
            free_pages = _number(database, _FREE_PAGES)
            if free_pages:
                # Removed pictures must not stay readable in the file or in its write-ahead log.
                database.executescript(_FREE_SPACE)
            return bool(oldest) or _number(database, _FREE_PAGES) < free_pages

    def clear(self) -> int:
        """Remove every picture, and the file too if it is faulty. Returns the bytes still in use."""
        try:
            while self.trim(0, is_session_over=True):
                pass
        except StoreError:
            self.remove()
        return self.weigh()

    def weigh(self) -> int:
        """The total size of the pictures in bytes."""
        with self._connected() as database:
            return _number(database, _TOTAL)

    def close(self) -> None:
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def remove(self) -> None:
        """Delete the file. Another process that has it open keeps using its copy until it ends."""
        self.close()
        if not _is_ours(self._folder):
            return
        for end in _SUFFIXES:
            with suppress(OSError):
                (self._folder / f"{FILE_NAME}{end}").unlink(missing_ok=True)

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            if self._database is None:
                self._database = self._open()
            yield self._database
        except (sqlite3.Error, OSError, ValueError) as error:
            self.close()
            if _is_damage(error):
                self.remove()
            raise StoreError(str(error)) from None

    def _open(self) -> sqlite3.Connection:
        _prepare_folder(self._folder)
        for end in _SUFFIXES:
            _remove_link(self._folder / f"{FILE_NAME}{end}")
        path = self._folder / FILE_NAME
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
        database = sqlite3.connect(path, timeout=_WAIT_FOR_OTHERS_S, isolation_level=None)
        try:
            self._set_up(database)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _set_up(self, database: sqlite3.Connection) -> None:
        for setting in _SETTINGS:
            database.execute(setting).fetchall()
        with _transaction(database):
            if _number(database, "SELECT count(*) FROM sqlite_schema") == 0:
                for table in _TABLES:
                    database.execute(table)
            elif _number(database, "PRAGMA application_id") != _OURS:
                raise _UnusableError
        if self._used_before is None:
            self._used_before = _number(database, _LAST_USE)


def _is_damage(error: Exception) -> bool:
    """Whether the file is damaged. An error without a code means Python couldn't decode SQLite's message."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return not isinstance(error, OSError)
    return code in _DAMAGED or code & 0xFF in _DAMAGED


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    """A write transaction."""
    database.execute("BEGIN IMMEDIATE")
    with database:
        yield


def _number(database: sqlite3.Connection, question: str) -> int:
    (answer,) = database.execute(question).fetchone()
    return int(answer)


def _remove(database: sqlite3.Connection, digests: Iterable[bytes]) -> None:
    """Remove pictures and all identities that map to them."""
    with _transaction(database):
        for digest in digests:
            for removal in _REMOVE:
                database.execute(removal, (digest,))


def _until_enough(found: Iterable[tuple[bytes, int]], enough_bytes: int) -> Iterator[bytes]:
    """Digests of pictures, until their total size is enough."""
    so_far_bytes = 0
    for digest, size_bytes in found:
        if so_far_bytes >= enough_bytes:
            return
        so_far_bytes += size_bytes
        yield digest


def _prepare_folder(folder: Path) -> None:
    """Create the folder with access for its owner only, or check that an existing one is safe to use.

    Raises:
        OSError: it can't be created or isn't ours. It could be a symbolic link to anywhere.
    """
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(folder)
    if sys.platform != "win32" and (found.st_uid != os.geteuid() or found.st_mode & 0o022):
        raise PermissionError(folder)
    if not _is_ours(folder):
        raise FileExistsError(folder)
    with suppress(FileExistsError), (folder / TAG_NAME).open("xb") as tag:
        tag.write(_TAG)


def _is_ours(folder: Path) -> bool:
    """Whether a folder is ours: it has our tag, is empty, or holds only our file, as before tags existed."""
    path = folder / FILE_NAME
    try:
        names = {path.name for path in folder.iterdir()}
        if TAG_NAME in names:
            return (folder / TAG_NAME).read_bytes() in (_TAG, b"")
        if not names:
            return True
        if not names <= {f"{FILE_NAME}{end}" for end in _SUFFIXES} or not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(_APPLICATION_ID_AT.stop)[_APPLICATION_ID_AT] == _OURS.to_bytes(4, "big")
    except OSError:
        return False


def _remove_link(path: Path) -> None:
    """Remove a symbolic or hard link, which would make SQLite write to a file elsewhere."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        path.unlink()
