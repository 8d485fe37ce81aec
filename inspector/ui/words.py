"""Times, timers and values that nobody knows in words."""

import json
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from inspector.contact.model import Json, MuteExpiry

translate = QCoreApplication.translate

_VALUE_CHARS = 20_000

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400


def timer(seconds: int) -> str:
    """A disappearing-message timer: `7 days`, `24 hours`, `off`."""
    if seconds <= 0:
        return translate("words", "off")
    if seconds % _DAY_S == 0 and seconds > _DAY_S:
        return translate("words", "%n day(s)", "", seconds // _DAY_S)
    if seconds % _HOUR_S == 0:
        return translate("words", "%n hour(s)", "", seconds // _HOUR_S)
    if seconds % _MINUTE_S == 0:
        return translate("words", "%n minute(s)", "", seconds // _MINUTE_S)
    return translate("words", "%n second(s)", "", seconds)


def muted_until(expiry: MuteExpiry) -> str:
    """`until 14 Mar 2026, 09:00`, `always`; empty when it is not known."""
    if expiry is None:
        return ""
    if expiry == "always":
        return translate("words", "always")
    return translate("words", "until {when}").format(when=moment(expiry))


def ago(at: datetime, now: datetime) -> str:
    """`3 minutes ago`, `2 days ago`."""
    seconds = int((now - at).total_seconds())
    if seconds < 0:
        return translate("words", "in the future")
    if seconds < _MINUTE_S:
        return translate("words", "just now")
    if seconds < _HOUR_S:
        return translate("words", "%n minute(s) ago", "", seconds // _MINUTE_S)
    if seconds < _DAY_S:
        return translate("words", "%n hour(s) ago", "", seconds // _HOUR_S)
    return translate("words", "%n day(s) ago", "", seconds // _DAY_S)


def moment(at: datetime) -> str:
    """`14 Mar 2026, 09:00` in this computer's zone."""
    return formatted(at, "d MMM yyyy, HH:mm")


def formatted(at: datetime, pattern: str) -> str:
    """A moment in this computer's zone, by Qt's letters for dates and times."""
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at.timestamp())), pattern)


def zone() -> str:
    """This computer's zone as an offset: `UTC+3`, `UTC`."""
    offset = datetime.now(UTC).astimezone().utcoffset()
    offset_s = 0 if offset is None else int(offset.total_seconds())
    hours, minutes = divmod(abs(offset_s) // _MINUTE_S, 60)
    sign = "-" if offset_s < 0 else "+"
    if offset_s == 0:
        return "UTC"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def value(delivered: Json) -> str:
    """A value of an unknown field: a text as it is, all else as JSON, which breaks off when it is long."""
    if isinstance(delivered, str):
        return delivered
    pieces, length = [], 0
    for piece in json.JSONEncoder(ensure_ascii=False).iterencode(delivered):
        pieces.append(piece)
        length += len(piece)
        if length > _VALUE_CHARS:
            return "".join([*pieces, "…"])
    return "".join(pieces)
