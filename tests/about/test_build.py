"""Which build this is, and the icons that it carries."""

import json
import re
import struct
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

import freeze
import program_icons
from inspector import __version__
from inspector.about.build import Build, this_build


def test_from_source_only_the_version_is_known() -> None:
    assert this_build() == Build(__version__)


def test_the_frozen_program_knows_its_day_and_its_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1773446400")
    freeze.write_build(tmp_path / "resources" / "build.json")
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    build = this_build()
    assert (build.version, build.date) == (__version__, "2026-03-14")
    assert re.fullmatch(r"[0-9a-f]{12}(-dirty)?", build.commit or "")
    assert set(json.loads((tmp_path / "resources" / "build.json").read_text())) == {
        "version",
        "date",
        "commit",
    }


def test_the_icon_of_windows_has_every_size_and_the_pictures_that_it_announces() -> None:
    icon = program_icons.ico()
    assert struct.unpack_from("<HHH", icon) == (0, 1, len(program_icons.ICO_PX))
    for place, edge in enumerate(program_icons.ICO_PX):
        *_, length, begin = struct.unpack_from("<BBBBHHII", icon, 6 + 16 * place)
        assert is_our_icon(icon[begin : begin + length], edge)
    assert begin + length == len(icon)


def test_the_icon_of_macos_has_every_size_and_the_pictures_that_it_announces() -> None:
    icon = program_icons.icns()
    assert icon[:4] == b"icns"
    assert struct.unpack_from(">I", icon, 4) == (len(icon),)
    place, found = 8, {}
    while place < len(icon):
        (length,) = struct.unpack_from(">I", icon, place + 4)
        found[icon[place : place + 4]] = icon[place + 8 : place + length]
        place += length
    assert found.keys() == program_icons.ICNS_PX.keys()
    assert all(is_our_icon(found[name], edge) for name, edge in program_icons.ICNS_PX.items())


def test_icons_are_the_same_every_time() -> None:
    assert program_icons.ico() == program_icons.ico()


def is_our_icon(png: bytes, edge_px: int) -> bool:
    """A PNG of this size, green in the middle of its left side and clear in its corner."""
    image = QImage.fromData(png)
    side = image.pixelColor(edge_px // 8, edge_px // 2)
    return (
        (image.width(), image.height()) == (edge_px, edge_px)
        and side.green() > side.red() + 50
        and image.pixelColor(0, 0) == QColor(0, 0, 0, 0)
    )
