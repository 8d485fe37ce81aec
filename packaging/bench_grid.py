"""Ten thousand products: shown, scrolled and filtered."""

from statistics import median
from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import bench_gateway
import bench_plain
from bench_gateway import Shop
from bench_painted import Painted, Pulse, always, press, rest
from bench_table import FRAME_S, Row, compared, framed, hand_over, in_ms, percentile
from bench_window import LastByte, OpenWindow, opened

_SHOPS = (Shop(0, 10_000), Shop(1, 10_000))
"""Used alternately: looking up the same products again would change nothing."""
_PACE_MS = 1500
_FRAMES = 300
_NOTCHES = 300
_WORDS = "brake 12"
_BETWEEN_KEYS_MS = 30
_BLOCKED_S = 0.05


def rows(times: int) -> list[Row]:
    with (
        bench_gateway.running(_SHOPS, away_s=0) as (account, token),
        bench_plain.running(account, token) as plain,
        opened(account, token) as window,
    ):
        last_byte = LastByte()
        shown = [_show(window, plain, _SHOPS[turn % 2], last_byte) for turn in range(times + 1)][1:]
        scrolled = [_scroll(window) for _ in range(times)]
        wheeled = [_turn_the_wheel(window) for _ in range(times)]
        keys = [_filter(window) for _ in range(times)]
    slowest = max(zip(*keys, strict=True), key=median)
    return [
        _shown_row(*zip(*shown, strict=True)),
        framed(f"scrolling 10,000 products end to end in {_FRAMES} frames, frame time p99", scrolled),
        framed(
            f"the same by {_NOTCHES} notches of the wheel, one in each frame, while pictures come", wheeled
        ),
        framed("filter per key stroke, 10,000 products, the slowest key", slowest),
    ]


def _show(
    window: OpenWindow, plain: bench_plain.Plain, shop: Shop, last_byte: LastByte
) -> tuple[float, float, float]:
    """The times of `json.loads` and from the response's last byte to the cards, and the longest gap in it."""
    _, loading_s = plain.ask(shop.digits)
    with Pulse() as pulse:
        ended_s = window.show_cards(shop)
    rest(_PACE_MS)
    return loading_s, ended_s - last_byte.at_s, max(pulse.gaps_s)


def _shown_row(loading_s: tuple[float, ...], shown_s: tuple[float, ...], gaps_s: tuple[float, ...]) -> Row:
    row = compared(
        "answer of 10,000 products, last byte to grid shown", "`json.loads` of it", loading_s, shown_s, 4
    )
    return Row(
        row.measure,
        row.baseline,
        f"{row.figure}; GUI blocked {in_ms(gaps_s)}",
        row.ratio,
        f"{row.goal}, GUI blocked ≤ 50 ms",
        row.is_met and median(gaps_s) <= _BLOCKED_S,
    )


def _scroll(window: OpenWindow) -> float:
    """Scroll to the end, one step per frame. Returns the 99th percentile of the frame times."""
    end = window.cards.verticalScrollBar().maximum()
    return _walk(window, [end * frame // _FRAMES for frame in range(1, _FRAMES + 1)])


def _turn_the_wheel(window: OpenWindow) -> float:
    """Scroll as far as someone who turns the mouse wheel without pausing."""
    notch = QApplication.wheelScrollLines() * window.cards.verticalScrollBar().singleStep()
    return _walk(window, [notch * frame for frame in range(1, _NOTCHES + 1)])


def _walk(window: OpenWindow, places: list[int]) -> float:
    """One step per frame, then back to the start. Returns the 99th percentile of the frame times."""
    spans_s = []
    for place in places:
        spans_s.append(window.scroll_to(place))
        rest(max(0, round(1000 * (FRAME_S - spans_s[-1]))))
    window.scroll_to(0)
    return percentile(spans_s, 0.99)


def _filter(window: OpenWindow) -> list[float]:
    """Type a filter and delete it. Returns the time from each key to painted products."""
    keys = [(Qt.Key(ord(character.upper())), character) for character in _WORDS]
    keys += [(Qt.Key.Key_Backspace, "")] * len(_WORDS)
    return [_press(window, key, text) for key, text in keys]


def _press(window: OpenWindow, key: Qt.Key, text: str) -> float:
    watch = Painted(window.cards.viewport(), always)
    begun_s = monotonic()
    press(window.filter_field, key, text)
    spent_s = watch.wait() - begun_s
    rest(_BETWEEN_KEYS_MS)
    return spent_s


if __name__ == "__main__":
    hand_over(rows)
