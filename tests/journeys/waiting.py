"""Waiting for what another process does."""

import time
from collections.abc import Callable

LIMIT_S = 10.0
"""Far above what anything takes on a busy machine; a test that waits this long has failed."""


def until(what: str, is_true: Callable[[], bool], limit_s: float = LIMIT_S, step_s: float = 0.005) -> None:
    """Look again and again until a condition holds; fails with its name when it never does.

    Args:
        step_s: between two looks; looking that costs the program time wants a longer one.
    """
    deadline = time.monotonic() + limit_s
    while not is_true():
        assert time.monotonic() < deadline, f"never came: {what}"
        time.sleep(step_s)
