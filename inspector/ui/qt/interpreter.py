"""Tunes the interpreter for a responsive window: thread switching, garbage collection, memory."""

import gc
import linecache
import sys

_SWITCH_INTERVAL_S = 0.001
_YOUNG_THRESHOLD = 10_000


def tune_interpreter() -> None:
    """Reduce how long the main thread waits for the GIL and for garbage collection.

    By default a thread waits up to 5 ms for the GIL, and painting a screen needs it dozens of times; this
    sets 1 ms. Objects made at start-up live until exit, so they are frozen: a full collection took 50 ms,
    once for every 10,000 products read. The threshold of the youngest generation is raised from 700,
    because parsed products aren't garbage.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    gc.freeze()
    gc.set_threshold(_YOUNG_THRESHOLD)


def forget_sources() -> None:
    """Drop the module source text that linecache holds.

    PySide6 reads the source of every imported module through `inspect`, and linecache keeps every line:
    13 MB after start-up. A traceback reads the lines it shows again.
    """
    linecache.clearcache()
