"""install.sh of the archive for Linux: run as a person runs it, in a home folder of its own."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from linux import archive
from release import FROZEN, NAME

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the archive is for Linux")

PROFILE = f".local/share/{NAME}/accounts.json"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive's content: a program of a few files stands for the frozen one, which takes a minute."""
    place = tmp_path_factory.mktemp("unpacked")
    frozen = place / "frozen"
    (frozen / "_internal").mkdir(parents=True)
    (frozen / NAME).write_text('#!/bin/sh\ncat "$(dirname "$(readlink -f "$0")")/_internal/words"\n')
    (frozen / NAME).chmod(0o755)
    (frozen / "_internal" / "words").write_text("it runs\n")
    (frozen / "_internal" / "link").symlink_to("words")
    archive.fill(place / "top", frozen, None)
    return place / "top"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with a profile of the program, and things of other programs."""
    home = tmp_path / "Zoë's home"
    for file in (PROFILE, ".local/share/applications/other.desktop", ".local/bin/other"):
        (home / file).parent.mkdir(parents=True, exist_ok=True)
        (home / file).write_text("somebody's")
    return home


def run(script: Path, home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], **variables}
    command = ["sh", str(script), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def files(home: Path) -> set[str]:
    """All but the desktop's own index of what opens what."""
    found = {
        str(path.relative_to(home)) for path in home.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    return {name for name in found if not name.endswith("mimeinfo.cache")}


def test_it_installs_a_command_a_menu_entry_with_links_icons_and_a_manual(unpacked: Path, home: Path) -> None:
    before = files(home)
    ended = run(unpacked / "install.sh", home)
    assert (ended.returncode, ended.stderr) == (0, "")
    command = home / ".local/bin" / NAME
    assert subprocess.run([command], capture_output=True, text=True, check=True).stdout == "it runs\n"
    assert (home / f".local/lib/{NAME}/_internal/link").readlink() == Path("words")
    share = {name.partition("/share/")[2] for name in files(home) - before if "/share/" in name}
    assert share >= {
        f"applications/{NAME}.desktop",
        f"icons/hicolor/scalable/apps/{NAME}.svg",
        f"icons/hicolor/256x256/apps/{NAME}.png",
        f"man/man1/{NAME}.1.gz",
        "metainfo/io.github.contact_inspector.metainfo.xml",
    }


def test_the_menu_entry_starts_the_program_from_a_home_folder_with_spaces_and_quotes(
    unpacked: Path, home: Path
) -> None:
    run(unpacked / "install.sh", home)
    entry = home / f".local/share/applications/{NAME}.desktop"
    lines = dict(line.split("=", 1) for line in entry.read_text(encoding="utf-8").splitlines() if "=" in line)
    command = str(home / ".local/bin" / NAME)
    assert shlex.split(lines["Exec"]) == [command, "%u"]
    assert lines["TryExec"] == command
    assert lines["MimeType"] == "x-scheme-handler/contact-inspector;"
    if shutil.which("desktop-file-validate"):
        told = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, check=False)
        assert (told.returncode, told.stdout) == (0, "")


def test_installing_twice_is_the_same_as_once(unpacked: Path, home: Path) -> None:
    run(unpacked / "install.sh", home)
    once = files(home)
    assert run(unpacked / "install.sh", home).returncode == 0
    assert files(home) == once


def test_a_newer_version_leaves_nothing_of_the_older(unpacked: Path, home: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(unpacked, older, symlinks=True)
    (older / "program/_internal/gone").touch()
    (older / "share/icons/gone.svg").touch()
    run(older / "install.sh", home)
    assert any(name.endswith("gone.svg") for name in files(home))
    run(unpacked / "install.sh", home)
    assert not [name for name in files(home) if "gone" in name]


def test_it_goes_on_where_an_installation_was_cut_short(unpacked: Path, home: Path) -> None:
    half = home / f".local/lib/{NAME}.new"
    half.mkdir(parents=True)
    (half / "half").touch()
    assert run(unpacked / "install.sh", home).returncode == 0
    assert not half.exists()
    assert "half" not in " ".join(files(home))


def test_uninstalling_leaves_what_is_not_its_own(unpacked: Path, home: Path) -> None:
    before = files(home)
    run(unpacked / "install.sh", home)
    ended = run(home / f".local/lib/{NAME}/install.sh", home, "--uninstall")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert files(home) == before
    assert PROFILE in before
    assert not (home / ".local/share/icons").exists()
    assert run(unpacked / "install.sh", home, "--uninstall").stdout == "Not installed.\n"


def test_what_was_installed_in_a_data_folder_of_ones_own_is_found_again(unpacked: Path, home: Path) -> None:
    before = files(home)
    run(unpacked / "install.sh", home, XDG_DATA_HOME=str(home / "data"))
    assert (home / f"data/applications/{NAME}.desktop").is_file()
    run(home / f".local/lib/{NAME}/install.sh", home, "--uninstall")
    assert files(home) == before
    assert not (home / "data/applications").exists()


def test_somebody_elses_command_of_that_name_stays(unpacked: Path, home: Path) -> None:
    (home / ".local/bin" / NAME).write_text("mine")
    before = files(home)
    ended = run(unpacked / "install.sh", home)
    assert ended.returncode == 2
    assert "belongs to another program" in ended.stderr
    assert files(home) == before


@pytest.mark.parametrize("name", ['a"b', "a%b", "a$b", "a`b", "a\\b", "a|b", "a&b", "a\nb"])
def test_a_home_folder_that_no_menu_entry_can_name_is_refused_before_anything_is_written(
    unpacked: Path, tmp_path: Path, name: str
) -> None:
    odd = tmp_path / name
    odd.mkdir()
    assert run(unpacked / "install.sh", odd).returncode == 2
    assert files(odd) == set()


def test_without_the_program_beside_it_nothing_happens(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "install.sh"
    shutil.copyfile(archive.INSTALLER, script)
    before = files(home)
    assert run(script, home).returncode == 2
    assert run(script, home, "--remove").returncode == 2
    assert files(home) == before


def test_the_help_names_both_ways(home: Path) -> None:
    told = run(archive.INSTALLER, home, "--help").stdout
    assert "./install.sh --uninstall" in told


@pytest.mark.skipif(not (FROZEN / NAME).exists(), reason="made by `python3 packaging/dev.py build`")
def test_the_frozen_program_runs_from_where_it_was_installed(home: Path, tmp_path: Path) -> None:
    shutil.copytree(FROZEN, tmp_path / "top" / "program", symlinks=True)
    (tmp_path / "top/share/applications").mkdir(parents=True)
    (tmp_path / f"top/share/applications/{NAME}.desktop").write_text("[Desktop Entry]\n")
    shutil.copyfile(archive.INSTALLER, tmp_path / "top/install.sh")
    assert run(tmp_path / "top/install.sh", home).returncode == 0
    told = subprocess.run(
        [home / ".local/bin" / NAME, "--version"], env={}, capture_output=True, text=True, check=True
    )
    assert told.stdout.startswith("Contact Inspector ")
