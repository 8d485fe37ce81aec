"""Nothing is shipped whose licence is unknown, and everything is shipped with its licence's text."""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

import freeze
from inspector.about import licences
from inspector.about.licences import Part, installed, parts, unacceptable

PART = Part("thing", "1.0", "MIT", None, "Copyright …")


@pytest.fixture(scope="module")
def here() -> tuple[Part, ...]:
    return installed()


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package with a licence that nobody here has heard of; the path of what it says."""
    folder = tmp_path / "stranger-1.0.dist-info"
    folder.mkdir()
    told = folder / "METADATA"
    told.write_text(
        "Metadata-Version: 2.4\nName: stranger\nVersion: 1.0\nLicense-Expression: LicenseRef-Mine\n"
    )
    (folder / "RECORD").write_text("stranger-1.0.dist-info/METADATA,,\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return told


def test_everything_that_is_installed_may_be_shipped(here: tuple[Part, ...]) -> None:
    assert unacceptable(here) == []
    assert len({part.name for part in here}) > 30


def test_what_no_package_lists_is_listed_all_the_same(here: tuple[Part, ...]) -> None:
    names = " ".join(part.name for part in here)
    for inner in ("Qt ", "HarfBuzz", "libjpeg-turbo", "libwebp", "ICU", "Python ", "OpenSSL, with Python"):
        assert inner in f"{names} "
    if sys.platform == "linux":  # whose keychain needs cryptography
        assert "pyo3, in cryptography" in names, "a bill of materials inside a package was not read"
    assert "pytest" not in names, "a tool is no part of the program"


def test_the_lgpl_comes_with_the_text_that_it_refers_to(here: tuple[Part, ...]) -> None:
    for name in ("Qt", "PySide6_Essentials", "shiboken6"):
        [part] = [each for each in here if each.name == name]
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in part.text
        assert "Preamble" in part.text, "the GPL's"
        assert part.version
        assert part.source


def test_an_unknown_licence_ends_the_build(
    stranger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(licences, "OURS", "stranger")
    with pytest.raises(SystemExit, match="stranger: the licence is LicenseRef-Mine"):
        freeze.write_licences(tmp_path / "parts.json")
    assert not (tmp_path / "parts.json").exists()
    stranger.write_text(stranger.read_text().replace("LicenseRef-Mine", "MIT"))
    freeze.write_licences(tmp_path / "parts.json")
    assert "stranger" in (tmp_path / "parts.json").read_text()


@pytest.mark.parametrize(
    "licence",
    ["MIT", "GPL-2.0-only OR MIT", "(MIT OR Nobodys-1.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"],
)
def test_one_known_licence_of_a_choice_is_enough(licence: str) -> None:
    assert unacceptable((replace(PART, licence=licence),)) == []


@pytest.mark.parametrize(
    "licence",
    [
        "", "UNKNOWN", "GPL-3.0-only", "MIT AND GPL-3.0-only", "MIT OR", "AND MIT", "Apache-2.0 WITH Nothing",
        "MIT License, or so", "(MIT AND Nobodys-1.0) OR Nobodys-2.0",
    ],
)  # fmt: skip
def test_anything_else_is_not(licence: str) -> None:
    [told] = unacceptable((replace(PART, licence=licence),))
    assert told.startswith("thing: the licence is ")


def test_a_licence_without_its_text_is_not_shipped() -> None:
    assert unacceptable((replace(PART, text=""),)) == ["thing: the text of MIT is missing"]


def test_the_frozen_program_tells_what_was_installed_when_it_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "resources" / "licences"
    folder.mkdir(parents=True)
    (folder / licences.PARTS).write_text(json.dumps([asdict(PART)]))
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert parts() == (PART,)
