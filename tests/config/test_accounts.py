"""The list of accounts: what a person may do with it, and what may have happened to its file."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.accounts import FILE_NAME, AccountBook
from inspector.config.folder import ProfileError, ProfileFolder

URL = "https://1101.api.greenapi.com"
INSTANCE = "1101000001"


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    return ProfileFolder(tmp_path / "profile")


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ProfileFolder:
    """The folder that the system gives to this program and no other."""
    for name in ("HOME", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    return ProfileFolder()


@pytest.fixture
def book(folder: ProfileFolder) -> AccountBook:
    return AccountBook(folder)


def _load(folder: ProfileFolder, content: object) -> tuple[AccountBook, tuple[str, ...]]:
    folder.write(FILE_NAME, json.dumps(content).encode())
    return AccountBook.load(folder)


def _entry(key: str = "k1", name: str = "Support", **others: object) -> dict[str, Any]:
    return {"key": key, "name": name, "api_url": URL, "id_instance": INSTANCE, **others}


def _damaged(folder: ProfileFolder) -> Iterator[Path]:
    return folder.path.glob(f"{FILE_NAME}.damaged-*")


def test_the_first_start_has_no_accounts_and_nothing_to_say(folder: ProfileFolder) -> None:
    book, notes = AccountBook.load(folder)
    assert (book.accounts, book.active, book.active_key, notes) == ((), None, None, ())


def test_accounts_come_back_after_a_restart_as_they_were(folder: ProfileFolder, book: AccountBook) -> None:
    book.add("Support", f" {URL}/ ", f" {INSTANCE} ")
    sales = book.add("Продажи 👩‍💻", "https://7103.api.greenapi.com", "7103000001")
    book.activate(sales.key)
    book.save()
    again, notes = AccountBook.load(folder)
    assert (again.accounts, again.active, notes) == (book.accounts, sales, ())
    assert again.accounts[0].api_url == URL


def test_every_new_account_has_a_key_of_its_own(book: AccountBook) -> None:
    keys = {book.add(f"Account {number}", URL, INSTANCE).key for number in range(50)}
    assert len(keys) == 50
    assert all(len(key) == 32 for key in keys)


def test_the_first_account_becomes_active_and_the_second_does_not(book: AccountBook) -> None:
    first = book.add("Support", URL, INSTANCE)
    book.add("Sales", URL, INSTANCE)
    assert book.active == first


def test_an_account_can_be_prepared_before_it_is_in_the_book(book: AccountBook) -> None:
    account = book.prepare(" Support ", URL, INSTANCE)
    assert book.named("Support") is None
    book.put(account)
    assert (book.active, account.name) == (account, "Support")
    changed = book.prepare("Support", URL, "7103000001", account.key)
    book.put(changed)
    assert list(book.accounts) == [changed]


@pytest.mark.parametrize("name", ["support", " SUPPORT ", "\uff33upport"])
def test_a_name_is_taken_once_whatever_its_case(book: AccountBook, name: str) -> None:
    book.add("Support", URL, INSTANCE)
    with pytest.raises(ValueError, match=r"There's already an account named Support\."):
        book.add(name, URL, INSTANCE)
    assert len(book.accounts) == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" \t ", "Enter a name for the account."),
        ("x" * 81, "longer than 80 characters"),
        ("Sup\nport", "control characters"),
        ("Sup\u202eport", "control characters"),
        ("Sup\u0000port", "control characters"),
        ("\ud800", "control characters"),
    ],
)
def test_a_name_that_cannot_be_shown_is_refused(book: AccountBook, name: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        book.add(name, URL, INSTANCE)
    assert book.accounts == ()


def test_an_address_and_instance_are_read_like_any_typed_text(book: AccountBook) -> None:
    with pytest.raises(ValueError, match="https"):
        book.add("Support", "http://1101.api.greenapi.com", INSTANCE)
    with pytest.raises(ValueError, match="4 to 19 digits"):
        book.add("Support", URL, "eleven")
    assert book.accounts == ()


def test_a_changed_account_keeps_key_and_place_and_may_change_only_the_case(book: AccountBook) -> None:
    first = book.add("support", URL, INSTANCE)
    book.add("Sales", URL, INSTANCE)
    renamed = book.prepare(" Support ", "7103.api.greenapi.com/", "7103000001", first.key)
    book.put(renamed)
    assert (renamed.key, renamed.name, book.accounts[0]) == (first.key, "Support", renamed)
    assert renamed.api_url == "https://7103.api.greenapi.com"
    with pytest.raises(ValueError, match="named Sales"):
        book.prepare("SALES", URL, INSTANCE, first.key)
    with pytest.raises(ValueError, match="idInstance"):
        book.prepare("Support", URL, "1", first.key)


def test_what_is_not_in_the_book_cannot_be_changed(book: AccountBook) -> None:
    for act in (book.remove, book.activate):
        with pytest.raises(KeyError):
            act("nobody")


@pytest.mark.parametrize(("removed", "then_active"), [(0, 1), (1, 2), (2, 1)])
def test_removing_the_active_account_makes_its_neighbour_active(
    book: AccountBook, removed: int, then_active: int
) -> None:
    accounts = [book.add(f"Account {number}", URL, INSTANCE) for number in range(3)]
    book.activate(accounts[removed].key)
    book.remove(accounts[removed].key)
    assert book.active == accounts[then_active]


def test_removing_another_account_leaves_the_active_one_and_the_last_leaves_none(book: AccountBook) -> None:
    first, second = book.add("A", URL, INSTANCE), book.add("B", URL, INSTANCE)
    book.remove(second.key)
    assert book.active == first
    book.remove(first.key)
    assert book.active is None


def test_an_account_is_found_by_its_name_whatever_the_case(book: AccountBook) -> None:
    account = book.add("Straße", URL, INSTANCE)
    assert book.named(" STRASSE") == account
    assert book.named("Sales") is None


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"accounts": ' + b"9" * 5_000 + b"}",
        b'{"a": ' * 50_000,
    ],
    ids=["empty", "cut off", "not UTF-8", "array", "null", "nested", "long number", "nested objects"],
)
def test_garbage_is_set_aside_and_said_and_the_list_starts_empty(
    own_folder: ProfileFolder, garbage: bytes
) -> None:
    own_folder.write(FILE_NAME, garbage)
    book, (note,) = AccountBook.load(own_folder)
    (kept,) = _damaged(own_folder)
    assert kept.read_bytes() == garbage
    assert book.accounts == ()
    assert note.endswith(f"The old file was kept as {kept.name}.")
    assert "starts empty" in note
    book.add("Support", URL, INSTANCE)
    book.save()
    assert AccountBook.load(own_folder)[0].accounts == book.accounts


def test_a_damaged_list_of_ours_is_set_aside_in_a_folder_that_was_chosen(folder: ProfileFolder) -> None:
    damaged = json.dumps({"version": 1, "accounts": [_entry()]}).encode()[:-10]
    folder.write(FILE_NAME, damaged)
    _, (note,) = AccountBook.load(folder)
    (kept,) = _damaged(folder)
    assert (kept.read_bytes(), kept.name in note) == (damaged, True)


def test_a_folder_in_place_of_the_file_is_left_alone(folder: ProfileFolder) -> None:
    (folder.path / FILE_NAME / "inside").mkdir(parents=True)
    book, (note,) = AccountBook.load(folder)
    assert note.endswith("accounts.json isn't a file. The list of accounts starts empty.")
    with pytest.raises(ProfileError, match="isn't a file"):
        book.save()
    assert (folder.path / FILE_NAME / "inside").is_dir()


def test_a_file_saved_with_a_byte_order_mark_is_read(folder: ProfileFolder) -> None:
    folder.write(FILE_NAME, b"\xef\xbb\xbf" + json.dumps({"accounts": [_entry()]}).encode())
    book, notes = AccountBook.load(folder)
    assert (len(book.accounts), notes) == (1, ())


@pytest.mark.parametrize(
    "broken",
    [
        7,
        None,
        {},
        _entry(key=""),
        _entry(key="k1"),
        _entry(key="../etc"),
        {**_entry(), "key": ["k"]},
        _entry("k2", name="a\nb"),
        _entry("k2", api_url="http://evil.example"),
        _entry("k2", id_instance=1101000001),
    ],
)
def test_one_broken_account_does_not_lose_the_others(folder: ProfileFolder, broken: object) -> None:
    content = {"version": 1, "active_key": "k3", "accounts": [_entry(), broken, _entry("k3", "Sales")]}
    book, notes = _load(folder, content)
    assert [account.name for account in book.accounts] == ["Support", "Sales"]
    assert book.active_key == "k3"
    assert notes[0].startswith("Account 2 in accounts.json couldn't be read: ")
    (kept,) = _damaged(folder)
    assert json.loads(kept.read_bytes()) == content
    assert kept.name in notes[1]
    assert AccountBook.load(folder)[1] == (), "said once, not at every start"


def test_accounts_of_one_name_in_the_file_are_told_apart(folder: ProfileFolder) -> None:
    long = "x" * 80
    entries = [_entry(f"k{number}", name) for number, name in enumerate(["A", "a", "A", long, long])]
    book, notes = _load(folder, {"accounts": entries})
    assert [account.name for account in book.accounts] == ["A", "a (2)", "A (3)", long, "x" * 75 + " (2)"]
    assert notes == ()


@pytest.mark.parametrize("active_key", [None, "gone", 7, ["k1"], {}])
def test_without_a_sound_active_key_the_first_account_is_active(
    folder: ProfileFolder, active_key: object
) -> None:
    book, notes = _load(folder, {"accounts": [_entry()], "active_key": active_key})
    assert (book.active_key, notes) == ("k1", ())


@pytest.mark.parametrize("version", [2, 10**9, "2.0", None, 1.5])
def test_a_newer_versions_list_is_used_and_never_written(folder: ProfileFolder, version: object) -> None:
    content = {"version": version, "accounts": [_entry(colour="red"), {"key": "group"}], "groups": [1]}
    book, notes = _load(folder, content)
    told = "accounts.json was written by a newer version of Contact Inspector"
    assert [account.key for account in book.accounts] == ["k1"]
    assert notes[0] == f"{told}. Changes to it aren't saved."
    book.add("Sales", URL, INSTANCE)
    with pytest.raises(ProfileError, match=f"^{told} and was not changed.$"):
        book.save()
    assert book.refusal
    assert json.loads(folder.read(FILE_NAME) or b"") == content
    assert list(_damaged(folder)) == []


def test_a_list_that_a_newer_version_wrote_meanwhile_is_not_overwritten(
    folder: ProfileFolder, book: AccountBook
) -> None:
    book.add("Support", URL, INSTANCE)
    book.save()
    newer = {**json.loads(folder.read(FILE_NAME) or b""), "version": 2, "groups": []}
    folder.write(FILE_NAME, json.dumps(newer).encode())
    with pytest.raises(ProfileError, match="newer version"):
        book.save()
    assert json.loads(folder.read(FILE_NAME) or b"") == newer


def test_fields_that_this_version_does_not_know_survive_every_change(folder: ProfileFolder) -> None:
    colour: dict[str, Any] = {"colour": {"light": ["red", None]}, "half": "\ud83d"}
    content = {"version": 1, "accounts": [_entry(**colour), _entry("k2", "Sales"), 7], "groups": [{"a": 1}]}
    book, _ = _load(folder, content)
    book.put(replace(book.accounts[0], name="Help desk"))
    book.remove("k2")
    book.save()
    kept = json.loads(folder.read(FILE_NAME) or b"")
    assert kept["groups"] == content["groups"]
    assert kept["accounts"] == [_entry(name="Help desk", **colour)]


def test_a_list_that_is_no_list_is_said(folder: ProfileFolder) -> None:
    book, notes = _load(folder, {"accounts": {"k1": _entry()}})
    assert book.accounts == ()
    assert notes[0] == "Couldn't read the accounts in accounts.json."


def test_a_token_that_somebody_wrote_into_the_file_is_not_taken_over(folder: ProfileFolder) -> None:
    book, _ = _load(folder, {"accounts": [_entry(token="d75b3a66", apiTokenInstance="d75b3a66")]})
    book.save()
    assert b"d75b3a66" not in (folder.read(FILE_NAME) or b"")
    assert set(json.loads(folder.read(FILE_NAME) or b"")["accounts"][0]) == {
        "key",
        "name",
        "api_url",
        "id_instance",
    }


def test_a_folder_that_cannot_be_written_costs_the_file_and_not_the_list(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    book, notes = AccountBook.load(ProfileFolder(tmp_path / "file" / "profile"))
    account = book.add("Support", URL, INSTANCE)
    with pytest.raises(ProfileError, match="can't be used"):
        book.save()
    assert (book.accounts, notes) == ((account,), ())


def test_a_damaged_file_that_cannot_be_set_aside_is_said(
    folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock's name for the damaged file is taken a thousand times over: nothing is overwritten."""
    folder.write(FILE_NAME, json.dumps({"accounts": [_entry(), 7]}).encode())
    monkeypatch.setattr("os.path.lexists", lambda _path: True)
    book, notes = AccountBook.load(folder)
    assert len(book.accounts) == 1
    assert notes[-1].endswith("couldn't be moved aside because there are too many damaged files.")
    folder.write(FILE_NAME, b'{"active_key"')
    (note,) = AccountBook.load(folder)[1]
    assert "too many damaged files" in note
    assert folder.read(FILE_NAME) == b'{"active_key"'


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from([URL, "k1"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ENTRY = st.fixed_dictionaries({}, optional=dict.fromkeys(_entry(), JSON)) | JSON


@given(
    content=st.fixed_dictionaries(
        {}, optional={"version": JSON, "active_key": JSON, "accounts": st.lists(ENTRY, max_size=4) | JSON}
    )
)
def test_no_content_keeps_the_program_from_starting(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    folder = ProfileFolder(tmp_path_factory.mktemp("any"))
    book, notes = _load(folder, content)
    assert (book.active is None) == (not book.accounts)
    assert all(note.endswith(".") for note in notes)
    with pytest.raises(ProfileError) if book.refusal else nullcontext():
        book.save()
    assert AccountBook.load(folder)[0].accounts == book.accounts


def test_two_copies_of_the_program_lose_none_of_each_others_accounts(folder: ProfileFolder) -> None:
    first, second = AccountBook.load(folder)[0], AccountBook.load(folder)[0]
    first.add("Support", URL, INSTANCE)
    first.save()
    second.add("Sales", URL, INSTANCE)
    second.add("support", URL, INSTANCE)
    second.save()
    first.add("Office", URL, INSTANCE)
    first.save()
    names = [account.name for account in AccountBook.load(folder)[0].accounts]
    assert sorted(names) == ["Office", "Sales", "Support", "support (2)"]


def test_what_one_copy_removes_another_does_not_bring_back(folder: ProfileFolder, book: AccountBook) -> None:
    book.add("Support", URL, INSTANCE)
    book.add("Sales", URL, INSTANCE)
    book.save()
    other, _ = AccountBook.load(folder)
    gone = other.accounts[0]
    other.remove(gone.key)
    other.save()
    book.add("Later", URL, INSTANCE)
    book.save()
    assert gone not in book.accounts
    assert AccountBook.load(folder)[0].accounts == book.accounts


def test_a_file_that_went_away_takes_no_account_along(folder: ProfileFolder, book: AccountBook) -> None:
    book.add("Support", URL, INSTANCE)
    book.save()
    before = book.accounts
    (folder.path / FILE_NAME).unlink()
    book.save()
    folder.write(FILE_NAME, b'{"active_key": \x00damaged')
    book.save()
    assert AccountBook.load(folder)[0].accounts == before == book.accounts
