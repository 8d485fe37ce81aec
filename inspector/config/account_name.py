"""The name that a person gives an account."""

import unicodedata

LONGEST_NAME = 80
_JOINERS = "\u200c\u200d"
"""Emoji families and some scripts need them; every other invisible character is refused in a name."""


def read_name(text: str) -> str:
    """An account's name from what a person typed: trimmed, composed, without invisible characters.

    Raises:
        ValueError: with a sentence for that person.
    """
    name = unicodedata.normalize("NFC", text.strip())
    if not name:
        raise ValueError("Enter a name for the account.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"The account's name is longer than {LONGEST_NAME} characters.")
    if any(_is_invisible(character) for character in name):
        raise ValueError("The account's name contains control characters.")
    return name


def _is_invisible(character: str) -> bool:
    is_special = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    return is_special and character not in _JOINERS


def folded(name: str) -> str:
    """A name as it is compared with others."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()
