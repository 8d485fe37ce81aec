from collections.abc import Iterator

import pytest

from inspector.demo.gateway import DemoGateway
from tests.demo.caller import Caller


@pytest.fixture
def caller(gateway: DemoGateway) -> Iterator[Caller]:
    made = Caller(gateway)
    yield made
    made.client.close()
