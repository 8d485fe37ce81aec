"""The rows of the result table, and how figures are formatted."""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median

HEAD = "| measure | baseline in the same run | figure | ratio | goal | met |\n|---|---|---|---|---|---|"
FRAME_S = 1 / 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table, as text."""

    measure: str
    baseline: str
    figure: str
    ratio: str
    goal: str
    is_met: bool

    @property
    def line(self) -> str:
        words = (
            self.measure,
            self.baseline,
            self.figure,
            self.ratio,
            self.goal,
            "yes" if self.is_met else "**no**",
        )
        return f"| {' | '.join(words)} |"


def compared(
    measure: str, plain: str, baselines_s: Sequence[float], spans_s: Sequence[float], most: float
) -> Row:
    """Compare durations with a baseline by their medians.

    Args:
        plain: what the baseline is.
        most: the goal, as a multiple of the baseline.
    """
    ratio = median(spans_s) / median(baselines_s)
    return Row(
        measure,
        f"{plain}: {in_ms(baselines_s)}",
        in_ms(spans_s),
        f"{ratio:.2f}",
        f"≤ {most:.2f} ×",
        ratio <= most,
    )


def framed(measure: str, spans_s: Sequence[float]) -> Row:
    """Durations whose median should not exceed one frame."""
    ratio = median(spans_s) / FRAME_S
    frame = f"a 60 Hz frame: {1000 * FRAME_S:.1f} ms"
    return Row(measure, frame, in_ms(spans_s), f"{ratio:.2f}", f"≤ {1000 * FRAME_S:.1f} ms", ratio <= 1)


def in_ms(spans_s: Sequence[float]) -> str:
    """Median, minimum and maximum."""
    middle, least, most = (1000 * span_s for span_s in (median(spans_s), min(spans_s), max(spans_s)))
    return f"{middle:.1f} ms ({least:.1f}–{most:.1f})"


def percentile(spans_s: Sequence[float], share: float) -> float:
    """The duration that this share doesn't exceed."""
    ordered = sorted(spans_s)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def hand_over(rows: Callable[[int], list[Row]]) -> None:
    """The main function of each part: measure, and print the rows as JSON."""
    print(json.dumps([asdict(row) for row in rows(int(sys.argv[1]))]))
