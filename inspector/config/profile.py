"""The profile of this user on this computer: a folder, and what the administrator set for everybody."""

from pathlib import Path
from typing import TYPE_CHECKING

from inspector.config.folder import ProfileFolder, system_folder

if TYPE_CHECKING:
    from inspector.config.presets import Managed


def open_profile(path: Path | None) -> ProfileFolder:
    """The profile in a folder, or in the system's usual place when that is None. Nothing is read yet."""
    return ProfileFolder(path, _read_policy)


def _read_policy() -> "Managed":
    from inspector.config.managed_policy import read_managed  # the first paint needs no policy

    return read_managed(system_folder())
