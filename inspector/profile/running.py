"""One program per profile: who holds the claim has the window, and who comes later tells it what is wanted.

The claim is a lock file, which the system takes back however its holder ends: whoever holds it may put
any socket that is left away. Both lie where nobody else of this computer can reach them. A message is one
line: how the number came, a token that lets the window come forward, and the number.
"""

import os
import re
import stat
import sys
import time
from contextlib import ExitStack, suppress
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector.profile import lock
from inspector.profile.folder import FOLDER_NAME, ProfileError, ProfileFolder

if TYPE_CHECKING:
    from inspector.phone.link import Wanted

if sys.platform == "win32":
    import ctypes
    import queue
    import threading

MESSAGE_CAP_BYTES: Final = 512
DONE: Final = b"done\n"
ANSWER_LIMIT_S: Final = 3.0
"""A window that takes longer to answer does not answer."""
START_LIMIT_S: Final = 20.0
"""A program that just started is not listening yet."""

_LONGEST_ADDRESS_BYTES: Final = 100
"""Of a socket, with room for what Qt appends while it makes one: the system's own limit is 104 or 108."""
_PAUSE_S: Final = 0.03
_MESSAGE: Final = r"(typed|link|more)\t([!-~]{0,256})\t([^\t\n]*)\n"


class Standing(Enum):
    """What a start of the program finds."""

    FIRST = auto()
    """No other runs in this profile, and none will beside this one."""
    TOLD = auto()
    """Another one runs, and has taken the message."""
    BESIDE_SILENT = auto()
    """Another one runs, and does not answer."""
    UNKNOWN = auto()
    """Nothing can be claimed here, in a profile that cannot be written say."""


class Claim:
    """The claim to a profile's window. Making the object touches nothing.

    Args:
        is_demo: a program that started with the sample contacts is another than the real one.
    """

    def __init__(self, folder: ProfileFolder, *, is_demo: bool) -> None:
        self._folder = folder
        self._is_demo = is_demo
        self._held = ExitStack()
        self.standing = Standing.UNKNOWN
        self.address = ""
        """Where the first one listens: a socket's path, or a pipe's name."""

    def make(self, wanted: "Wanted | None" = None, activation: str = "") -> Standing:
        """Become the first, or have the first one grant what is wanted. Bounded by the limits above.

        Args:
            wanted: None for a window that only comes forward.
            activation: the token with which the desktop lets a window come forward (`XDG_ACTIVATION_TOKEN`).
        """
        self.standing = Standing.UNKNOWN
        name, place = _name(self._folder, is_demo=self._is_demo), _private_place(self._folder)
        if place is not None and name is not None:
            pipe = rf"\\.\pipe\{FOLDER_NAME}-{name}"
            self.address = pipe if sys.platform == "win32" else str(place / f"{name}.socket")
            if len(os.fsencode(self.address)) <= _LONGEST_ADDRESS_BYTES:
                self.standing = self._settle(place / f"{name}.lock", wanted, activation)
        return self.standing

    def release(self) -> None:
        """Let another one be the first."""
        self._held.close()
        self.standing = Standing.UNKNOWN

    def _settle(self, path: Path, wanted: "Wanted | None", activation: str) -> Standing:
        until_s = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until_s:
            try:
                has_lock = self._held.enter_context(lock.hold(path, 0))
            except lock.TakenError:
                with suppress(OSError):  # it does not listen yet, or no longer, or is told too much at once
                    is_taken = _tell(self.address, write_message(wanted, activation))
                    return Standing.TOLD if is_taken else Standing.BESIDE_SILENT
                time.sleep(_PAUSE_S)
            else:
                return Standing.FIRST if has_lock else Standing.UNKNOWN
        return Standing.BESIDE_SILENT


# How a message is read is imported when there is one: the first start has nobody to tell anything.


def write_message(wanted: "Wanted | None", activation: str = "") -> bytes:
    """The line that tells what is wanted; a token that no desktop gives is left out."""
    from inspector.phone.link import Wanted, bare

    wanted = wanted or Wanted()
    kind = ("more" if wanted.has_more else "link") if wanted.is_link else "typed"
    token = activation if re.fullmatch(r"[!-~]{0,256}", activation) else ""
    return f"{kind}\t{token}\t{bare(wanted).number}\n".encode("ascii")


def read_message(line: bytes) -> tuple["Wanted", str] | None:
    """What a line wants, and the token to come forward with; None for what is no message."""
    from inspector.phone.link import Wanted, is_bare

    found = re.fullmatch(_MESSAGE, line.decode("latin-1")) if len(line) <= MESSAGE_CAP_BYTES else None
    if found is None:
        return None
    wanted = Wanted(found[3], is_link=found[1] != "typed", has_more=found[1] == "more")
    return (wanted, found[2]) if is_bare(wanted) else None


def _name(folder: ProfileFolder, *, is_demo: bool) -> str | None:
    """What tells one program from another: the profile, by whichever name it was called, and the user.

    None when there is no such folder, and none can be made.
    """
    try:
        folder.create()
        found = folder.path.stat()
    except (ProfileError, OSError):
        return None
    return f"{_user()}-{found.st_dev:x}-{found.st_ino:x}{'-demo' if is_demo else ''}"


def _private_place(folder: ProfileFolder) -> Path | None:
    """A folder that is this user's alone: in the session's own place, or in the profile."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "") if sys.platform == "linux" else ""
    if flatpak := os.environ.get("FLATPAK_ID"):
        runtime += f"/app/{flatpak}"  # of the session's own place what all sandboxes of one program share
    if runtime.startswith("/") and _is_private(place := Path(runtime) / FOLDER_NAME):
        return place
    return place if _is_private(place := folder.path / "run") else None


def _is_private(place: Path) -> bool:
    """Whether the folder, made if it is missing, belongs to this user and is closed to all others."""
    try:
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
        found = place.lstat()
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(found.st_mode) and _is_closed(found)


if sys.platform == "win32":

    def _user() -> str:
        return os.getlogin()

    def _is_closed(_found: os.stat_result) -> bool:
        """Whom a folder is open to is not in its mode there; the profile's own lies among the user's."""
        return True

    def _tell(address: str, message: bytes) -> bool:
        """See below. A pipe knows no time limits: a thread that nobody waits for speaks with it."""
        # Windows lets a window come forward only when the program in front allows it: here, any (-1).
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
        answers: queue.SimpleQueue[bytes | OSError] = queue.SimpleQueue()

        def speak() -> None:
            try:
                with open(address, "r+b", buffering=0) as pipe:  # noqa: PTH123  # pathlib takes a pipe's name apart
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

    def _is_closed(found: os.stat_result) -> bool:
        return found.st_uid == os.geteuid() and not found.st_mode & 0o077

    def _tell(address: str, message: bytes) -> bool:
        """Whether the first one took the message.

        Raises:
            OSError: it does not listen.
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
