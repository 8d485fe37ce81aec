"""Reading the policy file in which an administrator presets accounts and settings for this computer.

The file is trusted only if no one except the administrator, or the user running the program, can have written
it. Otherwise, someone else could set the gateway's address and receive the user's token.
"""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Final

from inspector.config.account_name import read_name
from inspector.config.json_file import holds_secret, is_newer
from inspector.config.presets import NOTHING_MANAGED, Managed, preset_key
from inspector.config.settings import SETTING_NAMES, is_valid_setting
from inspector.core.account import Account, read_api_url, read_id_instance

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

FILE_NAME: Final = "managed.json"
_VERSION: Final = 1
_CAP_BYTES: Final = 1_000_000
_MOST_LISTED: Final = 3
"""How many mistakes of one kind a notice lists, to keep it readable."""
_FIELDS: Final = ("name", "api_url", "id_instance")


def read_managed(folder: Path) -> Managed:
    """Read the folder's policy. If the file is untrusted or unreadable, it is empty and has a note why."""
    path = folder / FILE_NAME
    try:
        text = _read(path)
        content = json.loads(text) if text is not None else {}
    except PermissionError as error:
        return Managed(notes=(f"{path} isn't used: {error.strerror or error}.",))
    except (OSError, ValueError, RecursionError):
        return Managed(notes=(f"{path} is damaged and isn't used. Ask your administrator to fix it.",))
    if not isinstance(content, dict):
        return Managed(notes=(f"{path} isn't in the right format and isn't used.",))
    return _parse(content, path) if content else NOTHING_MANAGED


def _read(path: Path) -> str | None:
    """The file's text, or None if there is no file.

    Raises:
        PermissionError: the file isn't trusted or isn't readable.
        OSError, ValueError: it isn't a valid policy file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise ValueError("Not a file.")
        if not (_is_trusted(os.fstat(handle), path) and _is_trusted(path.parent.stat(), path.parent)):
            raise PermissionError(0, "someone other than the administrator may have changed it")
        content = file.read(_CAP_BYTES + 1)
    if len(content) > _CAP_BYTES:
        raise ValueError("Too large.")
    return content.decode("utf-8-sig")


def _parse(content: dict[str, Any], path: Path) -> Managed:
    notes = []
    if holds_secret(content):
        notes.append(
            f"{path} contains a token or password, which isn't used. Ask your administrator to remove and "
            "replace it, because everyone on this computer could read it."
        )
    accounts: dict[str, Account] = {}
    unread = []
    for place, entry in enumerate(_list(content.get("accounts")), start=1):
        try:
            account = _read_account(entry)
            accounts.setdefault(account.key, account)
        except ValueError as error:
            unread.append(f"Account {place} in {path} couldn't be read: {error}")
    notes += unread[:_MOST_LISTED]
    if len(unread) > _MOST_LISTED:
        notes.append(f"In total, {len(unread)} accounts couldn't be read.")
    given = content.get("settings")
    settings = given if isinstance(given, dict) else {}
    locked = frozenset(name for name in _list(content.get("locked")) if isinstance(name, str))
    known = {name: value for name, value in settings.items() if is_valid_setting(name, value)}
    unknown = sorted((settings.keys() - known.keys()) | (locked - SETTING_NAMES))
    if unknown:
        names = (
            ", ".join(name[:40] for name in unknown[:_MOST_LISTED] if name.isidentifier()) or "their names"
        )
        message = f"Some settings in {path} couldn't be read: {names}."
        if is_newer(content, _VERSION):
            message = (
                f"{path} is for a newer version of Contact Inspector, which knows more settings: {names}."
            )
        notes.append(message)
    return Managed(tuple(accounts.values()), known, locked & SETTING_NAMES, tuple(notes))


def _read_account(entry: object) -> Account:
    """Read a preset account. Fields other than name, address and instance ID are ignored.

    Raises:
        ValueError: with a message for the user. It contains nothing from the file.
    """
    if not isinstance(entry, dict):
        raise ValueError("It isn't an account.")
    name, api_url, id_instance = (entry.get(field) for field in _FIELDS)
    if not (isinstance(name, str) and isinstance(api_url, str) and isinstance(id_instance, str)):
        raise ValueError(f"Its {', '.join(_FIELDS)} must be text.")
    address, instance = read_api_url(api_url), read_id_instance(id_instance)
    return Account(preset_key(address, instance), read_name(name), address, instance)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


if sys.platform == "win32":
    _SE_FILE_OBJECT, _OWNER = 1, 1
    _ADMINISTRATORS, _SYSTEM = 26, 22
    """WinBuiltinAdministratorsSid and WinLocalSystemSid. Any user may create folders in ProgramData."""

    def _is_trusted(_found: os.stat_result, path: Path) -> bool:
        owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
        security = ctypes.windll.advapi32
        found = security.GetNamedSecurityInfoW(
            wintypes.LPCWSTR(str(path)),
            _SE_FILE_OBJECT,
            _OWNER,
            ctypes.byref(owner),
            None,
            None,
            None,
            ctypes.byref(descriptor),
        )
        if found != 0:
            return False
        try:
            return any(security.IsWellKnownSid(owner, kind) for kind in (_ADMINISTRATORS, _SYSTEM))
        finally:
            ctypes.windll.kernel32.LocalFree(descriptor)

else:

    def _is_trusted(found: os.stat_result, _path: Path) -> bool:
        return found.st_uid in (0, os.geteuid()) and not found.st_mode & 0o022
