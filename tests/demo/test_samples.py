import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from inspector.demo.catalogue import MAX_SIZE, catalogue_number, catalogue_size
from inspector.demo.contacts import SAMPLES, Sample
from tests.demo.caller import Caller

DOCUMENTED = Path(__file__).parents[1] / "data" / "contact.sample.json"
DEALER = "79123456789@c.us"


def test_the_documentations_own_contact_is_given_to_the_letter(caller: Caller) -> None:
    documented = json.loads(DOCUMENTED.read_text(encoding="utf-8"))
    answer = caller.contact("71234567890@c.us")
    assert answer == documented
    assert list(answer) == list(documented)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.title)
def test_every_sample_answers_for_the_number_a_person_would_type(caller: Caller, sample: Sample) -> None:
    assert re.sub(r"[^0-9]", "", sample.number) == sample.chat_id.split("@")[0]
    assert caller.contact(sample.chat_id)["chatId"] == sample.chat_id


def test_samples_differ_in_title_and_number() -> None:
    assert (
        len({sample.title for sample in SAMPLES})
        == len({sample.chat_id for sample in SAMPLES})
        == len(SAMPLES)
    )


def test_the_dealer_has_31_products_and_the_oddities_of_a_real_catalogue(caller: Caller) -> None:
    contact = caller.contact(DEALER)
    products = contact["products"]
    assert len({product["id"] for product in products}) == 31
    assert sum(product["availability"] != "in stock" for product in products) == 4
    assert sum(product["reviewStatus"]["whatsapp"] != "APPROVED" for product in products) == 1
    assert sum(product["isHidden"] for product in products) == 2
    assert any("description" not in product for product in products)
    assert (contact["name"], contact["contactName"]) == ("Dealer", "Kuznetsov Auto")
    assert (contact["messageExpiration"], contact["username"]) == (604_800, "@dealer")
    assert "isArchive" not in contact


def test_every_picture_of_the_dealer_arrives_but_the_one_that_expired(caller: Caller) -> None:
    contact = caller.contact(DEALER)
    urls = [contact["avatar"]] + [product["imageUrls"]["requested"] for product in contact["products"]]
    statuses = [caller.client.get(url).status_code for url in urls]
    assert sorted(statuses) == [200] * 31 + [403]
    assert len(set(urls)) == 32


def test_no_picture_arrives_of_the_contact_whose_links_are_out_of_date(caller: Caller) -> None:
    contact = caller.contact("442079460466@c.us")
    urls = [contact["avatar"], *(product["imageUrls"]["original"] for product in contact["products"])]
    answers = [caller.client.get(url) for url in urls]
    assert [(answer.status_code, answer.text) for answer in answers] == [(403, "URL signature expired")] * 4


def test_a_number_nobody_knows_gives_nothing_but_its_id(caller: Caller) -> None:
    assert caller.contact("12025550100@c.us") == {"chatId": "12025550100@c.us"}


def test_the_muted_contact_is_muted_into_the_future_and_was_seen_in_the_past(caller: Caller) -> None:
    contact = caller.contact("12025550147@c.us")
    assert contact["isMute"] is True
    assert int(contact["lastSeen"]) < time.time() < contact["muteExpiration"]
    assert contact["base64Avatar"].startswith("iVBORw0KGgo")


def test_the_odd_contact_keeps_to_none_of_the_documented_types(caller: Caller) -> None:
    contact = caller.contact("442079460777@c.us")
    assert isinstance(contact["products"], dict)
    assert isinstance(contact["products"]["price"], float)
    assert contact["isBusiness"] == "yes"
    assert contact["muteexpiration"] == -1
    assert contact["lastSeen"] > 1e11


def test_the_mixed_names_hold_what_turns_a_line_around(caller: Caller) -> None:
    contact = caller.contact("12025550176@c.us")
    assert contact["name"].startswith("\u202e")
    assert "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" in contact["contactName"]


@pytest.mark.parametrize("size", [0, 1, 99, 100, 101, 1234])
def test_a_catalogue_has_as_many_products_as_its_number_says(caller: Caller, size: int) -> None:
    contact = caller.contact(f"{catalogue_number(size)}@c.us")
    assert [product["id"] for product in contact["products"]] == [f"42{place:012}" for place in range(size)]
    assert contact["isBusiness"] is True


@pytest.mark.parametrize("size", [-1, MAX_SIZE + 1])
def test_a_catalogue_of_an_impossible_size_has_no_number(size: int) -> None:
    with pytest.raises(ValueError, match="0 to 99999"):
        catalogue_number(size)


@pytest.mark.parametrize(
    "chat_id", ["44770091000@c.us", "4477009100000@c.us", "447700910000@lid", "447700810000@c.us"]
)
def test_other_ids_are_no_catalogues(chat_id: str) -> None:
    assert catalogue_size(chat_id) is None


def test_an_added_contact_is_answered_and_is_on_whatsapp(caller: Caller) -> None:
    answer = {"chatId": "12025550199@c.us", "name": "Now known", "avatar": "https://pps.whatsapp.net/a.jpg"}
    caller.gateway.add_contact(answer)
    assert caller.contact("12025550199@c.us") == answer
    assert caller.post("checkWhatsapp", {"phoneNumber": 12025550199}).json() == {"existsWhatsapp": True}
    assert caller.post("getAvatar", {"chatId": "12025550199@c.us"}).json()["urlAvatar"] == answer["avatar"]


def test_an_added_contact_may_hold_half_a_surrogate_pair(caller: Caller) -> None:
    caller.gateway.add_contact({"chatId": "12025550100@c.us", "name": "a\ud83db"})
    assert caller.contact("12025550100@c.us")["name"] == "a\ud83db"


def test_an_added_contact_does_not_change_afterwards(caller: Caller) -> None:
    answer: dict[str, Any] = {"chatId": "12025550100@c.us", "products": []}
    caller.gateway.add_contact(answer)
    answer["products"].append("later")
    assert caller.contact("12025550100@c.us")["products"] == []
