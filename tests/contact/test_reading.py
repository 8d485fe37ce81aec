"""Every trap of the gateway's answers: what can be read is read, what cannot is said, nothing raises."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from inspector.contact.model import Contact, Json
from inspector.contact.reading import parse_response, read_contact
from tests.contact.answers import (
    ASKED,
    CONTACT_FIELDS,
    DOCUMENTED_BODY,
    DOCUMENTED_ID,
    any_answer,
    any_json,
    delivered,
    documented,
    read,
    said,
)

PICTURE = b"\xff\xd8\xff\xe0 picture"
ENCODED = base64.b64encode(PICTURE).decode()


def test_the_documented_answer_is_read_without_a_remark() -> None:
    contact = read_contact(parse_response(DOCUMENTED_BODY), "71234567890@c.us")
    answer = documented()
    assert replace(contact, products=()) == Contact(
        chat_id="71234567890@c.us",
        phone="+71234567890",
        name="Dealer",
        contact_name="Dealer",
        email="24service@tt.tt",
        category="Automotive Dealership",
        description="Official service",
        avatar_url=str(answer["avatar"]),
        is_business=True,
        is_archived=False,
        is_muted=False,
        is_disappearing=False,
        message_expiration_s=0,
        chat_id_as_delivered="71234567890@c.us",
    )
    assert contact.remarks == ()


@pytest.mark.parametrize("respelled", [str.lower, str.upper, str.swapcase])
def test_keys_are_matched_without_regard_to_case(respelled: Callable[[str], str]) -> None:
    as_documented = read_contact(documented(), DOCUMENTED_ID)
    assert (
        read_contact({respelled(key): value for key, value in documented().items()}, DOCUMENTED_ID)
        == as_documented
    )


def test_of_two_spellings_the_documented_one_counts_and_the_other_is_kept() -> None:
    contact = read(NAME="a", name="b", Name="c")
    assert (contact.name, contact.other_fields) == ("b", {"NAME": "a", "Name": "c"})
    assert read(NAME="a", Name="c").name == "a"


def test_a_remark_names_the_field_as_it_was_delivered() -> None:
    assert said(read(MUTEexpiration="soon")) == {"MUTEexpiration": "“soon”, not a date or time"}


def test_an_empty_answer_is_the_asked_contact_and_unknown_is_not_no() -> None:
    assert read() == Contact(ASKED, "+79123456789")


@pytest.mark.parametrize("field", CONTACT_FIELDS[:-2])
@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_field_is_unknown_without_a_remark(field: str, empty: Json) -> None:
    contact = read_contact({field: empty}, ASKED)
    assert replace(contact, is_unsaved=False) == Contact(ASKED, "+79123456789")


def test_only_an_empty_phone_book_name_says_that_there_is_none() -> None:
    assert [read(**each).is_unsaved for each in ({"contactName": ""}, {"contactName": None}, {})] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("answer", [None, [], "x", 1, True])
def test_an_answer_that_is_no_object_is_refused(answer: Json) -> None:
    with pytest.raises(ValueError, match="isn't a JSON object"):
        read_contact(answer, ASKED)


@pytest.mark.parametrize(
    ("value", "expected", "remark"),
    [
        (" ", " ", None),
        (" Anna ", " Anna ", None),
        ("undefined", "undefined", None),
        (12345, "12345", "12345, read as text"),
        (False, "false", "false, read as text"),
        (["a", "b"], "a, b", "a list of 2, read as text"),
        (["a", None, "", 7, ["b"]], 'a, 7, ["b"]', "a list of 5, read as text"),
        ({"a": 1, "b": "c", "d": None}, "a: 1, b: c", "an object of 3, read as text"),
        ({"a": {"b": [1]}}, '{"a": {"b": [1]}}', "an object of 1, read as text"),
        ([], None, "a list of 0, not text"),
        ({}, None, "an object of 0, not text"),
        ("An\ufffdna", "An\ufffdna", "“An\ufffdna”, partly unreadable"),
    ],
)
def test_a_text_is_kept_as_delivered(value: Json, expected: str | None, remark: str | None) -> None:
    contact = read(contactName=value)
    assert (contact.contact_name, said(contact).get("contactName")) == (expected, remark)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("Yes", True), (1, True), ("1", True), ("false", False), ("no", False), (0, False)],
)
def test_a_claim_in_other_words_is_read_and_said(value: Json, expected: bool) -> None:
    contact = read(isBusiness=value)
    assert contact.is_business is expected
    assert said(contact)["isBusiness"].endswith(f", read as “{'yes' if expected else 'no'}”")


@pytest.mark.parametrize("value", ["maybe", 2, [], {}, 0.5])
def test_a_claim_that_cannot_be_read_is_unknown(value: Json) -> None:
    contact = read(isMute=value)
    assert contact.is_muted is None
    assert said(contact)["isMute"].endswith(", neither yes nor no")


@pytest.mark.parametrize("value", ["undefined", "null", " NULL ", "none", None])
def test_the_words_for_no_avatar_are_none(value: Json) -> None:
    contact = read(avatar=value)
    assert (contact.avatar_url, contact.remarks) == (None, ())


@pytest.mark.parametrize("value", ["javascript:alert(1)", "pps.whatsapp.net/x.jpg", 17, {}, True])
def test_an_avatar_that_is_no_link_is_said(value: Json) -> None:
    contact = read(avatar=value)
    assert contact.avatar_url is None
    assert said(contact)["avatar"].endswith(", not a link")


@pytest.mark.parametrize(
    "value",
    [
        ENCODED,
        f"data:image/jpeg;base64,{ENCODED}",
        ENCODED.rstrip("="),
        "\r\n".join(ENCODED),
        base64.urlsafe_b64encode(PICTURE).decode(),
    ],
)
def test_a_picture_comes_in_every_base64(value: str) -> None:
    contact = read(base64Avatar=value, avatar="https://pps.whatsapp.net/x")
    assert (contact.avatar_bytes, contact.avatar_url) == (PICTURE, "https://pps.whatsapp.net/x")
    assert contact.remarks == ()


@pytest.mark.parametrize(
    ("value", "remark"),
    [
        ("not base64 at all!", "not a picture in base64"),
        ("A", "not a picture in base64"),
        ("пикча", "not a picture in base64"),
        (17, "17, not a picture"),
        ("A" * 6_666_672, "a picture larger than 5 MB, left out"),
        ("A" * 20_000_000, "a picture larger than 5 MB, left out"),
    ],
)
def test_a_picture_that_cannot_be_had_is_said(value: Json, remark: str) -> None:
    contact = read(base64Avatar=value)
    assert contact.avatar_bytes is None
    assert said(contact)["base64Avatar"].endswith(remark)


def test_a_picture_of_just_five_megabytes_is_kept() -> None:
    contact = read(base64Avatar=base64.b64encode(b"x" * 5_000_000).decode())
    assert contact.avatar_bytes is not None
    assert len(contact.avatar_bytes) == 5_000_000


def test_fields_nobody_knows_are_kept_as_delivered() -> None:
    other: dict[str, Json] = {
        "chatType": "x",
        "labels": [{"id": 1, "deep": [None, 2.5]}],
        "": "",
        "big": 2**80,
    }
    contact = read_contact({**other, "name": "Anna"}, ASKED)
    assert (contact.other_fields, contact.name, contact.remarks) == (other, "Anna", ())


def test_what_lies_too_deep_is_left_out_and_the_rest_is_read() -> None:
    contact = delivered(
        '{"new": ' + "[" * 500 + "]" * 500 + ', "name": ' + '{"a":' * 500 + "1" + "}" * 500 + "}"
    )
    assert said(contact) == {
        "name": "an object of 1, read as text",
        "new": "nested too deeply, cut off below level 64",
    }
    assert json.dumps(contact.other_fields) == '{"new": ' + "[" * 64 + r'"\u2026"' + "]" * 64 + "}"


def test_remarks_are_short_and_quote_shortly() -> None:
    contact = read(lastSeen="x" * 10_000, isMute="\u202e" + "y" * 99, name=10**400, email=["z" * 10_000])
    assert len(contact.remarks) == 4
    for remark in contact.remarks:
        assert len(remark.said) <= 80
        assert "\u202e" not in remark.said


def test_remarks_are_many_but_not_without_end() -> None:
    contact = read(products=["junk"] * 1_000)
    assert len(contact.remarks) == 201
    assert contact.remarks[-1].said == "800 more unexpected values"


@given(answer=any_answer)
def test_no_answer_raises_and_every_remark_is_short(answer: dict[str, Json]) -> None:
    contact = read_contact(answer, ASKED)
    assert all(len(remark.said) <= 80 and len(remark.field) <= 200 for remark in contact.remarks)
    assert str(contact.chat_id).endswith(("@c.us", "@lid"))


@given(junk=any_json)
def test_one_odd_field_takes_nothing_from_the_others(junk: Json) -> None:
    whole = read_contact(documented(), ASKED)
    for field, kept in (("description", "products"), ("products", "description")):
        contact = read_contact({**documented(), field: junk}, ASKED)
        assert getattr(contact, kept) == getattr(whole, kept)
        assert contact.name == whole.name
