"""The required system libraries: finds missing ones and, on Debian and Ubuntu, installs them or says how."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from processes import environment, run, say, stop, this_python

FOR_THE_WINDOW = (
    "libglib2.0-0 libgl1 libegl1 libfontconfig1 libxkbcommon0 libdbus-1-3 "
    "libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
).split()
FOR_THE_TESTS = (
    "git xvfb xauth xdotool at-spi2-core dbus-daemon gnome-keyring fonts-noto-core fonts-noto-color-emoji"
).split()
FOR_THE_BUILD = ["binutils", "git"]
FOR_THE_PACKAGES = "appstream binutils chrpath desktop-file-utils dpkg-dev git lintian xz-utils".split()
NEW_NAMES = {"libglib2.0-0": "libglib2.0-0t64"}
"""Names since Debian 13 and Ubuntu 24.04. apt-get finds the new package by its old name."""


def missing_packages(wanted: list[str]) -> list[str]:
    """The Debian packages that aren't installed; empty on other systems."""
    query = shutil.which("dpkg-query", path=environment().get("PATH"))
    if query is None or not Path("/etc/debian_version").exists():
        return []
    told = subprocess.run(
        [query, "--show", "--showformat=${db:Status-Status} ${Package}\n", *wanted, *NEW_NAMES.values()],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    ).stdout
    present = {line.split()[1] for line in told.splitlines() if line.startswith("installed ")}
    missing = [name for name in wanted if not present & {name, NEW_NAMES.get(name, name)}]
    if importlib.util.find_spec("ensurepip") is None and _is_debian_python():
        missing.append(_venv_package())
    return missing


def install_packages(missing: list[str]) -> None:
    """Install packages as root; otherwise exit with the command to run."""
    if not missing:
        return
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if not is_root():
        stop(
            "Some system libraries are missing. Run this command, then try again:\n\n  sudo " + " ".join(line)
        )
    say("Installing " + " ".join(missing))
    run(["apt-get", "update", "--quiet", "--quiet"], "Couldn't update the list of packages.")
    run([*line, "--quiet", "--quiet"], "Couldn't install the packages.")


def require_ensurepip() -> None:
    """Virtual environments get pip from ensurepip, which Debian ships in a separate package."""
    if importlib.util.find_spec("ensurepip") is None:
        stop(
            "This Python can't create a virtual environment because it lacks ensurepip. "
            f"On Debian and Ubuntu, it's in the package {_venv_package()}."
        )


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_debian_python() -> bool:
    return Path(this_python()).resolve().parent == Path("/usr/bin")


def _venv_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
