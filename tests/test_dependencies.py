"""What is installed is what was pinned: nothing else comes in, and nothing in another version."""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

import pytest

import dev
from processes import ROOT

OURS = "contact-inspector"
TOOLS = {"pip", "setuptools", "wheel"}
"""What a virtual environment is made with."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins() -> dict[str, str]:
    lines = dev.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {normal(name): version for name, version in pairs}


def names_in(requirements: Iterable[str]) -> set[str]:
    """Of what is asked for in any case: what a library's own extras want is nobody's wish."""
    certain = [line for line in requirements if "extra ==" not in line]
    return {normal(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in certain}


def required() -> dict[str, str]:
    """Everything that the project asks for, directly or not, as far as it is installed, and its version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    waiting = names_in([*project["dependencies"], *extras["dev"], *extras["build"]])
    found: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        installed = next(iter(distributions(name=name)), None)
        if installed is not None:
            found[name] = installed.version
            waiting |= names_in(installed.requires or ()) - found.keys()
    return found


def test_every_pin_is_one_exact_version() -> None:
    assert all(re.fullmatch(r"[0-9][0-9a-z.+]*", version) for version in pins().values())


def test_no_dependency_is_installed_that_was_not_pinned() -> None:
    needed = required()
    assert len(needed) > 30, "hardly anything was looked at"
    stray = {name: version for name, version in needed.items() if pins().get(name, version) != version}
    unknown = needed.keys() - pins().keys() - TOOLS
    assert (stray, unknown) == ({}, set()), "run `python3 packaging/dev.py pin`, and look at what comes in"


@pytest.mark.skipif(Path(sys.prefix) != dev.VENV, reason="any other environment may hold what it likes")
def test_the_environment_of_the_tests_holds_nothing_else() -> None:
    present = {normal(each.name) for each in distributions()}
    assert present - pins().keys() - TOOLS - {OURS} == set()
