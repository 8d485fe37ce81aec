"""Looks up an object's fields case-insensitively, and collects remarks on unexpected values."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from inspector.contact.model import Json, Remark

MOST_REMARKS: Final = 200
_PATH_CHARS: Final = 200
_LONGER_THAN_WORDS: Final = 100
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


Path: TypeAlias = tuple[str | int, ...]
"""The path to a value: keys as in the response, and list indexes. Only formatted for a remark."""


class Remarks:
    """Collects remarks in reading order. After the first 200, it only counts them."""

    def __init__(self) -> None:
        self._remarks: list[Remark] = []
        self._more = 0

    def add(self, path: Path, said: str) -> None:
        if len(self._remarks) < MOST_REMARKS:
            self._remarks.append(Remark(_written(path)[:_PATH_CHARS], said))
        else:
            self._more += 1

    def all(self) -> tuple[Remark, ...]:
        if not self._more:
            return tuple(self._remarks)
        return (*self._remarks, Remark("", f"{self._more:,} more unexpected values"))


def folded(text: str) -> str:
    """The start of a text, case-folded, for comparison with shorter words.

    Folding 10 MB would block every thread for 60 ms.
    """
    return text[:_LONGER_THAN_WORDS].casefold()


def _written(path: Path) -> str:
    """Formats `("products", 3, "price")` as `products[3].price`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]


def _rank(key: str, name: str, delivered: Mapping[str, Json]) -> tuple[bool, bool]:
    """Sort key for keys with the same name: non-empty values first, then the documented spelling."""
    return delivered[key] in (None, ""), key != name


class Names:
    """The documented names of an object's fields."""

    __slots__ = ("_by_casefold", "_names")

    def __init__(self, *names: str) -> None:
        self._names = frozenset(names)
        self._by_casefold = {name.casefold(): name for name in names}

    def cover(self, keys: Iterable[str]) -> bool:
        """Whether every key is spelled as documented."""
        return self._names.issuperset(keys)

    def meant_by(self, key: str) -> str | None:
        """The documented name that matches a key case-insensitively, or None."""
        return self._by_casefold.get(folded(key))


class Fields:
    """An object's values by documented field name.

    If keys differ only in case, a non-empty value is preferred, then the documented spelling, then the first.
    The others are kept as unknown fields.

    Args:
        known: the documented names.
        path: the object's path in the response, such as `("products", 3)`.
    """

    __slots__ = ("_path", "_remarks", "_spelled", "unknown", "values")

    def __init__(self, delivered: dict[str, Json], known: Names, remarks: Remarks, path: Path = ()) -> None:
        self._remarks, self._path = remarks, path
        self._spelled: Mapping[str, str] = _NONE
        self.values: Mapping[str, Json] = delivered
        """Values by documented name. Missing fields aren't included."""
        self.unknown: Mapping[str, Json] = _NONE
        """Undocumented fields, as delivered."""
        if not known.cover(delivered):
            self._sort(delivered, known)

    def _sort(self, delivered: dict[str, Json], known: Names) -> None:
        meant = {key: known.meant_by(key) for key in delivered}
        spelled: dict[str, str] = {}
        for key, name in meant.items():
            if name is None:
                continue
            kept = spelled.get(name)
            if kept is None or _rank(key, name, delivered) < _rank(kept, name, delivered):
                spelled[name] = key
        self._spelled = spelled
        self.values = {name: delivered[key] for name, key in spelled.items()}
        used = set(spelled.values())
        self.unknown = {key: value for key, value in delivered.items() if key not in used}

    def remark(self, name: str, said: str) -> None:
        """Add a remark on a field, under its spelling in the response."""
        self._remarks.add((*self._path, self._spelled.get(name, name)), said)

    def inside(self, name: str, known: Names) -> "Fields | None":
        """The fields of a nested object, or None if the value isn't an object."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            return None
        return Fields(value, known, self._remarks, (*self._path, self._spelled.get(name, name)))
