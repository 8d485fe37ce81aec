"""How long a gateway wants to be left alone, in either form of the header."""

import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.greenapi.retry_after import in_words, retry_after_s

DATE = "Sat, 14 Mar 2026 09:00:00 GMT"


@given(st.text(max_size=40), st.text(max_size=40) | st.just(DATE))
def test_any_header_is_read_or_passed_over(header: str, date: str) -> None:
    waited = retry_after_s({"retry-after": header, "date": date})
    assert waited is None or 0 <= waited <= 365 * 86_400


@pytest.mark.parametrize(
    ("header", "waited_s"),
    [
        ("7", 7.0),
        ("Sat, 14 Mar 2026 09:00:30 GMT", 30.0),
        ("Saturday, 14-Mar-26 09:00:30 GMT", 30.0),
        ("Sat Mar 14 09:00:30 2026", 30.0),
        ("Fri, 13 Mar 2026 09:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_seconds_and_each_form_of_a_date_are_read(header: str, waited_s: float | None) -> None:
    assert retry_after_s({"retry-after": header, "date": DATE}) == waited_s


def test_without_a_date_of_the_gateways_this_computers_clock_counts() -> None:
    assert retry_after_s({"retry-after": DATE}) is not None


@pytest.mark.parametrize(
    ("wait_s", "span"),
    [
        (61, "in 2 minutes, after "),
        (5400, "in 90 minutes, after "),
        (5401, "in 2 hours, after "),
        (86_400, "in 24 hours, after "),
        (3 * 86_400, "in 3 days, after "),
    ],
)
def test_a_wait_is_told_as_a_span_and_a_time(wait_s: float, span: str) -> None:
    assert in_words(wait_s).startswith(span)
    assert (" on " in in_words(wait_s)) or wait_s < 86_400


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no tzset")
def test_a_time_after_the_clocks_change_is_told_as_clocks_show_it_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    half_a_year = timedelta(days=182)
    first = datetime.now(UTC) + half_a_year
    try:
        told = in_words(half_a_year.total_seconds())
    finally:
        monkeypatch.undo()
        time.tzset()
    ready = [each.astimezone(ZoneInfo("Europe/Berlin")) for each in (first, datetime.now(UTC) + half_a_year)]
    assert any(f"after {each + timedelta(minutes=1):%H:%M} on {each.day} " in told for each in ready)
