#!/usr/bin/env python3
"""Tests the .deb in a bare Debian 12 without Python: installs, uses and removes it.

sudo .venv/bin/python packaging/try_in_bare_debian.py PACKAGE.deb [--pictures FOLDER]

Creates the Debian system with debootstrap, from the mirror and with the settings of this machine's apt.
Prints its results and saves screenshots in the folder. Everything runs in separate namespaces, so all mounts
and processes end with the script.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from inspector.demo.contract import ID_INSTANCE
from inspector.demo.gateway import DemoGateway
from processes import ROOT, say, stop
from release import NAME

SUITE = "bookworm"
SESSION = ROOT / "packaging" / "linux" / "bare_session.sh"
PERSON = "person"
HOME = Path("home") / PERSON
FOR_THE_TRIAL = """
    xvfb xdotool jwm x11-utils gnome-keyring dbus-daemon xdg-utils desktop-file-utils
    imagemagick tesseract-ocr procps
""".split()
"""Tools for the session script. Installed after the package, which must bring its own dependencies."""
CUT_OFF = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""Prefix for a command that gets only a loopback interface, so it can't reach this machine's screens
either."""
INSIDE = "--inside"


def main() -> int:
    parser = argparse.ArgumentParser(description="Try the package in a bare Debian 12.")
    parser.add_argument("package", type=Path)
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "bare-debian", metavar="FOLDER")
    parser.add_argument(INSIDE, type=Path, metavar="DEBIAN", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        make_debian(chosen.inside)
        use(chosen.inside, chosen.package, chosen.pictures)
        return 0
    if os.geteuid() != 0:
        stop("debootstrap and chroot need root.")
    with tempfile.TemporaryDirectory(prefix="bare-debian-") as debian:
        Path(debian).chmod(0o755)  # must be readable: it becomes another user's root folder
        alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
        command = [*alone, sys.executable, *sys.argv, INSIDE, debian]
        return subprocess.run(command, check=False).returncode


def make_debian(debian: Path) -> None:
    do(["debootstrap", "--variant=minbase", SUITE, str(debian), mirror()])
    settings = told(["apt-config", "dump", "Acquire"])
    (debian / "etc/apt/apt.conf.d/90-as-outside").write_text(settings, encoding="utf-8")
    shutil.copyfile("/etc/resolv.conf", debian / "etc/resolv.conf")
    do(["mount", "--types", "proc", "proc", str(debian / "proc")])
    (debian / "dev/shm").mkdir(exist_ok=True)
    do(["mount", "--types", "tmpfs", "shm", str(debian / "dev/shm")])
    within(debian, ["apt-get", "update"])
    within(debian, ["useradd", "--create-home", "--shell", "/bin/sh", PERSON])
    say(f"A bare Debian: {told_within(debian, ['cat', '/etc/debian_version'])}, {packages(debian)} packages")


def mirror() -> str:
    """The Debian mirror of this machine's apt."""
    places = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    for file in filter(Path.is_file, places):
        text = file.read_text(encoding="utf-8")
        found = re.search(r"^(?:URIs:|deb(?: \[.*\])?) *(\w+://\S+)", text, re.MULTILINE)
        if found:
            return found[1]
    return stop("This machine's apt names no mirror.")


def use(debian: Path, package: Path, pictures: Path) -> None:
    """Install, use and remove the package. Exits with an error as soon as something is wrong."""
    before = packages(debian)
    shutil.copyfile(package, debian / "tmp" / package.name)
    install(debian, [f"/tmp/{package.name}"])
    told_size = told_within(debian, ["du", "-s", "--apparent-size", "-k", f"/usr/lib/{NAME}"])
    needed = packages(debian) - before - 1
    say(
        f"Installed with {needed} packages it depends on; {int(told_size.split()[0]) / 1e3:.0f} MB of its own"
    )
    ours = [Path(line) for line in told_within(debian, ["dpkg", "--listfiles", NAME]).splitlines()]
    install(debian, FOR_THE_TRIAL)
    pythons = told_within(debian, ["find", "/usr/bin", "/usr/local/bin", "-name", "python*"])
    if pythons:
        stop(f"There is a Python: {pythons}")
    say("There is no Python in it")
    within(debian, ["install", "--directory", "--mode=1777", "/tmp/.X11-unix"])
    live_through_a_session(debian, pictures)
    within(debian, ["apt-get", "purge", "--yes", NAME])
    look_for_remains(debian, ours)


def live_through_a_session(debian: Path, pictures: Path) -> None:
    shutil.copyfile(SESSION, debian / "tmp/session.sh")
    runtime = Path("run/user/1000")
    (debian / runtime).mkdir(mode=0o700, parents=True)
    shutil.chown(debian / runtime, 1000, 1000)
    environment = {
        "HOME": f"/{HOME}",
        "LANG": "C.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "USER": PERSON,
        "XDG_RUNTIME_DIR": f"/{runtime}",
    }
    words = [f"{name}={value}" for name, value in environment.items()]
    session = ["dbus-run-session", "--", "sh", "/tmp/session.sh", DemoGateway().token.reveal(), ID_INSTANCE]
    as_person = [
        "chroot",
        "--userspec=1000:1000",
        str(debian),
        "env",
        "--ignore-environment",
        *words,
        *session,
    ]
    ended = subprocess.run([*CUT_OFF, *as_person], check=False)
    shutil.rmtree(debian / runtime)  # as the system does at logout
    pictures.mkdir(parents=True, exist_ok=True)
    for picture in sorted((debian / HOME / "pictures").glob("*")):
        shutil.copyfile(picture, pictures / picture.name)
    shutil.rmtree(debian / HOME / "pictures", ignore_errors=True)
    if ended.returncode != 0:
        stop(f"The session ended with {ended.returncode}; its pictures are in {pictures}.")


def look_for_remains(debian: Path, ours: list[Path]) -> None:
    left = [path for path in ours if NAME in path.name and (debian / path.relative_to("/")).exists()]
    named = told_within(
        debian, ["find", "/", "-xdev", "-iname", "*contact*inspector*", "-not", "-path", "/tmp/*"]
    )
    mentions = told_within(debian, ["grep", "-rl", NAME, "/usr", "/etc"], may_fail=True)
    profile = f"/{HOME}/.local/share/{NAME}"
    stray = [path for path in named.splitlines() if not path.startswith(profile)]
    if left or stray or mentions:
        stop(f"This was left behind: {left} {stray} {mentions}")
    say("Removed. What is left has to do with the person alone:")
    for path in told_within(debian, ["find", profile, "-type", "f"]).splitlines():
        say(f"  {path}")


def install(debian: Path, names: list[str]) -> None:
    within(debian, ["apt-get", "install", "--yes", "--no-install-recommends", *names])


def packages(debian: Path) -> int:
    return len(told_within(debian, ["dpkg-query", "--show"]).splitlines())


def within(debian: Path, command: list[str]) -> None:
    do(["chroot", str(debian), "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", *command])


def told_within(debian: Path, command: list[str], *, may_fail: bool = False) -> str:
    return told(["chroot", str(debian), *command], may_fail=may_fail)


def do(command: list[str]) -> None:
    """Run a program; its output is shown only if it fails."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if ended.returncode != 0:
        stop(f"{ended.stdout}\nThis failed: {' '.join(command)}")


def told(command: list[str], *, may_fail: bool = False) -> str:
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if ended.returncode != 0 and not may_fail:
        stop(f"This failed: {' '.join(command)}")
    return ended.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
