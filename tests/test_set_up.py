"""The script that sets a checkout up, started the ways people and machines start it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
import processes
import system_libraries

DEV = Path(dev.__file__)


def _start(*words: str) -> subprocess.CompletedProcess[str]:
    """From an empty environment and another folder, as `env -i` does."""
    command = [sys.executable, str(DEV), *words]
    return subprocess.run(command, cwd="/", env={}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("words", "code"), [([], 0), (["--help"], 0), (["tset"], 2)])
def test_without_a_known_command_it_lists_them(words: list[str], code: int) -> None:
    ended = _start(*words)
    assert (ended.returncode, ended.stderr) == (code, "")
    assert "packaging/dev.py demo " in ended.stdout


def test_an_empty_environment_is_made_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in tuple(os.environ):
        monkeypatch.delenv(name)
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    whole = processes.environment()
    assert {"/usr/sbin", "/sbin", "/usr/bin"} <= set(whole["PATH"].split(":"))
    assert whole["LANG"] == "C.UTF-8"
    assert Path(whole["HOME"]).is_absolute()
    assert "PYTHONPATH" not in whole


def test_what_is_set_already_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/mine")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.delenv("LANG", raising=False)
    whole = processes.environment()
    assert whole["PATH"] == "/mine"
    assert "LANG" not in whole


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system tells")
def test_a_python_started_by_its_bare_name_without_a_path_finds_itself() -> None:
    """As `env -i python3 packaging/dev.py` starts it."""
    command = ["python3", "-c", "import processes, sys; print([sys.executable, processes.this_python()])"]
    real = Path(sys.executable).resolve()
    told = subprocess.run(
        command, executable=real, cwd=DEV.parent, env={}, capture_output=True, text=True, check=True
    )
    assert told.stdout == f"['', '{real}']\n"


def _dpkg(folder: Path, monkeypatch: pytest.MonkeyPatch, *told: str) -> None:
    """A dpkg-query that tells these lines, and complains about the rest as the real one does."""
    program = folder / "dpkg-query"
    lines = "".join(f"echo '{line}'\n" for line in told)
    program.write_text(f"#!/bin/sh\n{lines}echo 'no packages found' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


on_debian = pytest.mark.skipif(not Path("/etc/debian_version").exists(), reason="asks Debian's dpkg")


@on_debian
def test_only_what_is_installed_is_not_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _dpkg(tmp_path, monkeypatch, "installed libgl1", "config-files libegl1", "installed libglib2.0-0t64")
    wanted = ["libglib2.0-0", "libgl1", "libegl1", "libxcb-cursor0"]
    assert system_libraries.missing_packages(wanted) == ["libegl1", "libxcb-cursor0"]


@on_debian
def test_what_these_tests_run_on_lacks_nothing() -> None:
    wanted = [*system_libraries.FOR_THE_WINDOW, *system_libraries.FOR_THE_TESTS]
    assert system_libraries.missing_packages(wanted) == []


def test_who_is_not_root_is_told_the_one_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "is_root", bool)
    with pytest.raises(SystemExit) as ended:
        system_libraries.install_packages(["libgl1", "xvfb"])
    line = str(ended.value).splitlines()[-1]
    assert line == "  sudo apt-get install --yes --no-install-recommends libgl1 xvfb"


def test_a_python_without_ensurepip_is_told_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"lacks ensurepip.*python3\.\d+-venv"):
        system_libraries.require_ensurepip()


def test_a_changed_pin_makes_the_environment_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pins = tmp_path / "constraints.txt"
    monkeypatch.setattr(dev, "CONSTRAINTS", pins)
    pins.write_text("httpx==0.28.0\n", encoding="utf-8")
    older = dev.fingerprint()
    pins.write_text("httpx==0.28.1\n", encoding="utf-8")
    assert dev.fingerprint() != older


def test_a_failed_check_ends_everything_with_its_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "BIN", Path(sys.executable).parent)
    with pytest.raises(SystemExit, match=r"^lint: failed after \d"):
        dev.check("lint", Path(sys.executable).name, "-c", "print('the reason'); raise SystemExit(1)")
    assert "the reason" in capsys.readouterr().out


def test_every_dependency_is_pinned_to_one_version() -> None:
    lines = dev.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pins = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert pins["PySide6_Essentials"] == pins["shiboken6"] == "6.11.3"
    assert {"httpx", "keyring", "pytest", "pywin32-ctypes", "colorama"} <= pins.keys()
