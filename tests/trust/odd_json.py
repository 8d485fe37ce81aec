"""Odd answers in great numbers: plain chance is fifty times as fast as strategies that can be shrunk."""

import random

from inspector.contact.model import Json
from tests.contact.answers import CONTACT_FIELDS, ODD_TEXTS, PRODUCT_FIELDS

_KEYS = (*CONTACT_FIELDS, *PRODUCT_FIELDS, "requested", "original", "whatsapp", "", "\ud800", "a" * 300)
_NUMBERS = (0, 1, -1, 1.5, 1e308, 2**53 + 1, 10**400, 1_773_478_800, 1_773_478_800_000, 86400, -0.0)
_DEEPEST = 4


def odd_answer(chance: random.Random) -> dict[str, Json]:
    """Some of the fields that are known, and some that are not, each holding anything."""
    keys = chance.sample(_KEYS, chance.randint(0, len(_KEYS)))
    return {_respelled(key, chance): _anything(chance, 0) for key in keys}


def _respelled(key: str, chance: random.Random) -> str:
    return chance.choice((key, key, key, key.upper(), key.lower()))


def _anything(chance: random.Random, depth: int) -> Json:
    kind = chance.randrange(8 if depth < _DEEPEST else 5)
    match kind:
        case 0:
            return chance.choice((None, True, False))
        case 1:
            return chance.choice(_NUMBERS)
        case 2:
            return chance.choice(ODD_TEXTS)
        case 3:
            return "".join(chr(chance.randrange(1, 0x110000)) for _ in range(chance.randrange(30)))
        case 4:
            return chance.choice("\u202e\u0301\U0001f468\u200da") * chance.choice((1, 40, 40, 900))
        case 5:
            return [_anything(chance, depth + 1) for _ in range(chance.randrange(5))]
        case _:
            keys = chance.sample(_KEYS, chance.randrange(8))
            return {key: _anything(chance, depth + 1) for key in keys}
