"""Values of Qt's own enumerations by their numbers, for what is built before the first paint.

PySide6 makes the classes of all 120 when the first of them is named: 14 ms, an eighth of the time in which
any window can be there at all. Properties take the numbers, and a test compares them with the names. What
runs later says `QtCore.Qt.…`.
"""

from typing import Final

PLAIN_TEXT: Final = 0
LEFT_WHATEVER_THE_TEXT: Final = 0x91
"""Left, absolutely, and centred vertically."""
CENTRED: Final = 0x84
VERTICAL: Final = 2
NO_FOCUS: Final = 0
TAB_FOCUS: Final = 1
TEXT_ONLY: Final = 1
