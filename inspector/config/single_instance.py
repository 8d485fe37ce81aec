"""One program per profile: who holds the claim has the window, and who comes later tells it what is wanted.

The claim is a lock file, which the system takes back however its holder ends: whoever holds it may remove
any socket that is left. Both lie where nobody else on this computer can reach them (`meeting_place`). A
message is one line: how the number came, a token that lets the window come forward, and the number.
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

_PAUSE_S: Final = 0.03
_MESSAGE: Final = r"(typed|link|more)\t([!-~]{0,256})\t([^\t\n]*)\n"


class Standing(Enum):
    """What a start of the program finds."""

    FIRST = auto()
    """No other runs in this profile, and none will beside this one."""
    TOLD = auto()
    """Another one runs, and has taken the message."""
    ELSEWHERE = auto()
    """Another one runs, and its window is on a screen that this start cannot show anything on."""
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
        self.screen = ""
        """Where the first one's window is, if that is known: the names of its displays."""

    @property
    def is_elsewhere(self) -> bool:
        return self.standing is Standing.ELSEWHERE

    def make(self, wanted: "Wanted | None" = None, activation: str = "") -> Standing:
        """Become the first, or have the first one grant what is wanted. Bounded by the limits above.

        Args:
            wanted: None for a window that only comes forward.
            activation: the token with which the desktop lets a window come forward (`XDG_ACTIVATION_TOKEN`).
        """
        self.standing = Standing.UNKNOWN
        name, place = _name(self._folder, is_demo=self._is_demo), socket_folder.lock_place(self._folder)
        if place is not None and name is not None:
            self.standing = self._settle(place, name, wanted, activation)
        return self.standing

    def release(self) -> None:
        """Let another one be the first."""
        self._held.close()
        self.standing = Standing.UNKNOWN

    def _settle(self, place: Path, name: str, wanted: "Wanted | None", activation: str) -> Standing:
        until_s = time.monotonic() + START_LIMIT_S
        while time.monotonic() < until_s:
            try:
                has_lock = self._held.enter_context(file_lock.hold(place / f"{name}.lock", 0))
            except file_lock.TakenError:
                with suppress(OSError):  # it does not listen yet, or no longer, or is told too much at once
                    return self._tell_holder(place / f"{name}.holder", wanted, activation)
                time.sleep(_PAUSE_S)
            else:
                return self._settle_first(place, name) if has_lock else Standing.UNKNOWN
        return Standing.BESIDE_SILENT

    def _settle_first(self, place: Path, name: str) -> Standing:
        address = socket_folder.address_in(place, name)
        if address is None:
            self._held.close()  # later starts would wait for a listener
            return Standing.UNKNOWN
        self.address, self.screen = address, socket_folder.this_screen()
        socket_folder.write_note(place / f"{name}.holder", Note(self.address, self.screen))
        return Standing.FIRST

    def _tell_holder(self, note_path: Path, wanted: "Wanted | None", activation: str) -> Standing:
        """Tell the first one what is wanted, if its window can be seen from here.

        Raises:
            OSError: it does not listen.
        """
        note = socket_folder.read_note(note_path)
        if note is None:
            raise FileNotFoundError
        self.address, self.screen = note.address, note.screen
        message = write_message(wanted, activation)
        if socket_folder.are_apart(self.screen, socket_folder.this_screen()):
            return Standing.ELSEWHERE
        return Standing.TOLD if _tell(self.address, message) else Standing.BESIDE_SILENT


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


if sys.platform == "win32":

    def _user() -> str:
        return os.getlogin()

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
