"""Moments, mutes and timers in every unit and notation the gateway may use."""

from datetime import UTC, datetime

import pytest

from inspector.contact.model import Json, MuteExpiry
from tests.contact.answers import read, said

MARCH = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
MARCH_S = 1_773_478_800


@pytest.mark.parametrize(
    "value",
    [
        MARCH_S,
        str(MARCH_S),
        float(MARCH_S),
        MARCH_S * 1000,
        f" {MARCH_S * 1000} ",
        "2026-03-14T09:00:00Z",
        "2026-03-14T12:00:00+03:00",
        "2026-03-14 09:00",
    ],
)
def test_last_seen_is_read_from_seconds_milliseconds_and_iso(value: Json) -> None:
    contact = read(lastSeen=value)
    assert (contact.last_seen_at, contact.last_seen_as_delivered, contact.remarks) == (MARCH, None, ())


@pytest.mark.parametrize("value", [0, "0", 0.0])
def test_a_last_seen_of_zero_is_hidden(value: Json) -> None:
    contact = read(lastSeen=value)
    assert (contact.last_seen_at, contact.last_seen_as_delivered, contact.remarks) == (None, None, ())


@pytest.mark.parametrize(
    ("value", "as_delivered"),
    [
        ("yesterday", "yesterday"),
        (5, "5"),
        (-1, "-1"),
        (10**400, "1" + "0" * 199),
        (True, "true"),
        ([1], "1"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+23:59"),
        ("9" * 300, "9" * 200),
    ],
)
def test_a_last_seen_that_cannot_be_read_is_kept_as_it_came(value: Json, as_delivered: str) -> None:
    contact = read(lastSeen=value)
    assert (contact.last_seen_at, contact.last_seen_as_delivered) == (None, as_delivered)
    assert said(contact)["lastSeen"].endswith(", not a date or time")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (MARCH_S, MARCH),
        (str(MARCH_S * 1000), MARCH),
        (-1, "always"),
        ("-1", "always"),
        (9_223_372_036_854_775_807, "always"),
        (253_402_300_799_000, "always"),
        (10**400, "always"),
        (0, None),
        (None, None),
    ],
)
def test_a_mute_ends_at_a_moment_or_never(value: Json, expected: MuteExpiry) -> None:
    contact = read(muteExpiration=value)
    assert (contact.mute_expires_at, contact.remarks) == (expected, ())


def test_a_mute_in_words_is_read_and_one_without_sense_is_not() -> None:
    assert read(muteExpiration="Always").mute_expires_at == "always"
    assert "muteExpiration" in said(read(muteExpiration="Always"))
    assert read(muteExpiration=28_800).mute_expires_at is None
    assert said(read(muteExpiration=28_800)) == {"muteExpiration": "28800, not a date or time"}


@pytest.mark.parametrize(
    ("value", "expected", "is_said"),
    [
        (0, 0, False),
        (604_800, 604_800, False),
        (86_400.0, 86_400, False),
        ("604800", 604_800, True),
        (-1, None, True),
        (1.5, None, True),
        (10**400, None, True),
        ("7 days", None, True),
        (True, None, True),
        (float("nan"), None, True),
    ],
)
def test_the_message_timer_is_whole_seconds(value: Json, expected: int | None, is_said: bool) -> None:
    contact = read(messageExpiration=value)
    assert (contact.message_expiration_s, "messageExpiration" in said(contact)) == (expected, is_said)
