"""A product in words."""

import time

import pytest

from inspector.contact import product_facts
from inspector.contact.model import Json, Product
from tests.pace import within

EVIL = "<img src='file:///etc/hostname'>A&B"


@pytest.mark.parametrize(
    ("product", "chips"),
    [
        (Product(), ()),
        (Product(availability="in stock", review_status="APPROVED", is_hidden=False), ()),
        (Product(availability="IN STOCK", review_status="approved"), ()),
        (Product(availability="out of stock"), ("Out of stock",)),
        (Product(availability="out_of_stock"), ("Out of stock",)),
        (Product(availability="preorder, 2 weeks"), ("preorder, 2 weeks",)),
        (Product(review_status="REJECTED"), ("Not approved",)),
        (Product(review_status="PENDING"), ("Review pending",)),
        (Product(review_status="ON_HOLD"), ("ON_HOLD",)),
        (Product(is_hidden=True), ("Hidden",)),
        (Product(availability="\u202e", review_status="\0"), ("Out of stock", "Not approved")),
        (
            Product(availability="out of stock", review_status="REJECTED", is_hidden=True),
            ("Out of stock", "Not approved", "Hidden"),
        ),
    ],
)
def test_only_what_is_unusual_gets_a_chip(product: Product, chips: tuple[str, ...]) -> None:
    assert product_facts.chips(product) == chips


def test_a_name_is_cleaned_and_a_missing_one_said() -> None:
    assert product_facts.name("Oil\u202e \n filter") == "Oil filter"
    assert product_facts.name(EVIL) == EVIL
    assert product_facts.name(None) == product_facts.name("\u200b") == "No name"


def test_a_megabyte_of_a_name_is_cut_and_not_remembered() -> None:
    shown = product_facts.name("x" * 1_000_000)
    assert len(shown) == 200
    assert shown.endswith("…")
    assert product_facts._line.cache_info().maxsize == 2048
    assert product_facts.name("y" * 3000 + "z") == product_facts.name("y" * 1_000_000)


def test_a_price_is_shown_as_it_came_or_not_at_all() -> None:
    assert product_facts.price("12 500") == "12 500"
    assert product_facts.price("0") == "0"
    assert product_facts.price(None) == ""


def test_every_delivered_field_is_a_fact_and_none_other() -> None:
    others: dict[str, Json] = {"currency": "RUB", "retailer": {"id": 7}, "tags": ["a", None], "empty": ""}
    product = Product(
        id="1",
        price="5",
        availability="in stock",
        review_status="APPROVED",
        is_hidden=False,
        other_fields=others,
    )
    assert product_facts.facts(product) == [
        ("Price", "5"),
        ("ID", "1"),
        ("Availability", "in stock"),
        ("Review", "APPROVED"),
        ("Hidden", "No"),
        ("currency", "RUB"),
        ("retailer", '{"id": 7}'),
        ("tags", '["a", null]'),
    ]
    assert product_facts.facts(Product()) == []


def test_of_many_unknown_fields_the_first_are_shown_and_the_rest_counted() -> None:
    many: dict[str, Json] = {f"key{number}": number for number in range(100_000)}
    facts = product_facts.facts(Product(other_fields=many))
    assert facts[39] == ("key39", "39")
    assert facts[40:] == [("Other fields", "99960 more in the raw response")]


def test_the_clipboard_gets_every_field_a_line_and_the_whole_description() -> None:
    product = Product(name="Disc", price="5", id="1", is_hidden=True, description="x" * 9000 + "\nend")
    text = product_facts.as_text(product)
    assert text.splitlines()[:4] == ["Disc", "Price: 5", "ID: 1", "Hidden: Yes"]
    assert text.endswith("x" * 9000 + "\nend")
    assert product_facts.as_text(Product()) == ""


def test_a_value_that_nobody_knows_is_not_written_out_beyond_what_is_shown() -> None:
    """A million values in JSON would take a second; the list of its fields is made while a person waits."""
    product = Product(other_fields={"x": [{"a": None}] * 1_000_000, "y": "text", "z": [1, "é"]})
    with within(0.05, time.thread_time):
        shown = dict(product_facts.facts(product))
    assert shown["x"].startswith('[{"a": null}, {"a": null}')
    assert len(shown["x"]) == 400
    assert (shown["y"], shown["z"]) == ("text", '[1, "é"]')


def test_a_screen_reader_hears_name_price_and_what_is_unusual() -> None:
    product = Product(name="Disc", price="5", is_hidden=True)
    assert product_facts.spoken(product) == "Disc, 5, Hidden"
