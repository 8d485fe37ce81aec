"""How a command ends: with a result on standard output, an exit code, and sentences on standard error."""

import contextlib
import os
import sys
from enum import IntEnum
from pathlib import Path
from typing import TextIO


class Exit(IntEnum):
    """What the process's exit code says."""

    FOUND = 0
    REFUSED = 1
    WRONG_USAGE = 2
    NO_ACCOUNT = 3
    INTERRUPTED = 130


class CommandError(Exception):
    """Ends a command with an exit code and a sentence."""

    def __init__(self, code: Exit, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def put_out(text: str) -> None:
    """Print a result. A reader that has gone away, as `head` does, has read what it wanted.

    Raises:
        OSError: it cannot be written, for instance because the disk is full.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        discard(sys.__stdout__)


def discard(stream: TextIO | None) -> None:
    """Send what a stream still holds to nowhere: Python would fail to write it once more when it ends."""
    if stream is not None:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())


def discard_unheard() -> None:
    """Leave the exit code to the command: Python makes it 120 when it cannot write to standard error."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        discard(sys.__stderr__)


def say(*sentences: str) -> None:
    """Tell a person something on standard error; nobody listening is no failure."""
    # what cleans a sentence knows all of Unicode, and a window that opens has nothing to say
    from inspector.contact.cleaning import clean_text

    with contextlib.suppress(OSError):
        for sentence in sentences:
            if sys.stderr is not None:
                sys.stderr.write(f"{clean_text(sentence).text}\n")
