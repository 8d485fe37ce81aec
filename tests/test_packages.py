"""What the packages say about the program is true, alike, and in the form that each system expects."""

import ast
import configparser
import gzip
import json
import os
import plistlib
import re
import shutil
import stat
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path, PureWindowsPath

import pytest
from PySide6.QtGui import QImage

import bill_of_materials
import package
import release
from inspector import __version__
from inspector.about import licences
from linux import archive, deb, share
from macos import image
from processes import ROOT
from windows import installer, version_info

PACKAGING = ROOT / "packaging"
FLATPAK = PACKAGING / "flatpak" / f"{share.COMPONENT}.json"
WORKFLOWS = ROOT / ".github" / "workflows"
HOMEPAGE = "https://example.org/somebody/contact-inspector"


of_debian = pytest.mark.skipif(
    shutil.which("dpkg-shlibdeps") is None, reason="packages for Debian are made with Debian's own tools"
)


def accepted_by(*command: str | Path) -> bool:
    """Whether a checking tool is content; where it is not installed, packaging is where it is asked."""
    if shutil.which(str(command[0])) is None:
        return True
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return True


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("share")
    share.write_share(folder, HOMEPAGE)
    return folder


def test_the_version_is_the_programs_own() -> None:
    assert release.version() == __version__


def test_a_program_of_another_version_is_not_packaged(tmp_path: Path) -> None:
    told = tmp_path / "_internal" / "resources" / "build.json"
    with pytest.raises(SystemExit, match=r"dev\.py build"):
        package.require_build(tmp_path)
    told.parent.mkdir(parents=True)
    told.write_text('{"version": "0.0.1"}', encoding="utf-8")
    with pytest.raises(SystemExit, match=r"dev\.py build"):
        package.require_build(tmp_path)
    told.write_text(json.dumps({"version": __version__}), encoding="utf-8")
    package.require_build(tmp_path)


def test_the_newest_release_described_is_this_one(shared: Path) -> None:
    described = ET.parse(shared / "metainfo" / f"{share.COMPONENT}.metainfo.xml")
    assert described.findall("releases/release")[0].get("version") == __version__
    entry = share.changelog(deb.MAINTAINER).splitlines()[0]
    assert entry == f"contact-inspector ({__version__}) stable; urgency=medium"


def test_the_menu_entry_takes_links_that_carry_a_number(shared: Path) -> None:
    file = shared / "applications" / "contact-inspector.desktop"
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(file, encoding="utf-8")
    told = entry["Desktop Entry"]
    assert (told["Exec"], told["MimeType"]) == (
        "contact-inspector %u",
        "x-scheme-handler/contact-inspector;",
    )
    assert (shared / f"icons/hicolor/scalable/apps/{told['Icon']}.svg").is_file()
    assert accepted_by("desktop-file-validate", file)


def test_each_icon_has_the_size_of_its_folder_and_is_no_blank(shared: Path) -> None:
    for edge in share.ICON_PX:
        picture = QImage(str(shared / f"icons/hicolor/{edge}x{edge}/apps/contact-inspector.png"))
        assert (picture.width(), picture.height()) == (edge, edge)
        assert picture.pixelColor(edge // 2, edge // 4).alpha() == 255
        assert picture.pixelColor(0, 0).alpha() == 0


def test_the_description_shows_pictures_that_exist_in_the_size_it_tells(shared: Path) -> None:
    file = shared / "metainfo" / f"{share.COMPONENT}.metainfo.xml"
    component = ET.parse(file).getroot()
    images = component.findall("screenshots/screenshot/image")
    assert len(images) >= 3
    for each in images:
        base = f"{HOMEPAGE}/raw/v{__version__}/"
        assert each.text is not None
        assert each.text.startswith(base)
        picture = QImage(str(ROOT / each.text.removeprefix(base)))
        assert (str(picture.width()), str(picture.height())) == (each.get("width"), each.get("height"))
    assert component.findtext("url") == HOMEPAGE
    assert accepted_by("appstreamcli", "validate", "--no-net", "--pedantic", file)


def test_without_a_homepage_the_description_has_neither_pictures_nor_addresses(tmp_path: Path) -> None:
    file = tmp_path / f"{share.COMPONENT}.metainfo.xml"
    file.write_bytes(share.metainfo(None))
    component = ET.parse(file).getroot()
    assert component.find("screenshots") is None
    assert component.find("url") is None
    assert accepted_by("appstreamcli", "validate", "--no-net", "--pedantic", file)


@pytest.mark.parametrize("words", [(), ("lookup",), ("accounts", "add"), ("accounts", "list")], ids=" ".join)
def test_the_manual_names_every_option(shared: Path, words: tuple[str, ...]) -> None:
    page = gzip.decompress((shared / "man/man1/contact-inspector.1.gz").read_bytes()).decode()
    command = [sys.executable, "-m", "inspector", *words, "--help"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", told))
    assert options >= {"--help", "--profile"}
    assert options - set(re.findall(r"--[a-z-]+", page.replace(r"\-", "-"))) == set()
    assert f"Contact Inspector {__version__}" in page


def test_the_manual_is_set_without_a_warning(shared: Path) -> None:
    if shutil.which("man") is None:
        pytest.skip("there is no man here")
    command = ["man", "--warnings", "-l", str(shared / "man/man1/contact-inspector.1.gz")]
    environment = {**os.environ, "MANPAGER": "cat", "LC_ALL": "C.UTF-8"}
    told = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (told.returncode, told.stderr) == (0, "")


def test_the_changelog_dates_a_release_as_debian_wants_it() -> None:
    last = share.changelog(deb.MAINTAINER).splitlines()[-1]
    assert re.fullmatch(r" -- .+ <.+@.+>  [A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} 00:00:00 \+0000", last)


@of_debian
def test_only_what_debian_has_itself_is_left_to_it(tmp_path: Path) -> None:
    multiarch = release.output(["dpkg-architecture", "-qDEB_HOST_MULTIARCH"])
    (tmp_path / "tzdata").mkdir()
    for name in ("libz.so.1", "libours.so.1", "libpython3.11.so.1.0"):
        (tmp_path / name).touch()
    (tmp_path / "libgcc_s.so.1").symlink_to("PySide6/libgcc_s.so.1")
    assert Path("/lib", multiarch, "libz.so.1").exists()
    assert deb.leave_to_debian(tmp_path) == ["libz.so.1"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "libours.so.1",
        "libpython3.11.so.1.0",
        "libgcc_s.so.1",
    }


@of_debian
def test_the_package_depends_on_what_its_programs_are_linked_to(tmp_path: Path) -> None:
    program = tmp_path / "usr/lib/contact-inspector/contact-inspector"
    program.parent.mkdir(parents=True)
    shutil.copyfile("/bin/ls", program)
    (program.parent / "words.txt").write_text("no program")
    needed = deb.dependencies(tmp_path)
    assert re.search(r"(^|, )libc6 \(>= [0-9.]+\)", needed)
    assert re.search(r"(^|, )libselinux1( |,|$)", needed)
    assert {"ca-certificates", "tzdata"} <= set(needed.split(", "))


def test_every_file_in_the_package_has_debians_mode_and_the_releases_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    program = tmp_path / "usr/lib/contact-inspector/contact-inspector"
    library = program.parent / "_internal" / "library.so"
    library.parent.mkdir(parents=True, mode=0o700)
    for file in (program, library):
        file.touch(mode=0o600)
    (program.parent / "link").symlink_to("nowhere")
    deb.settle(tmp_path)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (program, library, library.parent)}
    assert modes == {program: 0o755, library: 0o644, library.parent: 0o755}
    assert {path.lstat().st_mtime for path in tmp_path.rglob("*")} == {1700000000.0}


def test_every_override_of_lintian_has_its_reason() -> None:
    lines = (PACKAGING / "linux" / "lintian-overrides").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert all(line.startswith(("# ", "contact-inspector: ")) for line in lines)


def test_the_flatpak_takes_the_archive_of_this_version_and_no_address() -> None:
    told = json.loads(FLATPAK.read_text(encoding="utf-8"))
    assert told["id"] == share.COMPONENT
    module = told["modules"][0]
    (source,) = module["sources"]
    assert source["path"] == f"../../dist/contact-inspector-{__version__}-linux-x86_64.tar.xz"
    assert "url" not in source
    assert f"{told['command']}.desktop" == told["rename-desktop-file"]
    assert "--share=network" in told["finish-args"]
    assert not [right for right in told["finish-args"] if "filesystem" in right]


def test_the_shell_scripts_pass_shellcheck() -> None:
    assert accepted_by("shellcheck", archive.INSTALLER, PACKAGING / "linux" / "bare_session.sh")


def test_windows_tells_the_version_in_numbers_and_in_words() -> None:
    text = version_info.version_info("contact-inspector-window")
    ast.parse(text)
    numbers = ", ".join([*__version__.split("."), "0"])
    assert f"filevers=({numbers}), prodvers=({numbers})" in text
    assert f"StringStruct('FileVersion', '{__version__}')" in text
    assert "StringStruct('OriginalFilename', 'contact-inspector-window.exe')" in text


def test_the_installer_for_windows_stays_with_one_person() -> None:
    script = (PACKAGING / "windows" / "installer.iss").read_text(encoding="utf-8")
    assert "PrivilegesRequired=lowest" in script
    roots = re.findall(r"^Root: (\w+);", script, re.MULTILINE)
    assert set(roots) == {"HKCU"}
    assert '-- ""%1"""' in script, "without -- a link could carry options"
    asked_for = set(re.findall(r"\{#(\w+)\}", script)) - set(re.findall(r"#define (\w+)", script))
    given = installer.compiler_words(Path("out"), HOMEPAGE)
    assert asked_for == {word.removeprefix("/D").split("=")[0] for word in given if word.startswith("/D")}


def test_a_signing_command_survives_inno_setups_notation() -> None:
    signtool = str(PureWindowsPath("C:/Program Files (x86)/Kits/signtool.exe"))
    told = installer.for_inno_setup([signtool, "sign", "/sha1", "ab12"])
    assert told == r"$qC:\Program Files (x86)\Kits\signtool.exe$q sign /sha1 ab12 $f"


def test_a_bundle_is_signed_from_the_inside_out(tmp_path: Path) -> None:
    contents = tmp_path / "Contact Inspector.app" / "Contents"
    inner = contents / "Frameworks" / "QtCore.framework" / "Versions" / "A" / "QtCore"
    library, program = contents / "Frameworks" / "lib.dylib", contents / "MacOS" / "contact-inspector"
    for file in (inner, library, program):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bytes.fromhex("cffaedfe00"))
    (contents / "Frameworks" / "words.txt").write_text("no library")
    (contents / "Resources").mkdir()
    (contents / "Resources" / "lib.dylib").symlink_to(library)
    framework = contents / "Frameworks" / "QtCore.framework"
    order = image.inside_out(contents.parent)
    assert set(order) == {inner, library, framework}
    assert order.index(inner) < order.index(framework)


def test_the_entitlements_are_a_property_list_with_the_one_right_that_is_needed() -> None:
    told = plistlib.loads(image.ENTITLEMENTS.read_bytes())
    assert told == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_bill_of_materials_lists_every_part_once_with_its_licence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    parts = [
        {"name": part.name, "version": part.version, "licence": part.licence, "source": part.source}
        for part in licences.installed()
    ]
    bill = bill_of_materials.bill_of_materials(parts)
    components = bill["components"]
    names = {each["name"] for each in components}
    assert names >= {"httpx", "PySide6_Essentials", "cryptography", "libpng, in Qt"}
    assert len({each["bom-ref"] for each in components}) == len(components) > 50
    assert all(each["licenses"][0]["expression"] for each in components)
    assert bill["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    assert bill == bill_of_materials.bill_of_materials(parts)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    assert bill["serialNumber"] != bill_of_materials.bill_of_materials(parts)["serialNumber"]


def test_the_release_takes_no_action_that_can_change_under_it() -> None:
    text = (WORKFLOWS / "release.yml").read_text(encoding="utf-8")
    actions = re.findall(r"uses: (\S+)", text)
    assert len(actions) >= 5
    assert [action for action in actions if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)] == []
