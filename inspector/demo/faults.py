"""Fault injection, and the real gateway's error responses."""

import json
import threading
from dataclasses import dataclass
from enum import StrEnum

from inspector.contact.model import Json
from inspector.demo.wire import HTML, JSON, TEXT, Answer, Headers

PATH_MARK = b"{path of the request}"
"""A placeholder in a fault's body for the request's path, including the token."""


class Manner(StrEnum):
    """How a response is delivered."""

    ANSWER = "answer"
    CLOSE_BEFORE_HEADERS = "close before headers"
    RESET_IN_BODY = "reset in body"
    """Headers and half of the body, then a TCP reset."""
    DRIP = "drip"
    """Headers at once, then one byte of the body every `delay_s`."""
    HANG = "hang"
    """Nothing until the client disconnects or the gateway closes."""
    WRONG_LENGTH = "wrong length"
    """Content-Length is larger than the body."""
    BROKEN_CHUNKING = "broken chunking"
    NOISE = "noise"
    """Bytes that aren't HTTP."""
    BARE = "bare"
    """The body without status line and headers, as in HTTP/0.9."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One injected fault."""

    status: int = 200
    """If `body` is None, 200 keeps the normal status."""
    body: bytes | None = None
    """None for the normal body, with its own headers unless `headers` is set."""
    headers: Headers = JSON
    delay_s: float = 0.0
    """Delay before the response; with DRIP, before each byte of its body."""
    manner: Manner = Manner.ANSWER

    def own_answer(self, path: str) -> Answer:
        """The response to a request with this path, if the fault has its own body."""
        quoted = json.dumps(path)[1:-1].encode()
        return Answer(self.status, (self.body or b"").replace(PATH_MARK, quoted), self.headers)

    def altered(self, usual: Answer) -> Answer:
        """The normal response with this fault's status and headers, if set."""
        status = usual.status if self.status == 200 else self.status
        return Answer(status, usual.body, usual.headers if self.headers == JSON else self.headers)


class Faults:
    """Pending faults, by the name of an API method, `picture`, or `*` for all.

    Faults with a count are used first, in the order they were added; then the newest of those that stay until
    cleared. Faults apply before any check of token, ID, rate limit and body.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: list[tuple[str, Fault]] = []
        self._standing: list[tuple[str, Fault]] = []

    def add(self, name: str, fault: Fault, times: int | None = None) -> None:
        with self._lock:
            if times is None:
                self._standing.insert(0, (name, fault))
            else:
                self._counted += [(name, fault)] * times

    def clear(self) -> None:
        with self._lock:
            self._counted.clear()
            self._standing.clear()

    def take(self, name: str) -> Fault | None:
        """The fault for the next request with this name. A counted fault is consumed."""
        with self._lock:
            for index, (target, fault) in enumerate(self._counted):
                if target in (name, "*"):
                    del self._counted[index]
                    return fault
            return next((fault for target, fault in self._standing if target in (name, "*")), None)


def unauthorized() -> Fault:
    return Fault(401, b"Unauthorized", TEXT)


def forbidden() -> Fault:
    return Fault(403, b"Forbidden", TEXT)


def suspended() -> Fault:
    return Fault(403, _json({"message": "Your account is suspended"}))


def not_found_html() -> Fault:
    return Fault(404, _nginx("404 Not Found"), HTML)


def too_many_requests() -> Fault:
    return Fault(429, b"Too Many Requests", TEXT)


def quota_exceeded(*, by_correspondents: bool = False) -> Fault:
    """466. Either block may be the exceeded one; the real gateway uses both spellings, QUOTE and QUOTA."""
    description = (
        "Monthly quota has been exceeded. You can only work with: 447700900222@c.us, 447700900333@c.us"
    )
    calls, people = (17, 3) if by_correspondents else (100, 1)
    invoke = {
        "method": "getContactInfo",
        "used": calls,
        "total": 100,
        "status": "METHOD_QUOTE_ALLOWED" if by_correspondents else "METHOD_QUOTE_EXCEEDED",
        "description": description,
    }
    correspondents = {
        "method": "CORRESPONDENTS",
        "used": people,
        "total": 3,
        "status": "CORRESPONDENTS_QUOTA_EXCEEDED" if by_correspondents else "CORRESPONDENTS_QUOTA_ALLOWED",
        "description": description,
    }
    return Fault(466, _json({"invokeStatus": invoke, "correspondentsStatus": correspondents}))


def contact_limit() -> Fault:
    return Fault(469, _json({"message": "User get contact info limit reached"}))


def bad_gateway_html() -> Fault:
    return Fault(502, _nginx("502 Bad Gateway"), HTML)


def server_fault() -> Fault:
    return Fault(500, b"runtime error: invalid memory address or nil pointer dereference", TEXT)


def go_type_fault(value: Json = True) -> Fault:
    """500, as the real gateway responds if `chatId` isn't a string."""
    names = {bool: "bool", int: "float64", float: "float64", list: "[]interface {}", type(None): "nil"}
    name = names.get(type(value), "map[string]interface {}")
    return Fault(500, f"interface conversion: interface {{}} is {name}, not string".encode(), TEXT)


def bad_request(text: str, status: int = 400) -> Fault:
    """The gateway's usual error format, whose `path` contains the token."""
    return Fault(
        status,
        _json(
            {
                "statusCode": status,
                "timestamp": "2026-03-14T09:00:00.000Z",
                "path": PATH_MARK.decode(),
                "message": text,
            }
        ),
    )


def soft_error(reason: str) -> Fault:
    """An error sent with HTTP 200."""
    return Fault(200, _json({"status": False, "reason": reason}))


def empty_body() -> Fault:
    return Fault(200, b"")


def null_body() -> Fault:
    return Fault(200, b"null")


def html_body() -> Fault:
    return Fault(
        200, b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>Wi-Fi</body></html>", HTML
    )


def truncated_json() -> Fault:
    return Fault(200, b'{"avatar": "", "name": "Dealer", "products": [{"id": "42079728159", "na')


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _nginx(title: str) -> bytes:
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n"
        f"<center><h1>{title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    ).encode()
