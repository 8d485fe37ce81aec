"""Proxy failures as Problems that name the proxy."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator

from inspector.core.problem import Kind, Problem, Remedy
from inspector.core.proxy_choice import Proxy

NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}

_AUTH_SCHEMES = re.compile(r"\b(basic|digest|ntlm|negotiate|kerberos|bearer)\b", re.IGNORECASE)
_TRANSIENT_STATUSES = {500, 502, 503, 504}


class ViaProxyError(Exception):
    """In the cause chain of failures that happened beyond a proxy."""

    def __init__(self, address: str) -> None:
        super().__init__(f"through the proxy {address}")
        self.address = address


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, its causes and contexts, and the members of any exception groups among them."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop()
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting.extend(cause.exceptions)
        waiting.extend(linked for linked in (cause.__context__, cause.__cause__) if linked is not None)


def read_unreached(error: BaseException, proxy: Proxy) -> Problem:
    """Why the connection to the proxy itself failed."""
    name = f"the proxy {proxy.address}"
    for cause in causes(error):
        match cause:
            case ssl.SSLError():
                return _settings_problem(f"Couldn't make a secure connection (TLS) to {name}")
            case socket.gaierror():
                return _settings_problem(f"Couldn't find {name} (DNS)")
            case ConnectionRefusedError():
                return _settings_problem(f"The proxy {proxy.address} refused the connection")
            case OSError(errno=number) if number in NO_ROUTE:
                return _settings_problem(f"No network connection to {name}")
    return _settings_problem(f"Couldn't connect to {name}")


def silent(proxy: Proxy, limit_s: float | None) -> Problem:
    """The proxy took too long to open the tunnel."""
    return _settings_problem(f"The proxy {proxy.address} didn't respond within {limit_s or 0:g} s")


def hung_up(proxy: Proxy) -> Problem:
    """The connection to the proxy ended before the tunnel was open."""
    return _settings_problem(f"The proxy {proxy.address} closed the connection without a response")


def not_a_proxy(proxy: Proxy) -> Problem:
    """The response isn't HTTP."""
    return _settings_problem(f"The server at {proxy.address} isn't an HTTP proxy")


def read_refused(status: int, head: str, proxy: Proxy, target: str) -> Problem:
    """Why a proxy refused to open a tunnel.

    Args:
        head: the response's headers. Of these, only the names of known authentication schemes are shown.
        target: the requested host.
    """
    name = f"The proxy {proxy.address}"
    if status == 407:
        return _read_auth_failure(head, proxy, name)
    if status in _TRANSIENT_STATUSES:
        sentence = f"{name} couldn't reach {target} ({status}). Try again, or ask whoever runs the proxy."
        return Problem(Kind.PROXY, sentence, Remedy.RETRY)
    sentence = f"{name} doesn't allow connections to {target} ({status}). Ask whoever runs it to allow them."
    return Problem(Kind.PROXY, sentence, Remedy.OPEN_PREFERENCES)


def _read_auth_failure(head: str, proxy: Proxy, name: str) -> Problem:
    offers = " ".join(re.findall(r"^proxy-authenticate:(.*)$", head, re.IGNORECASE | re.MULTILINE))
    kinds = {
        kind.upper() if kind.casefold() == "ntlm" else kind.title() for kind in _AUTH_SCHEMES.findall(offers)
    }
    if kinds and "Basic" not in kinds:
        sentence = f"{name} requires a sign-in method that isn't supported: {', '.join(sorted(kinds))}."
    elif proxy.user and proxy.password is None:
        sentence = f"{name} needs the password for {proxy.user}. Enter it in the preferences."
    elif proxy.user:
        sentence = f"{name} rejected the username and password. Correct them in the preferences."
    else:
        sentence = f"{name} requires a username and password. Enter them in the preferences."
    return Problem(Kind.PROXY, sentence, Remedy.OPEN_PREFERENCES)


def _settings_problem(what: str) -> Problem:
    sentence = f"{what}. Check your network, and the proxy's host and port in the preferences."
    return Problem(Kind.PROXY, sentence, Remedy.OPEN_PREFERENCES)
