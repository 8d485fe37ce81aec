"""Lets the asserts of helpers say what they compared, as those of tests do; imported before any of them."""

from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_IMPORTED = ("__init__", "conftest", "isolation", "rewriting", "__pycache__")

pytest.register_assert_rewrite(
    *(f"tests.{each.stem}" for each in _HERE.iterdir() if each.stem not in _IMPORTED)
)
