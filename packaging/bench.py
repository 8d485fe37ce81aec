#!/usr/bin/env python3
"""Measures the program's performance goals and prints one Markdown table.

python3 packaging/dev.py bench [--times N] [PART …]     parts: start, lookup, grid, memory, idle; frozen

Each figure is the median of N runs (default 7), shown with the minimum and maximum and next to a baseline
that is measured alternately in the same run. Each part runs in its own process, and so do the gateway and
plain httpx, on the loopback interface. Nothing else should be running.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import qVersion

from bench_table import HEAD, Row

FOLDER = Path(__file__).resolve().parent
PARTS = ("start", "lookup", "grid", "memory", "idle")
WHEN_NAMED = ("frozen",)
"""Measures the output of `dev.py build`."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure how fast the program is.")
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all when none is named; or frozen"
    )
    parser.add_argument("--times", type=int, default=7, metavar="N", help="how often each is measured: 7")
    options = parser.parse_args()
    if unexpected_files := set(options.parts) - {*PARTS, *WHEN_NAMED}:
        parser.error(f"there is no part {', '.join(sorted(unexpected_files))}")
    print(f"{machine()}; n = {options.times}\n\n{HEAD}", flush=True)
    measured = [row for part in options.parts or PARTS for row in measure(part, options.times)]
    return 0 if measured else 1


def measure(part: str, times: int) -> list[Row]:
    """Run one part, and print its rows as they arrive."""
    command = [sys.executable, str(FOLDER / f"bench_{part}.py"), str(times)]
    # Run this file's work tree, wherever the interpreter's packages are, and keep its bytecode as an
    # installed copy does. Otherwise every start would compile every module.
    places = {**os.environ, "PYTHONPATH": str(FOLDER.parent), "PYTHONDONTWRITEBYTECODE": ""}
    told = subprocess.run(command, env=places, stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [Row(**figures) for figures in json.loads(told)]
    for row in rows:
        print(row.line, flush=True)
    return rows


def machine() -> str:
    """Date and machine, for the table's heading."""
    today, system = datetime.now(UTC).date(), platform.platform(terse=True)
    python = f"Python {platform.python_version()}, Qt {qVersion()}"
    return f"{today}, {system}, {os.cpu_count()} × {platform.machine()}, {python}"


if __name__ == "__main__":
    sys.exit(main())
