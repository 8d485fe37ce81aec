"""What goes wrong on the way to the gateway: an exception becomes a Problem.

    OSError                         no network, DNS, refused            NO_NETWORK, DNS
    ssl.SSLError                    certificate, no TLS at all          TLS
    TimeoutError, ConnectTimeout    one try's time is over              TIMEOUT
    ReadError, WriteError, …        the connection ended too early      CUT_OFF
    InvalidURL, UnicodeError, …     no address at all                   ADDRESS_WRONG

What a proxy did wrong arrives as a Problem already (`inspector.proxy`).

No exception's own text is passed on: it may quote what was sent or what came.
"""

import socket
import ssl
from dataclasses import replace

import httpx

from inspector.greenapi.problem import Kind, Problem, Remedy
from inspector.proxy.failure import NO_ROUTE, ViaProxyError, causes

_CERTIFICATE_FAULTS = (
    ("expired", "its certificate has expired (or this computer's clock is wrong)"),
    ("not yet valid", "its certificate is not valid yet (or this computer's clock is wrong)"),
    ("mismatch", "its certificate belongs to another name"),
    ("not valid for", "its certificate belongs to another name"),
    ("self-signed", "its certificate is self-signed"),
    ("self signed", "its certificate is self-signed"),
    ("issuer", "its certificate comes from an authority this computer does not know"),
    ("not trusted", "its certificate comes from an authority this computer does not know"),
)
"""Words in OpenSSL's, Windows' and macOS' verdicts, and what they mean."""


def read_way_failure(error: BaseException, host: str, connect_s: float, total_s: float) -> Problem:
    """The Problem that an exception from httpx, or from below it, stands for.

    Args:
        host: where the request was going, for the sentence.
        connect_s: the time allowed for connecting, for the sentence.
        total_s: the time allowed for the whole request, for the sentence.
    """
    problem = _read_failure(error, host, connect_s, total_s)
    for cause in causes(error):
        if isinstance(cause, ViaProxyError):
            return _add_proxy(problem, cause.address)
    return problem


def _add_proxy(problem: Problem, address: str) -> Problem:
    """The same, with the proxy named behind which it happened."""
    suspicion = ", which may put its own certificate in place" if problem.kind is Kind.TLS else ""
    sentence = f"{problem.sentence} The way there leads through the proxy {address}{suspicion}."
    return replace(problem, sentence=sentence)


def _read_failure(error: BaseException, host: str, connect_s: float, total_s: float) -> Problem:
    match error:
        case httpx.ConnectTimeout():
            return _timed_out(
                f"{host} could not be reached within {connect_s:g} s: is a firewall in the way?"
            )
        case httpx.TimeoutException() | TimeoutError():
            return _timed_out(f"{host} did not finish answering within {total_s:g} s.")
        case httpx.ConnectError():
            return _read_connect_failure(error, host)
        case httpx.RemoteProtocolError() if not _is_an_early_end(error):
            sentence = f"{host} answered with something that is not HTTP: check the API address."
            return Problem(Kind.UNREADABLE, sentence, Remedy.OPEN_ACCOUNT)
        case httpx.NetworkError() | httpx.RemoteProtocolError() | OSError():
            sentence = f"The connection to {host} was cut off before the answer was complete. Try again."
            return Problem(Kind.CUT_OFF, sentence, Remedy.RETRY)
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | httpx.LocalProtocolError() | UnicodeError():
            sentence = f"The API address {host} is not one that can be asked: check it."
            return Problem(Kind.ADDRESS_WRONG, sentence, Remedy.OPEN_ACCOUNT)
        case _:
            sentence = f"Something unforeseen went wrong while {host} was asked ({type(error).__name__})."
            return Problem(Kind.CRASH, sentence, Remedy.RETRY)


def _timed_out(sentence: str) -> Problem:
    return Problem(Kind.TIMEOUT, f"{sentence} Try again.", Remedy.RETRY)


def _is_an_early_end(error: httpx.RemoteProtocolError) -> bool:
    """httpcore and h11 tell a broken connection from a broken protocol by words only."""
    return str(error).startswith(("Server disconnected", "peer closed"))


def _read_connect_failure(error: httpx.ConnectError, host: str) -> Problem:
    for cause in causes(error):
        match cause:
            case ssl.SSLError():
                return _read_tls_failure(cause, host)
            case socket.gaierror():
                sentence = (
                    f"The address of {host} was not found (DNS): check the network, then the API address."
                )
                return Problem(Kind.DNS, sentence, Remedy.RETRY)
            case ConnectionRefusedError():
                sentence = f"{host} refuses connections: check the API address, or try again later."
                return Problem(Kind.NO_NETWORK, sentence, Remedy.RETRY)
            case OSError(errno=number) if number in NO_ROUTE:
                sentence = f"There is no network connection to {host}: check the network, then try again."
                return Problem(Kind.NO_NETWORK, sentence, Remedy.RETRY)
    sentence = f"No connection to {host} could be made: check the network, then try again."
    return Problem(Kind.NO_NETWORK, sentence, Remedy.RETRY)


def _read_tls_failure(error: ssl.SSLError, host: str) -> Problem:
    if not isinstance(error, ssl.SSLCertVerificationError):
        sentence = (
            f"{host} could not agree on a secure connection (TLS): check the API address, and the proxy."
        )
        return Problem(Kind.TLS, sentence, Remedy.OPEN_ACCOUNT)
    verdict = error.verify_message.casefold()
    known = (meaning for word, meaning in _CERTIFICATE_FAULTS if word in verdict)
    why = next(known, "its certificate could not be verified")
    return Problem(Kind.TLS, f"{host} is not to be trusted: {why}. Nothing was sent.", Remedy.RETRY)
