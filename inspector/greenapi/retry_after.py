"""How long a gateway wants to be left alone: the header `Retry-After` (RFC 9110), as seconds and in words."""

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from inspector.core.problem import Kind, Problem

_LONGEST_S: Final = 365 * 86_400.0
"""Nobody can act on more, and a date far from now may not exist."""
_PASSING: Final = frozenset(
    {Kind.TOO_FAST, Kind.CONTACT_LIMIT, Kind.GATEWAY_DOWN, Kind.GATEWAY_FAULT, Kind.STARTING}
)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from either form of the header; None when it is missing or unreadable.

    A date is compared with the gateway's own `Date`: this computer's clock may be wrong.
    """
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return min(float(value), _LONGEST_S)
    until = _read_date(value)
    if until is None:
        return None
    now = _read_date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, min((until - now).total_seconds(), _LONGEST_S))


def tell_wait(problem: Problem, wait_s: float) -> Problem:
    """The same, with the time from which to try again as its advice, where trying again can help."""
    if problem.kind not in _PASSING:
        return problem
    return replace(problem, advice=f"Try again {in_words(wait_s)}.")


def in_words(wait_s: float) -> str:
    """A span and a local time, such as "in 24 hours, after 14:05 on 2 December"."""
    now = datetime.now(UTC)
    # Local time last: the clocks may change until then.
    ready = (now + timedelta(seconds=wait_s + 60)).astimezone()
    # Not by strftime: Qt sets the system's language, and the sentence is English.
    day = "" if ready.date() == now.astimezone().date() else f" on {ready.day} {_MONTHS[ready.month - 1]}"
    return f"in {_span(wait_s)}, after {ready:%H:%M}{day}"


def _span(wait_s: float) -> str:
    """A length of time, rounded up to whole minutes, hours or days."""
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
