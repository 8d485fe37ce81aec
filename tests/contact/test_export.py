"""What scripts and terminals get: one shape for every contact, and nothing that harms a terminal."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta

from hypothesis import given

from inspector.contact.export import as_json, as_text
from inspector.contact.model import Contact, Json, Product, Remark
from inspector.contact.reading import parse_response, read_contact
from tests.contact.answers import ASKED, DOCUMENTED_BODY, any_answer, documented, read

MARCH = datetime(2026, 3, 14, 9, 0, 0, 999_999, tzinfo=UTC)


def test_the_documented_contact_has_the_promised_shape_and_order() -> None:
    exported = as_json(read_contact(parse_response(DOCUMENTED_BODY), "71234567890@c.us"))
    answer = documented()
    expected = {
        "chat_id": "71234567890@c.us",
        "phone": "+71234567890",
        "name": "Dealer",
        "contact_name": "Dealer",
        "email": "24service@tt.tt",
        "category": "Automotive Dealership",
        "description": "Official service",
        "avatar_url": answer["avatar"],
        "has_avatar_bytes": False,
        "is_business": True,
        "is_archived": False,
        "is_muted": False,
        "is_disappearing": False,
        "message_expiration_s": 0,
        "mute_expires_at": None,
        "last_seen_at": None,
        "products": [_exported(card) for card in _cards(answer)],
        "other_fields": {},
        "remarks": [],
    }
    assert json.dumps(exported) == json.dumps(expected)


def _cards(answer: dict[str, Json]) -> list[dict[str, Json]]:
    cards = answer["products"]
    assert isinstance(cards, list)
    return [card for card in cards if isinstance(card, dict)]


def _exported(card: dict[str, Json]) -> dict[str, Json]:
    urls, review = card["imageUrls"], card["reviewStatus"]
    assert isinstance(urls, dict)
    assert isinstance(review, dict)
    return {
        "id": card["id"],
        "name": card["name"],
        "description": card.get("description"),
        "price": None,
        "availability": "in stock",
        "review_status": review["whatsapp"],
        "is_hidden": False,
        "preview_url": urls["requested"],
        "original_url": urls["original"],
    }


def test_every_key_is_there_when_nothing_is_known() -> None:
    exported = as_json(read_contact({}, "123456789012345@lid"))
    assert list(exported) == list(as_json(read_contact(documented(), ASKED)))
    known = {key: value for key, value in exported.items() if value is not None}
    assert known == {
        "chat_id": "123456789012345@lid",
        "has_avatar_bytes": False,
        "products": [],
        "other_fields": {},
        "remarks": [
            {"field": "chatId", "said": "not sent by the gateway; chat_id is the one that was looked up"}
        ],
    }


def test_moments_are_utc_to_the_second() -> None:
    exported = as_json(Contact(ASKED, mute_expires_at=MARCH, last_seen_at=MARCH))
    assert exported["mute_expires_at"] == exported["last_seen_at"] == "2026-03-14T09:00:00Z"
    assert as_json(Contact(ASKED, mute_expires_at="always"))["mute_expires_at"] == "always"


def test_remarks_and_unknown_fields_are_exported_as_they_are() -> None:
    exported = as_json(read(new={"a": [1, None]}, products=[{"price": []}]))
    assert exported["other_fields"] == {"new": {"a": [1, None]}}
    remarks = exported["remarks"]
    assert isinstance(remarks, list)
    assert {"field": "products[0].price", "said": "a list of 0, not text"} in remarks


@given(answer=any_answer)
def test_every_contact_is_exported_as_strict_json(answer: dict[str, Json]) -> None:
    exported = as_json(read_contact(answer, ASKED))
    written = json.dumps(exported, allow_nan=False)
    written.encode("ascii")
    assert json.loads(written).keys() == exported.keys()


@given(answer=any_answer)
def test_no_contact_harms_a_terminal(answer: dict[str, Json]) -> None:
    for character in as_text(read_contact(answer, ASKED), UTC).replace("\n", ""):
        assert unicodedata.category(character) not in ("Cc", "Cs", "Co", "Zl", "Zp")


def test_the_documented_contact_reads_well_in_a_terminal() -> None:
    text = as_text(read_contact(parse_response(DOCUMENTED_BODY), "71234567890@c.us"), UTC)
    lines = [line for line in text.splitlines() if not line.startswith("Picture")]
    assert lines == [
        "Number                 +7 1234567890",
        "Name                   Dealer",
        "In phone book          Dealer",
        "Business               Yes",
        "Category               Automotive Dealership",
        "Email                  24service@tt.tt",
        "Description            Official service",
        "Archived               No",
        "Muted                  No",
        "Disappearing messages  Off",
        "Last seen              Hidden or unknown",
        "Chat ID                71234567890@c.us",
        "Products               2. There may be more products than shown.",
        "1.                     Replacement",
        "                       From 1000 RUB",
        "2.                     Technical maintenance",
    ]


def rows(contact: Contact, now: datetime | None = None) -> dict[str, str]:
    """A terminal's lines as labels and values."""
    return {line[:23].strip(): line[23:] for line in as_text(contact, UTC, now=now).splitlines()}


def test_nothing_is_invented_when_nothing_is_known() -> None:
    told = rows(Contact("123456789012345@lid"))
    assert told == {
        "Number": "WhatsApp hides this number",
        "Name": "Name not available. This account hasn't received a message from them.",
        "In phone book": "Phone book name not given",
        "Business": "Unknown",
        "Category": "Not given",
        "Email": "Not given",
        "Description": "Not given",
        "Picture": "No picture, or hidden from you",
        "Archived": "Unknown",
        "Muted": "Unknown",
        "Disappearing messages": "Unknown",
        "Last seen": "Hidden or unknown",
        "Chat ID": "Not given",
    }


def test_a_business_without_facts_says_so() -> None:
    told = rows(Contact(ASKED, is_business=True))
    assert (told["Category"], told["Email"], told["Products"]) == ("Not given", "Not given", "No catalogue")


def test_times_are_told_in_words() -> None:
    contact = Contact(
        ASKED,
        is_muted=True,
        mute_expires_at=MARCH,
        last_seen_at=MARCH,
        is_disappearing=True,
        message_expiration_s=604_800,
    )
    told = rows(contact, now=MARCH - timedelta(hours=2))
    assert told["Muted"] == "Yes, until 14 Mar 2026, 09:00 (UTC)"
    assert told["Disappearing messages"] == "7 days"
    assert rows(contact, now=MARCH + timedelta(hours=2))["Last seen"] == (
        "2 hours ago · 14 Mar 2026, 09:00 (UTC)"
    )
    assert rows(Contact(ASKED, is_muted=True, mute_expires_at="always"))["Muted"] == "Yes, always"
    assert rows(Contact(ASKED, last_seen_as_delivered="yesterday"))["Last seen"] == "yesterday"
    assert rows(Contact(ASKED, is_disappearing=True))["Disappearing messages"] == "On"


def test_products_tell_only_what_is_unusual() -> None:
    plain = Product(name="Box", availability="in stock", review_status="APPROVED", is_hidden=False)
    odd = Product(price="54.90", availability="preorder", review_status="PENDING", is_hidden=True)
    told = rows(Contact(ASKED, products=(plain, odd)))
    assert (told["1."], told["2."]) == ("Box", "No name · 54.90 · preorder · Review pending · Hidden")


def test_pictures_other_fields_and_remarks_are_told() -> None:
    contact = Contact(
        ASKED, avatar_bytes=b"12345", other_fields={"a\x1b[2J": {"b": 1}}, remarks=(Remark("x", "Odd."),)
    )
    told = rows(contact)
    assert told["Picture"] == "Included in the response, 5 bytes"
    assert told["Other: a[2J"] == '{"b": 1}'
    assert told["Unexpected value"] == "x: Odd."


def test_a_name_cannot_pose_as_another_line() -> None:
    text = as_text(Contact(ASKED, name="Anna\nBusiness               Yes"), UTC)
    assert "\nBusiness               Unknown" in text
    assert "\nBusiness               Yes" not in text
