"""The bench can be started by anyone, and what it measures moves when the program gets slower."""

import os
import subprocess
import sys
import time

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

import bench
from bench_painted import Painted, Pulse, always, rest
from bench_table import compared, framed

SLOW_S = 0.05


class Slow(QWidget):
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        time.sleep(SLOW_S)


def test_one_part_prints_its_rows_in_a_table() -> None:
    ended = subprocess.run(
        [sys.executable, bench.__file__, "--times", "1", "idle"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    machine, _, head, line, row = ended.stdout.splitlines()
    assert machine.endswith("n = 1")
    assert head.count("|") == line.count("|") == row.count("|") == 7
    assert row.startswith("| idle for a minute")
    assert "% CPU" in row


def test_a_part_that_there_is_not_is_refused() -> None:
    ended = subprocess.run(
        [sys.executable, bench.__file__, "nothing"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "there is no part nothing" in ended.stderr


def test_what_is_painted_slowly_is_measured_as_slow(qtbot: QtBot) -> None:
    widget = Slow()
    qtbot.addWidget(widget)
    watch = Painted(widget, always)
    begun_s = time.monotonic()
    with Pulse() as pulse:
        widget.show()
        ended_s = watch.wait()
    assert ended_s - begun_s >= SLOW_S
    assert max(pulse.gaps_s) >= SLOW_S


def test_what_is_never_painted_is_no_figure(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench_painted._PATIENCE_MS", 50)
    widget = QWidget()
    qtbot.addWidget(widget)
    with pytest.raises(TimeoutError):
        Painted(widget, always).wait()


def test_the_gaps_of_a_pulse_are_the_time_that_went_by(qtbot: QtBot) -> None:
    begun_s = time.monotonic()
    with Pulse() as pulse:
        rest(100)
    assert len(pulse.gaps_s) > 1
    assert 0.1 <= sum(pulse.gaps_s) <= time.monotonic() - begun_s


@pytest.mark.parametrize(("figure_s", "is_met"), [(0.110, True), (0.111, False)])
def test_a_goal_is_met_by_the_median_against_the_median(figure_s: float, is_met: bool) -> None:
    row = compared("it", "plain", [0.05, 0.1, 9.0], [0.0, figure_s, figure_s], 1.1)
    assert row.is_met is is_met
    assert "100.0 ms (50.0–9000.0)" in row.baseline
    assert row.line.endswith("| yes |" if is_met else "| **no** |")


def test_a_frame_is_a_sixtieth_of_a_second() -> None:
    assert framed("it", [0.0166]).is_met
    assert not framed("it", [0.0168]).is_met
