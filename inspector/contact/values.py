"""Reads single values of a response leniently, with a remark on anything unexpected.

Every reader returns None for a value that is missing, null, empty or invalid. Only invalid values get a
remark. Nothing here raises, whatever the JSON value.
"""

import json
import math
import re
from datetime import UTC, datetime
from typing import Final, Self

from inspector.contact.cleaning import clean_name
from inspector.contact.fields import Fields, folded
from inspector.contact.model import Json, MuteExpiry

DEEPEST_LEVEL: Final = 64

_QUOTED_CHARS: Final = 32
_TEXT_CHARS: Final = 20_000
"""Limit when a value that isn't text is converted to text. More than anyone reads."""
_YES: Final = frozenset({"true", "yes", "1", "1.0", "on"})
_NO: Final = frozenset({"false", "no", "0", "0.0", "off"})
_FOREVER: Final = frozenset({"always", "forever"})
_NO_LINK: Final = frozenset({"", "undefined", "null", "none"})
SCHEMES: Final = ("https://", "http://")
_NUMBER: Final = re.compile(r"[+-]?\d{1,30}(?:\.\d{1,30})?", re.ASCII)

_FIRST_S: Final = 1_230_768_000
"""2009-01-01, when WhatsApp started."""
_FAR_S: Final = 4_102_444_800
"""2100-01-01. Anything that ends later counts as never ending."""
_MILLISECONDS_FROM: Final = 100_000_000_000
_LONGEST_TIMER_S: Final = 100 * 366 * 86_400


class FloatAsWritten(float):
    """A float that remembers how it was written, so that a price of 54.90 stays 54.90."""

    __slots__ = ("literal",)

    literal: str

    def __new__(cls, literal: str) -> Self:
        number = super().__new__(cls, literal)
        number.literal = literal
        return number


def written(value: Json) -> str | None:
    """Text or a number as written; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, FloatAsWritten):
        return value.literal
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def quoted(value: Json) -> str:
    """A short description of a value for a sentence."""
    if isinstance(value, str):
        shown = clean_name(value, _QUOTED_CHARS).text
        return f"“{shown}”" if shown or not value else "invisible text"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"an object of {len(value)}"
    digits = written(value)
    if digits is not None:
        return clean_name(digits, _QUOTED_CHARS).text
    return "null" if value is None else str(value).lower()


def as_one_text(value: Json) -> str:
    """Any value as readable text: list items separated by commas, nested values as JSON.

    Empty if the value is; cut off with an ellipsis if it is very long.
    """
    if isinstance(value, list):
        text = ", ".join(filter(None, map(_item, value[:_TEXT_CHARS])))
    elif isinstance(value, dict) and not any(isinstance(each, dict | list) for each in value.values()):
        text = ", ".join(f"{key}: {_item(each)}" for key, each in value.items() if not is_empty(each))
    else:
        text = _item(value)
    return text if len(text) <= _TEXT_CHARS else f"{text[:_TEXT_CHARS]}…"


def as_shown(value: Json) -> str:
    """Text as is, anything else as JSON. Cut off with an ellipsis if it is very long."""
    if isinstance(value, str):
        return value
    pieces, length = [], 0
    try:
        for piece in json.JSONEncoder(ensure_ascii=False).iterencode(value):
            pieces.append(piece)
            length += len(piece)
            if length > _TEXT_CHARS:
                return "".join([*pieces, "…"])
    except RecursionError:
        return "".join([*pieces, "…"])
    return "".join(pieces)


def _item(value: Json) -> str:
    if is_empty(value):
        return ""
    text = written(value)
    return as_shown(value) if text is None else text.strip()


def read_text(fields: Fields, name: str) -> str | None:
    """Text as delivered. Other types are converted to text, with a remark."""
    value = fields.values.get(name)
    if isinstance(value, str):
        if "\N{REPLACEMENT CHARACTER}" in value:
            fields.remark(name, f"{quoted(value)}, partly unreadable")
        return value if value and not value.isspace() else None
    if value is None:
        return None
    text = as_one_text(value)
    fields.remark(name, f"{quoted(value)}, read as text" if text else f"{quoted(value)}, not text")
    return text or None


def read_price(fields: Fields, name: str) -> str | None:
    """A price as delivered. Both text and numbers are common."""
    value = fields.values.get(name)
    if isinstance(value, (str, bool)):
        return read_text(fields, name)
    return written(value) if isinstance(value, int | float) else read_text(fields, name)


def read_link(fields: Fields, name: str) -> str | None:
    """A web link as delivered. Words such as `undefined` count as no link."""
    value = fields.values.get(name)
    if isinstance(value, str):
        if value.startswith(SCHEMES) or value[:8].casefold().startswith(SCHEMES):
            return value
        if folded(value.strip()) in _NO_LINK:
            return None
    if value is not None:
        fields.remark(name, f"{quoted(value)}, not a link")
    return None


def yes_or_no(value: Json) -> bool | None:
    """A yes/no value in any notation; None if it is neither."""
    if value is None or isinstance(value, bool):
        return value
    word = folded((written(value) or "").strip())
    return word in _YES if word in _YES or word in _NO else None


def read_yes_or_no(fields: Fields, name: str) -> bool | None:
    value = fields.values.get(name)
    claim = yes_or_no(value)
    if not isinstance(value, bool) and not is_empty(value):
        meant = "neither yes nor no" if claim is None else f"read as “{'yes' if claim else 'no'}”"
        fields.remark(name, f"{quoted(value)}, {meant}")
    return claim


def read_seconds(fields: Fields, name: str) -> int | None:
    """A duration in whole seconds; may be 0."""
    value = fields.values.get(name)
    if is_empty(value):
        return None
    seconds = _number(value)
    if seconds is None or not 0 <= seconds <= _LONGEST_TIMER_S or seconds != int(seconds):
        fields.remark(name, f"{quoted(value)}, not a number of seconds")
        return None
    if isinstance(value, str):
        fields.remark(name, f"{quoted(value)}, read as a number")
    return int(seconds)


def read_count(value: Json) -> int | None:
    """A count from a whole number, or from text with one; None for anything else."""
    number = _number(value)
    return None if number is None or number < 0 or number != int(number) else int(number)


def read_moment(fields: Fields, name: str) -> datetime | None:
    """A time in UTC from Unix seconds, milliseconds or ISO 8601. 0 means none."""
    value = fields.values.get(name)
    if is_empty(value) or _number(value) == 0:
        return None
    seconds = _unix_s(value)
    if seconds is not None and _FIRST_S <= seconds < _FAR_S:
        return datetime.fromtimestamp(seconds, UTC)
    fields.remark(name, f"{quoted(value)}, not a date or time")
    return None


def read_mute_expiry(fields: Fields, name: str) -> MuteExpiry:
    """When a mute ends: a time as in `read_moment`, or never for -1 and the far future."""
    value = fields.values.get(name)
    if isinstance(value, str) and folded(value.strip()) in _FOREVER:
        fields.remark(name, f"{quoted(value)}, read as “never ends”")
        return "always"
    seconds = _unix_s(value)
    if seconds is not None and (seconds == -1 or seconds >= _FAR_S):
        return "always"
    return read_moment(fields, name)


def is_empty(value: Json) -> bool:
    """Whether a value is null or empty text."""
    return value is None or value == ""


def keep_unknown(fields: Fields) -> dict[str, Json]:
    """The unknown fields as delivered, cut off where they are nested too deeply for a JSON reader."""
    for name, value in fields.unknown.items():
        if _is_deeper(value, DEEPEST_LEVEL):
            fields.remark(name, f"nested too deeply, cut off below level {DEEPEST_LEVEL}")
    return {name: _pruned(value, DEEPEST_LEVEL) for name, value in fields.unknown.items()}


def _pruned(value: Json, levels: int) -> Json:
    """A copy with at most `levels` levels and `…` for anything deeper. NaN and Infinity become text."""
    if isinstance(value, dict):
        return {key: _pruned(each, levels - 1) for key, each in value.items()} if levels else "…"
    if isinstance(value, list):
        return [_pruned(each, levels - 1) for each in value] if levels else "…"
    if isinstance(value, float) and not math.isfinite(value):
        return written(value)
    return value


def _is_deeper(value: Json, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(each, levels - 1) for each in inner)


def _unix_s(value: Json) -> float | None:
    """Seconds since 1970. Large numbers are taken for milliseconds."""
    number = _number(value)
    if number is not None:
        return number / 1000 if _MILLISECONDS_FROM < number < 10**30 else min(number, 10**30)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.timestamp()


def _number(value: Json) -> float | None:
    if isinstance(value, str):
        return float(value) if _NUMBER.fullmatch(value.strip()) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return None if isinstance(value, float) and not math.isfinite(value) else value
