"""Whatever is pasted becomes one number, a hidden id, a choice, or a refusal that says why."""

import pytest

from inspector.phone.number import Lid, Number
from inspector.phone.reader import known_number, read_number
from tests.phone.readings import digits, refusal

MOBILE = "79123456789"


@pytest.mark.parametrize(
    "text",
    [
        "+7 912 345-67-89",
        "+79123456789",
        " (+7) 912.345.67.89 ",
        "«+7 912 345 67 89»,",
        "79123456789",
        "8 (912) 345-67-89",
        "89123456789",
        "007 912 345-67-89",
        "00 7 912 345-67-89",
        "+7 8 912 345-67-89",
        "+7\N{NO-BREAK SPACE}912\N{NO-BREAK SPACE}345\N{NON-BREAKING HYPHEN}67\N{EN DASH}89",
        "\N{LEFT-TO-RIGHT EMBEDDING}+7 912 345-67-89\N{POP DIRECTIONAL FORMATTING}",
        "\N{RIGHT-TO-LEFT MARK}+7 912 345\N{ZERO WIDTH SPACE}6789",
        "+٧ ٩١٢ ٣٤٥ ٦٧ ٨٩",
        "＋７９１２３４５６７８９",
        "﹢7 912 345−67−89",
        "tel:+7-912-345-67-89",
        "tel:+7-912-345-67-89;ext=5",
        "tel:%2B79123456789",
        "TEL;TYPE=CELL:+7 912 345-67-89",
        "BEGIN:VCARD\r\nFN:A 12345678901\r\nTEL:+7 912 345-67-89\r\nREV:20240101000000\r\nEND:VCARD",
        "item1.TEL;waid=79123456789:+7 (912) 345",
        "wa.me/79123456789",
        "https://wa.me/79123456789?text=Order%2012345678901",
        "https://wa.me/+79123456789",
        "http://www.wa.me/7-912-345-67-89/",
        "https://wa.me/c/79123456789",
        "https://wa.me/p/4207972815912345/79123456789",
        "https://api.whatsapp.com/send?phone=79123456789&text=12345678901",
        "https://api.whatsapp.com/send/?text=a&phone=%2B79123456789&type=phone_number",
        "https://api.whatsapp.com/send?phone=+7 912 345-67-89",
        "https://web.whatsapp.com/send?phone=79123456789",
        "whatsapp://send?phone=79123456789",
        "79123456789@c.us",
        "+79123456789@C.US",
        "79123456789@s.whatsapp.net",
        "79123456789:12@s.whatsapp.net",
        '{"chatId": "79123456789@c.us", "timestamp": 1588091580}',
        "120363043968060000@g.us wrote 79123456789@c.us",
        "Call me: +7 912 345-67-89, room 12, before 18:00",
        "Позвоните 8 912 345-67-89 сегодня",
        "+7 912 345-67-89 доб. 12",
        "+7 912 345-67-89 ext. 1234",
        "https://shop.example/item/1234567890 +7 912 345-67-89",
        "https://shop.example/call/+79123456789",
    ],
)
def test_every_notation_of_a_number_gives_the_same_number(text: str) -> None:
    assert digits(text) == [MOBILE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+7 912 345-67-89\t14:32\tIvan", "79123456789"),
        ("+7 (912) 345-67-89\t25\tpaid", "79123456789"),
        ("17\t79123456789\t3", "79123456789"),
        ("+7\t(912) 345-67-89\t2", "79123456789"),
        ("+7 912 345-67-89\t28.11.2026\tIvan", "79123456789"),
        ("+7 912 345-67-89 28/11/2026", "79123456789"),
        ("2026-11-28 14:32:10 +7 912 345-67-89", "79123456789"),
        ("+34 612 34 56 78 14:32", "34612345678"),
        ("+1 202 555 0123 9:05 AM", "12025550123"),
        ("+39 347 123 4567 10:30", "393471234567"),
        ("+7 912 345-67-89 25 paid", "79123456789"),
        ("6281234567890.0", "6281234567890"),
        ("436641234567,0", "436641234567"),
        ("+33 1.23.45.67.89", "33123456789"),
    ],
)
@pytest.mark.parametrize("region", [None, "RU"])
def test_what_stands_beside_a_number_is_no_part_of_it(text: str, region: str | None, expected: str) -> None:
    """A row of a table, a line of a chat: digits too many would be somebody else's number."""
    assert digits(text, region) == [expected]


@pytest.mark.parametrize("text", ["+7 912 345-67-89 25", "x +7 912 345 2", "+7 912 345-67-89-25 paid"])
def test_the_rest_of_a_number_that_is_none_is_not_read_as_another(text: str) -> None:
    assert digits(text) == []


@pytest.mark.parametrize(
    ("text", "region", "expected"),
    [
        ("8 (912) 345-67-89", "RU", "79123456789"),
        ("912 345-67-89", "ru", "79123456789"),
        ("8 (701) 234-56-78", "KZ", "77012345678"),
        ("8 10 49 30 123456", "RU", "4930123456"),
        ("0151 23456789", "DE", "4915123456789"),
        ("(030) 123456", "DE", "4930123456"),
        ("(202) 555-0123", "US", "12025550123"),
        ("011 44 20 7946 0958", "US", "442079460958"),
        ("+44 (0)20 7946 0958", "US", "442079460958"),
        ("(11) 96123-4567", "BR", "5511961234567"),
        ("011 15-2345-6789", "AR", "5491123456789"),
        ("98765 43210", "IN", "919876543210"),
        ("call 0151 23456789 today", "DE", "4915123456789"),
        ("call 79123456789 today", "US", "79123456789"),
        ("8 912 345-67-89", "US", "79123456789"),
    ],
)
def test_local_forms_belong_to_the_default_country(text: str, region: str, expected: str) -> None:
    assert digits(text, region) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5215512345678@c.us", "5215512345678"),
        ("https://wa.me/5215512345678", "5215512345678"),
        ("+52 1 55 1234 5678", "5215512345678"),
        ("5215512345678", "5215512345678"),
        ("525512345678@c.us", "525512345678"),
        ("89123456789@c.us", "89123456789"),
        ("1234567@c.us", "1234567"),
        ("9990000000000000@c.us", "9990000000000000"),
        ("+54 11 15 2345 6789", "5491123456789"),
        ("5491123456789@c.us", "5491123456789"),
    ],
)
def test_digits_of_whatsapp_are_asked_exactly_as_given(text: str, expected: str) -> None:
    assert digits(text) == [expected]


def test_a_mexican_mobile_keeps_its_one_and_its_facts_come_from_the_form_without() -> None:
    number = known_number("5215512345678")
    assert number == Number(
        "5215512345678", "+52 1 55 1234 5678", "Mexico", "landline or mobile", ("America/Mexico_City",), True
    )


def test_the_number_of_the_documentation_is_doubtful_and_askable() -> None:
    for text in ("71234567890", "71234567890@c.us", "+71234567890", "call 71234567890 now"):
        reading = read_number(text, "RU")
        assert isinstance(reading, Number)
        assert (reading.chat_id, reading.is_valid) == ("71234567890@c.us", False)


def test_a_number_tells_its_country_line_and_zones() -> None:
    number = read_number("+7 495 123-45-67")
    assert number == Number("74951234567", "+7 495 123-45-67", "Russia", "landline", ("Europe/Moscow",), True)


def test_a_number_that_is_called_from_anywhere_has_no_zone() -> None:
    number = read_number("8 800 555-35-35", "RU")
    assert isinstance(number, Number)
    assert (number.line, number.time_zones) == ("toll-free", ())


def test_a_number_of_no_country_has_no_country() -> None:
    number = read_number("+800 1234 5678")
    assert isinstance(number, Number)
    assert (number.country, number.is_valid) == (None, True)


def test_two_good_readings_are_offered_the_local_one_first() -> None:
    assert digits("79123456789", "DE") == ["4979123456789", "79123456789"]
    assert digits("84951234567", "RU") == ["74951234567", "84951234567"]
    assert digits("84951234567") == ["74951234567", "84951234567"]


def test_typed_groups_tell_a_trunk_eight_from_a_country_code() -> None:
    assert digits("8 (495) 123-45-67", "RU") == ["74951234567"]
    assert digits("84 951234567", "RU") == ["74951234567", "84951234567"]


@pytest.mark.parametrize("region", [None, "RU", "DE"])
def test_several_numbers_are_a_choice_in_the_order_of_the_text_without_repeats(region: str | None) -> None:
    text = "old +7 912 345-67-90, new: wa.me/79123456789 (or +7 912 345 67 89) and 7 912 345-67-90"
    assert digits(text, region) == ["79123456790", "79123456789"]


@pytest.mark.parametrize("between", ["\n", ", ", " ", " / ", "\u2028", " or "])
def test_numbers_side_by_side_are_kept_apart(between: str) -> None:
    assert digits(f"79123456789{between}79123456788") == ["79123456789", "79123456788"]


def test_a_hidden_id_is_asked_as_one() -> None:
    reading = read_number("123456789012345@lid")
    assert reading == Lid("123456789012345")
    assert isinstance(reading, Lid)
    assert reading.chat_id == "123456789012345@lid"


def test_a_number_beside_its_hidden_id_wins() -> None:
    assert digits("123456789012345@lid (79123456789@c.us)") == [MOBILE]


def test_several_hidden_ids_are_not_chosen_from() -> None:
    assert refusal("123456789012345@lid, 543210987654321@lid").startswith(
        "This text contains several hidden IDs"
    )


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("120363043968060000@g.us", None, "group ID"),
        ("79123456789-1479621234@g.us", "RU", "group ID"),
        ("https://chat.whatsapp.com/AbcDEF1234567890", None, "invitation to a group"),
        ("https://wa.me/message/ABCDEFG1234567", None, "contains no number"),
        ("wa.me/", None, "contains no number"),
        ("https://whatsapp.com/channel/0029Va12345678901", None, "channel"),
        ("120363043968060000@newsletter", None, "channel"),
        ("12345@c.us", None, "7 to 16 digits"),
        ("12345678901234567@c.us", None, "7 to 16 digits"),
        ("+7", None, "too short"),
        ("912 34", None, "too short"),
        ("+7 912 345", None, "too short"),
        ("12", "DE", "too short"),
        ("+7 912 345-67-89 0", None, "Russia don't have this many digits"),
        ("12345678901234567", None, "too long"),
        ("+44 7700 9001234567", None, "too long"),
        ("+1 345-6789", None, "area code"),
        ("345-6789", "US", "area code"),
        ("+999 123456789", None, "known country code"),
        ("hello", None, "This text contains no phone number"),
        ("+1 800 FLOWERS", "US", "This text contains no phone number"),
        ("+", None, "This text contains no phone number"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(text: str, region: str | None, reason: str) -> None:
    assert reason in refusal(text, region)
