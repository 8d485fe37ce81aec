"""Which release is being packaged: what every installer has to say alike."""

import os
import re
import subprocess

from processes import ROOT, environment, stop

NAME = "contact-inspector"
TITLE = "Contact Inspector"
SUMMARY = "See who's behind a WhatsApp number"
FROZEN = ROOT / "dist" / NAME
"""What `python3 packaging/dev.py build` leaves, and every installer starts from."""


def version() -> str:
    """The program's own, without importing it: packages are also made where its libraries are not."""
    text = (ROOT / "inspector" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([0-9]+\.[0-9]+\.[0-9]+)"$', text, re.MULTILINE)
    return found[1] if found else stop("inspector/__init__.py has no version such as 1.2.3.")


def epoch_s() -> int:
    """When the release was made, in seconds since 1970: no file in a package is younger, or older.

    `SOURCE_DATE_EPOCH` when it is set, as reproducible-builds.org describes it; else the last commit's time.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        told = output(["git", "log", "-1", "--format=%ct"])
    return int(told)


def output(command: list[str]) -> str:
    """What a program prints on standard output; ends everything when it fails."""
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if ended.returncode != 0:
        stop(f"{command[0]} failed. See the messages above.")
    return ended.stdout.strip()
