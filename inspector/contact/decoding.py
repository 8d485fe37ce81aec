"""Decodes JSON without blocking other threads, such as the window's, for long."""

import json
import re
from collections import Counter
from collections.abc import Callable
from json.decoder import JSONArray, JSONObject  # type: ignore[attr-defined]  # not in the library's types
from json.scanner import py_make_scanner  # type: ignore[attr-defined]  # not in the library's types
from typing import Final, TypeAlias, TypedDict

from inspector.contact.model import Json
from inspector.contact.values import FloatAsWritten

MOST_MARKS: Final = 300_000
"""Commas and opening brackets outside strings: at least one for every value. A catalogue of 10,000 products
has 130,000. Millions of values block every thread while they are created, traversed by the garbage collector
and freed."""

_MARKS_AT_ONCE: Final = 50_000
"""Decoded in one call, which blocks other threads for 15 ms. 10 MB of values would take 0.6 s."""
_MOST_KEYS: Final = 50_000
"""Keys of one object, which is also created in one call."""
_MOST_QUOTES: Final = 4 * (MOST_MARKS + 1)
"""Two for each key and two for each value. More quotes mean more values."""
_COUNTED_AT_ONCE_CHARS: Final = 65_536
_ESCAPED: Final = re.compile(r"\\*.?", re.DOTALL)
_PIECE_CHARS: Final = 8_192
_BATCH_CHARS: Final = 32_768
_MOST_MISSES: Final = 200
_MOST_INT_DIGITS: Final = 1_000
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_TOO_MUCH: Final = "The response has more values than any contact."


def decode(text: str) -> Json:
    """Decode a JSON text.

    If an object repeats a key, the last one counts. In the outermost object, earlier ones with another value
    are kept too, with their number: `name #1` is the first.

    Raises:
        json.JSONDecodeError: it isn't JSON.
        ValueError: there are too many values. The text is a message for the user.
        RecursionError: it is nested too deeply.
    """
    marks = _count_marks(text)
    if marks > MOST_MARKS and _count_marks_outside_texts(text) > MOST_MARKS:
        raise ValueError(_TOO_MUCH)
    decoder = _AT_ONCE if marks <= _MARKS_AT_ONCE else _InTurns()
    try:
        return _with_repeats(_members(text, decoder))
    except json.JSONDecodeError:
        value: Json = decoder.decode(text)  # not an object, or raises an error that explains what is wrong
        return value


def _members(text: str, decoder: json.JSONDecoder) -> list[tuple[str, Json]]:
    """The outermost object's keys and values, including repeated keys.

    Raises:
        json.JSONDecodeError: the text isn't an object with members.
    """
    members: list[tuple[str, Json]] = []
    mark, at = "{", 0
    while mark != "}":
        key, at = decoder.raw_decode(text, _after(text, mark, at))
        value, at = decoder.raw_decode(text, _after(text, ":", at))
        if not isinstance(key, str) or len(members) >= _MOST_KEYS:
            raise json.JSONDecodeError("", text, at)
        members.append((key, value))
        mark = "," if text.startswith(",", _skip_space(text, at)) else "}"
    if _after(text, mark, at) < len(text):
        raise json.JSONDecodeError("", text, at)
    return members


def _after(text: str, mark: str, at: int) -> int:
    """The position after a mark and any whitespace. The mark must come next."""
    at = _skip_space(text, at)
    if not text.startswith(mark, at):
        raise json.JSONDecodeError("", text, at)
    return _skip_space(text, at + 1)


def _skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _with_repeats(members: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(members)
    if len(value) == len(members):
        return value
    times = Counter[str]()
    for key, each in members:
        times[key] += 1
        if each != value[key]:
            value.setdefault(f"{key} #{times[key]}", each)
    return value


def _count_marks(text: str) -> int:
    return sum(map(text.count, ",[{"))


def _count_marks_outside_texts(text: str) -> int:
    """Exact for valid JSON. Stops counting once there are too many.

    Works in chunks, so that other threads can run in between: 10 MB take 30 ms.
    """
    marks, quotes, start, is_inside = 0, 0, 0, False
    while start < len(text) and marks <= MOST_MARKS and quotes <= _MOST_QUOTES:
        end = start + _COUNTED_AT_ONCE_CHARS
        if text[end - 1 : end] == "\\":  # don't split an escape sequence
            end = _ESCAPED.match(text, end).end()  # type: ignore[union-attr]  # matches anything
        pieces = text[start:end].replace("\\\\", "").replace('\\"', "").split('"')
        marks += _count_marks("".join(pieces[is_inside::2]))
        quotes += len(pieces) - 1
        is_inside = quotes % 2 == 1
        start = end
    return marks if quotes <= _MOST_QUOTES else MOST_MARKS + 1


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_INT_DIGITS else digits


def _fraction(literal: str) -> FloatAsWritten | str:
    number = FloatAsWritten(literal)
    return number if number - number == 0 else literal


_ScanOnce: TypeAlias = Callable[[str, int], tuple[Json, int]]


class _Readers(TypedDict):
    parse_int: Callable[[str], Json]
    parse_float: Callable[[str], Json]
    parse_constant: Callable[[str], str]
    strict: bool


_READERS: Final = _Readers(parse_int=_whole, parse_float=_fraction, parse_constant=str, strict=False)


def _filled(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    if len(pairs) > _MOST_KEYS:
        raise ValueError(_TOO_MUCH)
    return dict(pairs)


class _InTurns(json.JSONDecoder):
    """A pure-Python decoder for one text, except that small objects are decoded by the C implementation.

    Objects in a list are decoded in batches, so 10,000 products take 40 ms instead of 280. Objects in the
    same batch share their key strings, which saves 7 MB.
    """

    def __init__(self) -> None:
        super().__init__(**_READERS, object_pairs_hook=_filled)
        self._misses = 0
        """Failed attempts to decode a chunk in one call. Each costs the time to decode a chunk."""
        self.parse_object = self._read_object
        self.parse_array = self._read_list
        self.scan_once = py_make_scanner(self)

    def _read_object(self, place: tuple[str, int], *how: object) -> tuple[Json, int]:
        """The object that starts with the brace before `place`, and the position after it."""
        text, start = place[0], place[1] - 1
        if self._misses < _MOST_MISSES:
            try:
                value, length = _AT_ONCE.raw_decode(text[start : start + _PIECE_CHARS])
            except json.JSONDecodeError:
                self._misses += 1
            else:
                return value, start + length
        found: tuple[Json, int] = JSONObject(place, *how)
        return found

    def _read_list(self, place: tuple[str, int], scan_once: _ScanOnce) -> tuple[list[Json], int]:
        """The list that starts with the bracket before `place`, and the position after it."""
        found: tuple[list[Json], int]
        if self._misses >= _MOST_MISSES:
            found = JSONArray(place, scan_once)
            return found
        text, start = place
        values: list[Json] = []
        while piece := _objects_at(text, start):
            try:
                batch, length = _AT_ONCE.raw_decode(f"[{piece}]")
            except json.JSONDecodeError:
                break
            values += batch
            if length < len(piece) + 2:
                return values, start + length - 1
            start += len(piece) + 1
        self._misses += 1
        rest, end = JSONArray((text, start), scan_once)
        if values and not rest:  # a trailing comma: let json raise its own error
            found = JSONArray(place, scan_once)
            return found
        return values + rest, end


def _objects_at(text: str, start: int) -> str:
    """Objects of a list, up to a comma. The comma may be in a nested list, or in a string."""
    brace = max(text.rfind(between, start, start + _BATCH_CHARS) for between in ("},{", "}, {"))
    return text[start : brace + 1]


_AT_ONCE: Final = json.JSONDecoder(**_READERS)
