"""What a person pastes as an account's address and id."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.core.account import Account, is_loopback, read_api_url, read_id_instance, usual_api_url


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("https://1101.api.greenapi.com", "https://1101.api.greenapi.com"),
        (" https://1101.API.greenapi.com/ \n", "https://1101.api.greenapi.com"),
        ("1101.api.greenapi.com", "https://1101.api.greenapi.com"),
        ("HTTPS://api.green-api.com", "https://api.green-api.com"),
        ("https://api.green-api.com/v3//", "https://api.green-api.com/v3"),
        ("https://api.green-api.com:8443", "https://api.green-api.com:8443"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_read_however_it_was_pasted(pasted: str, read: str) -> None:
    assert read_api_url(pasted) == read


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "Enter the API address"),
        ("  / ", "Enter the API address"),
        ("https://", "isn't a web address"),
        ("https:", "isn't a web address"),
        ("https://host:", "isn't a web address"),
        ("https://[::1", "isn't a web address"),
        ("https://host:99999", "isn't a web address"),
        ("https://host:port", "isn't a web address"),
        ("https://a b.example", "isn't a web address"),
        ("https://gréen.example", "isn't a web address"),
        ("https://evil.example\\@api.green-api.com", "isn't a web address"),
        ("https://under_score.example", "isn't a web address"),
        ("https://user@host", "only the API address"),
        ("https://user:pass@host", "only the API address"),
        ("https://host?x=1", "only the API address"),
        ("https://host#x", "only the API address"),
        ("https://host/waInstance1101000001/getContactInfo/abc", "before /waInstance"),
        ("http://api.green-api.com", "must start with https://"),
        ("http://127.0.0.1.evil.example", "must start with https://"),
        ("http://2130706433", "must start with https://"),
        ("ftp://127.0.0.1", "must start with https://"),
        ("javascript://host", "must start with https://"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(pasted: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_api_url(pasted)


@given(st.text(max_size=60) | st.text("htps:/.@?#[]1a\\ ", max_size=30))
def test_any_text_is_read_or_refused(pasted: str) -> None:
    try:
        read = read_api_url(pasted)
    except ValueError:
        return
    assert read.startswith(("https://", "http://"))
    assert read_api_url(read) == read


@pytest.mark.parametrize(
    ("pasted", "read"), [("1101000001", "1101000001"), (" 7103 \n", "7103"), ("1" * 19, "1" * 19)]
)
def test_an_instance_id_is_digits(pasted: str, read: str) -> None:
    assert read_id_instance(pasted) == read


@pytest.mark.parametrize("pasted", ["", "110", "1" * 20, "11a1", "1101 000001", "١١٠١", "../1101", "-1101"])
def test_what_is_no_instance_id_is_refused(pasted: str) -> None:
    with pytest.raises(ValueError, match="instance ID"):
        read_id_instance(pasted)


def test_the_usual_address_comes_from_the_first_four_digits() -> None:
    assert usual_api_url("7103000001") == "https://7103.api.greenapi.com"


@pytest.mark.parametrize(
    ("host", "is_own"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True)]
    + [(host, False) for host in ("10.0.0.1", "localhost.evil.example", "0.0.0.0", "2130706433", "")],
)
def test_only_this_computer_is_loopback(host: str, is_own: bool) -> None:
    assert is_loopback(host) is is_own


@pytest.mark.parametrize(
    ("address", "is_the_same"),
    [
        ("https://1101.api.greenapi.com/v3", True),
        ("https://1102.api.greenapi.com", False),
        ("https://1101.api.greenapi.com:8443", False),
        ("https://1101.api.greenapi.com.evil.example", False),
        ("http://127.0.0.1", False),
    ],
)
def test_a_token_is_filed_under_the_one_place_it_may_be_sent_to(address: str, is_the_same: bool) -> None:
    account = Account("k1", "Support", "https://1101.api.greenapi.com", "1101000001")
    assert (replace(account, api_url=address).token_key == account.token_key) == is_the_same
    assert replace(account, key="k2").token_key != account.token_key
