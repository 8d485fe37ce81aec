"""Times and timers in words."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.program import Program
from inspector.ui import words

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-1, "off"),
        (0, "off"),
        (1, "1 second"),
        (45, "45 seconds"),
        (60, "1 minute"),
        (5400, "90 minutes"),
        (3600, "1 hour"),
        (86_400, "24 hours"),
        (172_800, "2 days"),
        (604_800, "7 days"),
        (7_776_000, "90 days"),
    ],
)
def test_a_timer_is_said_in_the_largest_whole_unit(program: Program, seconds: int, said: str) -> None:
    assert words.timer(seconds) == said


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=-5), "in the future"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(days=400), "400 days ago"),
    ],
)
def test_a_moment_is_said_by_its_distance(program: Program, before: timedelta, said: str) -> None:
    assert words.ago(NOW - before, NOW) == said


def test_a_mute_ends_at_a_moment_or_never(qapp: QApplication) -> None:
    assert words.muted_until(None) == ""
    assert words.muted_until("always") == "always"
    assert words.muted_until(NOW).startswith("until 14 Mar 2026, ")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows does not let a program change its zone")
@pytest.mark.parametrize(
    ("zone", "said"),
    [("UTC", "UTC"), ("Asia/Kolkata", "UTC+5:30"), ("America/Phoenix", "UTC-7"), ("Asia/Tokyo", "UTC+9")],
)
def test_the_zone_of_this_computer_is_an_offset(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, zone: str, said: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    assert words.zone() == said
    monkeypatch.undo()
    time.tzset()
