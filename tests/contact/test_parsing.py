"""A body becomes JSON whenever anything can be made of it, and keeps what was written."""

import contextlib
import gc
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.contact.model import Json
from inspector.contact.reading import parse_response, read_contact
from inspector.contact.values import FloatAsWritten
from tests.contact.answers import ASKED, DOCUMENTED_BODY, any_json, documented
from tests.contact.speed import TRACING_FACTOR, cpu_s


def test_the_documented_answer_is_parsed_as_any_parser_would() -> None:
    assert parse_response(DOCUMENTED_BODY) == documented()


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        ('{"a": "ж"}'.encode("utf-16"), {"a": "ж"}),
        (b'{"a": "\xff\xfe-ok"}', {"a": "\ufffd\ufffd-ok"}),
        (b'{"a": NaN, "b": Infinity, "c": -Infinity}', {"a": "NaN", "b": "Infinity", "c": "-Infinity"}),
        (b'{"a": 1e999}', {"a": "1e999"}),
        (b'{"a": ' + b"7" * 5_000 + b"}", {"a": "7" * 5_000}),
        (b'{"a": 1180591620717411303424}', {"a": 1180591620717411303424}),
        (b'{"a": "\\ud83d"}', {"a": "\ud83d"}),
        (b'{"a": "\xed\xa0\xbd"}', {"a": "\ufffd\ufffd\ufffd"}),
        (b'{"a": 1, "a": 2}', {"a": 2, "a #1": 1}),
        (b'{"a": 1, "b": {"a": 0, "a": 1}, "a": 2, "a": 1}', {"a": 1, "b": {"a": 1}, "a #2": 2}),
        (b'{"a": "two\nlines\x01"}', {"a": "two\nlines\x01"}),
        (b" \r\n null \n", None),
    ],
)
def test_odd_bodies_are_parsed(body: bytes, value: Json) -> None:
    assert parse_response(body) == value


@pytest.mark.parametrize("literal", ["54.90", "0.10", "1E2", "-0.0", "12345678901234567890.12"])
def test_a_fraction_keeps_its_digits(literal: str) -> None:
    number = parse_response(literal.encode())
    assert isinstance(number, FloatAsWritten)
    assert (number.literal, float(number)) == (literal, float(literal))


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "The response is empty."),
        (b" \n ", "The response is empty."),
        (b"\xef\xbb\xbf", "The response is empty."),
        (b"<!DOCTYPE html><html></html>", "The response is a web page, not JSON."),
        (DOCUMENTED_BODY[:500], "The response is incomplete."),
        (b'{"a": "b', "The response is incomplete."),
        (b'{"a": 1', "The response is incomplete."),
        (b'{"a": 1} trailing', "The response isn't JSON: line 1, column 10."),
        (b"Unauthorized", "The response isn't JSON: line 1, column 1."),
        (b"[" * 100_000, "The response is nested too deeply."),
        (b'{"a":' * 100_000, "The response is nested too deeply."),
        (b"[" * 100_000 + b"]" * 100_000, "The response is nested too deeply."),
    ],
)
def test_what_is_no_json_is_refused_in_a_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        parse_response(body)


@given(body=st.binary())
def test_no_body_raises_anything_but_a_value_error(body: bytes) -> None:
    with contextlib.suppress(ValueError):
        parse_response(body)


@given(value=any_json)
def test_whatever_a_writer_wrote_is_parsed(value: Json) -> None:
    parse_response(json.dumps(value).encode())


def test_ten_thousand_products_take_little_longer_than_parsing_them() -> None:
    """2.3 times as long on a quiet machine; the bound leaves room for a busy one."""
    answer = documented()
    cards = answer["products"]
    assert isinstance(cards, list)
    card = cards[0]
    assert isinstance(card, dict)
    answer["products"] = [
        {**card, "id": str(at), "description": f"{at:200}", "price": at / 4} for at in range(10_000)
    ]
    body = json.dumps(answer).encode()
    assert len(read_contact(parse_response(body), ASKED).products) == 10_000
    gc.collect()
    gc.freeze()  # the collector would walk all that other tests left in memory
    own_s = cpu_s(lambda: read_contact(parse_response(body), ASKED), tries=7)
    plain_s = cpu_s(lambda: json.loads(body), tries=7)
    gc.unfreeze()
    assert own_s < 5 * TRACING_FACTOR * plain_s
