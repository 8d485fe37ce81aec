"""What may be entered for a proxy, and what a damaged settings file costs."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config.folder import ProfileFolder
from inspector.config.settings import FILE_NAME, Settings
from inspector.core.proxy_choice import (
    Proxy,
    ProxyChoice,
    is_port,
    password_key,
    read_proxy_host,
    read_proxy_port,
    read_proxy_user,
)
from inspector.core.secret import Secret


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("proxy.example.com", "proxy.example.com"),
        ("  Proxy.Example.COM. ", "proxy.example.com."),
        ("proxy", "proxy"),
        ("10.0.0.1", "10.0.0.1"),
        ("squid_1", "squid_1"),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("2001:db8:0:0::1", "2001:db8::1"),
        ("::1", "::1"),
        ("x" * 63, "x" * 63),
    ],
)
def test_a_host_is_read_as_people_write_it(text: str, host: str) -> None:
    assert read_proxy_host(text) == host


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            ".",
            "http://proxy",
            "socks5://proxy",
            "anna@proxy",
            "anna:pw@proxy",
            "proxy/path",
            "proxy?x",
        ),
        *("proxy:8080", "[::1]:8080", "[::1", "::1]", "[proxy]", "fe80::1%eth0", "[1.2.3.4]", "1:2", "a..b"),
        *(
            "-proxy",
            "proxy-",
            "x" * 64,
            "a." * 127 + "bc",
            "pro xy",
            "proxy\r\nX: y",
            "proxy\0",
            "пр.рф",
            "a\\b",
        ),
    ],
)
def test_what_is_no_host_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"proxy's host.*\.$"):
        read_proxy_host(text)


@given(st.text(max_size=80) | st.from_regex(r"[a-z0-9.:\[\]%@/_-]{1,40}"))
def test_whatever_is_read_as_a_host_can_stand_in_a_request(text: str) -> None:
    try:
        host = read_proxy_host(text)
    except ValueError:
        return
    assert host.isascii()
    assert host.isprintable()
    assert not set(host) & set(" /@?#[]%\\")
    assert read_proxy_host(host) == host


def test_an_address_in_a_sentence_has_brackets_when_it_needs_them() -> None:
    assert Proxy("2001:db8::1", 8080).address == "[2001:db8::1]:8080"
    assert Proxy("proxy", 8080).address == "proxy:8080"


@pytest.mark.parametrize("text", ["1", " 8080 ", "65535"])
def test_a_port_is_a_number(text: str) -> None:
    assert read_proxy_port(text) == int(text)


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "8o8o", "８０８０", "٣", "1e3", "080808", "http"])
def test_what_is_no_port_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"from 1 to 65535"):
        read_proxy_port(text)


def test_true_is_no_port() -> None:
    assert not is_port(True)
    assert not is_port("80")


def test_a_user_may_be_of_any_script_but_ends_at_a_colon() -> None:
    assert read_proxy_user(" DOMAIN\\анна ") == "DOMAIN\\анна"
    for text in ("anna:pw", "an\nna", "a" * 129):
        with pytest.raises(ValueError, match="no colon"):
            read_proxy_user(text)


def test_no_key_of_an_account_is_that_of_the_password() -> None:
    """`AccountBook` takes letters, digits, `_` and `-` from a file that somebody edited."""
    assert " " in password_key("proxy.example.com", 3128)


def test_the_password_takes_no_part_in_comparisons_and_is_not_shown() -> None:
    proxies = [Proxy("proxy", 8080, user="anna", password=Secret(word)) for word in ("one", "two")]
    assert proxies[0] == proxies[1]
    assert "one" not in repr(ProxyChoice("manual", proxies[0]))


# The settings

CHOSEN = Settings(proxy="manual", proxy_host="proxy.example.com", proxy_port=3128, proxy_user="anna")


@pytest.fixture
def folder(tmp_path: Path) -> ProfileFolder:
    return ProfileFolder(tmp_path / "profile")


def test_what_was_chosen_comes_back_and_holds_no_password(folder: ProfileFolder) -> None:
    CHOSEN.save(folder)
    assert Settings.load(folder) == (CHOSEN, ())
    password = Secret("pw")
    assert CHOSEN.proxy_choice(password).manual == Proxy("proxy.example.com", 3128, user="anna")
    stored = json.loads((folder.path / FILE_NAME).read_text())
    assert [name for name in stored if name.startswith("proxy")] == [
        "proxy", "proxy_host", "proxy_port", "proxy_user",
    ]  # fmt: skip


ODD: dict[str, list[object]] = {
    "proxy": ["auto", "", None, True, ["manual"], {"a": 1}],
    "proxy_host": ["http://proxy", "a b", "proxy:1", None, 1, ["proxy"], "a\nb"],
    "proxy_port": [0, 65_536, "8080", 8080.0, True, []],
    "proxy_user": ["anna:pw", "an\nna", None, 3, "a" * 129],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field in ODD for value in ODD[field]])
def test_one_odd_value_costs_only_itself_and_is_said(
    folder: ProfileFolder, field: str, value: object
) -> None:
    CHOSEN.save(folder)
    stored = json.loads((folder.path / FILE_NAME).read_text())
    folder.write(FILE_NAME, json.dumps({**stored, field: value}).encode())
    settings, (note,) = Settings.load(folder)
    assert note == f"The setting “{field}” in settings.json couldn't be read. Its default is used."
    for name in ("proxy", "proxy_host", "proxy_port", "proxy_user"):
        expected = Settings() if name == field else CHOSEN
        assert getattr(settings, name) == getattr(expected, name)


@pytest.mark.parametrize("field", ["proxy_host", "proxy_port"])
def test_a_damaged_address_sends_nobody_around_the_proxy(folder: ProfileFolder, field: str) -> None:
    CHOSEN.save(folder)
    stored = json.loads((folder.path / FILE_NAME).read_text())
    folder.write(FILE_NAME, json.dumps({**stored, field: "?"}).encode())
    assert Settings.load(folder)[0].proxy_choice() == ProxyChoice("manual", None)


def test_a_host_written_with_brackets_into_the_file_is_read(folder: ProfileFolder) -> None:
    text = '{"proxy": "manual", "proxy_host": "[2001:DB8::1]", "proxy_port": 1}'
    folder.write(FILE_NAME, text.encode())
    settings, notes = Settings.load(folder)
    assert notes == ()
    assert settings.proxy_choice().manual == Proxy("2001:db8::1", 1)


def test_only_a_proxy_of_ones_own_with_a_user_wants_a_password() -> None:
    assert CHOSEN.proxy_password_key is not None
    assert Settings(proxy="manual", proxy_host="proxy", proxy_port=1).proxy_password_key is None
    assert Settings(proxy="system", proxy_user="anna").proxy_password_key is None
    assert Settings(proxy_user="anna").proxy_password_key is None
