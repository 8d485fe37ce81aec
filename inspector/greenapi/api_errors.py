"""Turns the gateway's error responses (a status and a body) into a Problem.

The status decides if it is unambiguous, otherwise the server's message does. Messages change between
versions, so they are matched loosely. The raw body is never shown: `path` repeats the request's URL, and the
quota's `description` lists other people's chat IDs.
"""

import re
from dataclasses import replace

from inspector.contact.model import Json
from inspector.contact.values import read_count
from inspector.core.account import Account, usual_api_url
from inspector.core.problem import Kind, Problem, Remedy
from inspector.greenapi.answer import text_of, value_of
from inspector.greenapi.error_text import parse_or_none, server_words

_UPSTREAM_FAILURES = frozenset({408, 499, 502, 503, 504, *range(520, 528), 530})
"""The four documented statuses, and those that reverse proxies send for the same reason."""

_CONSOLE = "console.green-api.com"

_TOKEN_REFUSED = Problem(
    Kind.TOKEN_REFUSED,
    f"The token was rejected. It's wrong or has been replaced. Copy apiTokenInstance from {_CONSOLE} again.",
    Remedy.OPEN_ACCOUNT,
)
_TOO_FAST = Problem(
    Kind.TOO_FAST,
    "Too many requests.",
    Remedy.RETRY,
    advice="Wait a moment, then try again.",
)
_CONTACT_LIMIT = Problem(
    Kind.CONTACT_LIMIT,
    "WhatsApp has limited lookups for this account.",
    advice="Try again in a few hours.",
)
_GROUP = Problem(
    Kind.GROUP,
    "This is a group ID. Only people and businesses can be looked up. Check the number.",
    Remedy.CHECK_NUMBER,
)
_MALFORMED = Problem(
    Kind.MALFORMED_NUMBER,
    "The gateway doesn't accept this number. Check it for missing or extra digits.",
    Remedy.CHECK_NUMBER,
)
_NOT_AUTHORIZED = Problem(
    Kind.NOT_AUTHORIZED,
    f"No phone is linked to this account. Scan the QR code at {_CONSOLE}.",
    Remedy.OPEN_ACCOUNT,
)
_STARTING = Problem(
    Kind.STARTING,
    "This account is starting.",
    Remedy.RETRY,
    advice="This can take up to five minutes. Try again then.",
)
CREATING = Problem(
    Kind.STARTING,
    "This account's instance is still being created.",
    Remedy.RETRY,
    advice="Try again in a few minutes.",
)
_EXPIRED = Problem(
    Kind.EXPIRED, f"This account's subscription has expired. Renew it at {_CONSOLE}.", Remedy.OPEN_ACCOUNT
)
_DELETED = Problem(
    Kind.DELETED,
    f"This account's instance was deleted. Choose or create another at {_CONSOLE}.",
    Remedy.OPEN_ACCOUNT,
)
_SUSPENDED = Problem(
    Kind.SUSPENDED,
    f"This account is suspended. See {_CONSOLE} for the reason and the duration.",
    Remedy.OPEN_ACCOUNT,
)

_BY_WORDS = (
    (r"group chat|group_?id|getgroupdata|@g\.us", _GROUP),
    (r"not authori[sz]ed", _NOT_AUTHORIZED),
    (r"\bstarting\b", _STARTING),
    (r"\bexpired\b", _EXPIRED),
    (r"\bdeleted\b", _DELETED),
    (r"\bsuspended\b", _SUSPENDED),
    (r"next formats|validation failed|(chatid|phone ?number)\W.*(format|must|invalid|incorrect)", _MALFORMED),
)
"""Most specific first: "instance is starting or not authorized" means that no phone is linked."""

STATES = {
    "notauthorized": _NOT_AUTHORIZED,
    "pendingcode": _NOT_AUTHORIZED,
    "starting": _STARTING,
    "blocked": Problem(
        Kind.SUSPENDED,
        "WhatsApp has blocked this account's number. Open WhatsApp on its phone to see why.",
        Remedy.OPEN_ACCOUNT,
    ),
    "suspended": _SUSPENDED,
    "sleepmode": Problem(
        Kind.NOT_AUTHORIZED,
        "This account's phone is off or offline. Turn it on, then try again.",
        Remedy.RETRY,
    ),
}
"""Instance states that prevent lookups, by casefolded name. `authorized` and `yellowCard` (sending is
suspended) are absent because both allow lookups."""


def problem_of_response(status: int, body: bytes, account: Account, host: str, location: str = "") -> Problem:
    """The Problem for an unsuccessful response.

    Args:
        status: any HTTP status, or the `statusCode` of an error sent with HTTP 200.
        body: the body as received.
        host: who responded, for the message.
        location: a redirect's `Location`; only its host is shown.
    """
    if status == 466:
        return Problem(Kind.QUOTA, _quota_sentence(parse_or_none(body)), Remedy.OPEN_ACCOUNT)
    said = server_words(body)
    meant = (
        _by_status(status, account, host, location)
        or _by_words(said)
        or _by_default(status, account, host, said)
    )
    return replace(meant, detail=said)


def _by_status(status: int, account: Account, host: str, location: str) -> Problem | None:
    """The Problem for a status that is unambiguous."""
    if 300 <= status < 400:
        sentence = f"{host} redirects to another address{_redirect_target(location)}. Check the API address."
        return Problem(Kind.REDIRECTED, sentence, Remedy.OPEN_ACCOUNT)
    if status in _UPSTREAM_FAILURES:
        cause = f"The gateway isn't responding ({status})."
        return Problem(Kind.GATEWAY_DOWN, cause, Remedy.RETRY, advice="Try again in a minute.")
    if status >= 500:
        advice = "If this continues, contact its support."
        return Problem(Kind.GATEWAY_FAULT, f"Gateway error ({status}).", Remedy.RETRY, advice=advice)
    if status == 404:
        sentence = (
            f"No gateway for this account at {host} (404). Check the API address.{_usual_address(account)}"
        )
        return Problem(Kind.ADDRESS_WRONG, sentence, Remedy.OPEN_ACCOUNT)
    if status == 407:
        return Problem(Kind.PROXY, f"The proxy requires a username and password to reach {host}.")
    return {401: _TOKEN_REFUSED, 429: _TOO_FAST, 469: _CONTACT_LIMIT}.get(status)


def _by_words(said: str | None) -> Problem | None:
    words = (said or "").casefold()
    return next((problem for pattern, problem in _BY_WORDS if re.search(pattern, words)), None)


def _by_default(status: int, account: Account, host: str, said: str | None) -> Problem:
    if status == 403:
        return _read_forbidden(account, host)
    words = f": {said}" if said else f" ({status}) without giving a reason"
    if not words.endswith((".", "!", "?", "…")):
        words += "."
    return Problem(Kind.REFUSED, f"{host} refused the request{words}")


def _read_forbidden(account: Account, host: str) -> Problem:
    """A 403 means a wrong instance ID or a wrong address. Whether the address fits the ID shows which."""
    if account.api_url == usual_api_url(account.id_instance):
        sentence = f"{host} doesn't know instance {account.id_instance} (403). Check the instance ID."
    else:
        sentence = (
            f"{host} doesn't know instance {account.id_instance} (403). Check the API address, "
            f"then the instance ID.{_usual_address(account)}"
        )
    return Problem(Kind.INSTANCE_REFUSED, sentence, Remedy.OPEN_ACCOUNT)


def _usual_address(account: Account) -> str:
    usual = usual_api_url(account.id_instance)
    return "" if account.api_url == usual else f" For this instance, it's usually {usual}."


def _redirect_target(location: str) -> str:
    """The host a redirect points to. `location` is untrusted, so only a plain host name is repeated."""
    host = re.match(
        r"https?://(?:[^/?#@]*@)?([a-z0-9.\-]{1,253})(?::\d+)?(?:[/?#]|$)", location, re.IGNORECASE
    )
    return f" ({host[1].lower()})" if host else ""


def _quota_sentence(body: Json) -> str:
    blocks = body if isinstance(body, dict) else {}
    named = [(name, block) for name in _QUOTAS if isinstance(block := value_of(blocks, name), dict)]
    name, block = next((pair for pair in named if _is_exceeded(pair[1])), ("", {}))
    figures = _figures(block)
    told = f": {figures[0]} of {figures[1]} {_QUOTAS[name]}" if figures else ""
    return f"This account's monthly quota is used up{told}. It resets next month, or you can upgrade."


_QUOTAS = {"invokeStatus": "requests", "correspondentsStatus": "contacts"}
_MAX_FIGURE = 10**9


def _is_exceeded(block: dict[str, Json]) -> bool:
    """Checks the status text if there is one (QUOTE_EXCEEDED and QUOTA_EXCEEDED occur), else the figures."""
    if (status := text_of(block, "status")) and "QUOT" in status.upper():
        return "EXCEED" in status.upper()
    figures = _figures(block)
    return figures is not None and figures[0] >= figures[1]


def _figures(block: dict[str, Json]) -> tuple[int, int] | None:
    """The used and total amounts; None unless both are plausible numbers."""
    used, total = (read_count(value_of(block, name)) for name in ("used", "total"))
    if used is None or total is None or max(used, total) > _MAX_FIGURE:
        return None
    return used, total
