"""Every example of `examples.json`: what people paste, and what has to come of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.phone.number import Choice, Lid, NeedsCountry, Number, PhoneReading, Refusal
from inspector.phone.reader import read_number

EXAMPLES = json.loads(Path(__file__).with_name("examples.json").read_text(encoding="utf-8"))


def summary(reading: PhoneReading) -> dict[str, Any]:
    match reading:
        case Number():
            return {"numbers": [reading.digits], "is_valid": reading.is_valid}
        case Lid(digits):
            return {"lid": digits}
        case Choice(numbers, unread):
            return {"numbers": [number.digits for number in numbers], "unread": list(unread)}
        case NeedsCountry(_, numbers):
            return {"asks_first": numbers[0].digits}
        case Refusal(sentence):
            return {"numbers": [], "refused": sentence}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each['kind']}: {each['text'][:40]!a}")
def test_each_example_is_read_as_it_should_be(example: dict[str, Any]) -> None:
    found = summary(read_number(example["text"], example["country"]))
    match example["expected"]:
        case str(reason):
            assert reason in found.get("refused", found)
        case list(numbers):
            assert found.get("numbers", found) == numbers
            assert not found.get("unread")
        case {"doubtful": digits}:
            assert found == {"numbers": [digits], "is_valid": False}
        case expected:
            assert expected.items() <= found.items()


def test_each_example_says_where_its_kind_comes_from() -> None:
    assert all(example["source"] and example["kind"] for example in EXAMPLES)
