"""Resources are found wherever the package lies."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import assets

ROOT = Path(__file__).resolve().parent.parent


def test_a_checkout_has_its_resources_at_the_top() -> None:
    assert assets.path("icons") == ROOT / "resources" / "icons"
    assert assets.path("icons").is_dir()


def test_an_installed_package_brings_its_own(tmp_path: Path) -> None:
    package = tmp_path / "inspector"
    (package / "_resources").mkdir(parents=True)
    for name in ("__init__.py", "assets.py"):
        shutil.copy(ROOT / "inspector" / name, package)
    said = subprocess.run(
        [sys.executable, "-c", "from inspector import assets; print(assets.path('icons', 'a.svg'))"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(package / "_resources" / "icons" / "a.svg")


def test_a_frozen_program_has_them_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert assets.path("icons", "a.svg") == tmp_path / "resources" / "icons" / "a.svg"
