"""How a command ends: with an exit code, and with sentences on standard error."""

import contextlib
import sys
from enum import IntEnum


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


def say(*sentences: str) -> None:
    """Tell a person something on standard error; nobody listening is no failure."""
    # what cleans a sentence knows all of Unicode, and a window that opens has nothing to say
    from inspector.contact.cleaning import clean_text

    with contextlib.suppress(OSError):
        for sentence in sentences:
            if sys.stderr is not None:
                sys.stderr.write(f"{clean_text(sentence).text}\n")
