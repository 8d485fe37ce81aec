"""An LRU cache with a limit in bytes."""

from collections import OrderedDict
from collections.abc import Callable, Container, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """Maps keys to values with a cost. A value larger than the limit stays until the next `put`."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        """A lower limit takes effect at the next `put`."""
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.held_bytes = 0

    def get(self, key: K) -> V | None:
        """Get a value and mark it as most recently used; None if it isn't cached."""
        if key not in self._entries:
            return None
        self._entries.move_to_end(key)
        return self._entries[key][0]

    def put(self, key: K, value: V, cost_bytes: int, kept: Container[K] = ()) -> None:
        """Store a value and evict the least recently used ones that aren't in `kept`."""
        self.drop(key)
        self._entries[key] = value, cost_bytes
        self.held_bytes += cost_bytes
        if self.held_bytes > self.limit_bytes:
            self._evict(kept)

    def _evict(self, kept: Container[K]) -> None:
        newest, surplus_bytes = next(reversed(self._entries)), self.held_bytes - self.limit_bytes
        going: list[K] = []
        for key, (_, cost_bytes) in self._entries.items():
            if surplus_bytes <= 0:
                break
            if key not in kept and key != newest:
                going.append(key)
                surplus_bytes -= cost_bytes
        for key in going:
            self.drop(key)

    def drop(self, key: K) -> None:
        """Remove a value, if it is cached."""
        if key in self._entries:
            self.held_bytes -= self._entries.pop(key)[1]

    def drop_where(self, is_unwanted: Callable[[V], bool]) -> None:
        for key in [key for key, (value, _) in self._entries.items() if is_unwanted(value)]:
            self.drop(key)

    def clear(self) -> None:
        self._entries.clear()
        self.held_bytes = 0

    def __contains__(self, key: object) -> bool:
        return key in self._entries
