"""Suggests a safe file name for a saved picture."""

import re

from inspector.pictures.kind import PictureKind

_MAX_CHARS = 80
_MAX_BYTES = 200
"""Common file systems allow 255 bytes for a whole name."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def suggested_name(title: str, kind: PictureKind | None) -> str:
    """A file name without folders, leading dots, reserved names or characters that some systems reject.

    Args:
        title: untrusted text.
        kind: decides the extension, whatever the title contains; None for no extension.
    """
    words = "".join(character if _is_harmless(character) else " " for character in title)
    short = " ".join(words.split())[:_MAX_CHARS].encode("utf-8", "ignore")[:_MAX_BYTES]
    stem = short.decode("utf-8", "ignore").strip(" .-")
    if not stem or _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"picture {stem}".strip()
    return stem + (kind.suffix if kind else "")


def _is_harmless(character: str) -> bool:
    return character.isalnum() or character in " .-_()"
