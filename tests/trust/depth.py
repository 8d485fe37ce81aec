"""How long the tests of endurance run: seconds, or at full length by `python3 packaging/dev.py fuzz`."""

import os
import sys
from typing import Final

IS_LONG: Final = os.environ.get("CONTACT_INSPECTOR_TESTS") == "long"

ANSWERS: Final = 100_000 if IS_LONG else 400
"""Answers that are read and exported, of each kind."""
ANSWERS_DRAWN: Final = 5_000 if IS_LONG else 60
"""The same, drawn in a way that finds the smallest one that fails; takes fifty times as long."""
ANSWERS_IN_WINDOW: Final = 2_000 if IS_LONG else 25
NUMBERS: Final = int(os.environ.get("CONTACT_INSPECTOR_TEXTS", "1000000")) if IS_LONG else 0
"""Texts in which numbers are read, or none; only at full length, and on every core."""
MUTANTS: Final = 10_000 if IS_LONG else 300
QUITS: Final = 50 if IS_LONG else 4
LOOKUPS: Final = 2_000 if IS_LONG else 40
WARM_UP: Final = 400 if IS_LONG else 25
"""Lookups before the first measurement: caches are full then, and every module is loaded."""


def report(figures: str) -> None:
    """Show what a long run measured."""
    if IS_LONG:
        sys.stdout.write(f"{figures}\n")
