#!/usr/bin/env python3
"""Builds `dist/contact-inspector/`: the program with Python and its libraries, in one folder.

python3 packaging/dev.py build

The build is reproducible: the same commit with the same packages on the same system gives the same bytes,
which `compare_packages.py` verifies. The folder's contents are checked and the program is run before the
build succeeds.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from frozen_contents import LARGEST_FOLDER_MB, size_mb, unexpected_files
from inspector.about import licences
from processes import ROOT, environment, run, say, stop
from program_icons import write_icons
from release import FROZEN, NAME, epoch_s, output, version
from windows.version_info import write_version_info

MADE = ROOT / "build" / "frozen"
"""Files that only the frozen program has."""


def main() -> int:
    shutil.rmtree(MADE, ignore_errors=True)
    write_icons(MADE)
    write_version_info(MADE)
    write_build(MADE / "resources" / "build.json")
    write_licences(MADE / "resources" / "licences" / licences.PARTS)
    freeze(FROZEN.parent)
    look_through(FROZEN)
    test(FROZEN)
    return 0


def write_build(file: Path) -> None:
    """The build information shown in About."""
    day = datetime.fromtimestamp(epoch_s(), UTC).date()
    commit = output(["git", "describe", "--always", "--abbrev=12", "--dirty", "--exclude=*"])
    file.parent.mkdir(parents=True, exist_ok=True)
    told = {"version": version(), "date": day.isoformat(), "commit": commit}
    file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def write_licences(file: Path) -> None:
    """The list of components and their licences. Exits if one of them may not be shipped."""
    shipped = licences.installed("pyinstaller")  # its bootloader starts the program
    missing = licences.unacceptable(shipped)
    if missing:
        stop("Not everything may be shipped:\n  " + "\n  ".join(missing))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([asdict(part) for part in shipped], indent=1) + "\n", encoding="utf-8")


def freeze(dist: Path) -> None:
    """Run PyInstaller with everything fixed that would otherwise depend on the time or the user."""
    work = MADE.parent / "pyinstaller"
    os.environ |= {
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(epoch_s()),
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
        # on macOS: an unsigned bundle doesn't start, but PyInstaller would only warn
        "PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR": "1",
    }
    shutil.rmtree(work, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"]
    places = ["--distpath", str(dist), "--workpath", str(work / "work")]
    spec = str(ROOT / "packaging" / f"{NAME}.spec")
    run([*command, *places, spec], "The program could not be frozen.")


def look_through(folder: Path) -> None:
    """Exit with an error if the folder contains unexpected files or is too large."""
    unknown = unexpected_files(folder)
    if unknown:
        stop(
            "These files are new in the frozen program; frozen_contents.py allows none: " + ", ".join(unknown)
        )
    size = size_mb(folder)
    if size > LARGEST_FOLDER_MB:
        stop(f"The frozen program takes {size:.1f} MB; at most {LARGEST_FOLDER_MB} are allowed.")
    say(f"{folder}: {size:.1f} MB, nothing in it that was not allowed")


def test(folder: Path) -> None:
    """Run the frozen program's self-test. If it fails, exit with its output."""
    program = folder / (f"{NAME}.exe" if os.name == "nt" else NAME)
    ended = subprocess.run(
        [str(program), "--self-test"], env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    if ended.returncode != 0:
        stop(f"The frozen program failed its self-test.\n{ended.stdout}{ended.stderr}")
    for name, came in json.loads(ended.stdout)["checks"].items():
        say(f"  {name}: {came['result']}, {came['said']}")


if __name__ == "__main__":
    sys.exit(main())
