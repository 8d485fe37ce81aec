"""The user's settings. Secrets are in the keychain, the window's layout in its own file."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias, get_args

from inspector.config.folder import ProfileFolder
from inspector.config.json_file import FileFormat, Stored, load_object, save_object
from inspector.config.release_list import read_release_list
from inspector.core.proxy_choice import (
    NO_PROXY,
    Proxy,
    ProxyChoice,
    ProxyMode,
    is_port,
    password_key,
    read_proxy_host,
    read_proxy_user,
)
from inspector.core.secret import Secret

if sys.platform == "win32":
    import ctypes
elif sys.platform == "darwin":
    import subprocess

FILE_NAME = "settings.json"

_MOST_KEPT_MB = 100_000

Theme: TypeAlias = Literal["system", "light", "dark", "high-contrast-light", "high-contrast-dark"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices. Change them with `dataclasses.replace`, then call `save`."""

    default_region: str | None = None
    """ISO 3166 two-letter code of the country assumed for local numbers, or None."""
    fetches_pictures: bool = True
    """Whether pictures are downloaded. This reveals the computer's IP address to the picture's host."""
    allows_other_hosts: bool = False
    """Whether pictures may also be downloaded from public hosts other than WhatsApp's, over https."""
    kept_pictures_mb: int = 200
    """Size limit in megabytes of the pictures kept on disk after the program ends. 0 keeps none."""
    theme: Theme = "system"
    proxy: ProxyMode = "none"
    """How the gateway and the pictures are reached."""
    proxy_host: str = ""
    """Normalised by `read_proxy_host`; empty if not set. This and the next two are for "manual" mode."""
    proxy_port: int | None = None
    proxy_user: str = ""
    """Empty if the proxy needs no sign-in. The password is in the keychain."""
    tells_of_updates: bool = False
    """Whether the program checks for a newer version after starting, at most once a day."""
    release_list: str = ""
    """Normalised by `read_release_list`. If empty, the program doesn't check for updates."""

    @property
    def proxy_password_key(self) -> str | None:
        """The keychain entry for the proxy's password, or None if there is no manual proxy or no username."""
        if self.proxy != "manual" or not (self.proxy_user and self.proxy_host and self.proxy_port):
            return None
        return password_key(read_proxy_host(self.proxy_host), self.proxy_port)

    def proxy_choice(self, password: Secret | None = None) -> ProxyChoice:
        """The chosen proxy, with its password from the keychain."""
        if self.proxy != "manual":
            return ProxyChoice(self.proxy) if self.proxy != "none" else NO_PROXY
        if not self.proxy_host or self.proxy_port is None:
            return ProxyChoice("manual")
        host = read_proxy_host(self.proxy_host)
        proxy = Proxy(host, self.proxy_port, user=self.proxy_user, password=password)
        return ProxyChoice("manual", proxy)

    @classmethod
    def load(cls, folder: ProfileFolder) -> tuple["Settings", tuple[str, ...]]:
        """Read the folder's settings. Also returns messages about what couldn't be read. Never raises.

        Missing settings come from the administrator's policy, or else from the defaults. The default region
        is the system's.
        """
        stored = load_object(folder, _FILE, "The default settings are used.")
        content, notes = stored.content, stored.notes
        managed = folder.managed
        values = dict(managed.settings)
        for field in SETTING_NAMES - managed.locked:
            if field in content and is_valid_setting(field, content[field]):
                values[field] = content[field]
            elif field in content:
                notes += (f"The setting “{field}” in {FILE_NAME} couldn't be read. Its default is used.",)
        is_chosen = "default_region" in content and "default_region" not in managed.locked
        if not is_chosen and "default_region" not in values:
            values["default_region"] = system_region()
        return cls(**values), notes

    def save(self, folder: ProfileFolder, since: "Settings | None" = None) -> None:
        """Write the settings that the user chose. The others keep following the administrator's policy.

        Args:
            since: the settings in use before the change. A setting that is the same in both stays as it is in
                the file, or absent: the user didn't change it, but another copy of the program may have. If
                None, every setting is written.

        Raises:
            ProfileError: the old file is unchanged.
        """
        managed = folder.managed
        own = {
            name: value
            for name, value in asdict(self).items()
            if name not in managed.locked
            and (name not in managed.settings or managed.settings[name] != value)
        }
        with folder.locked():
            old = load_object(folder, _FILE, "It was replaced.") if since else Stored({})
            theirs, is_followed = old.content, since is not None and not old.notes
            for name in [name for name in own if is_followed and own[name] == getattr(since, name)]:
                if name not in theirs:
                    del own[name]
                else:
                    own[name] = theirs[name]  # even a value that only a newer version understands
            save_object(folder, _FILE, own)


def system_region(environ: Mapping[str, str] | None = None) -> str | None:
    """The country in this computer's settings as an ISO 3166 two-letter code, or None if not set.

    LC_TELEPHONE is the C library's category for telephone number formats.
    """
    variables = os.environ if environ is None else environ
    names = [variables.get(name, "") for name in ("LC_ALL", "LC_TELEPHONE", "LC_CTYPE", "LANG")]
    return next(filter(None, map(_region, names)), None) or _region(_desktop_locale())


def _desktop_locale() -> str:
    """A locale such as `de-DE` on Windows and macOS, where the environment lacks it. Empty on Linux."""
    if sys.platform == "win32":
        buffer = ctypes.create_unicode_buffer(85)  # LOCALE_NAME_MAX_LENGTH
        ctypes.windll.kernel32.GetUserDefaultLocaleName(buffer, len(buffer))
        return buffer.value
    elif sys.platform == "darwin":
        command = ["/usr/bin/defaults", "read", "-g", "AppleLocale"]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, check=False, timeout=2)
        except (OSError, subprocess.SubprocessError):
            return ""
        return answer.stdout.strip()
    else:
        return ""


def _region(locale_name: str) -> str | None:
    """DE from `de_DE.UTF-8`, CN from `zh-Hans-CN`, None from `C.UTF-8` or `en_001`."""
    found = re.match(r"[A-Za-z]{2,3}(?:[_-][A-Za-z]{4})?[_-]([A-Za-z]{2})(?![A-Za-z0-9])", locale_name)
    return found[1].upper() if found else None


def _is_region(value: object) -> bool:
    return value is None or (isinstance(value, str) and re.fullmatch(r"[A-Z]{2}", value) is not None)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_kept_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_KEPT_MB


def _is_theme(value: object) -> bool:
    return value in get_args(Theme)


def _is_proxy_mode(value: object) -> bool:
    return value in get_args(ProxyMode)


def _is_proxy_host(value: object) -> bool:
    return value == "" or _can_be_read(read_proxy_host, value)


def _is_proxy_port(value: object) -> bool:
    return value is None or is_port(value)


def _is_proxy_user(value: object) -> bool:
    return _can_be_read(read_proxy_user, value)


def _is_release_list(value: object) -> bool:
    return _can_be_read(read_release_list, value)


def _can_be_read(read: Callable[[str], str], value: object) -> bool:
    try:
        return isinstance(value, str) and read(value) is not None
    except ValueError:
        return False


_CHECKS = {
    "default_region": _is_region,
    "fetches_pictures": _is_flag,
    "allows_other_hosts": _is_flag,
    "kept_pictures_mb": _is_kept_size,
    "theme": _is_theme,
    "proxy": _is_proxy_mode,
    "proxy_host": _is_proxy_host,
    "proxy_port": _is_proxy_port,
    "proxy_user": _is_proxy_user,
    "tells_of_updates": _is_flag,
    "release_list": _is_release_list,
}

SETTING_NAMES = frozenset(_CHECKS)


def is_valid_setting(name: str, value: object) -> bool:
    """Whether a setting with this name exists and may have this value."""
    return name in _CHECKS and _CHECKS[name](value)


def _is_ours(content: dict[str, Any]) -> bool:
    """Whether a file without the marker contains settings written by an earlier version.

    Other programs have a `theme` or `proxy` too, so those alone prove nothing.
    """
    return any(name in content for name in _OUR_NAMES) and all(
        re.fullmatch("[a-z][a-z0-9_]*", name) for name in content
    )


_OUR_NAMES = tuple(sorted(name for name in SETTING_NAMES if "_" in name))
"""Names of settings that other programs are unlikely to use."""

_FILE = FileFormat(name=FILE_NAME, version=1, fields=SETTING_NAMES, is_ours=_is_ours, clues=_OUR_NAMES)
