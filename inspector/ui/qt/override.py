"""`override` for modules imported before the first paint: importing typing_extensions takes 3 ms.

Type checkers see the real decorator; at run time this one does nothing.
"""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import override as override  # noqa: PLC0414  # the alias re-exports it
else:
    Method = TypeVar("Method")

    def override(method: Method) -> Method:
        return method
