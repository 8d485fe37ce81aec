"""Hundreds of lookups in one process cost what the first ones did."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector.demo.gateway import DemoGateway
from tests.terminal import ROOT
from tests.trust.depth import IS_LONG, LOOKUPS, WARM_UP, report

MOST_GROWTH = 0.05
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads what a process holds from /proc")


@pytest.mark.timeout(7_200 if IS_LONG else 60)
def test_a_long_day_of_lookups_gains_no_memory_thread_socket_or_file(
    gateway: DemoGateway, tmp_path: Path
) -> None:
    words = (gateway.api_url, str(tmp_path / "profile"), str(WARM_UP), str(LOOKUPS))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.trust.soak", *words],
        cwd=ROOT,
        input=gateway.token.reveal(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    figures: dict[str, Any] = json.loads(ended.stdout)
    report(f"\nsoak: {figures}")
    first, *_, last = samples = figures["samples"]
    assert last["threads"] <= first["threads"], figures["python_threads"]
    assert last["sockets"] <= first["sockets"]
    assert last["descriptors"] <= first["descriptors"]
    memory_kb = [held["memory_kb"] for held in samples]
    assert memory_kb[-1] <= memory_kb[0] * (1 + MOST_GROWTH), memory_kb
