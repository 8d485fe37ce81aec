"""A list of releases that somebody serves."""

from collections.abc import Iterator

import pytest

from tests.updates.lists import ReleaseList, serving


@pytest.fixture
def releases() -> Iterator[ReleaseList]:
    with serving() as listed:
        yield listed
