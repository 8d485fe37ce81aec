"""Tokens are taken out of text in every disguise, and nothing else is."""

import base64
import html
import json
import logging
import re
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.core import redaction
from inspector.core.redaction import REDACTED, RedactionFilter, redact, redact_response, register
from inspector.core.secret import Secret
from tests.pace import within

TOKEN = "d75b3a66374942c5b3c019c698abc2067e151558acbd412345"
ODD_TOKEN = 'xX+/9_ü~%tok&en"q\\§\U0001f511'


@contextmanager
def _registered(*tokens: str) -> Iterator[None]:
    """Only these are registered inside the block: a token of one test is no token of another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(redaction, "_registered", [])
        for token in tokens:
            register(Secret(token))
        yield


def _quote(text: str) -> str:
    return urllib.parse.quote(text, safe="")


def _quote_everything(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper case": str.upper,
    "quoted": _quote,
    "quoted twice": lambda text: _quote(_quote(text)),
    "quoted in lower case": lambda text: _quote_everything(text).lower(),
    "every character quoted": _quote_everything,
    "quoted for a form": urllib.parse.quote_plus,
    "JSON": json.dumps,
    "JSON as it is": lambda text: json.dumps(text, ensure_ascii=False),
    "JSON inside JSON": lambda text: json.dumps(json.dumps(text)),
    "repr": repr,
    "ascii": ascii,
    "bytes": lambda text: repr(text.encode()),
    "HTML": html.escape,
}


@pytest.mark.parametrize("token", [TOKEN, ODD_TOKEN], ids=["usual", "odd"])
@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
def test_a_registered_token_is_found_in_every_disguise(disguise: Callable[[str], str], token: str) -> None:
    with _registered(token):
        text = redact(f"before {disguise(token)} after")
    assert re.fullmatch(r"before b?['\"\\]*\[redacted\]['\"\\]* after", text)


@pytest.mark.parametrize("token", [TOKEN, ODD_TOKEN], ids=["usual", "odd"])
def test_a_url_in_json_keeps_everything_but_the_token(token: str) -> None:
    with _registered(token):
        text = redact(json.dumps({"url": f"https://h.example/{_quote(token)}/x?a=1"}).replace("/", "\\/"))
    assert text == '{"url": "https:\\/\\/h.example\\/[redacted]\\/x?a=1"}'


TOKENS = st.text(st.characters(min_codepoint=33, exclude_categories=["Z", "C"]), min_size=6, max_size=60)


@given(token=TOKENS, before=st.text(max_size=20), after=st.text(max_size=20))
def test_whatever_the_token_and_its_surroundings_it_is_not_in_the_text(
    token: str, before: str, after: str
) -> None:
    with _registered(token):
        for hidden in (token, _quote(token), _quote_everything(token), json.dumps(token)[1:-1]):
            assert hidden not in redact(f"{before}{hidden}{after}").replace(REDACTED, "")


@given(token=TOKENS, before=st.binary(max_size=8), after=st.binary(max_size=8))
def test_a_token_inside_base64_is_found_at_any_offset(token: str, before: bytes, after: bytes) -> None:
    content = before + token.encode() + after
    with _registered(token):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            text = redact(encode(content).decode())
            assert REDACTED in text
            assert len(text.replace(REDACTED, "")) <= len(before) * 4 / 3 + len(after) * 4 / 3 + 10


@given(text=st.text() | st.text(alphabet="\\%25/ua:@[]redacted0f wInstance.=", max_size=200))
def test_redacting_twice_changes_nothing_more_and_never_raises(text: str) -> None:
    with _registered(TOKEN):
        assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "POST https://1101.api.greenapi.com/waInstance1101000001/getContactInfo/{} HTTP/1.1",
        "https://h.example/v3/waInstance1101000001/getStateInstance/{}?group=false#x",
        '{{"path": "/waInstance1101000001/getContactInfo/{}", "statusCode": 400}}',
        '{{"path": "\\/waInstance1101000001\\/getContactInfo\\/{}"}}',
        '"{{\\"path\\": \\"\\\\/waInstance1\\\\/getContactInfo\\\\/{}\\"}}"',
        '{{"path": "\\u002fwaInstance1101\\u002Fm\\u002f{}"}}',
        "next=https%3A%2F%2Fh.example%2FwaInstance1101000001%2FgetContactInfo%2F{}",
        "next=%252FwaInstance1101000001%252FgetContactInfo%252f{}",
        "URL('https://h.example/WAINSTANCE1101000001/getcontactinfo/{}')",
        "<a href=/waInstance1/checkWhatsapp/{}>",
        "Authorization: Bearer {}",
        "authorization: {}",
        "{{'Authorization': 'Basic {}'}}",
        "[(b'authorization', b'Bearer {}'), (b'host', b'h')]",
        "apiTokenInstance={}&x=1",
        '{{"api_token": "{}"}}',
        "http://user:{}@proxy.example:3128/",
        "http://:{}@proxy.example",
    ],
)
@pytest.mark.parametrize("token", ["some-token", "short", TOKEN[:31]])
def test_an_unregistered_token_is_found_by_its_place(text: str, token: str) -> None:
    with _registered():
        shown = redact(text.format(token))
    assert token not in shown
    assert REDACTED in shown


@pytest.mark.parametrize("text", ["{}", "x{}x", "%2f{}%20", "token is {}.", "/{}/", "f{}0"])
def test_an_unregistered_token_is_found_by_its_looks(text: str) -> None:
    with _registered():
        assert TOKEN not in redact(text.format(TOKEN))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "HTTP 429 from https://1101.api.greenapi.com:443/path?x=1",
        "https://pps.whatsapp.net/v/t61.24694-24/24_1349471992200940_n.jpg?ccb=11-4&oh=01_AVzZilQn10nj9M9cfQV4",
        '{"chatId": "71234567890@c.us", "lastSeen": null, "email": "24service@tt.tt"}',
        "sha1 0123456789abcdef0123456789abcdef01234567",
        base64.b64encode(bytes(300)).decode(),
        "see https://a.example:8080/ or me@b.example",
        "waInstance1101000001 is starting",
        "the authorization of the instance",
    ],
)
def test_what_is_no_token_stays(text: str) -> None:
    with _registered(TOKEN):
        assert redact(text) == text


ANSWER = json.dumps(
    {
        "name": "Winter tyre",
        "description": 'winter, Winter2026! WINTER%20 "winter" token: winter https://a:winter@b.example/winter',
        "products": [{"id": "winter", "imageUrl": f"https://x.example/{'0123456789abcdef' * 4}?oh=winter"}],
        "authorization": "Basic training in winter",
    }
)


@pytest.mark.parametrize("password", ["winter", "Winter tyre", "Winter2026", "correct horse battery 7431"])
def test_an_answer_keeps_the_words_that_are_a_password_too(password: str) -> None:
    with _registered(password):
        assert redact_response(ANSWER) == ANSWER
        assert redact(f"<{password}>") == f"<{REDACTED}>"


@pytest.mark.parametrize(
    "text",
    [
        '{{"path": "/waInstance1101000001/getContactInfo/{}", "statusCode": 400}}',
        '{{"path": "\\/waInstance1101000001\\/getContactInfo\\/{}"}}',
        "next=https%3A%2F%2Fh.example%2FwaInstance1101000001%2FgetContactInfo%2F{}",
        "Authorization: Bearer {}",
        "{{'Proxy-Authorization': 'Basic {}'}}",
        '{{"apiTokenInstance": "{}"}}',
        "apiTokenInstance={}&x=1",
    ],
)
@pytest.mark.parametrize("token", ["winter-2026", TOKEN])
def test_an_answer_loses_a_token_wherever_a_request_holds_one(text: str, token: str) -> None:
    for registered in ((), (token,)):
        with _registered(*registered):
            shown = redact_response(text.format(token))
        assert token not in shown
        assert redact_response(shown) == shown


@pytest.mark.parametrize("text", ["{}", "x{}x", "/{}/", '{{"{}": 1}}', "f{}0"])
def test_an_answer_loses_a_known_token_anywhere(text: str) -> None:
    with _registered(TOKEN):
        for disguise in DISGUISES.values():
            assert TOKEN not in redact_response(text.format(disguise(TOKEN))).lower()
    assert TOKEN not in redact_response(f"x{TOKEN}x"), "nor one that was never entered here"


def test_what_is_too_short_for_a_token_is_not_taken_out_of_everything() -> None:
    with _registered("", " ", "a", "12345"):
        assert redact("a 12345 b") == "a 12345 b"


def test_a_token_is_registered_once_and_without_the_spaces_around_it() -> None:
    with _registered(f" {TOKEN}\n", TOKEN, TOKEN):
        assert len(redaction._registered) == 1
        assert redact(f"<{TOKEN}>") == f"<{REDACTED}>"


@pytest.mark.parametrize(
    "text",
    [
        "\\" * 1_000_000,
        "%25" * 300_000,
        "%" * 1_000_000,
        "waInstance" * 100_000,
        "waInstance1/" * 100_000,
        "authorization: " * 70_000,
        "://" * 300_000,
        "://a:" * 200_000,
        "0123456789abcdef" * 3 * 20_000,
        (TOKEN[:49] + " ") * 20_000,
        TOKEN[:49].replace("d", "%64") * 10_000,
        "A" * 1_000_000,
    ],
    ids=lambda text: str(text[:12]),
)
def test_a_megabyte_of_malice_takes_no_time(text: str) -> None:
    with _registered(TOKEN), within(2.0):
        redact(text)


class Unspeakable:
    def __str__(self) -> str:
        raise RuntimeError(TOKEN)

    __repr__ = __str__


def _record(message: object, *args: object, **more: object) -> logging.LogRecord:
    record = logging.LogRecord("inspector.x", logging.INFO, "x.py", 1, message, args, None)
    vars(record).update(more)
    return record


def _raised(error: BaseException) -> logging.LogRecord:
    try:
        raise error
    except type(error):
        return _record("it failed", exc_info=sys.exc_info())


@pytest.mark.parametrize(
    "record",
    [
        _record(f"sent {TOKEN}"),
        _record("sent %s", TOKEN),
        _record("sent %s to %d", f"https://h/waInstance1/m/{TOKEN}", 7),
        _record("sent %(token)s", {"token": TOKEN}),
        _record(ValueError(TOKEN)),
        _record(f"{TOKEN} %d", "no number"),
        _record(f"{TOKEN} %s %s", "one"),
        _record("sent %s", Unspeakable()),
        _record(Unspeakable()),
        _raised(ValueError(TOKEN)),
        _raised(RuntimeError(Unspeakable())),
        _raised(KeyError({"url": f"/waInstance1/m/{TOKEN}"})),
        _record("a", exc_text=f"Traceback …\n{TOKEN}"),
        _record("a", stack_info=f"Stack:\n{TOKEN}"),
        _record("a", exc_info=True),
        _record("a", exc_info=(None, None, None)),
        _record("a", exc_info=(ValueError, "no exception", "no traceback")),
    ],
    ids=lambda record: str(record.msg if isinstance(record.msg, str) else type(record.msg).__name__)[:20],
)
def test_no_part_of_a_log_record_keeps_a_token(record: logging.LogRecord) -> None:
    with _registered(TOKEN):
        assert RedactionFilter().filter(record)
    shown = logging.Formatter("%(message)s").format(record)
    assert shown
    assert TOKEN not in shown
    assert TOKEN not in repr([value for value in vars(record).values() if isinstance(value, str | tuple)])


def test_a_log_record_without_a_token_says_what_it_said() -> None:
    record = _raised(ValueError("50 % of %s"))
    record.msg, record.args = "100 %% of %s at %d", ("it", 7)
    RedactionFilter().filter(record)
    shown = logging.Formatter("%(message)s").format(record)
    assert shown.startswith("100 % of it at 7\nTraceback (most recent call last):\n")
    assert shown.endswith("ValueError: 50 % of %s")
