"""Runs other programs from a checkout, even with an empty environment."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """This process's environment, with what is missing if it was started with an empty one.

    apt-get needs the system folders on its path, and Qt warns about locales that aren't UTF-8.
    """
    whole = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    if os.name == "posix":
        whole.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        whole.setdefault("DEBIAN_FRONTEND", "noninteractive")
        if not whole.keys() & {"LANG", "LC_ALL", "LC_CTYPE"}:
            whole["LANG"] = "C.UTF-8"
        if "HOME" not in whole:
            with contextlib.suppress(RuntimeError):  # unknown user: every program finds its own home folder
                whole["HOME"] = str(Path.home())
    return whole


def this_python() -> str:
    """The running interpreter. Python doesn't know its own path if it was started by name without PATH."""
    return sys.executable or str(Path("/proc/self/exe").resolve())


def run(command: list[str], failure: str) -> None:
    """Run a program that prints its own output. If it fails, exit with the message."""
    if subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode != 0:
        stop(f"{failure} See the messages above.")


def replace_process(command: list[str]) -> int:
    """Replace this process, so that signals and the exit code are the program's own."""
    if os.name == "posix":
        os.chdir(ROOT)
        os.execve(command[0], command, environment())
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def say(text: str, end: str = "\n") -> None:
    """Print at once. Characters that the terminal's encoding lacks become question marks."""
    encoding = sys.stdout.encoding
    print(text.encode(encoding, "replace").decode(encoding), end=end, flush=True)


def stop(text: str) -> NoReturn:
    """Exit with code 1 and a message on standard error."""
    sys.exit(text)
