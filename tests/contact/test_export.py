"""What scripts and terminals get: one shape for every contact, and nothing that harms a terminal."""

import json
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given

from inspector.contact.export import as_json, as_text, in_words
from inspector.contact.model import Contact, Json, Product, Remark
from inspector.contact.reading import parse_answer, read_contact
from tests.contact.answers import ASKED, DOCUMENTED_BODY, any_answer, documented, read

MARCH = datetime(2026, 3, 14, 9, 0, 0, 999_999, tzinfo=UTC)


def test_the_documented_contact_has_the_promised_shape_and_order() -> None:
    exported = as_json(read_contact(parse_answer(DOCUMENTED_BODY), "71234567890@c.us"))
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
        "remarks": [],
    }


def test_moments_are_utc_to_the_second() -> None:
    exported = as_json(Contact(ASKED, mute_expires_at=MARCH, last_seen_at=MARCH))
    assert exported["mute_expires_at"] == exported["last_seen_at"] == "2026-03-14T09:00:00Z"
    assert as_json(Contact(ASKED, mute_expires_at="always"))["mute_expires_at"] == "always"


def test_remarks_and_unknown_fields_are_exported_as_they_are() -> None:
    exported = as_json(read(new={"a": [1, None]}, products=[{"price": []}]))
    assert exported["other_fields"] == {"new": {"a": [1, None]}}
    assert exported["remarks"] == [{"field": "products[0].price", "said": "No text: a list of 0."}]


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
    text = as_text(read_contact(parse_answer(DOCUMENTED_BODY), "71234567890@c.us"), UTC)
    lines = [line for line in text.splitlines() if not line.startswith("Picture")]
    assert lines == [
        "Number                 +7 1234567890",
        "WhatsApp id            71234567890@c.us",
        "Name                   Dealer",
        "In phone book          Dealer",
        "Business               yes",
        "Category               Automotive Dealership",
        "E-mail                 24service@tt.tt",
        "Description            Official service",
        "Archived               no",
        "Muted                  no",
        "Disappearing messages  off",
        "Last seen              hidden or unknown",
        "Products               2 (may be incomplete: the gateway gives no total)",
        "1.                     Replacement",
        "                       From 1000 RUB",
        "2.                     Technical maintenance",
    ]


def rows(contact: Contact) -> dict[str, str]:
    """A terminal's lines as labels and values."""
    return {line[:23].strip(): line[23:] for line in as_text(contact, UTC).splitlines()}


def test_what_is_unknown_is_said_as_the_window_says_it() -> None:
    told = rows(Contact("123456789012345@lid"))
    assert told == {
        "Number": "WhatsApp hides this number",
        "WhatsApp id": "123456789012345@lid",
        "Name": "No name: this account has not written to you",
        "In phone book": "Not in the phone book",
        "Business": "unknown",
        "Picture": "No picture, or hidden from you",
        "Archived": "unknown",
        "Muted": "unknown",
        "Disappearing messages": "unknown",
        "Last seen": "hidden or unknown",
    }


def test_a_business_without_facts_says_so() -> None:
    told = rows(Contact(ASKED, is_business=True))
    assert (told["Category"], told["E-mail"], told["Products"]) == ("Not given", "Not given", "No catalogue")


def test_times_are_told_in_words() -> None:
    contact = Contact(
        ASKED, is_muted=True, mute_expires_at=MARCH, last_seen_at=MARCH, message_expiration_s=604_800
    )
    told = rows(contact)
    assert told["Muted"] == "yes, until 14 Mar 2026, 09:00 UTC"
    assert told["Last seen"] == "14 Mar 2026, 09:00 UTC"
    assert told["Disappearing messages"] == "7 days"
    assert rows(Contact(ASKED, is_muted=True, mute_expires_at="always"))["Muted"] == "yes, always"
    assert rows(Contact(ASKED, is_muted=False, mute_expires_at="always"))["Muted"] == "no"
    assert rows(Contact(ASKED, last_seen_as_delivered="yesterday"))["Last seen"] == "yesterday"
    assert rows(Contact(ASKED, is_disappearing=True))["Disappearing messages"] == "yes"


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (90, "90 seconds"), (5400, "90 minutes"), (86_400, "1 day")]
)
def test_a_length_of_time_is_told_in_the_largest_unit_that_divides_it(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


def test_products_tell_only_what_is_unusual() -> None:
    plain = Product(name="Box", availability="in stock", review_status="APPROVED", is_hidden=False)
    odd = Product(price="54.90", availability="preorder", review_status="PENDING", is_hidden=True)
    told = rows(Contact(ASKED, products=(plain, odd)))
    assert (told["1."], told["2."]) == ("Box", "No name · 54.90 · preorder · PENDING · hidden")


def test_pictures_other_fields_and_remarks_are_told() -> None:
    contact = Contact(
        ASKED, avatar_bytes=b"12345", other_fields={"a\x1b[2J": {"b": 1}}, remarks=(Remark("x", "Odd."),)
    )
    told = rows(contact)
    assert told["Picture"] == "came with the answer, 5 bytes"
    assert told["Other: a[2J"] == '{"b": 1}'
    assert told["Odd in the answer"] == "x: Odd."


def test_a_name_cannot_pose_as_another_line() -> None:
    text = as_text(Contact(ASKED, name="Anna\nBusiness               yes"), UTC)
    assert "\nBusiness               unknown" in text
    assert "\nBusiness               yes" not in text
