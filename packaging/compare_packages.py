#!/usr/bin/env python3
"""Builds and packages twice from scratch, and compares every byte of the results.

python3 packaging/compare_packages.py
"""

import hashlib
import shutil
import sys
from pathlib import Path

from processes import ROOT, run, say, stop, this_python

MADE = (ROOT / "build", ROOT / "dist")


def main() -> int:
    first, second = build_and_digest(), build_and_digest()
    different = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
    if different:
        stop(f"{len(different)} of {len(first)} files differ: {', '.join(different)}")
    say(f"{len(first)} of {len(second)} files are the same, byte for byte; among them:")
    for name, digest in first.items():
        if "/" not in name:
            say(f"  {digest}  {name}")
    return 0


def build_and_digest() -> dict[str, str]:
    """Build and package. Returns the digests of all files, by their names in `dist/`."""
    for folder in MADE:
        shutil.rmtree(folder, ignore_errors=True)
    for command in ("build", "package"):
        run([this_python(), str(ROOT / "packaging" / "dev.py"), command], f"It did not {command}.")
    files = [path for path in (ROOT / "dist").rglob("*") if path.is_file()]
    return {str(path.relative_to(ROOT / "dist")): _digest(path) for path in sorted(files)}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
