"""The program as a process of its own: started, watched, asked to end, and looked over afterwards."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from tests.journeys.reader import Reader, Thing
from tests.journeys.screen import Screen
from tests.journeys.waiting import LIMIT_S, until

ROOT = Path(__file__).resolve().parents[2]
TITLE = "Contact Inspector"
_MEASURING = ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START")
"""Coverage writes its figures when a process ends, which takes longer than the program itself."""


class Process:
    """One run of the program.

    Args:
        folder: for its output.
        environment: beside this process's own.
        reader: None for a program that no screen reader listens to, which starts and ends quicker.
        is_measured: whether coverage, if it runs, counts the lines of this process.
    """

    def __init__(
        self,
        command: list[str],
        folder: Path,
        screen: Screen,
        reader: Reader | None,
        environment: Mapping[str, str],
        *,
        is_measured: bool,
    ) -> None:
        self.screen = screen
        self._reader = reader
        self._output = [folder / name for name in ("stdout", "stderr")]
        whole = {**os.environ, **screen.environment, **(reader.environment if reader else {}), **environment}
        with self._output[0].open("wb") as stdout, self._output[1].open("wb") as stderr:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={name: value for name, value in whole.items() if is_measured or name not in _MEASURING},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
        self._fd = os.pidfd_open(self._process.pid)
        self._window: int | None = None

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def stdout(self) -> str:
        return self._output[0].read_text(errors="replace")

    @property
    def stderr(self) -> str:
        return self._output[1].read_text(errors="replace")

    def listens_to(self, number: signal.Signals) -> bool:
        """Whether the process has a handler of its own for a signal."""
        told = Path(f"/proc/{self.pid}/status").read_text().partition("SigCgt:")[2].split()[0]
        return bool(int(told, 16) >> (number - 1) & 1)

    def has_loaded(self, library: str) -> bool:
        return library in Path(f"/proc/{self.pid}/maps").read_text()

    def wait_for_window(self) -> int:
        """Wait until the window is there, and give it the keyboard."""
        if self._window is None:
            until("the window", lambda: not self.is_running or self.screen.is_lit)
            assert self.is_running, f"it ended with code {self.code}: {self.stderr!r}"
            self._window = self.screen.enter_window(TITLE)
        return self._window

    # What a person sees

    def things(self) -> list[Thing]:
        return self._open_reader().things(self.pid)

    def thing(self, object_name: str) -> Thing | None:
        """The first thing of this `objectName` that shows."""
        return next((thing for thing in self.things() if thing.id.endswith(f".{object_name}")), None)

    @property
    def focused(self) -> str:
        """The `objectName` of what has the keyboard."""
        return self._open_reader().focused(self.pid).rpartition(".")[2]

    def says(self, words: str) -> bool:
        """Whether these words stand anywhere in the window, perhaps amid others."""
        return any(words in name for name in self._open_reader().names(self.pid))

    def wait_for_words(self, words: str, limit_s: float = LIMIT_S) -> None:
        self._wait_for(f"“{words}” in the window", words, limit_s)

    def wait_for_account(self, name: str) -> None:
        """Wait until an account can be asked with."""
        self.wait_for_words(f"Account: {name}, connected")

    def _wait_for(self, what: str, words: str, limit_s: float) -> None:
        try:
            until(what, lambda: self.says(words), limit_s, step_s=0.05)
        except AssertionError as error:
            seen = [name for name in self._open_reader().names(self.pid) if name]
            raise AssertionError(f"{error}; there stands {seen}; stderr: {self.stderr!r}") from None

    # What a person does

    def look_up(self, number: str) -> None:
        """Type a number over the one that is there, and press Enter."""
        self.screen.press("ctrl+l")
        self.screen.type(number)
        self.screen.press("Return")

    def close_window(self) -> float:
        """Close the window; how long the process lived on, in seconds."""
        window = self.wait_for_window()
        asked_s = time.perf_counter()
        self.screen.close_window(window)
        return self._wait_for_end(asked_s)

    def send(self, number: signal.Signals) -> float:
        """Send a signal; how long the process lived on, in seconds."""
        asked_s = time.perf_counter()
        os.kill(self.pid, number)
        return self._wait_for_end(asked_s)

    def wait_for_end(self) -> int:
        """The exit code, for a process that ends by itself."""
        self._wait_for_end(time.perf_counter())
        return self.code

    @property
    def code(self) -> int:
        """The exit code of a process that has ended."""
        return self._process.wait()

    def assert_ended_well(self) -> None:
        """It ended by itself, without a word of complaint, and left no process behind."""
        assert (self.code, self.stderr, self.stdout) == (0, "", "")
        assert _processes_of_session(self.pid) == []

    def end(self) -> None:
        """End a process that a test left running."""
        if self.is_running:
            self._process.kill()
        self._process.wait()
        os.close(self._fd)

    def _open_reader(self) -> Reader:
        assert self._reader is not None, "start the program with a reader to have it read"
        return self._reader

    def _wait_for_end(self, asked_s: float) -> float:
        ended, _, _ = select.select([self._fd], [], [], LIMIT_S)
        took_s = time.perf_counter() - asked_s
        assert ended, f"the process never ended; stderr: {self.stderr!r}"
        return took_s


def _processes_of_session(session: int) -> list[int]:
    """The processes that a process and its children started; the session of a child is its parent's."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if int(fields[3]) == session and fields[0] != "Z":
                found.append(int(folder.name))
    return found
