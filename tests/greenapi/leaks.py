"""Looking for a token in everything an exception drags along, as crash reporters do, and further."""

import types
from collections.abc import Iterator

DEPTH = 4
"""Attributes of attributes … of a local variable."""


def texts_of(error: BaseException, except_file: str) -> Iterator[str]:
    """Every text in an exception, in those it came from, and in their frames' local variables.

    Args:
        except_file: frames of this source file are left out: the test's own, which know the token.
    """
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield from _texts_of_value(one, DEPTH)
        yield from map(str, getattr(one, "__notes__", ()))
        yield from _texts_of_frames(one.__traceback__, except_file)
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.extend(linked for linked in (one.__cause__, one.__context__) if linked is not None)


def _texts_of_frames(traceback: types.TracebackType | None, except_file: str) -> Iterator[str]:
    while traceback is not None:
        frame = traceback.tb_frame
        if frame.f_code.co_filename != except_file:
            for name, value in frame.f_locals.items():
                yield name
                yield from _texts_of_value(value, DEPTH)
        traceback = traceback.tb_next


def _texts_of_value(value: object, depth: int) -> Iterator[str]:
    """`repr` and `str`, and the same of attributes. A Secret hides its own, which is what it is for."""
    if isinstance(value, type | types.ModuleType | types.FunctionType):
        return
    yield repr(value)
    yield str(value)
    if depth == 0:
        return
    if isinstance(value, dict):
        inner = list(value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        inner = list(value)
    else:
        inner = list(getattr(value, "__dict__", {}).values())
        inner += [getattr(value, name, None) for name in _slots(value)]
    for one in inner:
        if not isinstance(one, str | bytes | int | float | bool | None):
            yield from _texts_of_value(one, depth - 1)
        else:
            yield repr(one)


def _slots(value: object) -> Iterator[str]:
    """Names of slots, but for the private one in which a Secret keeps its value."""
    for base in type(value).__mro__:
        slots = base.__dict__.get("__slots__", ())
        yield from (slots,) if isinstance(slots, str) else slots
