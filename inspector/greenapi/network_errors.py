"""Turns network exceptions into Problems.

    OSError                         no network, DNS, refused            NO_NETWORK, DNS
    ssl.SSLError                    certificate, no TLS at all          TLS
    TimeoutError, ConnectTimeout    the attempt took too long           TIMEOUT
    ReadError, WriteError, …        connection lost                     CUT_OFF
    InvalidURL, UnicodeError, …     not a valid address                 ADDRESS_WRONG

A proxy's failures already arrive as Problems (`inspector.proxy`).

An exception's own text is never shown: it may quote the request or the response.
"""

import socket
import ssl
from dataclasses import replace

import httpx

from inspector.core.problem import Kind, Problem, Remedy
from inspector.proxy.failure import NO_ROUTE, ViaProxyError, causes

_CERTIFICATE_ERRORS = (
    ("expired", "its certificate has expired, or this computer's clock is wrong"),
    ("not yet valid", "its certificate isn't valid yet, or this computer's clock is wrong"),
    ("mismatch", "its certificate is for a different name"),
    ("not valid for", "its certificate is for a different name"),
    ("self-signed", "its certificate is self-signed"),
    ("self signed", "its certificate is self-signed"),
    ("issuer", "its certificate comes from an authority this computer doesn't trust"),
    ("not trusted", "its certificate comes from an authority this computer doesn't trust"),
)
"""Phrases in the errors of OpenSSL, Windows and macOS, and what they mean."""


def problem_of_exception(error: BaseException, host: str, connect_s: float, total_s: float) -> Problem:
    """The Problem for an exception from httpx or a layer below it.

    Args:
        host: where the request was going, for the message.
        connect_s: the connect timeout, for the message.
        total_s: the timeout of the whole request, for the message.
    """
    problem = _read_failure(error, host, connect_s, total_s)
    for cause in causes(error):
        if isinstance(cause, ViaProxyError):
            return _add_proxy(problem, cause.address)
    return problem


def _add_proxy(problem: Problem, address: str) -> Problem:
    """Name the proxy that was in use."""
    suspicion = ", which may replace certificates" if problem.kind is Kind.TLS else ""
    advice = f"{problem.advice} The connection goes through the proxy {address}{suspicion}.".lstrip()
    return replace(problem, advice=advice)


def _read_failure(error: BaseException, host: str, connect_s: float, total_s: float) -> Problem:
    match error:
        case httpx.ConnectTimeout():
            return _timed_out(f"Couldn't reach {host} within {connect_s:g} s. A firewall may be blocking it.")
        case httpx.TimeoutException() | TimeoutError():
            return _timed_out(f"{host} didn't send a complete response within {total_s:g} s.")
        case httpx.ConnectError():
            return _read_connect_failure(error, host)
        case httpx.RemoteProtocolError() if not _is_disconnect(error):
            sentence = f"The response from {host} isn't HTTP. Check the API address."
            return Problem(Kind.UNREADABLE, sentence, Remedy.OPEN_ACCOUNT)
        case httpx.NetworkError() | httpx.RemoteProtocolError() | OSError():
            cause = f"The connection to {host} was lost before the response was complete."
            return Problem(Kind.CUT_OFF, cause, Remedy.RETRY, advice="Try again.")
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | UnicodeError():
            sentence = f"The API address {host} can't be used. Check it."
            return Problem(Kind.ADDRESS_WRONG, sentence, Remedy.OPEN_ACCOUNT)
        case _:
            sentence = f"Something went wrong while contacting {host} ({type(error).__name__}). Try again."
            return Problem(Kind.CRASH, sentence, Remedy.RETRY)


def _timed_out(sentence: str) -> Problem:
    return Problem(Kind.TIMEOUT, f"{sentence} Try again.", Remedy.RETRY)


def _is_disconnect(error: httpx.RemoteProtocolError) -> bool:
    """httpcore and h11 distinguish a lost connection from a protocol error only by the message."""
    return str(error).startswith(("Server disconnected", "peer closed"))


def _read_connect_failure(error: httpx.ConnectError, host: str) -> Problem:
    for cause in causes(error):
        match cause:
            case ssl.SSLError():
                return _read_tls_failure(cause, host)
            case socket.gaierror():
                sentence = f"Couldn't find {host} (DNS). Check your network, then the API address."
                return Problem(Kind.DNS, sentence, Remedy.RETRY)
            case ConnectionRefusedError():
                sentence = f"{host} refused the connection. Try again later, or check the API address."
                return Problem(Kind.NO_NETWORK, sentence, Remedy.RETRY)
            case OSError(errno=number) if number in NO_ROUTE:
                sentence = f"No network connection to {host}. Check your network, then try again."
                return Problem(Kind.NO_NETWORK, sentence, Remedy.RETRY)
    sentence = f"Couldn't connect to {host}. Check your network, then try again."
    return Problem(Kind.NO_NETWORK, sentence, Remedy.RETRY)


def _read_tls_failure(error: ssl.SSLError, host: str) -> Problem:
    if not isinstance(error, ssl.SSLCertVerificationError):
        sentence = f"Couldn't make a secure connection (TLS) to {host}. Check the API address and the proxy."
        return Problem(Kind.TLS, sentence, Remedy.OPEN_ACCOUNT)
    verdict = error.verify_message.casefold()
    known = (meaning for word, meaning in _CERTIFICATE_ERRORS if word in verdict)
    why = next(known, "its certificate couldn't be verified")
    return Problem(Kind.TLS, f"Can't trust {host}: {why}. Nothing was sent.", Remedy.RETRY)
