"""Starting other programs from a checkout, also from an empty environment."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent


def environment() -> dict[str, str]:
    """This process's environment, made whole when it was started with an empty one.

    apt-get needs the system's own folders on its path, and Qt warns in a locale that is not UTF-8.
    """
    whole = {name: value for name, value in os.environ.items() if name not in ("PYTHONHOME", "PYTHONPATH")}
    if os.name == "posix":
        whole.setdefault("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
        whole.setdefault("DEBIAN_FRONTEND", "noninteractive")
        if not whole.keys() & {"LANG", "LC_ALL", "LC_CTYPE"}:
            whole["LANG"] = "C.UTF-8"
        if "HOME" not in whole:
            with contextlib.suppress(RuntimeError):  # no such user: every program finds its own way
                whole["HOME"] = str(Path.home())
    return whole


def this_python() -> str:
    """The running interpreter. Started by its bare name and without PATH, it does not know itself."""
    return sys.executable or str(Path("/proc/self/exe").resolve())


def run(command: list[str], failure: str) -> None:
    """Run a program that speaks for itself; end with the sentence when it fails."""
    if subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode != 0:
        stop(f"{failure} See the messages above.")


def replace_process(command: list[str]) -> int:
    """Become another program, so that its signals and its exit code are its own."""
    if os.name == "posix":
        os.chdir(ROOT)
        os.execve(command[0], command, environment())
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def say(text: str, end: str = "\n") -> None:
    """Print at once, with a question mark for what the terminal's encoding lacks."""
    encoding = sys.stdout.encoding
    print(text.encode(encoding, "replace").decode(encoding), end=end, flush=True)


def stop(text: str) -> NoReturn:
    """End with exit code 1 and a sentence on standard error."""
    sys.exit(text)
