"""No window, dialog, menu or list is larger than a small screen or reaches outside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.config.folder import ProfileFolder
from tests.journeys import screen as screens
from tests.journeys.process import ROOT


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
@pytest.mark.parametrize("size_px", [(1366, 768), (1024, 600)], ids=["1366x768", "1024x600"])
def test_every_window_fits_the_screen(
    tmp_path: Path, profile: ProfileFolder, size_px: tuple[int, int], scale: str
) -> None:
    with screens.running(tmp_path, size_px) as screen:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.journeys.every_window", str(profile.path)],
            cwd=ROOT,
            env={**os.environ, **screen.environment, "QT_SCALE_FACTOR": scale},
            capture_output=True,
            text=True,
            check=False,
            timeout=90,
        )
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert len(found) > 15
    assert {name: faults for name, faults in found.items() if faults} == {}
