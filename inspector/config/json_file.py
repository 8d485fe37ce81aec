"""The profile's JSON files. Damaged files are handled, and only our own files are overwritten.

A profile may be any folder, even the home folder, and contain another program's `settings.json`. Such a file
is left alone. So is one from a newer version of this program, because saving it could lose data.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from inspector.config.folder import ProfileError, ProfileFolder

_MARK: Final = {"program": "contact-inspector"}
_SECRET_NAME: Final = re.compile(r"token|password|secret", re.IGNORECASE)
_SECRET_LOOKS: Final = re.compile(r"[0-9a-f]{50}")


@dataclass(frozen=True, slots=True)
class FileFormat:
    """Describes one of the profile's files."""

    name: str
    version: int
    fields: frozenset[str]
    """Top-level fields that this version knows. All others are preserved."""
    is_ours: Callable[[dict[str, Any]], bool]
    """Recognises our files without a marker, as written by earlier versions."""
    clues: tuple[str, ...]
    """Prefixes of strings that no other program's file contains, to recognise a damaged file as ours."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The contents of a file."""

    content: dict[str, Any]
    notes: tuple[str, ...] = ()
    """Messages for the user about problems with the file."""
    refusal: str = ""
    """Why the file mustn't be replaced, as a message for the user. Empty if it may be."""


def load_object(folder: ProfileFolder, file: FileFormat, consequence: str) -> Stored:
    """Read a file's JSON object. A damaged file of ours is set aside and treated as empty. Never raises.

    Args:
        folder: the folder with the file.
        file: the file's format.
        consequence: a sentence about what happens without the file, such as `The list starts empty.`.
    """
    try:
        text = folder.read(file.name)
    except ProfileError as error:
        return Stored({}, (f"{error.sentence} {consequence}",), error.sentence)
    if text is None:
        return Stored({})
    content = _parse(text)
    if not folder.is_own and not _is_ours(file, text, content):
        message = f"{folder.path / file.name} isn't a Contact Inspector file and was left alone"
        remedy = "To save here, move that file or choose another profile folder."
        return Stored({}, (f"{message}. {consequence}",), f"{message}. {remedy}")
    if not isinstance(content, dict):
        return _set_aside(folder, file, consequence, text)
    if is_newer(content, file.version):
        message = f"{file.name} was written by a newer version of Contact Inspector"
        return Stored(
            content, (f"{message}. Changes to it aren't saved.",), f"{message} and was not changed."
        )
    return Stored(content)


def save_object(
    folder: ProfileFolder, file: FileFormat, content: dict[str, Any], old: Stored | None = None
) -> None:
    """Write a JSON object. Fields of the old file that this version doesn't know are preserved.

    Args:
        folder: the folder with the file.
        file: the file's format.
        content: the fields that this version knows.
        old: the old file, if it was read while the folder was locked.

    Raises:
        ProfileError: the old file is unchanged.
    """
    with folder.locked():
        old = old or load_object(folder, file, "It was replaced.")
        if old.refusal:
            raise ProfileError(old.refusal)
        unknown = unknown_fields(old.content, file.fields | _MARK.keys() | {"version"})
        try:
            encoded = _encode({**_MARK, "version": file.version, **unknown, **content})
        except RecursionError:
            raise ProfileError(f"{file.name} is nested too deeply and was not changed.") from None
        folder.write(file.name, encoded)


def unknown_fields(content: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    """The fields that aren't in `known`, except those that seem to contain a token or password."""
    return {
        name: value
        for name, value in content.items()
        if name not in known
        and (value is None or isinstance(value, float | int) or not holds_secret({name: value}))
    }


def holds_secret(content: object) -> bool:
    """Whether any name or string in the content, at any depth, looks like a token or password."""
    return any(_SECRET_NAME.search(name) or _SECRET_LOOKS.search(value) for name, value in _texts(content))


def is_newer(content: dict[str, Any], version: int) -> bool:
    """Whether a later version of the format wrote the content. No version means the current one."""
    found = content.get("version", version)
    return not isinstance(found, int) or found > version


def _parse(text: bytes) -> object:
    """The JSON value, or None if the text isn't JSON."""
    try:
        return json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _is_ours(file: FileFormat, text: bytes, content: object) -> bool:
    if isinstance(content, dict):
        return content.items() >= _MARK.items() or file.is_ours(content)
    clues = (*_MARK.values(), *file.clues)
    return any(f'"{clue}'.encode() in text for clue in clues)


def _encode(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate, which can only be written as an escape
        return (json.dumps(content, indent=2) + "\n").encode("ascii")


def _set_aside(folder: ProfileFolder, file: FileFormat, consequence: str, damaged: bytes) -> Stored:
    """Set a damaged file aside, unless another copy of the program has already replaced it."""
    message = f"{file.name} is damaged. {consequence}"
    try:
        with folder.locked():
            is_unchanged = folder.read(file.name) == damaged
            if is_unchanged:
                message += f" The old file was kept as {folder.set_aside(file.name).name}."
    except ProfileError as error:
        return Stored({}, (f"{message} {error.sentence}",))
    return Stored({}, (message,)) if is_unchanged else load_object(folder, file, consequence)


def _texts(content: object) -> Iterator[tuple[str, str]]:
    """Every name and every string in the content, at any depth."""
    waiting = [content]
    while waiting:
        match waiting.pop():
            case dict() as entries:
                for name, value in entries.items():
                    yield name, ""
                    waiting.append(value)
            case list() as values:
                waiting.extend(values)
            case str() as text:
                yield "", text
