"""Times and durations in plain English, used by the window and the command line."""

from datetime import datetime, timedelta, tzinfo
from typing import Final

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not `strftime`: Qt sets the process's locale, so names would differ from the command line's."""
_MINUTE_S: Final = 60
_HOUR_S: Final = 3_600
_DAY_S: Final = 86_400


def length_of_time(seconds: int) -> str:
    """A duration in the largest unit that divides it: `7 days`, `90 minutes`.

    One day is `24 hours`, as in WhatsApp's own menu.
    """
    if seconds % _DAY_S == 0 and seconds > _DAY_S:
        return _counted(seconds // _DAY_S, "day")
    if seconds % _HOUR_S == 0:
        return _counted(seconds // _HOUR_S, "hour")
    if seconds % _MINUTE_S == 0:
        return _counted(seconds // _MINUTE_S, "minute")
    return _counted(seconds, "second")


def ago(at: datetime, now: datetime) -> str:
    """`3 minutes ago`, `2 days ago`."""
    seconds = int((now - at).total_seconds())
    if seconds < 0:
        return "in the future"
    if seconds < _MINUTE_S:
        return "just now"
    if seconds < _HOUR_S:
        return f"{_counted(seconds // _MINUTE_S, 'minute')} ago"
    if seconds < _DAY_S:
        return f"{_counted(seconds // _HOUR_S, 'hour')} ago"
    return f"{_counted(seconds // _DAY_S, 'day')} ago"


def moment(at: datetime, zone: tzinfo | None = None) -> str:
    """`14 Mar 2026, 09:00` in a time zone; None is the local zone."""
    local = at.astimezone(zone)
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}, {local:%H:%M}"


def moment_with_offset(at: datetime, zone: tzinfo | None = None) -> str:
    """`14 Mar 2026, 09:00 (UTC+3)`."""
    return f"{moment(at, zone)} ({_offset(at.astimezone(zone))})"


def _offset(local: datetime) -> str:
    """`UTC`, `UTC+3`, `UTC-3:30`."""
    minutes = round((local.utcoffset() or timedelta()).total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _counted(count: int, unit: str) -> str:
    return f"{count:,} {unit}" + ("" if count == 1 else "s")
