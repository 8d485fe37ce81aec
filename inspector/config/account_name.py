"""Validating the name that the user gives an account."""

import unicodedata

LONGEST_NAME = 80
_JOINERS = "\u200c\u200d"
"""Zero-width joiners, needed by emoji and some scripts. Other invisible characters are rejected."""


def read_name(text: str) -> str:
    """Validate a name that the user entered: trimmed, NFC-normalised, without invisible characters.

    Raises:
        ValueError: with a message for the user.
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
    """A name in the form used for comparison."""
    return unicodedata.normalize("NFKC", name.strip()).casefold()
