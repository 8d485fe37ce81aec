"""One window per profile: the first start opens it, and later starts send it their request.

The first start holds a lock file, which the system releases however the process ends. The holder may
therefore delete any stale socket. Both files are in places that no other user can access (`socket_folder`).
A message is one line: where the number came from, a window activation token, and the number.
"""

import os
import re
import sys
import time
from contextlib import ExitStack, suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector.config import file_lock, socket_folder
from inspector.config.folder import ProfileError, ProfileFolder
from inspector.config.socket_folder import Note

if TYPE_CHECKING:
    from inspector.phone.link import LookupRequest

if sys.platform == "win32":
    import ctypes
    import queue
    import threading

MESSAGE_CAP_BYTES: Final = 512
DONE: Final = b"done\n"
ANSWER_LIMIT_S: Final = 3.0
"""A window that takes longer is treated as unresponsive."""
START_LIMIT_S: Final = 20.0
"""A program that has just started isn't listening yet."""

_PAUSE_S: Final = 0.03
_MESSAGE: Final = r"(typed|link|more)\t([!-~]{0,256})\t([^\t\n]*)\n"


class ClaimResult(Enum):
    """What a start of the program finds."""

    FIRST = auto()
    """This start holds the lock: it is the only instance in this profile."""
    TOLD = auto()
    """Another instance is running and has accepted the message."""
    ELSEWHERE = auto()
    """Another instance is running, but its window is on a screen that this start can't use."""
    BESIDE_SILENT = auto()
    """Another instance is running but doesn't respond."""
    UNKNOWN = auto()
    """The lock can't be used, for example because the profile isn't writable."""


class Claim:
    """The claim to a profile's window. Creating the object doesn't access the disk.

    Args:
        is_demo: the demo with sample contacts has a separate window.
    """

    def __init__(self, folder: ProfileFolder, *, is_demo: bool) -> None:
        self._folder = folder
        self._is_demo = is_demo
        self._held = ExitStack()
        self.standing = ClaimResult.UNKNOWN
        self.address = ""
        """Where the first instance listens: the path of a socket or the name of a pipe."""
        self.screen = ""
        """The names of the displays with the first instance's window. Empty if unknown."""

    @property
    def is_elsewhere(self) -> bool:
        return self.standing is ClaimResult.ELSEWHERE

    def make(self, wanted: "LookupRequest | None" = None, activation: str = "") -> ClaimResult:
        """Become the first instance, or send the request to the first one. Bounded by the limits above.

        Args:
            wanted: the request, or None to only bring the window to the front.
            activation: the desktop's token for raising a window (`XDG_ACTIVATION_TOKEN`).
        """
        self.standing = ClaimResult.UNKNOWN
        name, place = _name(self._folder, is_demo=self._is_demo), socket_folder.lock_folder(self._folder)
        if place is not None and name is not None:
            self.standing = self._settle(place, name, wanted, activation)
        return self.standing

    def release(self) -> None:
        """Let another instance become the first."""
        self._held.close()
        self.standing = ClaimResult.UNKNOWN

    def _settle(self, place: Path, name: str, wanted: "LookupRequest | None", activation: str) -> ClaimResult:
        until_s = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until_s:
            try:
                has_lock = self._held.enter_context(file_lock.hold(place / f"{name}.lock", 0))
            except file_lock.TakenError:
                with suppress(
                    OSError
                ):  # not listening yet, no longer listening, or too many connections at once
                    return self._tell_holder(place / f"{name}.holder", wanted, activation)
                time.sleep(_PAUSE_S)
            else:
                return self._settle_first(place, name) if has_lock else ClaimResult.UNKNOWN
        return ClaimResult.BESIDE_SILENT

    def _settle_first(self, place: Path, name: str) -> ClaimResult:
        address = socket_folder.address_in(place, name)
        if address is None:
            self._held.close()  # otherwise later starts would wait for a listener
            return ClaimResult.UNKNOWN
        self.address, self.screen = address, socket_folder.current_displays()
        socket_folder.write_note(place / f"{name}.holder", Note(self.address, self.screen))
        return ClaimResult.FIRST

    def _tell_holder(self, note_path: Path, wanted: "LookupRequest | None", activation: str) -> ClaimResult:
        """Send the request to the first instance, if its window is on one of our displays.

        Raises:
            OSError: the first instance isn't listening.
        """
        note = socket_folder.read_note(note_path)
        if note is None:
            raise FileNotFoundError
        self.address, self.screen = note.address, note.screen
        message = write_message(wanted, activation)
        if socket_folder.on_different_displays(self.screen, socket_folder.current_displays()):
            return ClaimResult.ELSEWHERE
        return ClaimResult.TOLD if _tell(self.address, message) else ClaimResult.BESIDE_SILENT


# The link parser is imported only when needed: the first start has no message to send.


def write_message(wanted: "LookupRequest | None", activation: str = "") -> bytes:
    """Encode a request. An invalid activation token is left out."""
    from inspector.phone.link import LookupRequest, bare

    wanted = wanted or LookupRequest()
    kind = ("more" if wanted.has_more else "link") if wanted.is_link else "typed"
    token = activation if re.fullmatch(r"[!-~]{0,256}", activation) else ""
    return f"{kind}\t{token}\t{bare(wanted).number}\n".encode("ascii")


def read_message(line: bytes) -> tuple["LookupRequest", str] | None:
    """Decode a request and its activation token. None if the line isn't a valid message."""
    from inspector.phone.link import LookupRequest, is_bare

    found = re.fullmatch(_MESSAGE, line.decode("latin-1")) if len(line) <= MESSAGE_CAP_BYTES else None
    if found is None:
        return None
    wanted = LookupRequest(found[3], is_link=found[1] != "typed", has_more=found[1] == "more")
    return (wanted, found[2]) if is_bare(wanted) else None


def _name(folder: ProfileFolder, *, is_demo: bool) -> str | None:
    """Identifies an instance by user and profile, even if the profile's path is written differently.

    None if the folder doesn't exist and can't be created.
    """
    try:
        folder.create()
        found = folder.path.stat()
    except (ProfileError, OSError):
        return None
    return f"{_user()}-{found.st_dev:x}-{found.st_ino:x}{'-demo' if is_demo else ''}"


if sys.platform == "win32":

    def _user() -> str:
        return os.getlogin()

    def _tell(address: str, message: bytes) -> bool:
        """See below. Pipes have no timeouts, so a daemon thread does the I/O."""
        # Windows needs permission from the foreground process to raise a window. -1 permits any process.
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
        answers: queue.SimpleQueue[bytes | OSError] = queue.SimpleQueue()

        def speak() -> None:
            try:
                with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123  # pathlib breaks the pipe's name
                    pipe.write(message)
                    answers.put(pipe.read(len(DONE)))
            except OSError as error:
                answers.put(error)

        threading.Thread(target=speak, name="claim", daemon=True).start()
        try:
            answer = answers.get(timeout=ANSWER_LIMIT_S)
        except queue.Empty:
            return False
        if isinstance(answer, OSError):
            raise answer
        return answer == DONE

else:

    def _user() -> str:
        return str(os.geteuid())

    def _tell(address: str, message: bytes) -> bool:
        """Whether the first instance accepted the message.

        Raises:
            OSError: it isn't listening.
        """
        import socket

        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(ANSWER_LIMIT_S)
            try:
                line.connect(address)
                line.sendall(message)
                return line.recv(len(DONE)) == DONE
            except TimeoutError:
                return False
