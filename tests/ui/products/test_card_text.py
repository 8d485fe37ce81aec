"""Text on a card: cut, not spilled, whatever the script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage, QPainter

from inspector.ui.products import card_text
from inspector.ui.qt import style

pytestmark = pytest.mark.usefixtures("qapp")
WIDTH_PX = 158


def lines(text: str, most_lines: int = 2) -> tuple[str, ...]:
    return card_text._lines(text, style.font(13).toString(), WIDTH_PX, most_lines)


def test_a_short_name_takes_one_line_and_a_long_one_two() -> None:
    assert lines("Oil filter") == ("Oil filter",)
    first, second = lines("Brake disc, front, ventilated, pair")
    assert f"{first} {second}" == "Brake disc, front, ventilated, pair"
    assert lines("") == ("",)


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    shown = lines("word " * 60)
    assert len(shown) == 2
    assert shown[1].endswith("…")
    assert lines("x" * 200, most_lines=1)[0].endswith("…")


def test_emoji_are_not_cut_in_halves() -> None:
    text = "🚗👩‍👩‍👧‍👦 family car 🚙🚙🚙🚙🚙🚙🚙🚙🚙🚙 end of the second line of it"
    shown = lines(text)
    assert "\ufffd" not in "".join(shown)
    assert text.startswith(shown[0])


@given(st.text(max_size=120))
def test_no_line_is_wider_than_the_card(text: str) -> None:
    metrics = QFontMetrics(style.font(13))
    shown = lines(" ".join(text.split()))
    assert len(shown) <= 2
    for line in shown[1:]:
        assert metrics.horizontalAdvance(line) <= WIDTH_PX + 1


def test_text_is_written_from_the_top_and_the_rest_is_given_back() -> None:
    image = QImage(WIDTH_PX, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    rest = card_text.draw(painter, QRect(0, 10, WIDTH_PX, 80), "one", style.font(13), most_lines=2)
    painter.end()
    spacing = QFontMetrics(style.font(13)).lineSpacing()
    assert rest.top() == 10 + spacing
    assert rest.bottom() <= 90


def test_chips_that_find_no_room_are_counted() -> None:
    font = style.font(11)

    def words(*chips: str) -> list[str]:
        placed = card_text.fitting(chips, font, WIDTH_PX, 4)
        assert sum(width + 4 for _, width in placed) - 4 <= WIDTH_PX
        return [word for word, _ in placed]

    assert words() == []
    assert words("Hidden") == ["Hidden"]
    assert words("Hidden", "Hidden") == ["Hidden", "Hidden"]
    assert words("Out of stock", "Not approved", "Hidden") == ["Out of stock", "+2"]
    assert words("Hidden", "a very long word for a review", "b") == ["Hidden", "+2"]
    (only,) = words("an availability of many, many words")
    assert only.endswith("…")
    assert words("an availability of many, many words", "Hidden")[1:] == ["+1"]
