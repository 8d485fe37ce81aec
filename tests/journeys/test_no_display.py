"""Where there is no screen to open a window on."""

import os
import subprocess
import sys

import pytest

from inspector.config.folder import ProfileFolder
from tests.journeys.process import ROOT


@pytest.mark.parametrize(
    ("display", "sentence"),
    [
        ({}, "No display to open a window on."),
        ({"DISPLAY": ":4711"}, "The display isn't responding. Is a graphical session running,"),
        ({"DISPLAY": "nonsense"}, "The display isn't responding. Is a graphical session running,"),
        ({"QT_QPA_PLATFORM": "nonsense"}, "Qt couldn't open a window. A library may be missing"),
    ],
)
def test_without_a_display_there_is_a_sentence_and_neither_abort_nor_traceback(
    profile: ProfileFolder, display: dict[str, str], sentence: str
) -> None:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    ended = subprocess.run(
        [sys.executable, "-m", "inspector", "--demo", "--profile", str(profile.path)],
        cwd=ROOT,
        env=environment | display,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert ended.stderr.startswith(sentence)
    assert "`contact-inspector lookup NUMBER` works" in ended.stderr
