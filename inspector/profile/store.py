"""Reading a JSON file of the profile that anything may have happened to."""

import json
from typing import Any

from inspector.profile.folder import ProfileError, ProfileFolder


def load_object(folder: ProfileFolder, name: str, consequence: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A file's JSON object and what to tell the person; garbage is set aside and counts as empty.

    Args:
        name: the file's name in the folder.
        consequence: what the program does without the file, a clause: `the list starts empty`.
    """
    try:
        content = folder.read(name)
        if content is None:
            return {}, ()
        found = json.loads(content.decode("utf-8-sig"))
        if isinstance(found, dict):
            return found, ()
        complaint = f"{name} does not hold what it should"
    except ProfileError as error:
        complaint = error.sentence.removesuffix(".")
    except (ValueError, RecursionError):
        complaint = f"{name} is damaged"
    return {}, (f"{complaint}; {consequence}. {_put_aside(folder, name)}",)


def _put_aside(folder: ProfileFolder, name: str) -> str:
    """Set a file aside, and say in a sentence whether that worked."""
    try:
        return f"The old file is kept as {folder.set_aside(name).name}."
    except ProfileError as error:
        return error.sentence


def save_object(folder: ProfileFolder, name: str, content: dict[str, Any]) -> None:
    """Write a JSON object.

    Raises:
        ProfileError: the old file is as it was.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    folder.write(name, text.encode("utf-8"))
