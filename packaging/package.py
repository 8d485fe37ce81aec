#!/usr/bin/env python3
"""Makes the installation packages for this system from the frozen program.

python3 packaging/dev.py package [--homepage https://host/owner/name]

Linux gets a .deb and a .tar.xz, Windows an installer, macOS a disk image. They are written to `dist/` with a
bill of materials and checksums. The homepage is where the released sources are published: software centres
link to it and load pictures from its version tag.
"""

import argparse
import hashlib
import json
import platform
import sys
from pathlib import Path

from bill_of_materials import write_bill
from processes import say, stop
from release import FROZEN, version

PACKAGES = FROZEN.parent


def main() -> int:
    parser = argparse.ArgumentParser(description="Make what people install, from the frozen program.")
    parser.add_argument("--homepage", metavar="URL", help="where the released sources are shown")
    homepage = parser.parse_args().homepage
    require_build(FROZEN)
    made = [*make(homepage), write_bill(PACKAGES)]
    (PACKAGES / f"SHA256SUMS-{sys.platform}-{platform.machine()}").write_text(
        checksums(made), encoding="utf-8", newline="\n"
    )
    for path in made:
        say(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    return 0


def require_build(frozen: Path) -> None:
    """Exit with an error if there is no frozen program, or one of another version."""
    told = frozen / "_internal" / "resources" / "build.json"
    if not told.is_file() or json.loads(told.read_text(encoding="utf-8"))["version"] != version():
        stop(f"{frozen} does not hold version {version()}: run `python3 packaging/dev.py build` first.")


def make(homepage: str | None) -> list[Path]:
    """Make this system's packages."""
    if sys.platform == "win32":
        from windows.installer import build_installer

        return [build_installer(PACKAGES, homepage)]
    if sys.platform == "darwin":
        from macos.image import build_image

        return [build_image(PACKAGES)]
    from linux.archive import build_archive
    from linux.deb import build_deb

    return [build_deb(PACKAGES, homepage), build_archive(PACKAGES, homepage)]


def checksums(files: list[Path]) -> str:
    """In the format of `sha256sum --check`."""
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


if __name__ == "__main__":
    sys.exit(main())
