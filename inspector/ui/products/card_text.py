"""Paints untrusted text on cards. The line layout is cached by width and font; HTML isn't interpreted."""

from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from inspector.ui.qt import style

_CHIP_SIDE_PX = 7


def draw(painter: QPainter, place: QRect, text: str, font: QFont, *, most_lines: int) -> QRect:
    """Paint text from the top of a rectangle, in at most `most_lines` lines, elided at the end.

    Returns:
        The rest of the rectangle, below the last line.
    """
    metrics = QFontMetrics(font)
    painter.setFont(font)
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    top, height = place.top(), metrics.lineSpacing()
    flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
    for line in _lines(text, font.toString(), place.width(), most_lines):
        painter.drawText(QRect(place.left(), top, place.width(), height), flags, line)
        top += height
    return QRect(place.left(), top, place.width(), place.bottom() - top)


def fitting(words: tuple[str, ...], font: QFont, width_px: int, gap_px: int) -> list[tuple[str, int]]:
    """The chips that fit side by side, with their widths; a last chip, such as `+2`, counts the others."""
    metrics = QFontMetrics(font)
    side = style.scaled(_CHIP_SIDE_PX)
    placed: list[tuple[str, int]] = []
    left_px = width_px
    for number, word in enumerate(words):
        is_last = number == len(words) - 1
        more = f"+{len(words) - number}"
        more_px = metrics.horizontalAdvance(f"+{len(words) - number - 1}") + 2 * side + gap_px
        room = left_px - (0 if is_last else more_px) - 2 * side
        shown = word if placed else metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
        if metrics.horizontalAdvance(shown) > room:
            placed.append((more, metrics.horizontalAdvance(more) + 2 * side))
            break
        placed.append((shown, metrics.horizontalAdvance(shown) + 2 * side))
        left_px -= placed[-1][1] + gap_px
    return placed


@lru_cache(maxsize=2048)
def _lines(text: str, font_words: str, width_px: int, most_lines: int) -> tuple[str, ...]:
    """Break a text into lines and elide the last one. `font_words` comes from `QFont.toString`."""
    font = QFont()
    font.fromString(font_words)
    layout = QTextLayout(text, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    starts: list[int] = []
    for _ in range(most_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width_px)
        starts.append(line.textStart())
    layout.endLayout()
    # Qt counts UTF-16 code units: an emoji is two of them, but one Python character.
    units = text.encode("utf-16-le", "replace")
    pieces = [units[2 * a : 2 * b].decode("utf-16-le").strip() for a, b in pairwise([*starts, len(units)])]
    *whole, rest = pieces
    last = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width_px)
    return (*whole, last)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
