"""Limits of time for tests: the promised ones, unless something slows every line down."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import coverage

_TRACED = 5.0


def limit_s(promised_s: float) -> float:
    """The promised limit; five times as much while coverage is measured, which traces each line."""
    return promised_s if coverage.Coverage.current() is None else _TRACED * promised_s


@contextmanager
def within(promised_s: float, now_s: Callable[[], float] = time.perf_counter) -> Iterator[None]:
    """Fail when what is done inside takes longer than `limit_s` of what is promised."""
    started_s = now_s()
    yield
    took_s = now_s() - started_s
    assert took_s < limit_s(promised_s), f"took {took_s:.3f} s, and {promised_s} s are promised"
