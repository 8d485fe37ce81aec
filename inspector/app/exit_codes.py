"""Exit codes, and output to standard output and standard error."""

import contextlib
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TextIO


class Exit(IntEnum):
    """The process's exit codes."""

    FOUND = 0
    REFUSED = 1
    WRONG_USAGE = 2
    NO_ACCOUNT = 3
    INTERRUPTED = 130


class CommandError(Exception):
    """Ends a command with an exit code and a message."""

    def __init__(self, code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def print_result(text: str) -> None:
    """Print a result. If the reader has closed the pipe, as `head` does, the rest is discarded.

    Raises:
        OSError: it can't be written, for instance because the disk is full.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        discard(sys.__stdout__)


def discard(stream: TextIO | None) -> None:
    """Redirect a stream to the null device, so that Python's flush at exit doesn't fail."""
    if stream is not None:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


def discard_stderr() -> None:
    """Keep the command's exit code: Python changes it to 120 if it can't flush standard error."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        discard(sys.__stderr__)


def say(*sentences: str) -> None:
    """Print messages to standard error. A closed stream is not an error."""
    # imported late: it brings all of Unicode, and opening a window prints nothing
    from inspector.contact.cleaning import clean_text

    with contextlib.suppress(OSError):
        for sentence in sentences:
            if sys.stderr is not None:
                sys.stderr.write(f"{clean_text(sentence).text}\n")
