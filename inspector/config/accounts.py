"""The list of accounts: their names, addresses and instances, and which one is active. Never a token."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

from inspector.config.account_name import LONGEST_NAME, folded, read_name
from inspector.config.folder import ProfileError, ProfileFolder
from inspector.config.json_file import FileFormat, Stored, load_object, save_object, unknown_fields
from inspector.core.account import Account, read_api_url, read_id_instance

FILE_NAME = "accounts.json"
_FIELDS = ("key", "name", "api_url", "id_instance")


class AccountBook:
    """The accounts of one profile, in the order they were added; behind them those an administrator set up.

    Changes are made in memory, so that a folder that cannot be written stops nobody; `save` makes them
    last. Names are compared without regard to case. Every ValueError has a sentence for a person.

    Several copies of the program may share a folder: what another added, changed or removed meanwhile is
    taken over by `save`, and nothing of it is lost. Nor is what a newer version wrote: fields that this one
    does not know are kept.
    """

    def __init__(self, folder: ProfileFolder) -> None:
        self._folder = folder
        self._accounts: dict[str, Account] = {}
        self._active_key: str | None = None
        self._on_disk: dict[str, Account] = {}
        """What the file held when it was last read or written here."""
        self._put: set[str] = set()
        """Keys of what was put since then: it stays, even if another copy of the program removed it."""
        self.refusal = ""
        """Why the list cannot be saved, in a sentence: its file is not ours, or a newer version's."""

    @classmethod
    def load(cls, folder: ProfileFolder) -> tuple["AccountBook", tuple[str, ...]]:
        """What the folder holds, and sentences about what could not be understood. Never raises."""
        stored = load_object(folder, _FILE, "The list of accounts starts empty.")
        book = cls(folder)
        book.refusal = stored.refusal
        complaints = tuple(book._read(stored.content))
        book._note_on_disk()
        can_be_renewed = complaints and not stored.refusal
        return book, stored.notes + complaints + (book._renew_file(stored) if can_be_renewed else ())

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(self._accounts.values())

    @property
    def active_key(self) -> str | None:
        return self._active_key

    @property
    def active(self) -> Account | None:
        """The account that lookups use; None only when there is no account at all."""
        return None if self._active_key is None else self._accounts[self._active_key]

    def named(self, name: str) -> Account | None:
        wanted = folded(name)
        return next((account for account in self.accounts if folded(account.name) == wanted), None)

    def prepare(self, name: str, api_url: str, id_instance: str, key: str | None = None) -> Account:
        """An account from what a person typed, read but not yet in the book: its token is kept first.

        Args:
            key: of the account that it will replace; None makes a fresh one.

        Raises:
            ValueError: the name, address or instance will not do.
        """
        address, instance = read_api_url(api_url), read_id_instance(id_instance)
        if key is None and (preset := self._folder.managed.preset(address, instance)) is not None:
            key = preset.key
        return Account(key or uuid4().hex, self._free_name(name, key), address, instance)

    def put(self, account: Account) -> None:
        """Add an account, or replace the one with its key; the first one becomes active."""
        self._accounts[account.key] = account
        self._put.add(account.key)
        self._active_key = self._active_key or account.key

    def add(self, name: str, api_url: str, id_instance: str) -> Account:
        """Add an account under a fresh key, from what a person typed.

        Raises:
            ValueError: the name, address or instance will not do.
        """
        account = self.prepare(name, api_url, id_instance)
        self.put(account)
        return account

    def remove(self, key: str) -> None:
        """Take an account out; its token stays in the keychain until that is told to forget it.

        The one that followed it becomes active in its place, or the last.

        Raises:
            KeyError: there is none with this key.
        """
        place = list(self._accounts).index(key) if key in self._accounts else 0
        del self._accounts[key]
        left = list(self._accounts)
        if self._active_key == key:
            self._active_key = left[min(place, len(left) - 1)] if left else None

    def activate(self, key: str) -> Account:
        """Make an account the one that lookups use.

        Raises:
            KeyError: there is none with this key.
        """
        account = self._accounts[key]
        self._active_key = key
        return account

    def save(self) -> None:
        """Write the list.

        Raises:
            ProfileError: the old file is as it was; the list in memory is good.
        """
        with self._folder.locked():
            self._take_over()
            self._write(load_object(self._folder, _FILE, "It was replaced."))

    def _write(self, old: Stored) -> None:
        presets = self._folder.managed.accounts
        unknown = _unknown_fields(old.content)
        accounts = [
            {**{name: getattr(a, name) for name in _FIELDS}, **unknown.get(a.key, {})}
            for a in self.accounts
            if not any(_is_as_set_up(a, preset) for preset in presets)
        ]
        removed = [preset.key for preset in presets if preset.key not in self._accounts]
        content: dict[str, Any] = {"active_key": self._active_key, "accounts": accounts}
        if removed:
            content["removed_presets"] = removed
        save_object(self._folder, _FILE, content, old)
        self._note_on_disk()

    def _note_on_disk(self) -> None:
        self._on_disk = self._accounts.copy()
        self._put.clear()

    def _take_over(self) -> None:
        """Take in what another copy of the program added or changed, and take out what it took out."""
        if self._folder.read(FILE_NAME) is None:
            return
        theirs, notes = AccountBook.load(self._folder)
        self.refusal = theirs.refusal
        if self.refusal:
            raise ProfileError(self.refusal)
        for account in [account for account in theirs.accounts if self._is_news(account)]:
            self._take_in(account)
        if not notes:
            taken_out = self._on_disk.keys() - {account.key for account in theirs.accounts}
            for key in (taken_out & self._accounts.keys()) - self._put:
                self.remove(key)

    def _is_news(self, account: Account) -> bool:
        """Whether an account in the file was changed there, and not here."""
        old = self._on_disk.get(account.key)
        return account != old and self._accounts.get(account.key) == old

    def _take_in(self, account: Account) -> None:
        """Its name was in the file first: one that has the same here gets a number."""
        other = self.named(account.name)
        if other is not None and other.key != account.key:
            self.put(replace(other, name=self._numbered(other.name)))
        self.put(account)

    def _free_name(self, text: str, own_key: str | None = None) -> str:
        name = read_name(text)
        other = self.named(name)
        if other is not None and other.key != own_key:
            raise ValueError(f"There's already an account named {other.name}.")
        return name

    def _read(self, content: dict[str, Any]) -> Iterator[str]:
        """Take in what a file held, and yield a sentence for each thing that could not be."""
        entries = content.get("accounts", [])
        if not isinstance(entries, list):
            yield f"Couldn't read the accounts in {FILE_NAME}."
            entries = []
        for place, entry in enumerate(entries, start=1):
            try:
                self.put(self._read_account(entry))
            except ValueError as error:
                yield f"Account {place} in {FILE_NAME} couldn't be read: {error}"
        self._take_presets(content.get("removed_presets"))
        active_key = content.get("active_key")
        if isinstance(active_key, str) and active_key in self._accounts:
            self._active_key = active_key

    def _take_presets(self, removed: object) -> None:
        """Add the accounts that an administrator set up, but for those that the person removed or changed."""
        unwanted = removed if isinstance(removed, list) else []
        for preset in self._folder.managed.accounts:
            if preset.key not in self._accounts and preset.key not in unwanted:
                self.put(replace(preset, name=self._numbered(preset.name)))

    def _read_account(self, entry: object) -> Account:
        if not isinstance(entry, dict):
            raise ValueError("It isn't an account.")
        key, name, api_url, id_instance = (_text(entry, field) for field in _FIELDS)
        if not re.fullmatch(r"[0-9A-Za-z_-]{1,64}", key) or key in self._accounts:
            raise ValueError("Its key is damaged or used twice.")
        return Account(
            key, self._numbered(read_name(name)), read_api_url(api_url), read_id_instance(id_instance)
        )

    def _numbered(self, name: str) -> str:
        """The name, or when it is taken the name with the first number that is not."""
        candidates = (
            f"{name[: LONGEST_NAME - 5]} ({number})" for number in range(2, len(self._accounts) + 3)
        )
        return name if self.named(name) is None else next(c for c in candidates if self.named(c) is None)

    def _renew_file(self, damaged: Stored) -> tuple[str, ...]:
        """Set aside the file of which a part could not be read, write a sound one, and say so.

        Nothing is done when another copy of the program has done it meanwhile.
        """
        try:
            with self._folder.locked():
                if load_object(self._folder, _FILE, "").content != damaged.content:
                    return ()
                kept = self._folder.set_aside(FILE_NAME)
                self._write(damaged)
        except ProfileError as error:
            return (error.sentence,)
        return (f"The old file was kept as {kept.name}.",)


def _is_ours(content: dict[str, Any]) -> bool:
    """Whether a file without the mark is a list of accounts as earlier versions wrote it."""
    if "active_key" in content or (content.get("version"), content.get("accounts")) == (1, []):
        return True
    return any("id_instance" in entry for entry in _entries(content))


_FILE = FileFormat(
    name=FILE_NAME,
    version=1,
    fields=frozenset({"active_key", "accounts", "removed_presets"}),
    is_ours=_is_ours,
    clues=("active_key", "id_instance"),
)


def _entries(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The accounts of a file, in a list or, as a later version may have it, under their keys."""
    found = content.get("accounts")
    entries = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [entry for entry in entries if isinstance(entry, dict)]


def _unknown_fields(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each account of a file has that this version does not know, by the account's key."""
    keyed = [entry for entry in _entries(content) if isinstance(entry.get("key"), str)]
    return {entry["key"]: unknown_fields(entry, frozenset(_FIELDS)) for entry in keyed}


def _is_as_set_up(account: Account, preset: Account) -> bool:
    """Whether an account is as the administrator has it, but for a number behind a name that was taken."""
    number = account.name.removeprefix(preset.name[: LONGEST_NAME - 5])
    is_numbered = re.fullmatch(r" \(\d+\)", number) is not None
    return account == preset or (is_numbered and replace(account, name=preset.name) == preset)


def _text(entry: dict[str, Any], field: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str):
        raise ValueError(f"Its {field} is missing or isn't text.")
    return value
