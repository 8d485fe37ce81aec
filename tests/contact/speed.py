"""How fast is fast enough: CPU time of this process, so that a busy machine fails no test."""

import sys
import time
from collections.abc import Callable

TRACING_FACTOR = 1 if sys.gettrace() is None else 8
"""Coverage watches every line, which makes this program's own code several times slower."""


def cpu_s(work: Callable[[], object], tries: int = 3) -> float:
    """The least CPU time that some work took."""
    return min(_once(work) for _ in range(tries))


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
