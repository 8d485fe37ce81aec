"""The `Retry-After` header (RFC 9110), as seconds and in words."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from inspector.core.problem import Kind, Problem

_MAX_WAIT_S: Final = 365 * 86_400.0
"""Longer waits are no use to anyone, and a date too far ahead may be out of range."""
_TEMPORARY: Final = frozenset(
    {Kind.TOO_FAST, Kind.CONTACT_LIMIT, Kind.GATEWAY_DOWN, Kind.GATEWAY_FAULT, Kind.STARTING}
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from either form of the header; None if it is missing or unreadable.

    A date is compared with the gateway's own `Date`, because this computer's clock may be wrong.
    """
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), _MAX_WAIT_S)
    until = _read_date(value)
    if until is None:
        return None
    now = _read_date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, min((until - now).total_seconds(), _MAX_WAIT_S))


def with_wait(problem: Problem, wait_s: float) -> Problem:
    """Replace the advice with the time to try again, if the problem is temporary."""
    if problem.kind not in _TEMPORARY:
        return problem
    return replace(problem, advice=f"Try again {in_words(wait_s)}.")


def in_words(wait_s: float) -> str:
    """A duration and a local time, such as "in 24 hours, after 14:05 on 2 December"."""
    now = datetime.now(UTC)
    # Convert to local time last: the clocks may change in between.
    ready = (now + timedelta(seconds=wait_s + 60)).astimezone()
    # Not `strftime`: Qt sets the system's locale, but the sentence is English.
    day = "" if ready.date() == now.astimezone().date() else f" on {ready.day} {_MONTHS[ready.month - 1]}"
    return f"in {_span(wait_s)}, after {ready:%H:%M}{day}"


def _span(wait_s: float) -> str:
    """A duration, rounded up to whole minutes, hours or days."""
    if wait_s <= 90 * 60:
        name, count = "minute", math.ceil(wait_s / 60)
    elif wait_s <= 48 * 3600:
        name, count = "hour", math.ceil(wait_s / 3600)
    else:
        name, count = "day", math.ceil(wait_s / 86_400)
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _read_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
