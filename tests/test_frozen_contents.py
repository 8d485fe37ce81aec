"""The frozen program holds what somebody allowed, and nothing else."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest

import freeze
import frozen_contents
from frozen_contents import Entry, size_mb, trimmed, unexpected_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the names are those of Linux")

GOOD = (
    "contact-inspector",
    "_internal/base_library.zip",
    "_internal/PySide6/QtCore.abi3.so",
    "_internal/PySide6/Qt/lib/libQt6Core.so.6",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",
    "_internal/PySide6/Qt/plugins/imageformats/libqwebp.so",
    "_internal/libxcb-cursor.so.0",
    "_internal/resources/icons/app.svg",
    "_internal/tzdata/zoneinfo/Europe/Berlin",
)
UNWANTED = (
    "_internal/libgtk-3.so.0",
    "_internal/PySide6/Qt/plugins/imageformats/libqsvg.so",
    "_internal/PySide6/Qt/plugins/imageformats/libqtiff.so",
    "_internal/PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "_internal/PySide6/Qt/lib/libQt6Qml.so.6",
    "_internal/PySide6/QtQml.abi3.so",
    "_internal/tkinter/__init__.py",
    "_internal/certifi/cacert.pem",
    "_internal/libfontconfig.so.1",
    "unheard-of",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in GOOD:
        plant(tmp_path, name)
    return tmp_path


def plant(folder: Path, name: str, size: int = 1) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(bytes(size))


def test_what_belongs_there_is_allowed(folder: Path) -> None:
    assert unexpected_files(folder) == []
    freeze.look_through(folder)


@pytest.mark.parametrize("name", UNWANTED)
def test_a_file_that_nobody_allowed_ends_the_build_with_its_name(folder: Path, name: str) -> None:
    plant(folder, name)
    with pytest.raises(SystemExit, match=name):
        freeze.look_through(folder)


def test_a_link_is_no_way_in(folder: Path) -> None:
    (folder / "_internal" / "libQt6Qml.so.6").symlink_to("/nowhere")
    assert unexpected_files(folder) == ["_internal/libQt6Qml.so.6"]


def test_a_folder_that_grew_too_large_ends_the_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(folder, "_internal/libcrypto.so.3", 2_000_000)
    assert size_mb(folder) == pytest.approx(2, abs=0.001)
    monkeypatch.setattr(freeze, "LARGEST_FOLDER_MB", 1)
    with pytest.raises(SystemExit, match=r"takes 2\.0 MB; at most 1 are allowed"):
        freeze.look_through(folder)


def entries() -> Iterator[Entry]:
    """What PyInstaller finds of PySide6 here, as far as it matters."""
    top = Path(PySide6.__file__).parent
    for kind, names in (
        ("EXTENSION", ("QtCore.abi3.so", "QtGui.abi3.so", "QtWidgets.abi3.so")),
        ("BINARY", [path.relative_to(top).as_posix() for path in (top / "Qt" / "plugins").rglob("*.so")]),
        ("BINARY", [path.relative_to(top).as_posix() for path in (top / "Qt" / "lib").glob("*.so*")]),
        ("DATA", ("Qt/translations/qtbase_de.qm",)),
    ):
        yield from ((f"PySide6/{name}", str(top / name), kind) for name in names)
    yield "libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"
    yield "libQt6Qml.so.6", "PySide6/Qt/lib/libQt6Qml.so.6", "SYMLINK"
    yield "libpython3.11.so.1.0", sys.executable, "BINARY"


def test_only_what_the_plug_ins_that_stay_refer_to_is_taken() -> None:
    everything = list(entries())
    kept = {name.removeprefix("PySide6/") for name, _, _ in trimmed(everything)}
    assert {"Qt/lib/libQt6Core.so.6", "Qt/lib/libQt6XcbQpa.so.6", "libQt6Core.so.6"} <= kept
    assert {"Qt/plugins/platforms/libqxcb.so", "QtWidgets.abi3.so", "libpython3.11.so.1.0"} <= kept
    assert not {"Qt/lib/libQt6Qml.so.6", "libQt6Qml.so.6", "Qt/translations/qtbase_de.qm"} & kept
    assert not [name for name in kept if "gtk3" in name or "qsvg" in name]
    assert len(kept) < len(everything) / 3


def test_windows_has_its_c_runtime_itself() -> None:
    everything = [
        (name, __file__, "EXTENSION")
        for name in ("api-ms-win-crt-heap-l1-1-0.dll", "UCRTBASE.dll", "VCRUNTIME140.dll")
    ]
    assert [name for name, _, _ in trimmed(everything)] == ["VCRUNTIME140.dll"]


def test_a_framework_of_macos_stays_or_goes_with_everything_around_it() -> None:
    """Signing refuses one without its links. Any library does for one here, and any folder."""
    libraries = Path(PySide6.__file__).parent / "Qt" / "lib"
    everything: list[Entry] = [
        ("PySide6/QtGui.abi3.so", str(libraries.parents[1] / "QtGui.abi3.so"), "EXTENSION")
    ]
    for name in ("Core", "Qml"):
        framework = f"PySide6/Qt/lib/Qt{name}.framework"
        everything += [
            (f"{framework}/Versions/A/Qt{name}", str(libraries / f"libQt6{name}.so.6"), "BINARY"),
            (f"{framework}/Versions/A/Resources/Info.plist", __file__, "DATA"),
            (f"{framework}/Versions/Current", "A", "SYMLINK"),
            (f"{framework}/Qt{name}", f"Versions/Current/Qt{name}", "SYMLINK"),
            (f"{framework}/Resources", "Versions/Current/Resources", "SYMLINK"),
            (f"Qt{name}", f"{framework}/Versions/A/Qt{name}", "SYMLINK"),
        ]
    assert trimmed(everything) == [entry for entry in everything if "Qml" not in entry[0]]


def test_qt_has_the_plug_ins_that_are_meant() -> None:
    """One that is renamed would be missed only when the program is started where it is needed."""
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins"
    have = [path.relative_to(plugins).as_posix() for path in plugins.rglob("*.so")]
    patterns = frozen_contents._PLUGINS["linux"].split()
    assert [pattern for pattern in patterns if not any(re.fullmatch(pattern, name) for name in have)] == []
