"""Catalogues of growing size, scrolled with pictures: time and memory, compared with a bare window.

With the argument `once`: prints the figures of one process as JSON.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import median

import bench_gateway
from bench_gateway import Shop
from bench_painted import held_bytes, rest
from bench_start import told_by
from bench_table import Row, hand_over, percentile
from bench_window import LastByte, OpenWindow, opened

_SHOPS = (Shop(0, 10), Shop(1, 100), Shop(2, 1_000), Shop(3, 10_000))
_PAGES = 150
"""At most this many pages of a long catalogue, each shown until its pictures have loaded."""
_PACE_MS, _PICTURES_MS = 1100, 20
_MB = 2**20
_MOST_MB = 80
_STEP = 10
"""The factor between sizes: linear growth must not exceed it."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One catalogue, from its response to its end."""

    shown_s: float
    """From the response's last byte."""
    frame_s: float
    """99th percentile."""
    held_bytes: int


def rows(times: int) -> list[Row]:
    bare_mb = [told_by("bare")[1] / _MB for _ in range(times)]
    walks = [_walk_in_a_process() for _ in range(times)]
    held_mb = [
        [walk.held_bytes / _MB - median(bare_mb) for walk in each] for each in zip(*walks, strict=True)
    ]
    shown_s = [median(walk.shown_s for walk in each) for each in zip(*walks, strict=True)]
    frames_s = [median(walk.frame_s for walk in each) for each in zip(*walks, strict=True)]
    more_mb = [median(each) for each in held_mb]
    growth = max(later / before for before, later in pairwise(shown_s))
    return [
        Row(
            "memory (RSS) after scrolling 10,000 products with pictures",
            f"a bare PySide6 window: {median(bare_mb):.0f} MB",
            f"+ {more_mb[-1]:.0f} MB ({min(held_mb[-1]):.0f}–{max(held_mb[-1]):.0f})",
            f"{(more_mb[-1] + median(bare_mb)) / median(bare_mb):.2f}",
            f"+ {_MOST_MB} MB at most",
            more_mb[-1] <= _MOST_MB,
        ),
        Row(
            "growth at 10, 100, 1,000, 10,000 products",
            "the size before",
            f"last byte to grid {_listed(shown_s)}; frame p99 {_listed(frames_s)}; "
            f"memory + {' / '.join(f'{each:.0f}' for each in more_mb)} MB",
            f"time {growth:.1f} at most, memory {more_mb[-1] / more_mb[-2]:.1f}",
            f"time ≤ {_STEP} ×, memory flat (+ {_MOST_MB} MB at most)",
            growth <= _STEP and max(more_mb) <= _MOST_MB,
        ),
    ]


def _listed(spans_s: list[float]) -> str:
    return f"{' / '.join(f'{1000 * span_s:.1f}' for span_s in spans_s)} ms"


def _walk_in_a_process() -> list[Walk]:
    command = [sys.executable, __file__, "once"]
    told = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    return [Walk(**figures) for figures in json.loads(told)]


def walk_through() -> list[Walk]:
    with bench_gateway.running(_SHOPS, away_s=0) as (account, token), opened(account, token) as window:
        last_byte = LastByte()
        return [_walk(window, shop, last_byte) for shop in _SHOPS]


def _walk(window: OpenWindow, shop: Shop, last_byte: LastByte) -> Walk:
    shown_s = window.show_cards(shop) - last_byte.at_s
    rest(_PACE_MS)
    bar = window.cards.verticalScrollBar()
    steps = min(_PAGES, 1 + bar.maximum() // max(1, bar.pageStep()))
    frames_s = []
    for step in range(1, steps + 1):
        if bar.maximum():
            frames_s.append(window.scroll_to(bar.maximum() * step // steps))
        rest(_PICTURES_MS)
        while not window.has_all_pictures:
            rest(_PICTURES_MS)
    return Walk(shown_s, percentile(frames_s or [0.0], 0.99), held_bytes())


if __name__ == "__main__":
    if sys.argv[1] == "once":
        print(json.dumps([asdict(walk) for walk in walk_through()]))
    else:
        hand_over(rows)
