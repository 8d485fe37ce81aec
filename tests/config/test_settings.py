"""Preferences: what they are at the first start, and what a damaged file costs."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.folder import ProfileError, ProfileFolder
from inspector.config.settings import FILE_NAME, Settings, system_region

LOCALE_VARIABLES = ("LC_ALL", "LC_TELEPHONE", "LC_CTYPE", "LANG")
ONLY_VARIABLES = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the desktop answers here")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProfileFolder:
    for name in LOCALE_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    return ProfileFolder(tmp_path / "profile")


def test_the_first_start_takes_the_region_of_the_system(folder: ProfileFolder) -> None:
    expected = Settings(default_region="DE", fetches_pictures=True, theme="system")
    assert Settings.load(folder) == (expected, ())


def test_what_was_chosen_comes_back(folder: ProfileFolder) -> None:
    chosen = Settings(default_region="RU", fetches_pictures=False, theme="dark")
    chosen.save(folder)
    assert Settings.load(folder) == (chosen, ())


def test_choosing_no_region_is_a_choice_too(folder: ProfileFolder) -> None:
    replace(Settings.load(folder)[0], default_region=None).save(folder)
    assert Settings.load(folder)[0].default_region is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("default_region", "Germany"),
        ("default_region", "de"),
        ("default_region", 49),
        ("fetches_pictures", "yes"),
        ("fetches_pictures", 1),
        ("kept_pictures_mb", -1),
        ("kept_pictures_mb", True),
        ("kept_pictures_mb", 200.0),
        ("kept_pictures_mb", "200"),
        ("kept_pictures_mb", 10**12),
        ("theme", "purple"),
        ("theme", ["dark"]),
        ("theme", None),
    ],
)
def test_one_odd_value_costs_only_itself_and_is_said(
    folder: ProfileFolder, field: str, value: object
) -> None:
    sound = {"default_region": "FR", "fetches_pictures": False, "theme": "light"}
    folder.write(FILE_NAME, json.dumps({**sound, field: value, "colour": "red"}).encode())
    settings, (note,) = Settings.load(folder)
    assert note == f"The setting “{field}” in settings.json couldn't be read. Its default is used."
    for name in sound.keys() - {field}:
        assert getattr(settings, name) == sound[name]
    assert getattr(settings, field) == getattr(Settings(), field)


@pytest.mark.parametrize(
    "garbage", [b'{"default_region": "DE"', b'"proxy_host"', b'"x_y"\x80"program": "contact-inspector"']
)
def test_a_damaged_file_is_set_aside_and_said(folder: ProfileFolder, garbage: bytes) -> None:
    folder.write(FILE_NAME, garbage)
    settings, (note,) = Settings.load(folder)
    (kept,) = folder.path.glob(f"{FILE_NAME}.damaged-*")
    assert kept.read_bytes() == garbage
    assert settings == Settings(default_region="DE")
    assert kept.name in note


def test_a_newer_versions_settings_are_used_and_never_written(folder: ProfileFolder) -> None:
    Settings(theme="dark").save(folder)
    newer = {**json.loads(folder.read(FILE_NAME) or b""), "version": 2, "font": {"size": 14}}
    folder.write(FILE_NAME, json.dumps(newer).encode())
    before, (note,) = Settings.load(folder)
    assert before.theme == "dark"
    assert note == (
        "settings.json was written by a newer version of Contact Inspector. Changes to it aren't saved."
    )
    with pytest.raises(ProfileError, match="newer version"):
        replace(before, theme="light").save(folder, before)
    assert json.loads(folder.read(FILE_NAME) or b"") == newer


def test_a_value_that_only_a_newer_version_understands_survives_a_change(folder: ProfileFolder) -> None:
    folder.write(FILE_NAME, b'{"theme": "sepia", "kept_pictures_mb": 10}')
    before, (note,) = Settings.load(folder)
    assert "theme" in note
    replace(before, kept_pictures_mb=20).save(folder, before)
    kept = json.loads(folder.read(FILE_NAME) or b"")
    assert (kept["theme"], kept["kept_pictures_mb"]) == ("sepia", 20)
    replace(before, theme="dark").save(folder, before)
    assert Settings.load(folder)[0].theme == "dark"


def test_an_unknown_field_that_holds_a_password_is_not_kept(folder: ProfileFolder) -> None:
    folder.write(
        FILE_NAME, b'{"default_region": null, "theme": "dark", "proxy_password": "winter", "font": "Sans"}'
    )
    replace(Settings.load(folder)[0], theme="light").save(folder)
    kept = json.loads(folder.read(FILE_NAME) or b"")
    assert ("proxy_password" in kept, kept["font"]) == (False, "Sans")


def test_a_folder_that_cannot_be_written_is_told_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    folder = ProfileFolder(tmp_path / "file")
    settings, notes = Settings.load(folder)
    assert notes == ()
    with pytest.raises(ProfileError, match="can't be used"):
        settings.save(folder)


@given(
    content=st.dictionaries(
        st.text(max_size=4).map("x{}".format), st.none() | st.integers() | st.text(max_size=5)
    )
)
def test_settings_that_this_version_does_not_know_survive_a_change(
    tmp_path_factory: pytest.TempPathFactory, content: dict[str, object]
) -> None:
    folder = ProfileFolder(tmp_path_factory.mktemp("any"))
    folder.write(FILE_NAME, json.dumps({"program": "contact-inspector", "theme": "dark", **content}).encode())
    before, notes = Settings.load(folder)
    assert (before.theme, notes) == ("dark", ())
    replace(before, theme="light").save(folder, before)
    assert json.loads(folder.read(FILE_NAME) or b"").items() >= {"theme": "light", **content}.items()


@ONLY_VARIABLES
@pytest.mark.parametrize(
    ("variables", "region"),
    [
        ({"LANG": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "de_DE@euro"}, "DE"),
        ({"LANG": "en-GB"}, "GB"),
        ({"LANG": "zh_Hans_CN.UTF-8"}, "CN"),
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_DE.UTF-8"}, "DE"),
        ({"LANG": "en_US.UTF-8", "LC_TELEPHONE": "de_DE.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "FR"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "C.UTF-8"}, "RU"),
        ({"LC_CTYPE": "UTF-8"}, None),
        ({"LANG": "C"}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "de"}, None),
        ({"LANG": "en_001"}, None),
        ({"LANG": ""}, None),
        ({}, None),
    ],
)
def test_the_region_is_read_from_the_systems_locale(variables: dict[str, str], region: str | None) -> None:
    assert system_region(variables) == region
