"""A secret in memory. `reveal()` is the only way to read it."""

from typing import Final, NoReturn, final

LONGEST_SECRET_CHARS: Final = 1_000
"""Twenty times the usual token. Longer ones aren't tokens, and take seconds to find in a log."""


@final
class Secret:
    """Holds a token so that no log, repr, format, comparison or pickle can include it by accident.

    Python can't erase a string from memory, so this doesn't protect against a debugger.
    """

    __slots__ = ("__value",)

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """The secret itself. Call this only where the value is needed."""
        return self.__value

    def __bool__(self) -> bool:
        return bool(self.__value)

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __format__(self, format_spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> NoReturn:
        raise TypeError("A secret is not compared.")

    __hash__ = None  # type: ignore[assignment]  # the documented way to make a class unhashable

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A secret is not pickled or copied.")
