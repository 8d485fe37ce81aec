"""The user's profile: a folder, and the administrator's policy."""

from pathlib import Path
from typing import TYPE_CHECKING

from inspector.config.folder import ProfileFolder, system_folder

if TYPE_CHECKING:
    from inspector.config.presets import Managed


def open_profile(path: Path | None) -> ProfileFolder:
    """The profile in a folder, or in the standard location if None. Nothing is read yet."""
    return ProfileFolder(path, _read_policy)


def _read_policy() -> "Managed":
    from inspector.config.managed_policy import read_managed  # the first paint needs no policy

    return read_managed(system_folder())
