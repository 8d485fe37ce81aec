"""Product cards, and catalogues of any size.

The number +44 7700 9NNNNN is a business with NNNNN products, from 00000 to 99999.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from inspector.contact.model import Json
from inspector.demo.motifs import PARTS
from inspector.demo.pictures import Links

MAX_SIZE = 99_999

_PREFIX = "4477009"
_BATCH = 100
_PARTS = tuple(PARTS)
_PRICES = (None, "54.90", "12 500", "From 1000 RUB", None, "ask")


@dataclass(frozen=True, slots=True)
class Item:
    """How a product differs from the default card."""

    name: str
    picture: str
    """Motif and tint, for example `oil-filter-2`."""
    price: Json = None
    description: str | None = None
    """None omits the field, as in the documentation's second product."""
    availability: str = "in stock"
    review: str = "APPROVED"
    is_hidden: bool = False
    has_expired_picture: bool = False

    def card(self, product_id: str, links: Links) -> dict[str, Json]:
        """One element of `products`, in the gateway's format."""
        good = links.expired if self.has_expired_picture else links
        card: dict[str, Json] = {
            "id": product_id,
            "imageUrls": {
                "requested": good.preview(self.picture, product_id),
                "original": good.original(self.picture, product_id),
            },
            "reviewStatus": {"whatsapp": self.review},
            "availability": self.availability,
            "name": self.name,
        }
        if self.description is not None:
            card["description"] = self.description
        return card | {"price": self.price, "isHidden": self.is_hidden}


def catalogue_number(size: int) -> str:
    """The number, as digits, of the business with this many products (0 to 99,999)."""
    if not 0 <= size <= MAX_SIZE:
        raise ValueError(f"A catalogue has 0 to {MAX_SIZE} products, not {size}.")
    return f"{_PREFIX}{size:05}"


def catalogue_size(chat_id: str) -> int | None:
    """How many products the business of a chat ID has; None if it isn't a catalogue number."""
    digits = re.fullmatch(_PREFIX + r"([0-9]{5})@c\.us", chat_id)
    return int(digits[1]) if digits is not None else None


def catalogue_profile(size: int, links: Links) -> dict[str, Json]:
    """The business without its products."""
    return {
        "avatar": links.original("wrench-3"),
        "name": f"Warehouse {size}",
        "contactName": "",
        "email": "warehouse@tt.tt",
        "category": "Auto Parts Store",
        "description": f"{size} products, as many as the last five digits of the number say.",
        "chatId": f"{catalogue_number(size)}@c.us",
        "lastSeen": None,
        "isArchive": False,
        "isDisappearing": False,
        "isMute": False,
        "messageExpiration": 0,
        "muteExpiration": None,
        "isBusiness": True,
    }


async def written_catalogue(size: int, links: Links) -> bytes:
    """The whole response as JSON, encoded in batches so that other connections can be served in between."""
    batches = []
    for first in range(0, size, _BATCH):
        cards = _cards(range(first, min(first + _BATCH, size)), links)
        batches.append(", ".join(json.dumps(card) for card in cards))
        await asyncio.sleep(0)
    head = json.dumps(catalogue_profile(size, links)).removesuffix("}")
    return f'{head}, "products": [{", ".join(batches)}]}}'.encode()


def _cards(places: range, links: Links) -> Iterator[dict[str, Json]]:
    for place in places:
        motif = _PARTS[place % len(_PARTS)]
        item = Item(
            name=f"{motif.replace('-', ' ').capitalize()} no. {place + 1}",
            picture=f"{motif}-{place % 12}",
            price=_PRICES[place % len(_PRICES)],
            description=f"Shelf {place // 40 + 1}, box {place % 40 + 1}",
            availability="out of stock" if place % 17 == 16 else "in stock",
            review="PENDING" if place % 23 == 22 else "APPROVED",
            is_hidden=place % 29 == 28,
        )
        yield item.card(f"42{place:012}", links)
