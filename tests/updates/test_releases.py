"""A list of releases, honest and hostile, and which release of it a person is told of."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.release_list import read_release_list
from inspector.updates.releases import Release, newest

LIST = "https://example.com/contact-inspector/releases.json"
PAGE = "https://example.com/contact-inspector/1.2.0"


def told(*entries: object, current: str = "1.1.0") -> Release | None:
    return newest(json.dumps(entries).encode(), LIST, current)


def test_the_newest_release_is_told_whatever_the_order() -> None:
    entries = [{"version": "1.9.0"}, {"version": "1.10.0", "page": PAGE}, {"version": "1.2.0"}]
    assert told(*entries) == Release("1.10.0", PAGE)


@pytest.mark.parametrize("current", ["1.2.0", "1.2", "1.3.0", "1.2.0.post1", "2.0.0rc1"])
def test_what_is_not_newer_is_not_told(current: str) -> None:
    assert told({"version": "1.2.0", "page": PAGE}, current=current) is None


def test_a_pre_release_of_this_version_is_older_than_it() -> None:
    assert told({"version": "1.2.0"}, current="1.2.0.dev1") == Release("1.2.0")


@pytest.mark.parametrize(
    "entry",
    [
        {"version": "2.0.0rc1"},
        {"version": "2.0.0.dev3"},
        {"version": "2.0.0+local"},
        {"version": "2.0.0", "yanked": True},
        {"version": "2.0.0", "yanked": "security"},
        {"version": "newest"},
        {"version": ""},
        {"version": 2},
        {"version": None},
        {"version": ["2.0.0"]},
        {"version": "2." + "0" * 10_000},
        {"version": "٢.0.0"},
        {"page": PAGE},
        "2.0.0",
        None,
        [],
    ],
)
def test_what_nobody_should_install_is_not_told_and_the_rest_is(entry: object) -> None:
    assert told(entry) is None
    assert told(entry, {"version": "1.2.0", "page": PAGE}, entry) == Release("1.2.0", PAGE)


@pytest.mark.parametrize(
    "page",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://example.com/1.2.0",
        "https://example.com.evil.example/",
        "https://evil.example/example.com",
        "https://example.com:8443/",
        "https://example.com:99999/",
        "https://anna@example.com/",
        "https://example.com@evil.example/",
        "https://example.com\\@evil.example/",
        "https://example.com/ 1.2.0",
        "https://example.com/\n1.2.0",
        "https://exämple.com/",
        "https://[::1",
        "https://example.com/" + "x" * 1_000,
        "//example.com/1.2.0",
        "",
        7,
        None,
        [PAGE],
    ],
)
def test_a_page_that_is_not_the_lists_own_is_no_link(page: object) -> None:
    assert told({"version": "1.2.0", "page": page}) == Release("1.2.0")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><title>Sign in</title>",
        b"{}",
        b'{"version": "9.0.0"}',
        b"[" * 60_000,
        b"\xff\xfe",
        b"9",
        b"null",
    ],
    ids=range(8),
)
def test_what_is_no_list_tells_nothing(body: bytes) -> None:
    assert newest(body, LIST, "1.1.0") is None


@given(
    st.binary() | st.recursive(st.none() | st.text(), st.lists).map(lambda each: json.dumps(each).encode())
)
def test_no_answer_is_too_odd(body: bytes) -> None:
    assert newest(body, LIST, "1.1.0") is None


@given(st.text(), st.text(), st.booleans())
def test_no_entry_is_too_odd(version: str, page: str, is_yanked: bool) -> None:
    found = told({"version": version, "page": page, "yanked": is_yanked})
    assert found is None or found.page is None


# The address of the list


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("", ""),
        ("  ", ""),
        (f" {LIST}\n", LIST),
        ("https://example.com:8443/r?channel=stable", "https://example.com:8443/r?channel=stable"),
        ("http://127.0.0.1:8000/r.json", "http://127.0.0.1:8000/r.json"),
    ],
)
def test_an_address_is_taken_as_it_is_typed(typed: str, address: str) -> None:
    assert read_release_list(typed) == address


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("http://example.com/r.json", "must start with https://"),
        ("ftp://example.com/r.json", "must start with https://"),
        ("file:///etc/passwd", "isn't a web address"),
        ("example.com/r.json", "isn't a web address"),
        ("https://anna:pw@example.com/", "can't contain a username or password"),
        ("https://example.com/#top", "isn't a web address"),
        ("https://exämple.com/", "isn't a web address"),
        ("https://example.com/a b", "isn't a web address"),
        ("https://example.com\\evil", "isn't a web address"),
        ("https://[::1", "isn't a web address"),
        ("https://example.com:99999", "isn't a web address"),
        ("https://example.com/" + "x" * 1_000, "isn't a web address"),
    ],
)
def test_an_address_that_will_not_do_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_release_list(typed)
