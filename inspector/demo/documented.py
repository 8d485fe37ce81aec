"""The example response from GREEN-API's documentation of `getContactInfo`, unchanged."""

from inspector.contact.model import Json
from inspector.demo.pictures import Links

CHAT_ID = "71234567890@c.us"

_CDN = "https://mmg.whatsapp.net/v/t45.5328-4"
_FIRST = f"{_CDN}/263329037_6625110154227932_2879714823340281709_n.jpg"
_FIRST_QUERY = (
    "ccb=1-7&_nc_sid=c48759&_nc_ohc=NKICbZlqfPMAX9077mo&_nc_ad=z-m&_nc_cid=0&_nc_ht=mmg.whatsapp.net"
)
_SECOND = f"{_CDN}/261250418_4513761695371199_1710541959703469822_n.jpg"
_SECOND_QUERY = (
    "ccb=1-7&_nc_sid=c48759&_nc_ohc=eps8lAw2_3MAX_mWW8K&_nc_ad=z-m&_nc_cid=0&_nc_ht=mmg.whatsapp.net"
)


def documented_contact(_links: Links) -> dict[str, Json]:
    """The example links to the real picture hosts, and its second product has no description."""
    return {
        "avatar": (
            "https://pps.whatsapp.net/v/t61.24694-24/24_1349471992200940_2091838963901201896_n.jpg"
            "?ccb=11-4&oh=01_AVzZilQn10nj9M9cfQV4PW5dgdXOkiOuD_jCqP2MCXIpyA"
        ),
        "name": "Dealer",
        "contactName": "Dealer",
        "email": "24service@tt.tt",
        "category": "Automotive Dealership",
        "description": "Official service",
        "products": [
            {
                "id": "42079728159",
                "imageUrls": {
                    "requested": (
                        f"{_FIRST}?stp=dst-jpg_p100x100&{_FIRST_QUERY}&oh=01_AVwYzx7CckCFf8F8xIIZ5m2AGdeC8YTnLyd29"
                    ),
                    "original": f"{_FIRST}?{_FIRST_QUERY}&oh=01_AVzn_O9azpKNRs1iPId0TQkGYk4D7HZFSQMeobvRiR",
                },
                "reviewStatus": {"whatsapp": "APPROVED"},
                "availability": "in stock",
                "name": "Replacement",
                "description": "From 1000 RUB",
                "price": None,
                "isHidden": False,
            },
            {
                "id": "3545870328871389",
                "imageUrls": {
                    "requested": (
                        f"{_SECOND}?stp=dst-jpg_p100x100&{_SECOND_QUERY}"
                        "&oh=01_AVxT3HnbR04qKZJSOeK4d8p-noZokqly9QbpYFK-c_8kSA&oe"
                    ),
                    "original": (
                        f"{_SECOND}?{_SECOND_QUERY}&oh=01_AVx2wTCmzof0BoZDmIUpD328CtpJmlvEXGdVzew&o"
                    ),
                },
                "reviewStatus": {"whatsapp": "APPROVED"},
                "availability": "in stock",
                "name": "Technical maintenance",
                "price": None,
                "isHidden": False,
            },
        ],
        "chatId": CHAT_ID,
        "lastSeen": None,
        "isArchive": False,
        "isDisappearing": False,
        "isMute": False,
        "messageExpiration": 0,
        "muteExpiration": None,
        "isBusiness": True,
    }
