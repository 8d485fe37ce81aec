#!/usr/bin/env python3
"""Set up, run, check and package a checkout, with Python's standard library only.

python3 packaging/dev.py demo         open the window with sample contacts
python3 packaging/dev.py test         run all checks and tests; any arguments go to pytest only
python3 packaging/dev.py fuzz         run the endurance tests at full length: about half an hour
python3 packaging/dev.py audit        check the pinned versions for known vulnerabilities; needs the network
python3 packaging/dev.py screenshots  make pictures of every state of the window
python3 packaging/dev.py sentences    put everything a person can read on one page, for review
python3 packaging/dev.py bench        measure speed and memory: about 15 minutes
python3 packaging/dev.py build        freeze the program into dist/contact-inspector, and run its self-test
python3 packaging/dev.py package      make the packages for this system from the frozen program
python3 packaging/dev.py setup        only create .venv, with contact-inspector in it
python3 packaging/dev.py libraries    only install the system libraries, including those for the tests
python3 packaging/dev.py pin          update constraints.txt to the newest versions allowed

Commands that need .venv create it first if it is missing or out of date.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  an older Python must be able to print this message
    sys.exit(f"Contact Inspector needs Python 3.11 or newer. This is Python {sys.version.split()[0]}.")

import hashlib
import os
import subprocess
import tempfile
import time
from pathlib import Path

from processes import ROOT, environment, replace_process, run, say, stop, this_python
from sentences import main as write_sentences
from system_libraries import (
    FOR_THE_BUILD,
    FOR_THE_PACKAGES,
    FOR_THE_TESTS,
    FOR_THE_WINDOW,
    install_packages,
    is_root,
    missing_packages,
    require_ensurepip,
)

CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "made-from.sha256"

COVERAGE_OUTSIDE_UI_PERCENT = 95
COVERAGE_INSIDE_UI_PERCENT = 85

NUMBERS = "tests/phone/test_notations.py"
ENDURANCE = (
    "tests/trust/test_corpus.py",
    "tests/trust/test_soak.py",
    "tests/journeys/test_quit_storm.py",
    NUMBERS,
)
"""See tests/trust/depth.py for how long each one runs, in `fuzz` and otherwise."""

AT_ONCE = ("-n", str(min(4, 1 + (os.cpu_count() or 1))), "--dist", "worksteal")
"""One worker more than processors, because tests spend a third of their time waiting. Each has its own
screen, keychain and gateways, and timing limits allow for parallel tests."""

ONLY_ELSEWHERE = ("colorama", "macholib", "pefile", "pywin32-ctypes")
"""Only needed on Windows or macOS, but pinned on every system."""


def main() -> int:
    commands = {
        "demo": demo,
        "test": test,
        "fuzz": fuzz,
        "audit": audit,
        "screenshots": screenshots,
        "sentences": sentences,
        "bench": bench,
        "build": build,
        "package": package,
        "setup": setup,
        "libraries": libraries,
        "pin": pin,
    }
    command, *further = sys.argv[1:] or ["help"]
    if command not in commands:
        say(str(__doc__))
        return 0 if command in ("help", "-h", "--help") else 2
    return commands[command](further)


# Commands


def demo(further: list[str]) -> int:
    prepare(FOR_THE_WINDOW)
    return replace_process([str(BIN / "contact-inspector"), "--demo", *further])


def test(further: list[str]) -> int:
    prepare([*FOR_THE_WINDOW, *FOR_THE_TESTS])
    if further:
        return replace_process([str(PYTHON), "-m", "pytest", *further])
    check("format", "ruff", "format", "--check", ".")
    check("lint", "ruff", "check", ".")
    check("types", "mypy")
    check("imports", "lint-imports")
    closing_line = run_tests()
    check("coverage data", "coverage", "combine", "--quiet")
    if sys.platform == "linux":  # where every test runs, with a real keychain and screen
        check_coverage("outside ui/", COVERAGE_OUTSIDE_UI_PERCENT, "--omit=*/inspector/ui/*")
        check_coverage("inside ui/", COVERAGE_INSIDE_UI_PERCENT, "--include=*/inspector/ui/*")
    say(closing_line)
    return 0


def fuzz(further: list[str]) -> int:
    """Malformed responses and damaged pictures by the thousand, quits at any moment, a long day of
    lookups."""
    prepare([*FOR_THE_WINDOW, *FOR_THE_TESTS])
    os.environ["CONTACT_INSPECTOR_TESTS"] = "long"
    tests = [NUMBERS if word == "numbers" else word for word in further] or ENDURANCE
    words = ["--capture=no", "--durations=0", *tests]
    return replace_process([str(PYTHON), "-m", "pytest", *words])


def audit(_further: list[str]) -> int:
    """Also fails if a package couldn't be looked up, because then nothing is known about it."""
    with tempfile.TemporaryDirectory() as folder:
        python = make_environment(Path(folder))
        install(python, ["pip-audit"])
        command = [str(python), "-m", "pip_audit", "--strict", "--no-deps", "--disable-pip"]
        run([*command, "--requirement", str(CONSTRAINTS)], "The audit failed.")
    return 0


def screenshots(further: list[str]) -> int:
    return run_on_a_screen("screenshots.py", further)


def sentences(_further: list[str]) -> int:
    return write_sentences()


def bench(further: list[str]) -> int:
    return run_on_a_screen("bench.py", further)


def run_on_a_screen(script: str, further: list[str]) -> int:
    """Run a script of this folder on a virtual screen, where its windows don't disturb anyone."""
    prepare([*FOR_THE_WINDOW, *FOR_THE_TESTS])
    command = [str(PYTHON), str(ROOT / "packaging" / script), *further]
    if sys.platform == "linux":
        command = ["xvfb-run", "--auto-servernum", "--server-args=-screen 0 1920x1200x24", *command]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode


def build(further: list[str]) -> int:
    prepare([*FOR_THE_WINDOW, *FOR_THE_BUILD])
    return replace_process([str(PYTHON), str(ROOT / "packaging" / "freeze.py"), *further])


def package(further: list[str]) -> int:
    prepare([*FOR_THE_WINDOW, *FOR_THE_PACKAGES])
    return replace_process([str(PYTHON), str(ROOT / "packaging" / "package.py"), *further])


def setup(_further: list[str]) -> int:
    prepare(FOR_THE_WINDOW)
    say(f"Ready: {BIN / 'contact-inspector'}")
    return 0


def libraries(_further: list[str]) -> int:
    install_packages(missing_packages([*FOR_THE_WINDOW, *FOR_THE_TESTS]))
    say("The system libraries are installed.")
    return 0


def pin(_further: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        python = make_environment(Path(folder))
        install(python, [f"{ROOT}[dev,build]", *ONLY_ELSEWHERE])
        frozen = subprocess.run(
            [str(python), "-m", "pip", "freeze", "--exclude", "contact-inspector"],
            env=environment(),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    CONSTRAINTS.write_text(f"# Written by: python3 packaging/dev.py pin\n{frozen}", encoding="utf-8")
    say(f"{len(frozen.splitlines())} versions pinned in {CONSTRAINTS}")
    return 0


# The steps of a test run


def check(title: str, program: str, *arguments: str) -> str:
    """Run one check and print its duration. If it fails, print its output and exit."""
    started_s = time.monotonic()
    ended = subprocess.run(
        [str(BIN / program), *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    took_s = time.monotonic() - started_s
    if ended.returncode != 0:
        say(ended.stdout)
        stop(f"{title}: failed after {took_s:.1f} s")
    say(f"{title}: ok, {took_s:.1f} s")
    return ended.stdout


def run_tests() -> str:
    """Run the whole suite under coverage with live output. Returns pytest's last line if all tests pass."""
    check("coverage erased", "coverage", "erase")
    closing_line = ""
    with subprocess.Popen(
        [str(BIN / "coverage"), "run", "-m", "pytest", *AT_ONCE],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            say(line, end="")
            closing_line = line.strip() or closing_line
    if running.returncode != 0:
        stop("tests: failed")
    return closing_line


def check_coverage(where: str, least_percent: int, selection: str) -> None:
    """Check lines and branches together, as coverage counts them."""
    title = f"coverage {where} >= {least_percent} %"
    report = check(title, "coverage", "report", selection, f"--fail-under={least_percent}")
    say("  " + next((line for line in report.splitlines() if line.startswith("TOTAL")), ""))


# The virtual environment


def prepare(debian_packages: list[str]) -> None:
    """Create or update .venv if needed, and check that the system's libraries are installed."""
    missing = missing_packages(debian_packages)
    if is_root():
        install_packages(missing)
        missing = []
    wanted = fingerprint()
    if not PYTHON.exists() or not STAMP.exists() or STAMP.read_text(encoding="utf-8") != wanted:
        say("Creating .venv with the pinned packages. This takes about half a minute.")
        install(
            make_environment(VENV), ["--constraint", str(CONSTRAINTS), "--editable", f"{ROOT}[dev,build]"]
        )
        STAMP.write_text(wanted, encoding="utf-8")
    install_packages(missing)


def fingerprint() -> str:
    """What .venv depends on: the pins, the project file, this Python and the checkout's path."""
    made_from = hashlib.sha256(f"{ROOT}\n{sys.version}\n".encode())
    for file in (CONSTRAINTS, ROOT / "pyproject.toml"):
        made_from.update(file.read_bytes())
    return made_from.hexdigest()


def make_environment(folder: Path) -> Path:
    """Create an empty virtual environment. Returns the path of its Python."""
    require_ensurepip()
    run([this_python(), "-m", "venv", "--clear", str(folder)], "Couldn't create the virtual environment.")
    return folder / PYTHON.relative_to(VENV)


def install(python: Path, arguments: list[str]) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    run([*command, *arguments], "Couldn't install the packages.")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
