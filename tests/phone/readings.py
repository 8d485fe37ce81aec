"""What a reading of a text amounts to, for the tests."""

from inspector.phone.number import Choice, Number, Refusal
from inspector.phone.reader import read_number


def digits(text: str, region: str | None = None) -> list[str]:
    """Every number in a reading; empty when there is none."""
    reading = read_number(text, region)
    match reading:
        case Number():
            return [reading.digits]
        case Choice(numbers):
            return [number.digits for number in numbers]
        case _:
            return []


def refusal(text: str, region: str | None = None) -> str:
    reading = read_number(text, region)
    assert isinstance(reading, Refusal), reading
    return reading.sentence
