"""One interpreter serves the window and all that works behind it; here it learns who waits."""

import gc
import linecache
import sys

_TURN_S = 0.001
_YOUNG = 10_000


def put_the_window_first() -> None:
    """Let the window have its turn sooner, and keep the garbage collector from standing in its way.

    A thread that wants the interpreter's lock waits 5 ms as Python comes, and a painted screen asks for it
    dozens of times. What the start made stays until the end: walking it took 50 ms, every time that another
    ten thousand products were read. And those are no garbage: they are not looked through after each 700.
    """
    sys.setswitchinterval(_TURN_S)
    gc.freeze()
    gc.set_threshold(_YOUNG)


def forget_sources() -> None:
    """Let the texts of modules go that PySide6 searched for its own name when they were imported.

    It asks `inspect` for them, and linecache keeps every line: 13 MB of a started program's. A traceback
    reads the lines that it shows anew.
    """
    linecache.clearcache()
