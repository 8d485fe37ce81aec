"""Sample contacts, each of which shows one special case: missing, hidden, unexpected or outdated data."""

import base64

from inspector.contact.model import Json
from inspector.demo.catalogue import Item
from inspector.demo.motifs import draw
from inspector.demo.pictures import ORIGINAL_PX, Links

FLORIST = "442079460158@c.us"
PERSON = "12025550123@c.us"
PERSON_AVATAR = "portrait-4"
"""Only returned by `getAvatar`."""
NUMBER_ONLY = "12025550199@c.us"
LID = "129837465012345@lid"
MUTED = "12025550147@c.us"
MIXED_SCRIPTS = "12025550176@c.us"
EXPIRED = "442079460466@c.us"
ODD = "442079460777@c.us"
CONTRADICTORY = "442079460311@c.us"
NO_PICTURE = "12025550164@c.us"

_DAY_S = 86_400


def florist(links: Links) -> dict[str, Json]:
    """A business without a catalogue."""
    return _contact(
        FLORIST,
        avatar=links.original("flower-2"),
        name="Primrose Flowers",
        contactName="Flowers, corner shop",
        email="hello@primrose.example",
        category="Florist",
        description="Bouquets for every day.\nhttps://primrose.example",
        products=[],
        isBusiness=True,
    )


def person(_links: Links) -> dict[str, Json]:
    """A personal account whose response lacks its picture."""
    return _contact(PERSON, name="Anna", contactName="Anna Lindqvist", isArchive=True)


def number_only(_links: Links) -> dict[str, Json]:
    return _contact(NUMBER_ONLY)


def hidden_number(links: Links) -> dict[str, Json]:
    """An account that WhatsApp identifies by a LID; the names are often empty then."""
    return _contact(
        LID, avatar=links.original("coffee-cup-0"), username="@quiet.morning", lid=LID, phoneNumber=None
    )


def muted(links: Links) -> dict[str, Json]:
    """Muted for three days from now, last seen 26 hours ago; the response contains the picture's bytes."""
    now_s = int(links.issued_at)
    return _contact(
        MUTED,
        avatar=links.original("portrait-8"),
        base64Avatar=base64.b64encode(draw("portrait", 8, ORIGINAL_PX)).decode(),
        name="Marta",
        contactName="Marta (night shift)",
        lastSeen=str(now_s - 26 * 3600),
        isMute=True,
        muteExpiration=now_s + 3 * _DAY_S,
        isDisappearing=True,
        messageExpiration=7_776_000,
    )


def mixed_scripts(links: Links) -> dict[str, Json]:
    """Names with bidirectional control characters, a family emoji and a fake check mark."""
    stacked = "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f"
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
    return _contact(
        MIXED_SCRIPTS,
        avatar=links.original("coffee-cup-7"),
        name=f"\u202eדנה כהן\u202c {family} \u2714 Verified",
        contactName=f"\u2067أمينة 🌸\u2069 — {stacked}al\u200b\u3164go {family}",
    )


def expired(links: Links) -> dict[str, Json]:
    """All picture links have expired."""
    items = (
        Item("Brake disc, front", "brake-disc-5", "from 780", has_expired_picture=True),
        Item("Oil filter", "oil-filter-3", None, has_expired_picture=True),
        Item("Wiper blades", "wipers-8", "14.90", has_expired_picture=True),
    )
    return _contact(
        EXPIRED,
        avatar=links.expired.original("car-4"),
        name="Last Year's Garage",
        email="",
        category="Auto Repair Shop",
        description="We moved.",
        products=[item.card(str(31000000017 + place), links) for place, item in enumerate(items)],
        isBusiness=True,
    )


def contradictory(links: Links) -> dict[str, Json]:
    """Flagged as personal but with business data; the mute and timer flags are outdated too."""
    items = (Item("Espresso", "coffee-cup-3", "2.40"), Item("Flat white", "coffee-cup-5", "3.10"))
    return _contact(
        CONTRADICTORY,
        avatar=links.original("coffee-cup-1"),
        name="Corner Café",
        contactName="Corner Café",
        email="table@corner.example",
        category="Café",
        description="Breakfast until noon.",
        products=[item.card(str(51000000023 + place), links) for place, item in enumerate(items)],
        muteExpiration=-1,
        messageExpiration=604_800,
    )


def no_picture(_links: Links) -> dict[str, Json]:
    """A personal account whose picture is hidden or doesn't exist."""
    return _contact(NO_PICTURE, name="Jonas", contactName="Jonas (courier)")


def odd(links: Links) -> dict[str, Json]:
    """Every field has an undocumented type, one key is in lower case, and some keys are unknown."""
    return {
        "avatar": "undefined",
        "base64Avatar": 17,
        "name": 12345,
        "contactName": ["Odd", "Contact"],
        "email": {"work": "odd@tt.tt"},
        "category": None,
        "description": True,
        "products": {
            "id": 42079728159,
            "imageUrls": "none",
            "name": ["Box"],
            "description": 7,
            "price": 19.9,
            "availability": None,
            "reviewStatus": "PENDING",
            "isHidden": "yes",
            "weight": {"kg": 2},
        },
        "chatId": ODD,
        "lastSeen": int((links.issued_at - 3 * 3600) * 1000),
        "isArchive": 1,
        "isMute": "no",
        "isDisappearing": "maybe",
        "isBusiness": "yes",
        "messageExpiration": "604800",
        "muteexpiration": -1,
        "chatType": "private",
        "phoneNumber": 442079460777,
        "labels": [{"id": 1, "name": "VIP", "colours": ["#0b7d53", None]}],
        "nested": {"a": {"b": {"c": [1, 2.5, {"d": None}]}}},
        "": "a field without a name",
        "big": 1180591620717411303424,
    }


def _contact(chat_id: str, **fields: Json) -> dict[str, Json]:
    """A response in the usual format. Fields not given are empty, false or null."""
    usual: dict[str, Json] = {
        "avatar": "",
        "name": "",
        "contactName": "",
        "email": "",
        "category": "",
        "description": "",
        "products": [],
        "chatId": chat_id,
        "lastSeen": None,
        "isArchive": False,
        "isDisappearing": False,
        "isMute": False,
        "messageExpiration": 0,
        "muteExpiration": None,
        "isBusiness": False,
    }
    return usual | fields
