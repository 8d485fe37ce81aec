"""The local time at a number's location."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from inspector.phone.number import Number


def local_time(number: Number, now: datetime) -> str | None:
    """The local time, or a range of times: `14:32 there (UTC+3)`. None if no time zone is known.

    Time zones come from the system, or else from the tzdata package. Unknown names are skipped.

    Args:
        now: an aware datetime.
    """
    times = {name: _time_in(name, now) for name in number.time_zones}
    known = sorted(filter(None, times.values()), key=_offset)
    if not known:
        return None
    first, last = known[0], known[-1]
    if _offset(first) == _offset(last):
        return f"{first:%H:%M} there ({_utc(first)})"
    return f"{first:%H:%M}–{last:%H:%M} there ({_utc(first)} to {_utc(last)})"


def _time_in(zone: str, now: datetime) -> datetime | None:
    try:
        return now.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _utc(moment: datetime) -> str:
    """`UTC`, `UTC+3`, `UTC-3:30`."""
    minutes = round(_offset(moment).total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
