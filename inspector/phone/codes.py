"""Recognises codes that contain digits: account and parcel numbers, hashes, shortened numbers."""

import re
from typing import Final

from inspector.phone.finding import CODE_GAP, GAP, Finding, FindingKind, nothing, take

SHORTENED: Final = (
    "A spreadsheet shortened this number to {}, so some of its digits are lost. "
    "Format the cell as text and copy the number again."
)

LATIN: Final = r"A-Za-z\u00c0-\u024f\u0370-\u058f\u10a0-\u10ff\u1e00-\u1fff"
"""Letters of scripts that separate words with spaces. In other scripts, words may touch a number."""

_SCIENTIFIC: Final = re.compile(
    r"(?<![\w.,+-])[+-]?\d(?:[.,]\d{1,15})?E[+]?\d{1,2}(?![\w.,]\d|\w)", re.IGNORECASE
)
_SPREADSHEET_ZEROS: Final = re.compile(r"(?<=\d{7})[.,]0{1,2}(?! ?[\d(])")
_MOMENT: Final = re.compile(
    r"(?<!\d)\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?(?!\d)"
    r"|(?<![\d:])\d{1,2}:\d\d ?- ?\d{1,2}:\d\d(?![\d:])"
    r"|(?<!\d)(?<!\d[.,:/-])\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,6})?(?![.,:/-]?\d)"
)
_IBAN: Final = re.compile(r"(?<![\w])[A-Z]{2}\d\d(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?!\w)")
_ADDRESS: Final = re.compile(
    rf"[\w.+%-]{{1,64}}@[{LATIN}0-9-]{{1,63}}(?:\.[{LATIN}0-9-]{{1,63}}){{1,5}}"
    r"|(?<![\d.+])(?!\d\d\.\d\d\.\d\d\.\d\d(?!\d))(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?![\d.]?\d)"
    r"|(?<![\d.+])-?(?:\d|[1-9]\d\d?)\.\d{4,10}[,;]?[ ]?-?(?:\d|[1-9]\d\d?)\.\d{4,10}(?![\d.])"
    r"|(?<![\d.,+])(?:0|-\d{1,3})\.\d{5,20}(?!\d)"
    r"|[*#]{1,2}\d[\d*#]{1,20}#"
    r"|\bv\d{1,4}(?:\.\d{1,5}){1,4}(?!\w)"
)
_OTHER_CODE: Final = re.compile(
    r"(?<![\w+])(?<!\d[-/ .)])(?:[A-Z]{1,6}[-/ ]?)?20[0-3]\d[-/]\d{3,8}(?![\d-])"  # a dated document
    r"|(?<!\w)1Z ?[0-9A-Z]{3} ?[0-9A-Z]{3} ?[0-9A-Z]{2} ?\d{4} ?\d{4}(?!\w)"  # a UPS parcel
    r"|(?<![\w.])(?:[A-Za-z]:\\|~?/[A-Za-z])[^\s\0\1\"'<>|]*[\\/][^\s\0\1\"'<>|]*"  # a file path
    r"|(?<!\w)[A-Za-z]{2,20}/\d{1,4}(?:\.\d{1,5}){1,4}(?!\w)"  # a program and its version
    r"|(?<!\w)(?:lat|lon|lng)[a-z]{0,6}[:= ]{1,3}-?\d{1,3}\.\d{1,15}"
)
_PAYMENT_CARD: Final = re.compile(
    r"(?<![\d+])(?:[3-5]\d|6[02-7])\d\d([ -]?)(?:\d{4}\1\d{4}\1\d{4}|\d{6}\1\d{5})(?![\d]|[ -]\d)"
)
_WORD: Final = re.compile(rf"[{LATIN}0-9_]+(?:-[{LATIN}0-9_]+)*")
PHONE_WORDS: Final = (
    "tel|telef|telefon|telefono|telefone|phone|ph|mob|mobile|mobil|cell|cel|celular|fone|fon|fax|handy|gsm"
    "|whatsapp|whats|wa|wapp|wsp|zap|viber|call|sms|hp|тел|телефон|моб|т|сот|факс|ватсап|вотсап|вацап|номер"
)
_GLUED_BEFORE: Final = re.compile(
    rf"(?<![{LATIN}0-9_])(?:{PHONE_WORDS})[-_]?(?=[+(]?\d[\d ()+\-.]{{5}})", re.IGNORECASE
)
_GLUED_AFTER: Final = re.compile(r"(?<=\d)[-_]?(?=[A-ZА-Я][a-zа-я]{2,30}(?![\w-]*\d))")
_EXTENSION: Final = re.compile(
    r"(?<=[\d)])[ ,;]{0,3}(?:x|ext|extn|extension|доб|вн|int|interno|ramal|anexo|poste|dw|durchwahl|kl|wew)"
    r"[.:]{0,2} ?\d{1,6}(?!\d)|(?<=\d)(?:,{1,4}[*]?\d{3,15}#)+|(?<=\d),{2,4}\d{1,15}#?",
    re.IGNORECASE,
)
_FEWEST_IBAN: Final = 15


def read_codes(text: str) -> tuple[list[Finding], str]:
    """Take out codes, and other digits that aren't part of a number, such as times and extensions."""
    found, rest = take(text, _SCIENTIFIC, _read_shortened)
    for pattern in (_SPREADSHEET_ZEROS, _MOMENT):
        _, rest = take(rest, pattern, nothing)
    _, rest = take(rest, _IBAN, _read_iban)
    for pattern, read in ((_OTHER_CODE, nothing), (_PAYMENT_CARD, _read_card)):
        _, rest = take(rest, pattern, read, CODE_GAP)
    for pattern in (_ADDRESS, _EXTENSION):
        _, rest = take(rest, pattern, nothing)
    return found, rest


def read_words(text: str) -> tuple[list[Finding], str]:
    """Take out words that mix letters and digits, except phone words attached to a number."""
    apart = _GLUED_AFTER.sub(GAP, _GLUED_BEFORE.sub(_followed_by_gap, text))
    return take(apart, _WORD, _read_word, CODE_GAP)


def _followed_by_gap(match: re.Match[str]) -> str:
    return match[0].rstrip("-_") + GAP


def _read_shortened(match: re.Match[str]) -> list[Finding]:
    mantissa, _, exponent = match[0].upper().partition("E")
    digits = re.sub(r"\D", "", mantissa)
    if len(digits) == int(exponent) + 1:  # no digits are missing
        return [Finding(FindingKind.WRITTEN, match.start(), digits)]
    return [Finding(FindingKind.UNREADABLE, match.start(), SHORTENED.format(match[0]), written=match[0])]


def _read_iban(match: re.Match[str]) -> list[Finding] | None:
    code = match[0].replace(" ", "")
    moved = code[4:] + code[:4]
    value = int("".join(str(int(character, 36)) for character in moved))
    return [] if value % 97 == 1 and len(code) >= _FEWEST_IBAN else None


def _read_card(match: re.Match[str]) -> list[Finding] | None:
    """Luhn check, which one in ten other numbers passes."""
    digits = [int(each) for each in reversed(match[0]) if each.isdigit()]
    doubled = [sum(divmod(2 * each, 10)) for each in digits[1::2]]
    return [] if (sum(digits[0::2]) + sum(doubled)) % 10 == 0 else None


def _read_word(match: re.Match[str]) -> list[Finding] | None:
    word = match[0]
    has_digits = any(map(str.isdigit, word))
    return [] if has_digits and any(map(str.isalpha, word)) else None
