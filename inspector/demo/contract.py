"""The demo gateway's normal responses, as GREEN-API documents them."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic, time

from inspector.contact.model import Json
from inspector.demo.contacts import Directory
from inspector.demo.faults import (
    Fault,
    bad_request,
    forbidden,
    go_type_fault,
    not_found_html,
    too_many_requests,
    unauthorized,
)
from inspector.demo.pictures import PREFIX, Links, picture
from inspector.demo.wire import JSON, Answer, Request

PICTURE = "picture"
ID_INSTANCE = "1101000001"
PHONE = "447700900123"
"""The demo account's own number, from a range reserved for fiction."""

_CALL = re.compile(r"/waInstance(?P<id>[^/]*)/(?P<name>[^/]+)/(?P<token>[^/]+)")
_CHAT_ID = re.compile(r"[0-9]{7,16}@c\.us|[0-9]{5,20}@lid")
_WINDOW_S = 0.9
"""One second minus a margin, because a request can travel faster than the one before it."""
_NO_GROUPS = (
    "Validation failed. Details: The method {} does not support group chats, to work with groups, "
    "use the GetGroupData method"
)
_FORMATS = (
    "Validation failed. Details: 'chatId' must be one of the next formats: "
    "'phone_number@c.us' | 'group_id@g.us' | 'lid_id@lid'"
)


@dataclass(frozen=True, slots=True)
class _Method:
    verb: str
    per_second: int
    answer: Callable[[Request], Awaitable["Json | bytes"]]
    """Returns a value or encoded JSON; raises _RefusedError."""


class _RefusedError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.status)
        self.fault = fault


class Contract:
    """Paths, methods, credentials, rate limits and responses of one account's gateway.

    Args:
        origin: scheme, host and port for picture links.
        token: the token expected in the path.
        enforces_limits: whether calls over the documented rate limits get a 429.
    """

    def __init__(self, origin: str, token: str, directory: Directory, *, enforces_limits: bool) -> None:
        self._origin = origin
        self._token = token
        self._directory = directory
        self._enforces_limits = enforces_limits
        self._calls: dict[str, deque[float]] = {}
        self._drawing = asyncio.Lock()
        self._methods = {
            "getContactInfo": _Method("POST", 1, self._contact_info),
            "getStateInstance": _Method("GET", 1, self._state),
            "getWaSettings": _Method("GET", 1, self._settings),
            "checkWhatsapp": _Method("POST", 10, self._check),
            "getAvatar": _Method("POST", 10, self._avatar),
            "getContacts": _Method("GET", 1, self._contacts),
        }

    def name_of(self, request: Request) -> str:
        """The API method in the path, `picture`, or "" for neither."""
        if request.path.startswith(PREFIX):
            return PICTURE
        call = _CALL.fullmatch(request.path)
        return call["name"] if call is not None and call["name"] in self._methods else ""

    async def answer(self, request: Request) -> Answer:
        try:
            if request.path.startswith(PREFIX):
                return await self._picture(request)
            answer = await self._method(request).answer(request)
        except _RefusedError as refused:
            return refused.fault.own_answer(request.path)
        body = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
        return Answer(200, body, JSON)

    async def _picture(self, request: Request) -> Answer:
        if request.method != "GET":
            raise _RefusedError(bad_request(f"Cannot {request.method} a picture", 405))
        async with self._drawing:
            # draw one picture at a time, and yield in between so that a client's disconnect is noticed
            await asyncio.sleep(0)
            return picture(request.target, time())

    def _method(self, request: Request) -> _Method:
        call = _CALL.fullmatch(request.path)
        method = self._methods.get(call["name"]) if call is not None else None
        if call is None or method is None:
            raise _RefusedError(not_found_html())
        if call["id"] != ID_INSTANCE:
            raise _RefusedError(forbidden())
        if call["token"] != self._token:
            raise _RefusedError(unauthorized())
        if request.method != method.verb:
            raise _RefusedError(bad_request(f"Cannot {request.method} {call['name']}", 405))
        if self._enforces_limits:
            self._count(call["name"], method.per_second)
        return method

    def _count(self, name: str, per_second: int) -> None:
        now = monotonic()
        calls = self._calls.setdefault(name, deque())
        while calls and calls[0] <= now - _WINDOW_S:
            calls.popleft()
        if len(calls) >= per_second:
            raise _RefusedError(too_many_requests())
        calls.append(now)

    async def _contact_info(self, request: Request) -> bytes:
        chat_id = _chat_id(_body(request, "chatId"))
        if chat_id.endswith("@g.us"):
            raise _RefusedError(bad_request(_NO_GROUPS.format("GetContactInfo")))
        return await self._directory.answer(chat_id, self._links)

    async def _avatar(self, request: Request) -> Json:
        chat_id = _chat_id(_body(request, "chatId"))
        url = self._directory.avatar(chat_id, self._links)
        return {"urlAvatar": url or "", "available": url is not None}

    async def _check(self, request: Request) -> Json:
        body = _body(request, "phoneNumber", "chatId")
        if "chatId" in body:
            chat_id = _chat_id(body)
            return {
                "existsWhatsapp": self._directory.is_on_whatsapp(chat_id),
                "chatId": chat_id,
                "fromCache": False,
            }
        number = body["phoneNumber"]
        if not isinstance(number, int) or isinstance(number, bool):
            raise _RefusedError(bad_request("Validation failed. Details: 'phoneNumber' must be a number"))
        return {"existsWhatsapp": self._directory.is_on_whatsapp(f"{number}@c.us")}

    async def _state(self, _request: Request) -> Json:
        return {"stateInstance": "authorized"}

    async def _settings(self, _request: Request) -> Json:
        return {
            "avatar": self._links.original("coffee-cup-0"),
            "phone": PHONE,
            "stateInstance": "authorized",
            "deviceId": f"{PHONE}:12@s.whatsapp.net",
            "chatId": f"{PHONE}@c.us",
        }

    async def _contacts(self, _request: Request) -> Json:
        return self._directory.listing(self._links)

    @property
    def _links(self) -> Links:
        return Links(self._origin, time())


def _body(request: Request, *names: str) -> dict[str, Json]:
    """The request's JSON object, which must have exactly one of the names."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise _RefusedError(bad_request("Validation failed"))
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise _RefusedError(bad_request("Validation failed")) from None
    if not isinstance(body, dict) or not body:
        raise _RefusedError(bad_request(f"Validation failed. Details: '{names[0]}' is required"))
    unexpected_files = set(body) - set(names)
    if unexpected_files or len(body) > 1:
        raise _RefusedError(bad_request(f"Validation failed. Details: only '{names[0]}' is allowed"))
    return body


def _chat_id(body: dict[str, Json]) -> str:
    chat_id = body["chatId"]
    if not isinstance(chat_id, str):
        raise _RefusedError(go_type_fault(chat_id))
    if not chat_id.endswith("@g.us") and not _CHAT_ID.fullmatch(chat_id):
        raise _RefusedError(bad_request(_FORMATS))
    return chat_id
