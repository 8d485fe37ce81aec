"""Qt enumeration values as plain integers, for code that runs before the first paint.

The first use of an enumeration makes PySide6 create the classes of all 120: 14 ms, an eighth of the time a
bare window takes to appear. Qt properties accept integers, and a test compares these with Qt's names. Code
that runs later uses `QtCore.Qt.…`.
"""

from typing import Final

PLAIN_TEXT: Final = 0
LEFT_WHATEVER_THE_TEXT: Final = 0x91
"""AlignLeft | AlignAbsolute | AlignVCenter: left for right-to-left text too."""
CENTRED: Final = 0x84
VERTICAL: Final = 2
NO_FOCUS: Final = 0
TAB_FOCUS: Final = 1
TEXT_ONLY: Final = 1
