"""What goes wrong between this computer and a proxy's far end, as a Problem that names the proxy."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator

from inspector.greenapi.problem import Kind, Problem, Remedy
from inspector.proxy.choice import Proxy

NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}

_SIGN_INS = re.compile(r"\b(basic|digest|ntlm|negotiate|kerberos|bearer)\b", re.IGNORECASE)
_PASSING = {500, 502, 503, 504}


class ViaProxyError(Exception):
    """Stands among the causes of a failure that happened behind a proxy."""

    def __init__(self, address: str) -> None:
        super().__init__(f"through the proxy {address}")
        self.address = address


def causes(error: BaseException) -> Iterator[BaseException]:
    """An exception, all it was raised from, and the members of groups on the way."""
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
    """Why there is no connection to the proxy itself."""
    name = f"The proxy {proxy.address}"
    for cause in causes(error):
        match cause:
            case ssl.SSLError():
                return _to_correct(f"{name} could not agree on a secure connection (TLS)")
            case socket.gaierror():
                return _to_correct(f"{name} was not found (DNS)")
            case ConnectionRefusedError():
                return _to_correct(f"{name} refuses connections")
            case OSError(errno=number) if number in NO_ROUTE:
                return _to_correct(f"There is no network connection to the proxy {proxy.address}")
    return _to_correct(f"No connection to the proxy {proxy.address} could be made")


def silent(proxy: Proxy, limit_s: float | None) -> Problem:
    """The proxy took too long to open the tunnel."""
    return _to_correct(f"The proxy {proxy.address} did not answer within {limit_s or 0:g} s")


def hung_up(proxy: Proxy) -> Problem:
    """The connection to the proxy ended before the tunnel was open."""
    return _to_correct(f"The proxy {proxy.address} closed the connection without an answer")


def not_a_proxy(proxy: Proxy) -> Problem:
    """What answers is no HTTP."""
    return _to_correct(f"What answers at {proxy.address} is not an HTTP proxy")


def read_refused(status: int, head: str, proxy: Proxy, target: str) -> Problem:
    """Why a proxy opened no tunnel.

    Args:
        head: the answer's headers; of them only the names of known kinds of sign-in are shown.
        target: the host that was asked for.
    """
    name = f"The proxy {proxy.address}"
    if status == 407:
        return _read_sign_in(head, proxy, name)
    if status in _PASSING:
        sentence = f"{name} could not reach {target} ({status}): try again, or ask who runs the proxy."
        return Problem(Kind.PROXY, sentence, Remedy.RETRY)
    sentence = f"{name} refuses connections to {target} ({status}): ask who runs it to allow them."
    return Problem(Kind.PROXY, sentence, Remedy.OPEN_PREFERENCES)


def _read_sign_in(head: str, proxy: Proxy, name: str) -> Problem:
    offers = " ".join(re.findall(r"^proxy-authenticate:(.*)$", head, re.IGNORECASE | re.MULTILINE))
    kinds = {
        kind.upper() if kind.casefold() == "ntlm" else kind.title() for kind in _SIGN_INS.findall(offers)
    }
    if kinds and "Basic" not in kinds:
        sentence = f"{name} wants a kind of sign-in that is not supported: {', '.join(sorted(kinds))}."
    elif proxy.user and proxy.password is None:
        sentence = f"{name} wants a password for {proxy.user}: enter it in the preferences."
    elif proxy.user:
        sentence = f"{name} did not accept the user and password: correct them in the preferences."
    else:
        sentence = f"{name} wants a user and a password: enter them in the preferences."
    return Problem(Kind.PROXY, sentence, Remedy.OPEN_PREFERENCES)


def _to_correct(what: str) -> Problem:
    sentence = f"{what}: check the network, and the proxy's host and port in the preferences."
    return Problem(Kind.PROXY, sentence, Remedy.OPEN_PREFERENCES)
