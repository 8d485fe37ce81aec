"""A catalogue in every shape: each card that is one is read, each field of a card for itself."""

import pytest

from inspector.contact.model import Json, Product
from inspector.contact.reading import parse_response, read_contact
from tests.contact.answers import ASKED, DOCUMENTED_BODY, delivered, documented, read, read_product, said


def test_the_documented_products_are_read_to_the_letter() -> None:
    cards = documented()["products"]
    products = read_contact(parse_response(DOCUMENTED_BODY), ASKED).products
    assert isinstance(cards, list)
    assert len(products) == len(cards) == 2
    for card, product, description in zip(cards, products, ("From 1000 RUB", None), strict=True):
        assert isinstance(card, dict)
        urls = card["imageUrls"]
        assert isinstance(urls, dict)
        assert product == Product(
            id=str(card["id"]),
            name=str(card["name"]),
            description=description,
            availability="in stock",
            review_status="APPROVED",
            is_hidden=False,
            preview_url=str(urls["requested"]),
            original_url=str(urls["original"]),
        )


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_no_catalogue_comes_in_four_shapes(value: Json) -> None:
    contact = read(products=value)
    assert (contact.products, contact.remarks) == ((), ())


def test_one_card_may_come_without_its_list() -> None:
    contact = read(products={"ID": "7", "name": "Box"})
    assert contact.products == (Product(id="7", name="Box"),)
    assert said(contact) == {"products": "an object of 2, read as a list of products"}


def test_cards_may_come_under_keys_of_their_own() -> None:
    contact = read(products={"7": {"name": "Box"}, "8": None, "9": {"name": "Lid", "price": []}})
    assert [product.name for product in contact.products] == ["Box", "Lid"]
    assert set(said(contact)) == {"products", "products.8", "products.9.price"}


@pytest.mark.parametrize("value", ["[]", 7, True])
def test_a_catalogue_of_another_type_is_said(value: Json) -> None:
    assert said(read(products=value))["products"].endswith(", not a list of products")


def test_junk_between_the_cards_is_passed_over_and_said() -> None:
    contact = read(products=[None, {"name": "Box"}, "x", [{"name": "no"}], 7, {}])
    assert contact.products == (Product(name="Box"), Product())
    assert said(contact) == {
        "products[0]": "null, not a product",
        "products[2]": "“x”, not a product",
        "products[3]": "a list of 1, not a product",
        "products[4]": "7, not a product",
    }


@pytest.mark.parametrize(
    ("literal", "price"),
    [
        ('"54.90"', "54.90"),
        ("54.90", "54.90"),
        ("1000", "1000"),
        ("1e3", "1e3"),
        ("null", None),
        ('""', None),
        ("1e999", "1e999"),
        ("NaN", "NaN"),
        ('"от 1000 ₽"', "от 1000 ₽"),
        ("9" * 2_000, "9" * 2_000),
    ],
)
def test_a_price_is_shown_as_it_came(literal: str, price: str | None) -> None:
    contact = delivered(f'{{"products": [{{"price": {literal}}}]}}')
    assert (contact.products[0].price, contact.remarks) == (price, ())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        ([], None),
        (["5", "6"], "5, 6"),
        ({"amount": 5, "currency": "EUR"}, "amount: 5, currency: EUR"),
    ],
)
def test_a_price_of_another_type_is_shown_with_a_remark(value: Json, shown: str | None) -> None:
    contact = read(products=[{"price": value}])
    assert contact.products[0].price == shown
    assert "products[0].price" in said(contact)


def test_an_id_stays_a_text() -> None:
    assert read_product(id="0042").id == "0042"
    assert read_product(id=42079728159).id == "42079728159"
    assert set(said(read(products=[{"id": 42079728159}]))) == {"products[0].id"}


@pytest.mark.parametrize(
    ("value", "links", "is_said"),
    [
        ({"requested": "https://a.b/p"}, ("https://a.b/p", None), False),
        ({"ORIGINAL": "https://a.b/o", "requested": ""}, (None, "https://a.b/o"), False),
        ({"requested": "undefined", "original": None}, (None, None), False),
        ("https://a.b/o", (None, "https://a.b/o"), True),
        (["https://a.b/o", "https://a.b/2"], (None, "https://a.b/o"), True),
        ([], (None, None), False),
        ("", (None, None), False),
        ("none", (None, None), True),
        ([7], (None, None), True),
        (17, (None, None), True),
    ],
)
def test_links_to_pictures_come_in_odd_shapes(
    value: Json, links: tuple[str | None, str | None], is_said: bool
) -> None:
    contact = read(products=[{"imageUrls": value}])
    product = contact.products[0]
    assert (product.preview_url, product.original_url) == links
    assert ("products[0].imageUrls" in said(contact)) is is_said


def test_a_link_inside_that_is_none_is_said_with_its_path() -> None:
    contact = read(products=[{"imageUrls": {"Requested": 17}}])
    assert said(contact) == {"products[0].imageUrls.Requested": "17, not a link"}


@pytest.mark.parametrize(
    ("value", "word", "is_said"),
    [
        ({"whatsapp": "APPROVED"}, "APPROVED", False),
        ({"WhatsApp": "PENDING"}, "PENDING", False),
        ({"whatsapp": None}, None, False),
        ({}, None, False),
        (None, None, False),
        ("REJECTED", "REJECTED", True),
        (["REJECTED"], "REJECTED", True),
    ],
)
def test_a_review_is_one_word_in_an_object_or_bare(value: Json, word: str | None, is_said: bool) -> None:
    contact = read(products=[{"reviewStatus": value}])
    assert contact.products[0].review_status == word
    assert ("products[0].reviewStatus" in said(contact)) is is_said


def test_what_is_unusual_about_a_product_can_be_asked() -> None:
    product = read_product(availability="In Stock", reviewStatus={"whatsapp": "approved"})
    assert (product.is_out_of_stock, product.is_unapproved) == (False, False)
    product = read_product(availability="preorder", reviewStatus={"whatsapp": "PENDING"})
    assert (product.is_out_of_stock, product.is_unapproved) == (True, True)


def test_unknown_fields_of_a_card_are_kept_and_said() -> None:
    contact = read(
        products=[
            {"colour": "red", "imageUrls": {"thumb": "t"}, "reviewStatus": {"meta": 1, "whatsapp": "x"}}
        ]
    )
    assert contact.products[0].other_fields == {
        "colour": "red",
        "imageUrls": {"thumb": "t"},
        "reviewStatus": {"meta": 1},
    }
    assert said(contact) == {
        "products[0].colour": "“red”, in an unknown field",
        "products[0].imageUrls.thumb": "“t”, in an unknown field",
        "products[0].reviewStatus.meta": "1, in an unknown field",
    }
