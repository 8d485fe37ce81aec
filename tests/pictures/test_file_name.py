"""What a saved picture is called."""

import ntpath
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.pictures.file_name import suggested_name
from inspector.pictures.kind import PictureKind


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Oil filter W 712", "Oil filter W 712.jpg"),
        ("Масляный фильтр", "Масляный фильтр.jpg"),
        ("../../etc/passwd", "etc passwd.jpg"),
        ("C:\\Windows\\system32", "C Windows system32.jpg"),
        (".bashrc", "bashrc.jpg"),
        ("-rf", "rf.jpg"),
        ("CON", "picture CON.jpg"),
        ("nul.txt", "picture nul.txt.jpg"),
        ("run.exe", "run.exe.jpg"),
        ("a\n\t\0b", "a b.jpg"),
        ("<img src=x>", "img src x.jpg"),
        ("", "picture.jpg"),
        ("🚗", "picture.jpg"),
    ],
)
def test_a_title_becomes_a_harmless_name(title: str, name: str) -> None:
    assert suggested_name(title, PictureKind.JPEG) == name


def test_the_suffix_is_the_kind_of_the_picture_not_of_the_title() -> None:
    assert suggested_name("logo.svg", PictureKind.PNG) == "logo.svg.png"
    assert suggested_name("logo", None) == "logo"


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for something else than a file; Python 3.13 moved the question."""
    if sys.version_info >= (3, 13):
        return ntpath.isreserved(name)
    return PureWindowsPath(name).is_reserved()


@given(st.text(max_size=300))
def test_no_title_leaves_its_folder_or_hides_its_file(title: str) -> None:
    name = suggested_name(title, PictureKind.WEBP)
    assert PurePosixPath(name).name == name == PureWindowsPath(name).name
    assert not is_reserved(name)
    assert not name.startswith((".", "-", " "))
    assert len(name) <= 100
    assert len(name.encode()) <= 255
    assert name.isprintable()


def test_letters_of_four_bytes_make_no_name_that_a_file_system_refuses(tmp_path: Path) -> None:
    name = suggested_name("𐐷" * 80, PictureKind.JPEG)
    (tmp_path / name).touch()
    assert name.startswith("𐐷" * 50)
