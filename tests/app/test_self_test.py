"""The self-test: what it tells of a good copy and of copies that lack something, and that it always ends."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.secret_service import SecretService

linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere it would use the person's own screen and keychain"
)

ROOT = Path(__file__).resolve().parents[2]
COPY = """
import sys
from inspector.cli import main as cli
{damage}
sys.exit(cli.main(["--self-test"]))
"""
GUESSING_DECODER = """
from PySide6.QtGui import QImage
from inspector.ui.images import decoding as picture_decoding
picture_decoding.decode = lambda data, *_: picture_decoding.Decoded(QImage.fromData(data), None)
"""
HOLDING_THE_LOCK = """
import re, types
cli._SELF_TEST_LIMIT_S = 1
hanging = types.SimpleNamespace(run=lambda: re.match("(a+)+$", "a" * 60 + "b"))
sys.modules["inspector.app.self_test"] = hanging
import inspector
inspector.app.self_test = hanging
"""


def self_test(damage: str = "", **environment: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the report and standard error of a damaged copy, on a computer without a screen."""
    whole = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    ended = subprocess.run(
        [sys.executable, "-c", COPY.format(damage=damage)],
        cwd=ROOT,
        env={**whole, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=50,
        check=False,
    )
    return ended.returncode, json.loads(ended.stdout or "{}"), ended.stderr


@linux_only
def test_a_good_copy_passes_without_screen_or_keychain_and_leaves_nothing_behind(tmp_path: Path) -> None:
    code, report, said = self_test(TMPDIR=str(tmp_path))
    assert code == 0, report
    assert said == ""
    assert report["result"] == "passed"
    assert report["platform"] == "offscreen"
    checks = report["checks"]
    assert {name for name, check in checks.items() if check["result"] != "passed"} == {"keychain"}
    assert checks["keychain"]["result"] == "not tried"
    assert "can't be reached" in checks["keychain"]["said"]
    assert checks["picture formats"]["said"] == "gif, jpeg, png, webp"
    assert checks["lookup"]["said"] == "Dealer, 31 products"
    assert list(tmp_path.iterdir()) == []


@linux_only
def test_a_good_copy_passes_while_qt_logs_everything(tmp_path: Path) -> None:
    code, report, _ = self_test(TMPDIR=str(tmp_path), QT_LOGGING_RULES="*.debug=true")
    assert (code, report["result"]) == (0, "passed")


@linux_only
def test_a_secret_goes_through_the_keychain_and_out_again(secret_service: SecretService) -> None:
    code, report, _ = self_test(**secret_service.environment)
    assert code == 0, report
    assert report["checks"]["keychain"]["result"] == "passed"
    assert secret_service.items() == []


@linux_only
def test_each_thing_that_a_copy_lacks_is_told_and_the_rest_is_checked_all_the_same(tmp_path: Path) -> None:
    resources = tmp_path / "resources"
    shutil.copytree(ROOT / "resources", resources)
    (resources / "translations" / "contact-inspector_en.qm").write_bytes(b"damaged")
    (resources / "icons" / "search.svg").write_bytes(b"<svg")
    (resources / "licences" / "MIT.txt").unlink()
    no_keychain = "sys.modules['secretstorage'] = None\n"
    code, report, _ = self_test(f"sys._MEIPASS = {str(tmp_path)!r}\n{no_keychain}{GUESSING_DECODER}")
    assert code == 1
    told = {name: check["said"] for name, check in report["checks"].items() if check["result"] == "failed"}
    assert "contact-inspector_en.qm" in told.pop("translations")
    assert "search.svg" in told.pop("resources")
    assert "the text of MIT is missing" in told.pop("licences")
    assert "ModuleNotFoundError" in told.pop("keychain")
    assert "bmp" in told.pop("picture formats")
    assert report["checks"]["lookup"]["result"] == "passed"


@linux_only
def test_a_system_without_fonts_fails_and_the_window_stays_closed(tmp_path: Path) -> None:
    config = tmp_path / "fonts.conf"
    (tmp_path / "none").mkdir()
    config.write_text(f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}</cachedir></fontconfig>")
    code, report, _ = self_test(FONTCONFIG_FILE=str(config))
    assert code == 1
    failed = {name: check["said"] for name, check in report["checks"].items() if check["result"] == "failed"}
    assert list(failed) == ["fonts"]
    assert "Install one, for example the package fonts-dejavu-core" in failed["fonts"]
    window = subprocess.run(
        [sys.executable, "-m", "inspector", "--demo", "--profile", str(tmp_path / "profile")],
        cwd=ROOT,
        env={**os.environ, "FONTCONFIG_FILE": str(config), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert (window.returncode, window.stdout) == (1, "")
    assert window.stderr.startswith("No font is installed")
    assert window.stderr.count("\n") == 1


@linux_only
def test_a_copy_that_cannot_speak_http_fails_and_ends(tmp_path: Path) -> None:
    code, report, _ = self_test(
        "sys.modules['httpx'] = None\nfrom inspector.app import self_test\nself_test.WAIT_S = 2"
    )
    assert code == 1
    assert report["checks"]["lookup"]["result"] == "failed"
    assert report["checks"]["numbers"]["result"] == "passed"


def test_it_ends_even_when_something_holds_the_interpreters_lock() -> None:
    started_s = time.monotonic()
    code, report, said = self_test(HOLDING_THE_LOCK)
    assert code == 1
    assert report == {}
    assert "Timeout" in said
    assert time.monotonic() - started_s < 20


def test_it_takes_no_other_words(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "inspector", "--self-test", "--demo"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    assert "--self-test" in ended.stderr
