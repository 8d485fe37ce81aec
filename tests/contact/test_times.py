"""Moments and lengths of time in words."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from inspector.contact import times

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
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
def test_a_length_of_time_is_said_in_the_largest_whole_unit(seconds: int, said: str) -> None:
    assert times.length_of_time(seconds) == said


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
def test_a_moment_is_said_by_its_distance(before: timedelta, said: str) -> None:
    assert times.ago(NOW - before, NOW) == said


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        (UTC, "14 Mar 2026, 09:00 (UTC)"),
        (ZoneInfo("Asia/Kolkata"), "14 Mar 2026, 14:30 (UTC+5:30)"),
        (ZoneInfo("America/Phoenix"), "14 Mar 2026, 02:00 (UTC-7)"),
        (timezone(timedelta(hours=14)), "14 Mar 2026, 23:00 (UTC+14)"),
    ],
)
def test_a_moment_is_said_with_the_offset_of_its_zone(zone: timezone | ZoneInfo, said: str) -> None:
    assert times.moment_with_offset(NOW, zone) == said
