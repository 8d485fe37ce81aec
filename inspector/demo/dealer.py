"""The main sample business: 31 products with pictures, including one of every special case."""

from inspector.contact.model import Json
from inspector.demo.catalogue import Item
from inspector.demo.pictures import Links

CHAT_ID = "79123456789@c.us"

_OUT = "out of stock"
_ITEMS = (
    Item("Brake disc, front, ventilated", "brake-disc-0", "From 1000 RUB", "Diameter 288 mm, 25 mm thick."),
    Item("Oil filter W 712", "oil-filter-1", None, "Thread M20 x 1.5, height 79 mm."),
    Item("Wiper blades, pair", "wipers-2", None, "650 and 475 mm, hook mount.", availability=_OUT),
    Item("Battery 60 Ah", "battery-3", "54.90", "12 V, 540 A, 242 x 175 x 190 mm.\nOld battery taken back."),
    Item("Cabin filter with carbon", "oil-filter-4"),
    Item("Spark plug, iridium", "spark-plug-11", None, "Gap 0.8 mm. Sold one by one."),
    Item("Timing belt kit", "timing-belt-6", "12 500", "Belt, tensioner, idler, water pump."),
    Item("Shock absorber, rear", "shock-absorber-8", None, "Gas, twin tube.", has_expired_picture=True),
    Item("Headlight bulb H7", "headlight-bulb-7", "2 for 9.90", "55 W, 12 V."),
    Item("Winter tyre 205/55 R16", "tyre-8", 7490, "Studded, 94T. Fitting is extra."),
    Item("Engine oil 5W-30, 4 l", "oil-can-9", "39,-", "ACEA C3. For engines with particle filter."),
    Item("Replacement", "wrench-10", None, "From 1000 RUB"),
    Item("Technical maintenance", "wrench-1"),
    Item("Brake disc, rear", "brake-disc-5", "from 780", "Diameter 260 mm."),
    Item("Battery 74 Ah", "battery-0", "79.90", "12 V, 680 A.", availability=_OUT),
    Item("Spark plug, nickel", "spark-plug-9", "3.20"),
    Item("Wiper blade, rear", "wipers-4", None, "300 mm."),
    Item("Fuel filter, diesel", "oil-filter-2", "1 150", "With water drain."),
    Item("Ribbed belt 6PK1195", "timing-belt-1", "", "Length 1,195 mm, six ribs."),
    Item("Shock absorber, front left", "shock-absorber-6", "4 200", "Gas, twin tube.", review="PENDING"),
    Item("Headlight bulb H4", "headlight-bulb-3", "4.50", "60/55 W, 12 V."),
    Item("Summer tyre 195/65 R15", "tyre-4", "ask", "91H."),
    Item("Engine oil 0W-20, 5 l", "oil-can-2", "54,-", "ILSAC GF-6.", is_hidden=True),
    Item("Wheel alignment", "wrench-6", "1500 RUB", "Both axles, with a printed record."),
    Item("Brake disc, drilled", "brake-disc-10", "9 800", "Set of two.", availability=_OUT),
    Item("Oil filter, cartridge", "oil-filter-8", "0", "With seals."),
    Item("Motorcycle battery 12 Ah", "battery-7", "31.00", "Gel.", is_hidden=True),
    Item("Spare wheel, narrow", "tyre-0", None, "125/70 R17. " + "Checked, balanced and ready to go. " * 12),
    Item("Gear oil 75W-80, 1 l", "oil-can-6", "12.40"),
    Item("Timing belt, single", "timing-belt-10", "2 100", "137 teeth.", availability=_OUT),
    Item("Gift voucher & free inspection <24 points>", "wrench-2", "any", "Valid for a year."),
)


def dealer(links: Links) -> dict[str, Json]:
    """`isArchive` is missing, and `username` is an undocumented field."""
    return {
        "avatar": links.original("car-1"),
        "name": "Dealer",
        "contactName": "Kuznetsov Auto",
        "email": "24service@tt.tt",
        "category": "Automotive Dealership",
        "description": (
            "Official service. Parts and repair for all makes, spares from stock.\n"
            "Mon–Sat 9–19, Sun closed.\n\n"
            "Catalogue: https://dealer.example/parts\n"
            "Appointments: service@dealer.example\n"
            "Parts that are not in stock come within two days; bring the vehicle's papers, please."
        ),
        "products": [item.card(str(42079728159 + 1117 * place), links) for place, item in enumerate(_ITEMS)],
        "chatId": CHAT_ID,
        "lastSeen": None,
        "isDisappearing": True,
        "isMute": False,
        "messageExpiration": 604_800,
        "muteExpiration": None,
        "isBusiness": True,
        "username": "@dealer",
    }
