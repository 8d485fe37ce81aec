"""Texts drawn at random that are full of digits, none of them a phone number."""

import string
import uuid
from collections.abc import Callable
from random import Random
from typing import Final

from tests.phone.notations import REGIONS


def _digits(random: Random, fewest: int, most: int) -> str:
    return "".join(random.choices(string.digits, k=random.randint(fewest, most)))


def _hex(random: Random) -> str:
    return "".join(random.choices("0123456789abcdef", k=random.choice((32, 40, 64)))) + "f0"


def _uuid(random: Random) -> str:
    return str(uuid.UUID(int=random.getrandbits(128), version=4))


def _parcel(random: Random) -> str:
    letters = "".join(random.choices(string.ascii_uppercase, k=4))
    digits = _digits(random, 9, 12)
    return random.choice((f"{letters[:2]}{digits}{letters[2:]}", f"1Z{letters}{digits}"))


def _date(random: Random) -> str:
    day, month, year = random.randint(1, 28), random.randint(1, 12), random.randint(2001, 2029)
    time = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}"
    return random.choice(
        (
            f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}",
            f"{month}/{day}/{year % 100}, {time} PM",
            f"{year}-{month:02}-{day:02}T{time}:07Z", f"{day:02}/{month:02}/{year} {time}",
            f"[{day:02}.{month:02}.{year % 100}, {time}:22]",
            f"{day:02}.{month:02}.{year} - {day:02}.{month:02}.{year + 1}", time, f"{time}-{time}",
        )
    )  # fmt: skip


def _file(random: Random) -> str:
    stamp = f"202{random.randint(0, 6)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    return random.choice(
        (
            f"IMG-{stamp}-WA{_digits(random, 4, 4)}.jpg", f"PTT-{stamp}-WA0001.opus",
            f"VID-{stamp}-WA0012.mp4",
            f"Screenshot_{stamp}-{_digits(random, 6, 6)}.png", f"invoice_{_digits(random, 13, 13)}.pdf",
            f"{stamp}_{_digits(random, 6, 6)}.jpg", f"IMG_{stamp}_{_digits(random, 6, 6)}.HEIC",
            f"scan{_digits(random, 4, 12)}.pdf",
        )
    )  # fmt: skip


def _price(random: Random) -> str:
    amount = random.randint(1, 99_999_999)
    return random.choice(
        (
            f"{amount} руб.", f"{amount:,} USD", f"${amount:,}.99",
            f"{amount:,} €".replace(",", " "), f"Rp {amount:,}".replace(",", "."), f"R$ {amount}",
            f"₹{amount}", f"{amount} ₽", f"EUR {amount}.50",
        )
    )  # fmt: skip


def _iban(random: Random) -> str:
    country = random.choice(("DE", "FR", "GB", "ES", "NL", "PL"))
    account = {"DE": 18, "FR": 23, "GB": 18, "ES": 20, "NL": 14, "PL": 24}[country]
    body = _digits(random, account, account)
    if country in ("GB", "NL"):
        body = "".join(random.choices(string.ascii_uppercase, k=4)) + body[4:]
    check = 98 - int("".join(str(int(each, 36)) for each in f"{body}{country}00")) % 97
    iban = f"{country}{check:02}{body}"
    return iban if random.random() < 0.5 else " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def _order(random: Random) -> str:
    number = _digits(random, 5, 13)
    label = random.choice(
        (
            "Order #", "Заказ № ", "Bestellnummer: ", "Invoice ", "order no. ", "Pedido nº ", "Rechnung Nr. ",
            "ticket ", "ИНН ", "ОГРН ", "HRB ", "KvK ", "USt-IdNr.: DE", "SKU ", "Commande n° ", "ISBN ",
            "Tracking: ", "№", "#", "Kundennummer: ", "Договор №", "order_id=", "\"timestamp\": ", "IMEI ",
            "Konto ", "трек ",
        )
    )  # fmt: skip
    return label + number


def _version(random: Random) -> str:
    # four pairs of digits are how Danes and Norwegians write their numbers
    parts = [str(random.randint(100, 255)), *(str(random.randint(0, 255)) for _ in range(3))]
    random.shuffle(parts)
    two, three = ".".join(parts[:2]), ".".join(parts[:3])
    return random.choice((".".join(parts), f"v{three}", f"version {two}", two))


def _link_elsewhere(random: Random) -> str:
    return random.choice(
        (
            f"https://shop.example/item/{_digits(random, 10, 12)}",
            f"http://www.example.com/?order={_digits(random, 10, 12)}",
            f"https://example.org/{_uuid(random)}", f"user{_digits(random, 4, 11)}@example.com",
        )
    )  # fmt: skip


def _shortened(random: Random) -> str:
    return f"{random.randint(1, 9)}.{_digits(random, 4, 9)}E+1{random.randint(0, 3)}"


NO_NUMBERS: Final[tuple[Callable[[Random], str], ...]] = (
    _hex, _uuid, _parcel, _date, _file, _price, _iban, _order, _version, _link_elsewhere, _shortened,
)  # fmt: skip
FILLERS: Final = (
    " and ", ", ", "\n", " | ", "; ", " see ", " от ", " vom ", "\t", " (again) ", " - ", ": ", " для ",
    " de ",
)  # fmt: skip


def text_without_numbers(random: Random) -> tuple[str, str | None]:
    """A text full of digits, none of them a phone number, and the default country."""
    pieces = []
    for _ in range(random.randint(1, 5)):
        pieces += [random.choice(NO_NUMBERS)(random), random.choice(FILLERS)]
    frame = random.choice(("{}", "See {} please", "Смотрите {}.", "Anbei {}", "({})", "Ref. {}"))
    return frame.format("".join(pieces[:-1])), random.choice((*REGIONS, None))
