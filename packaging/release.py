"""The release being packaged: facts that all installers share."""

import os
import re
import subprocess

from processes import ROOT, environment, stop

NAME = "contact-inspector"
TITLE = "Contact Inspector"
SUMMARY = "See who's behind a WhatsApp number"
FROZEN = ROOT / "dist" / NAME
"""The output of `python3 packaging/dev.py build`, which every installer is made from."""


def version() -> str:
    """The program's version, read without importing it, because its libraries may be missing here."""
    text = (ROOT / "inspector" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([0-9]+\.[0-9]+\.[0-9]+)"$', text, re.MULTILINE)
    return found[1] if found else stop("inspector/__init__.py has no version such as 1.2.3.")


def epoch_s() -> int:
    """When the release was made, in Unix seconds. Every file in a package gets this time.

    Uses `SOURCE_DATE_EPOCH` if it is set (see reproducible-builds.org), otherwise the last commit's time.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        told = output(["git", "log", "-1", "--format=%ct"])
    return int(told)


def output(command: list[str]) -> str:
    """A program's standard output. Exits if the program fails."""
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if ended.returncode != 0:
        stop(f"{command[0]} failed. See the messages above.")
    return ended.stdout.strip()
