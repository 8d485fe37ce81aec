"""The list of accounts: names, addresses, instance IDs, and which one is active. No tokens."""

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
    """The accounts of one profile, in the order they were added, followed by the administrator's presets.

    Changes are made in memory, so the program also works with a read-only folder. `save` writes them to
    disk. Names are compared case-insensitively. Every ValueError has a message for the user.

    Several copies of the program may share a folder. `save` merges the changes that other copies made, so
    none are lost. Fields written by a newer version are kept too.
    """

    def __init__(self, folder: ProfileFolder) -> None:
        self._folder = folder
        self._accounts: dict[str, Account] = {}
        self._active_key: str | None = None
        self._on_disk: dict[str, Account] = {}
        """The file's contents when this copy last read or wrote it."""
        self._changed_keys: set[str] = set()
        """Keys added or changed since then. They are kept even if another copy removed them."""
        self.refusal = ""
        """Why the list can't be saved: the file isn't ours, or a newer version wrote it. Empty if it can."""

    @classmethod
    def load(cls, folder: ProfileFolder) -> tuple["AccountBook", tuple[str, ...]]:
        """Read the folder's list. Also returns messages about what couldn't be read. Never raises."""
        stored = load_object(folder, _FILE, "The list of accounts starts empty.")
        book = cls(folder)
        book.refusal = stored.refusal
        problems = tuple(book._read(stored.content))
        book._remember_disk_state()
        can_be_repaired = problems and not stored.refusal
        return book, stored.notes + problems + (book._repair_file(stored) if can_be_repaired else ())

    @property
    def accounts(self) -> tuple[Account, ...]:
        return tuple(self._accounts.values())

    @property
    def active_key(self) -> str | None:
        return self._active_key

    @property
    def active(self) -> Account | None:
        """The account used for lookups. None only if there are no accounts."""
        return None if self._active_key is None else self._accounts[self._active_key]

    def named(self, name: str) -> Account | None:
        wanted = folded(name)
        return next((account for account in self.accounts if folded(account.name) == wanted), None)

    def prepare(self, name: str, api_url: str, id_instance: str, key: str | None = None) -> Account:
        """Validate an account without adding it, so that its token can be stored first.

        Args:
            key: the account that it will replace, or None for a new one.

        Raises:
            ValueError: the name, address or instance ID isn't valid.
        """
        address, instance = read_api_url(api_url), read_id_instance(id_instance)
        if key is None and (preset := self._folder.managed.preset(address, instance)) is not None:
            key = preset.key
        return Account(key or uuid4().hex, self._free_name(name, key), address, instance)

    def put(self, account: Account) -> None:
        """Add an account, or replace the one with the same key. The first one added becomes active."""
        self._accounts[account.key] = account
        self._changed_keys.add(account.key)
        self._active_key = self._active_key or account.key

    def add(self, name: str, api_url: str, id_instance: str) -> Account:
        """Validate and add a new account.

        Raises:
            ValueError: the name, address or instance ID isn't valid.
        """
        account = self.prepare(name, api_url, id_instance)
        self.put(account)
        return account

    def remove(self, key: str) -> None:
        """Remove an account. Its token stays in the keychain; removing that is up to the caller.

        If the account was active, the next one becomes active, or else the last.

        Raises:
            KeyError: no account has this key.
        """
        place = list(self._accounts).index(key) if key in self._accounts else 0
        del self._accounts[key]
        remaining = list(self._accounts)
        if self._active_key == key:
            self._active_key = remaining[min(place, len(remaining) - 1)] if remaining else None

    def activate(self, key: str) -> Account:
        """Make an account the active one.

        Raises:
            KeyError: no account has this key.
        """
        account = self._accounts[key]
        self._active_key = key
        return account

    def save(self) -> None:
        """Write the list to disk.

        Raises:
            ProfileError: the file is unchanged. The list in memory is still valid.
        """
        with self._folder.locked():
            self._merge_from_disk()
            self._write(load_object(self._folder, _FILE, "It was replaced."))

    def _write(self, old: Stored) -> None:
        presets = self._folder.managed.accounts
        unknown = _unknown_fields(old.content)
        accounts = [
            {**{name: getattr(a, name) for name in _FIELDS}, **unknown.get(a.key, {})}
            for a in self.accounts
            if not any(_is_unchanged_preset(a, preset) for preset in presets)
        ]
        removed = [preset.key for preset in presets if preset.key not in self._accounts]
        content: dict[str, Any] = {"active_key": self._active_key, "accounts": accounts}
        if removed:
            content["removed_presets"] = removed
        save_object(self._folder, _FILE, content, old)
        self._remember_disk_state()

    def _remember_disk_state(self) -> None:
        self._on_disk = self._accounts.copy()
        self._changed_keys.clear()

    def _merge_from_disk(self) -> None:
        """Merge the accounts that another copy of the program added, changed or removed."""
        if self._folder.read(FILE_NAME) is None:
            return
        theirs, notes = AccountBook.load(self._folder)
        self.refusal = theirs.refusal
        if self.refusal:
            raise ProfileError(self.refusal)
        for account in [account for account in theirs.accounts if self._is_changed_on_disk(account)]:
            self._merge(account)
        if not notes:
            removed_keys = self._on_disk.keys() - {account.key for account in theirs.accounts}
            for key in (removed_keys & self._accounts.keys()) - self._changed_keys:
                self.remove(key)

    def _is_changed_on_disk(self, account: Account) -> bool:
        """Whether an account in the file was changed by another copy and not by this one."""
        old = self._on_disk.get(account.key)
        return account != old and self._accounts.get(account.key) == old

    def _merge(self, account: Account) -> None:
        """Add an account from the file. If its name clashes with one of ours, ours gets a number."""
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
        """Load a file's accounts, and yield a message for each thing that can't be read."""
        entries = content.get("accounts", [])
        if not isinstance(entries, list):
            yield f"Couldn't read the accounts in {FILE_NAME}."
            entries = []
        for place, entry in enumerate(entries, start=1):
            try:
                self.put(self._read_account(entry))
            except ValueError as error:
                yield f"Account {place} in {FILE_NAME} couldn't be read: {error}"
        self._add_presets(content.get("removed_presets"))
        active_key = content.get("active_key")
        if isinstance(active_key, str) and active_key in self._accounts:
            self._active_key = active_key

    def _add_presets(self, removed: object) -> None:
        """Add the administrator's presets, except those that the user removed or changed."""
        dismissed = removed if isinstance(removed, list) else []
        for preset in self._folder.managed.accounts:
            if preset.key not in self._accounts and preset.key not in dismissed:
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
        """The name, with the first free number appended if it is taken."""
        candidates = (
            f"{name[: LONGEST_NAME - 5]} ({number})" for number in range(2, len(self._accounts) + 3)
        )
        return name if self.named(name) is None else next(c for c in candidates if self.named(c) is None)

    def _repair_file(self, damaged: Stored) -> tuple[str, ...]:
        """Set aside a file that could only be read in part, write a valid one, and report this.

        Does nothing if another copy of the program has already done so.
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
    """Whether a file without the marker is a list of accounts written by an earlier version."""
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
    """The file's accounts, from a list or from an object keyed by account, which a later version may use."""
    found = content.get("accounts")
    entries = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [entry for entry in entries if isinstance(entry, dict)]


def _unknown_fields(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The fields of each account that this version doesn't know, by account key."""
    keyed = [entry for entry in _entries(content) if isinstance(entry.get("key"), str)]
    return {entry["key"]: unknown_fields(entry, frozenset(_FIELDS)) for entry in keyed}


def _is_unchanged_preset(account: Account, preset: Account) -> bool:
    """Whether an account equals the preset, apart from a number added because the name was taken."""
    number = account.name.removeprefix(preset.name[: LONGEST_NAME - 5])
    is_numbered = re.fullmatch(r" \(\d+\)", number) is not None
    return account == preset or (is_numbered and replace(account, name=preset.name) == preset)


def _text(entry: dict[str, Any], field: str) -> str:
    value = entry.get(field)
    if not isinstance(value, str):
        raise ValueError(f"Its {field} is missing or isn't text.")
    return value
