"""Limits of time for tests: the promised ones, unless something slows every line down."""

import coverage

_TRACED = 5.0


def limit_s(promised_s: float) -> float:
    """The promised limit; five times as much while coverage is measured, which traces each line."""
    return promised_s if coverage.Coverage.current() is None else _TRACED * promised_s
