"""Texts drawn at random with numbers in every notation that people use."""

import string
from functools import cache
from random import Random
from typing import Final
from urllib.parse import quote

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

REGIONS: Final = (
    *("RU", "DE", "US", "GB", "FR", "IT", "ES", "PT", "NL", "BE", "CH", "AT", "PL", "CZ", "UA", "KZ", "BY"),
    *("RO", "BG", "GR", "TR", "IL", "AE", "SA", "EG", "MA", "DZ", "TN", "NG", "KE", "GH", "ZA", "TZ", "UG"),
    *("IN", "PK", "BD", "LK", "ID", "MY", "SG", "TH", "VN", "PH", "CN", "JP", "KR", "HK", "AU", "NZ", "BR"),
    *("MX", "AR", "CL", "CO", "PE", "VE", "UY", "CA", "SE", "NO", "DK", "FI", "IE", "HU", "RS"),
)
TYPES: Final = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
BLANKS: Final = (" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}")
MARKS: Final = ("-", ".", "\N{EN DASH}", "\N{NON-BREAKING HYPHEN}")
BETWEEN: Final = (
    ", ", "; ", " / ", " | ", "\n", "\t", " and ", " or ", " или ", " und ", " e ", "\n\n", ",", ";",
    " и ", " ou ", " - ", " \N{EN DASH} ", "  ", " ",
)  # fmt: skip
PROSE: Final = (
    "{}", "Call me: {}", "Позвоните мне {} сегодня", "Meine Nummer ist {}, danke!", "Tel. {}",
    "Mi número: {}.", "Ligue para {} amanhã", "WhatsApp: {} (Anna)",
    "{} is my new number", "Hi, it's Ben.\n{}\nThanks",
    "Telefon: {}; bitte melden", "Мой номер: {}. Спасибо", "Nomor saya {} ya", "התקשרו {} בבקשה",
    "اتصل {} شكرا", "电话：{}，谢谢",
    "Contact «{}» please", "*{}*", "> {}", "[{}]", "<{}>", "📞 {}", "from {} to the shop",
)  # fmt: skip
INVISIBLE: Final = (
    "\u200b\u200e\u200f\u202a\u202c\u2060\ufeff\u00ad\ufe0f\ufffc\u2800\u3164\uffa0\u115f\u1160"
    "\U000e0020\u2066\u180e\u034f"
)


@cache
def _examples(region: str) -> tuple[PhoneNumber, ...]:
    found = (phonenumbers.example_number_for_type(region, each) for each in TYPES)
    return tuple(example for example in found if example is not None)


def any_number(random: Random, region: str) -> PhoneNumber:
    """A valid mobile or landline of a country; its last digits are drawn."""
    while True:
        example = random.choice(_examples(region))
        national = phonenumbers.national_significant_number(example)
        kept = max(len(national) - random.randint(2, 6), 2)
        drawn = national[:kept] + "".join(random.choices(string.digits, k=len(national) - kept))
        number = phonenumbers.parse(f"+{example.country_code}{drawn}")
        is_same = digits_of(number) == f"{example.country_code}{drawn}"
        if is_same and phonenumbers.is_valid_number_for_region(number, region):
            return number


def digits_of(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)[1:]


def any_notation(random: Random, number: PhoneNumber, home: str | None) -> str:
    """A number as somebody may write it who is at home in a country, or anywhere."""
    if home is not None and home == phonenumbers.region_code_for_number(number) and random.random() < 0.4:
        national = _national(random, number)
        if not _is_another(national, home):
            return national
    return random.choice(_INTERNATIONAL)(random, number)


def _is_another(national: str, home: str) -> bool:
    """Whether the digits of a local form are an international number, too."""
    digits = "".join(filter(str.isdigit, national))
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def _national(random: Random, number: PhoneNumber) -> str:
    written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return random.choice((_as_it_is, _marked))(random, written)


def _as_it_is(_random: Random, written: str) -> str:
    return written


def _marked(random: Random, written: str) -> str:
    """With other marks between its groups."""
    mark = random.choice(BLANKS + MARKS)
    return written.replace("-", mark).replace(" ", random.choice(BLANKS) if "(" in written else mark)


def _spaced(random: Random, number: PhoneNumber) -> str:
    return _marked(random, phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))


def _compact(_random: Random, number: PhoneNumber) -> str:
    return f"+{digits_of(number)}"


def _zeros(random: Random, number: PhoneNumber) -> str:
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return random.choice(("00", "00 ")) + written[1:]


def _bracketed(random: Random, number: PhoneNumber) -> str:
    code, _, rest = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).partition(" ")
    area, _, local = rest.partition(" ")
    if not local:
        return f"{code} {rest}"
    return random.choice((f"{code} ({area}) {local}", f"({code}) {area} {local}", f"{code}({area}){local}"))


def _link(random: Random, number: PhoneNumber) -> str:
    digits = digits_of(number)
    shown = quote(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))
    return random.choice(
        (
            f"https://wa.me/{digits}",
            f"wa.me/+{digits}",
            f"https://wa.me/{digits}?text=Order%2012345678901",
            f"https://api.whatsapp.com/send?phone={digits}&text=Hi",
            f"https://api.whatsapp.com/send/?phone={shown}&type=phone_number&app_absent=0",
            f"https://web.whatsapp.com/send?text=1234567890&phone=%2B{digits}",
            f"whatsapp://send?phone={digits}",
            f"https://l.instagram.com/?u=https%3A%2F%2Fwa.me%2F{digits}&e=AT1x8",
            f"https://l.facebook.com/l.php?u=https%3A%2F%2Fapi.whatsapp.com%2Fsend%3Fphone%3D{digits}%26text%3DHi&h=AT0",
            f"https://www.google.com/url?q=https://wa.me/{digits}&sa=D&usg=AOv1234567890",
        )
    )


def _id(random: Random, number: PhoneNumber) -> str:
    digits = digits_of(number)
    return random.choice(
        (
            f"{digits}@c.us",
            f"{digits}@s.whatsapp.net",
            f"{digits}:12@s.whatsapp.net",
            f"false_{digits}@c.us_3EB0ABCDEF1234567890",
            f"chatId:{digits}@c.us",
        )
    )


def _uri(random: Random, number: PhoneNumber) -> str:
    rfc = phonenumbers.format_number(number, PhoneNumberFormat.RFC3966)
    digits = digits_of(number)
    return random.choice((rfc, f"tel:+{digits}", f"sms:+{digits}?body=Code%20123456", f"callto:+{digits}"))


def _card(random: Random, number: PhoneNumber) -> str:
    digits = digits_of(number)
    line = random.choice((f"TEL;TYPE=CELL:+{digits}", f"item1.TEL;waid={digits}:{_spaced(random, number)}"))
    return f"\nBEGIN:VCARD\nVERSION:3.0\nFN:Anna 12345678901\n{line}\nREV:20240101T120000Z\nEND:VCARD\n"


_INTERNATIONAL: Final = (
    _spaced, _spaced, _spaced, _compact, _compact, _zeros, _bracketed, _bracketed, _link, _id, _uri, _card,
)  # fmt: skip


def text_with_numbers(random: Random) -> tuple[str, str | None, list[str]]:
    """A text, the default country, and the digits of its numbers in their order."""
    home = random.choice((*REGIONS, None))
    count = random.choice((1, 1, 1, 2, 2, 3, 4))
    regions = [home if home and random.random() < 0.5 else random.choice(REGIONS) for _ in range(count)]
    numbers = [any_number(random, region) for region in regions]
    pieces = []
    for number in numbers:
        written = any_notation(random, number, home)
        # a comma right behind a message is part of the message
        pieces += [written, random.choice(BETWEEN[:6] if "text=" in written else BETWEEN)]
    text = random.choice(PROSE).format("".join(pieces[:-1]))
    return text, home, list(dict.fromkeys(map(digits_of, numbers)))


def with_unseen(random: Random, text: str) -> str:
    """The text with invisible characters anywhere in it."""
    for _ in range(random.randint(1, 8)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice(INVISIBLE) + text[at:]
    return text
