"""What an administrator sets for everybody: accounts without tokens, settings, and what may be changed."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder, system_folder
from inspector.config.managed_policy import FILE_NAME, read_managed
from inspector.config.presets import NOTHING_MANAGED, Managed, is_preset
from inspector.config.settings import SETTING_NAMES, Settings
from inspector.core.account import Account

SUPPORT = {"name": "Support", "api_url": "https://1101.api.greenapi.com", "id_instance": "1101000001"}
SALES = {"name": "Sales", "api_url": "https://1102.api.greenapi.com/", "id_instance": "1102000002"}
TOKEN = "d75b3a66374942c5b3c019c698abc2067e151558acbd451234"

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="who owns a file is told otherwise there")
pytestmark = needs_posix


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder where an administrator writes."""
    folder = tmp_path / "etc"
    folder.mkdir(0o755)
    return folder


def write(place: Path, content: object) -> Managed:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    (place / FILE_NAME).write_bytes(text)
    (place / FILE_NAME).chmod(0o644)
    return read_managed(place)


def profile(tmp_path: Path, managed: Managed) -> ProfileFolder:
    return ProfileFolder(tmp_path / "profile", lambda: managed)


def test_where_there_is_no_file_nothing_is_set(place: Path) -> None:
    assert read_managed(place) == NOTHING_MANAGED
    assert read_managed(place / "missing") == NOTHING_MANAGED
    assert write(place, {}) == NOTHING_MANAGED


def test_the_file_lies_where_administrators_look_for_it_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/tmp/evil:/etc/xdg")
    expected = {"linux": "/etc/xdg/contact-inspector"}.get(
        sys.platform, "/Library/Application Support/contact-inspector"
    )
    assert system_folder() == Path(expected)


# Accounts


def test_accounts_that_are_set_up_come_behind_the_persons_own(tmp_path: Path, place: Path) -> None:
    own = AccountBook(profile(tmp_path, NOTHING_MANAGED))
    own.add("Mine", "https://1103.api.greenapi.com", "1103000003")
    own.save()
    managed = write(place, {"accounts": [SUPPORT, SALES]})
    book, notes = AccountBook.load(profile(tmp_path, managed))
    assert (notes, managed.notes) == ((), ())
    assert [account.name for account in book.accounts] == ["Mine", "Support", "Sales"]
    assert [is_preset(account) for account in book.accounts] == [False, True, True]
    assert book.active is not None
    assert book.active.name == "Mine"


def test_the_first_account_that_is_set_up_is_the_active_one_of_a_new_person(
    tmp_path: Path, place: Path
) -> None:
    book, _ = AccountBook.load(profile(tmp_path, write(place, {"accounts": [SUPPORT, SALES]})))
    assert book.active is not None
    assert (book.active.name, book.active.api_url) == ("Support", "https://1101.api.greenapi.com")
    assert not (tmp_path / "profile").exists(), "nothing needs to be written"


def test_what_is_set_up_is_not_copied_and_follows_the_file(tmp_path: Path, place: Path) -> None:
    book, _ = AccountBook.load(profile(tmp_path, write(place, {"accounts": [SUPPORT, SALES]})))
    book.activate(book.accounts[1].key)
    book.save()
    assert json.loads((tmp_path / "profile" / "accounts.json").read_text())["accounts"] == []
    renamed = {**SALES, "name": "Sales, London"}
    book, _ = AccountBook.load(profile(tmp_path, write(place, {"accounts": [renamed]})))
    assert [account.name for account in book.accounts] == ["Sales, London"]
    assert book.active == book.accounts[0]


def test_the_token_kept_for_one_address_is_never_found_by_another(place: Path) -> None:
    keys = {
        write(place, {"accounts": [{**SUPPORT, **change}]}).accounts[0].key
        for change in (
            {},
            {"api_url": "https://1101.api.greenapi.example"},
            {"id_instance": "1101000002"},
            {"name": "Other"},
        )
    }
    assert len(keys) == 3, "a name may change"


def test_a_persons_own_version_of_an_account_wins(tmp_path: Path, place: Path) -> None:
    folder = profile(tmp_path, write(place, {"accounts": [SUPPORT]}))
    book, _ = AccountBook.load(folder)
    preset = book.accounts[0]
    book.put(replace(preset, name="Hotline"))
    book.save()
    again, _ = AccountBook.load(folder)
    assert [(account.key, account.name) for account in again.accounts] == [(preset.key, "Hotline")]


def test_an_account_that_a_person_removed_stays_away_until_they_add_it(tmp_path: Path, place: Path) -> None:
    folder = profile(tmp_path, write(place, {"accounts": [SUPPORT, SALES]}))
    book, _ = AccountBook.load(folder)
    preset = book.accounts[0]
    book.remove(preset.key)
    book.save()
    book, notes = AccountBook.load(folder)
    assert ([account.name for account in book.accounts], notes) == (["Sales"], ())
    assert book.add("Support", SUPPORT["api_url"], SUPPORT["id_instance"]) == preset
    book.save()
    assert preset in AccountBook.load(folder)[0].accounts


def test_an_account_removed_in_one_copy_of_the_program_is_removed_by_the_other(
    tmp_path: Path, place: Path
) -> None:
    folder = profile(tmp_path, write(place, {"accounts": [SUPPORT, SALES]}))
    one, other = AccountBook.load(folder)[0], AccountBook.load(folder)[0]
    one.remove(one.accounts[0].key)
    one.save()
    other.add("Mine", "https://1103.api.greenapi.com", "1103000003")
    other.save()
    assert {account.name for account in AccountBook.load(folder)[0].accounts} == {"Sales", "Mine"}


def test_the_same_account_added_by_hand_is_the_one_that_is_set_up(tmp_path: Path, place: Path) -> None:
    book, _ = AccountBook.load(profile(tmp_path, write(place, {"accounts": [SUPPORT]})))
    added = book.add("support", "1101.api.greenapi.com", "1101000001")
    assert [account.key for account in book.accounts] == [added.key]
    assert is_preset(added)


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path, place: Path) -> None:
    own = AccountBook(profile(tmp_path, NOTHING_MANAGED))
    own.add("Support", "https://1103.api.greenapi.com", "1103000003")
    own.save()
    book, _ = AccountBook.load(profile(tmp_path, write(place, {"accounts": [SUPPORT]})))
    assert [account.name for account in book.accounts] == ["Support", "Support (2)"]
    book.activate(book.accounts[1].key)
    book.save()
    elsewhere = {**SUPPORT, "name": "Support line", "api_url": "https://1104.api.greenapi.com"}
    book, _ = AccountBook.load(profile(tmp_path, write(place, {"accounts": [elsewhere]})))
    assert [account.name for account in book.accounts] == ["Support", "Support line"], "it follows the file"
    book, _ = AccountBook.load(profile(tmp_path, NOTHING_MANAGED))
    assert [account.name for account in book.accounts] == ["Support"]


def test_a_name_that_a_person_gave_to_an_account_that_is_set_up_is_theirs(
    tmp_path: Path, place: Path
) -> None:
    folder = profile(tmp_path, write(place, {"accounts": [SUPPORT]}))
    book, _ = AccountBook.load(folder)
    book.put(replace(book.accounts[0], name="Support (old)"))
    book.save()
    assert [account.name for account in AccountBook.load(folder)[0].accounts] == ["Support (old)"]


def test_what_a_damaged_list_of_accounts_loses_are_not_those_that_are_set_up(
    tmp_path: Path, place: Path
) -> None:
    folder = profile(tmp_path, write(place, {"accounts": [SUPPORT]}))
    folder.write("accounts.json", b'{"version": 1, "accounts": 7}')
    book, notes = AccountBook.load(folder)
    assert [account.name for account in book.accounts] == ["Support"]
    assert notes


# A token does not belong there


@pytest.mark.parametrize(
    "spoilt",
    [
        {"accounts": [{**SUPPORT, "apiTokenInstance": TOKEN}]},
        {"accounts": [{**SUPPORT, "token": "short"}]},
        {"accounts": [{**SUPPORT, "remark": f"see {TOKEN}"}]},
        {"accounts": [SUPPORT], "settings": {"proxy_password": "x"}},
        {"accounts": [SUPPORT], "secrets": {"Support": "x"}},
        {"accounts": [SUPPORT], "more": [[[{"deep": [TOKEN]}]]]},
    ],
)
def test_a_token_in_the_file_is_refused_loudly_and_not_used(
    tmp_path: Path, place: Path, spoilt: dict[str, Any]
) -> None:
    managed = write(place, spoilt)
    assert any("contains a token or password, which isn't used" in note for note in managed.notes)
    assert [account.name for account in managed.accounts] == ["Support"]
    assert TOKEN not in repr(managed)
    book, _ = AccountBook.load(profile(tmp_path, managed))
    book.save()
    assert TOKEN not in (tmp_path / "profile" / "accounts.json").read_text()


def test_a_token_in_an_address_or_a_name_is_refused_with_its_account(place: Path) -> None:
    with_token = f"https://1101.api.greenapi.com/waInstance1101000001/getSettings/{TOKEN}"
    managed = write(place, {"accounts": [{**SUPPORT, "api_url": with_token}]})
    assert managed.accounts == ()
    assert TOKEN not in repr(managed)


# Settings


def test_settings_that_are_set_are_a_persons_until_they_choose_otherwise(tmp_path: Path, place: Path) -> None:
    managed = write(place, {"settings": {"theme": "dark", "default_region": "DE"}})
    folder = profile(tmp_path, managed)
    loaded, notes = Settings.load(folder)
    assert (loaded.theme, loaded.default_region, notes) == ("dark", "DE", ())
    replace(loaded, theme="light").save(folder)
    again, _ = Settings.load(folder)
    assert (again.theme, again.default_region) == ("light", "DE")


def test_what_a_person_left_as_it_was_follows_the_file(tmp_path: Path, place: Path) -> None:
    folder = profile(tmp_path, write(place, {"settings": {"theme": "dark", "default_region": "DE"}}))
    replace(Settings.load(folder)[0], fetches_pictures=False).save(folder)
    folder = profile(tmp_path, write(place, {"settings": {"theme": "light", "default_region": "GB"}}))
    loaded, _ = Settings.load(folder)
    assert (loaded.theme, loaded.default_region, loaded.fetches_pictures) == ("light", "GB", False)


def test_what_a_person_never_chose_follows_a_file_that_comes_later(tmp_path: Path, place: Path) -> None:
    """Saving one choice is not choosing the rest."""
    folder = profile(tmp_path, NOTHING_MANAGED)
    before, _ = Settings.load(folder)
    replace(before, theme="dark").save(folder, before)
    kept = json.loads((tmp_path / "profile" / "settings.json").read_text())
    assert kept == {"program": "contact-inspector", "version": 1, "theme": "dark"}
    proxy = {"proxy": "manual", "proxy_host": "proxy.example.com", "proxy_port": 3128}
    managed = write(place, {"settings": {**proxy, "fetches_pictures": False, "theme": "light"}})
    after, _ = Settings.load(profile(tmp_path, managed))
    assert (after.proxy, after.proxy_host, after.proxy_port) == ("manual", "proxy.example.com", 3128)
    assert (after.fetches_pictures, after.theme) == (False, "dark")


def test_a_locked_setting_is_the_administrators(tmp_path: Path, place: Path) -> None:
    own = profile(tmp_path, NOTHING_MANAGED)
    Settings(default_region="GB", allows_other_hosts=True, theme="light").save(own)
    managed = write(
        place, {"settings": {"default_region": "DE"}, "locked": ["default_region", "allows_other_hosts"]}
    )
    folder = profile(tmp_path, managed)
    loaded, _ = Settings.load(folder)
    assert (loaded.default_region, loaded.allows_other_hosts, loaded.theme) == ("DE", False, "light")
    replace(loaded, allows_other_hosts=True).save(folder)
    assert not Settings.load(folder)[0].allows_other_hosts, "locked without a value, it stays its default"


def test_a_home_country_that_is_locked_without_a_value_is_the_systems(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    Settings(default_region="GB").save(profile(tmp_path, NOTHING_MANAGED))
    folder = profile(tmp_path, write(place, {"locked": ["default_region"]}))
    assert Settings.load(folder)[0].default_region == "FR"


def test_every_setting_can_be_set(tmp_path: Path, place: Path) -> None:
    wanted = Settings(
        default_region="FR",
        fetches_pictures=False,
        allows_other_hosts=True,
        kept_pictures_mb=50,
        theme="dark",
        proxy="manual",
        proxy_host="proxy.example.com",
        proxy_port=3128,
        proxy_user="anna",
        tells_of_updates=True,
        release_list="https://intranet.example.com/releases.json",
    )
    assert asdict(wanted).keys() == SETTING_NAMES
    assert all(getattr(wanted, name) != getattr(Settings(), name) for name in SETTING_NAMES)
    managed = write(place, {"settings": asdict(wanted)})
    assert Settings.load(profile(tmp_path, managed)) == (wanted, ())


def test_settings_that_cannot_be_read_are_said_by_name_and_the_rest_is_used(place: Path) -> None:
    content = {"theme": "pink", "proxy_port": "3128", "colour": 1, "fetches_pictures": False}
    managed = write(place, {"settings": content, "locked": ["colour", 7, "theme"]})
    assert dict(managed.settings) == {"fetches_pictures": False}
    assert managed.locked == {"theme"}
    [note] = managed.notes
    assert note.endswith("couldn't be read: colour, proxy_port, theme.")


def test_a_file_for_a_newer_version_is_used_as_far_as_it_is_understood(place: Path) -> None:
    content = {"theme": "dark", "font": "Sans"}
    managed = write(place, {"version": 2, "settings": content, "locked": ["theme", "font"], "groups": []})
    assert dict(managed.settings) == {"theme": "dark"}
    assert managed.locked == {"theme"}
    [note] = managed.notes
    told = "is for a newer version of Contact Inspector, which knows more settings: font."
    assert note == f"{place / FILE_NAME} {told}"


# A file that is not as it should be


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"[1]",
        b'"text"',
        b"{}" + b" " * 1_000_001,
    ],
    ids=range(7),
)
def test_a_damaged_file_is_said_in_one_sentence_and_sets_nothing(place: Path, garbage: bytes) -> None:
    managed = write(place, garbage)
    assert managed == Managed(notes=managed.notes)
    [note] = managed.notes
    assert "isn't used" in note
    assert (place / FILE_NAME).read_bytes() == garbage, "it is not this program's file"


def test_odd_parts_of_a_file_do_not_spoil_the_rest(place: Path) -> None:
    accounts = [7, {}, {**SUPPORT, "name": 7}, {**SUPPORT, "api_url": "http://a.example"}, SALES, SALES]
    managed = write(place, {"accounts": accounts, "settings": [], "locked": "theme"})
    assert [account.name for account in managed.accounts] == ["Sales"]
    assert [note[:9] for note in managed.notes[:-1]] == ["Account 1", "Account 2", "Account 3"]
    assert managed.notes[-1] == "In total, 4 accounts couldn't be read."


def test_a_file_full_of_mistakes_makes_no_endless_notice(place: Path) -> None:
    names = {f"odd_{number}": 0 for number in range(5_000)}
    managed = write(place, {"accounts": [0] * 50_000, "settings": names, "locked": list(names)})
    assert len(" ".join(managed.notes)) < 2_000


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(accounts=JSON, chosen=JSON, locked=JSON)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_whatever_the_file_holds_is_understood_or_left(
    tmp_path: Path, place: Path, accounts: object, chosen: object, locked: object
) -> None:
    managed = write(place, {"accounts": accounts, "settings": chosen, "locked": locked})
    folder = profile(tmp_path, managed)
    assert all(isinstance(account, Account) for account in AccountBook.load(folder)[0].accounts)
    assert isinstance(Settings.load(folder)[0], Settings)


def by_mode(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o020)


def by_everybody(path: Path) -> None:
    path.chmod(path.stat().st_mode | 0o002)


def by_owner(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(path, 65534, 65534)


@pytest.mark.parametrize("spoil", [by_mode, by_everybody, by_owner])
@pytest.mark.parametrize("which", ["file", "folder"])
def test_a_file_that_others_can_have_written_is_not_believed(
    place: Path, spoil: Callable[[Path], None], which: str
) -> None:
    write(place, {"accounts": [SUPPORT]})
    spoil(place / FILE_NAME if which == "file" else place)
    managed = read_managed(place)
    assert managed == Managed(notes=managed.notes)
    [note] = managed.notes
    assert "someone other than the administrator may have changed it" in note


def test_a_file_that_may_not_be_read_is_said(place: Path) -> None:
    write(place, {"accounts": [SUPPORT]})
    (place / FILE_NAME).chmod(0)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        [note] = read_managed(place).notes
    finally:
        if was_root:
            os.seteuid(0)
    assert note.endswith("isn't used: Permission denied.")


@pytest.mark.timeout(5)
def test_a_pipe_in_place_of_the_file_stops_nobody(place: Path) -> None:
    os.mkfifo(place / FILE_NAME, 0o644)
    [note] = read_managed(place).notes
    assert "damaged" in note
