"""`override` for what is imported before the first paint: typing_extensions takes 3 ms to say it.

A type checker sees the library's own; when the program runs, the mark does nothing.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414  # said twice, it is exported
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        return method
