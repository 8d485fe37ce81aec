"""The gateway's methods for one account, one coroutine each.

    Gateway ─► Pacing (limits, retries) ─► TokenTransport ─► network

Every failure is a GatewayError. Only methods that read are implemented: some of the others change data
through GET.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import httpx

from inspector import __version__
from inspector.contact.model import Json
from inspector.contact.reading import parse_response
from inspector.contact.values import read_count, yes_or_no
from inspector.core.account import Account, read_api_url, read_id_instance
from inspector.core.problem import GatewayError, Kind, Pause, Problem, Remedy
from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.core.secret import Secret
from inspector.greenapi import answer as answers
from inspector.greenapi.answer import Answer, AvatarResponse, PhoneBookEntry, WaSettings, text_of, value_of
from inspector.greenapi.api_errors import CREATING, STATES, problem_of_response
from inspector.greenapi.error_text import clean_for_display
from inspector.greenapi.pacing import DOCUMENTED, OnPause, Pacing, Timings
from inspector.greenapi.retry_after import retry_after_s, with_wait
from inspector.greenapi.transport import MARKER, TokenTransport, host_in_words
from inspector.proxy.tunnel import ProxiedTransport

# No connection limit: a request cancelled just as it gets a connection never releases its slot, and a full
# pool blocks forever (httpcore 1.0.9, https://github.com/encode/httpcore/issues/1093).
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=2, keepalive_expiry=30.0)
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": f"contact-inspector/{__version__}"}

# `description` is left out because error responses use it for their message.
_CONTACT_KEYS = frozenset(
    {
        *("avatar", "base64avatar", "name", "contactname", "email", "category", "products"),
        *("chatid", "lastseen", "isarchive", "ismute", "isdisappearing", "isbusiness"),
        *("messageexpiration", "muteexpiration"),
    }
)
_AVATAR_KEYS = frozenset({"urlavatar", "base64avatar", "available"})
_UNREADABLE_CAP = 4000
"""How many characters of an unreadable response are kept for bug reports."""


class Gateway:
    """A client for one account. Use it on one event loop; it connects on the first request.

    Args:
        proxy: how to reach the gateway. A gateway on this computer is always reached directly.
    """

    def __init__(
        self,
        account: Account,
        token: Secret,
        *,
        timings: Timings = DOCUMENTED,
        proxy: ProxyChoice = NO_PROXY,
    ) -> None:
        self.account = account
        self._token = token
        self._timings = timings
        self.proxy = proxy
        self._pacing = Pacing(timings)
        self._timeout = httpx.Timeout(None, connect=timings.connect_s).as_dict()
        self._transport: TokenTransport | None = None
        self._checks_by_number = True
        self._host = account.api_url
        self._instance_url = ""

    async def aclose(self) -> None:
        """Close the connections. The client stays usable: the next request opens new ones."""
        if self._transport is not None:
            transport, self._transport = self._transport, None
            await transport.aclose()

    async def contact_info(self, chat_id: str, on_pause: OnPause) -> Answer:
        """Everything about one contact. The response's JSON is an object."""
        answer = await self._ask("getContactInfo", on_pause, {"chatId": chat_id}, expected=_CONTACT_KEYS)
        self._object(answer)
        return answer

    async def avatar(self, chat_id: str, on_pause: OnPause) -> AvatarResponse:
        """One contact's picture, or the reason why there is none."""
        answer = await self._ask("getAvatar", on_pause, {"chatId": chat_id}, expected=_AVATAR_KEYS)
        json = self._object(answer)
        reason = text_of(json, "reason")
        return AvatarResponse(
            value_of(json, "urlAvatar"),
            value_of(json, "base64Avatar"),
            clean_for_display(reason) if reason else None,
        )

    async def check_whatsapp(self, chat_id: str, on_pause: OnPause) -> bool:
        """Whether a number is on WhatsApp. Counts against a monthly limit, so call it only on request.

        Older gateways expect the number, newer ones the chat ID. If one is refused, the other is tried.
        """
        digits, _, kind = chat_id.partition("@")
        if kind == "lid":
            return await self._check({"chatId": chat_id}, on_pause)
        by_number: dict[str, Json] = {"phoneNumber": int(digits)}
        by_chat_id: dict[str, Json] = {"chatId": f"{digits}@c.us"}
        first, other = (by_number, by_chat_id) if self._checks_by_number else (by_chat_id, by_number)
        try:
            return await self._check(first, on_pause)
        except GatewayError as error:
            if error.problem.kind not in (Kind.REFUSED, Kind.MALFORMED_NUMBER):
                raise
        is_on_whatsapp = await self._check(other, on_pause)
        self._checks_by_number = other is by_number
        return is_on_whatsapp

    async def _check(self, form: dict[str, Json], on_pause: OnPause) -> bool:
        answer = await self._ask("checkWhatsapp", on_pause, form, expected=frozenset({"existswhatsapp"}))
        exists = yes_or_no(value_of(self._object(answer), "existsWhatsapp"))
        if exists is None:
            raise self._unreadable(answer.body)
        return exists

    async def state(self, on_pause: OnPause) -> str:
        """The instance's state, cleaned for display: `authorized`, `notAuthorized`, `starting`, …"""
        answer = await self._ask("getStateInstance", on_pause, expected=frozenset({"stateinstance"}))
        if answer.json is None:
            raise GatewayError(CREATING)
        state = text_of(self._object(answer), "stateInstance")
        if state is None:
            raise self._unreadable(answer.body)
        return clean_for_display(state)

    async def settings(self, on_pause: OnPause) -> WaSettings:
        """The account's own settings."""
        answer = await self._ask("getWaSettings", on_pause, expected=frozenset({"stateinstance", "phone"}))
        json = self._object(answer)
        phone = value_of(json, "phone")
        digits = "".join(re.findall("[0-9]", str(phone))) if isinstance(phone, (str, int)) else ""
        return WaSettings(f"+{digits}" if digits else None, text_of(json, "stateInstance"))

    async def contacts(self, on_pause: OnPause) -> tuple[PhoneBookEntry, ...]:
        """The account's phone book without groups. If it is empty it may still be loading: request it
        again."""
        people = await self._list_contacts(on_pause) or await self._list_contacts(on_pause)
        return tuple(entry for entry in map(PhoneBookEntry.read, people) if entry is not None)

    async def _list_contacts(self, on_pause: OnPause) -> list[Json]:
        answer = await self._ask("getContacts", on_pause, query="?group=false")
        if not isinstance(answer.json, list):
            raise self._unreadable(answer.body)
        return answer.json

    async def _ask(
        self,
        method: str,
        on_pause: OnPause,
        payload: dict[str, Json] | None = None,
        *,
        query: str = "",
        expected: AbstractSet[str] = frozenset(),
    ) -> Answer:
        """Send one request: POST with a payload, GET without."""

        async def ask_once() -> Answer:
            transport = self._open()
            request = httpx.Request(
                "GET" if payload is None else "POST",
                f"{self._instance_url}/{method}/{MARKER}{query}",
                headers=_HEADERS,
                json=payload,
                extensions={"timeout": self._timeout},
            )
            try:
                return self._read(await transport.handle_async_request(request), expected)
            except GatewayError:
                # Unread data of this response must not be taken for the start of the next one.
                if self._transport is transport:
                    await self.aclose()
                raise

        return await self._pacing.run(method, ask_once, on_pause)

    def _open(self) -> TokenTransport:
        """The transport, created on first use. The account is validated then, as if just typed.

        httpx's client is bypassed: it would add cookies, redirects and a third of a millisecond. A redirect
        would send the phone number to another host. Its response is also part of a reference cycle, which
        keeps the body (6 MB for 10,000 products) until the next garbage collection.
        """
        if self._transport is not None:
            return self._transport
        try:
            address = read_api_url(self.account.api_url)
            self._instance_url = f"{address}/waInstance{read_id_instance(self.account.id_instance)}"
            origin = httpx.URL(address)
        except (ValueError, httpx.InvalidURL) as error:
            sentence = str(error) if type(error) is ValueError else "The API address isn't a web address."
        else:
            self._host = host_in_words(origin)
            inner, timings = ProxiedTransport(self.proxy, _LIMITS), self._timings
            self._transport = TokenTransport(inner, origin, self._token, timings.connect_s, timings.total_s)
            return self._transport
        raise GatewayError(Problem(Kind.ADDRESS_WRONG, sentence, Remedy.OPEN_ACCOUNT))

    def _read(self, response: httpx.Response, expected: AbstractSet[str]) -> Answer:
        status, body = response.status_code, response.content
        if not response.is_success:
            location = response.headers.get("location", "")
            problem = problem_of_response(status, body, self.account, self._host, location)
            wait_s = retry_after_s(response.headers)
            if wait_s is not None and wait_s > self._timings.longest_pause_s:
                problem = with_wait(problem, wait_s)
            raise GatewayError(problem, wait_s)
        try:
            json = parse_response(body)
        except ValueError:
            raise self._unreadable(body) from None
        if isinstance(json, dict) and answers.is_soft_error(json, expected):
            meant = read_count(value_of(json, "statusCode"))
            status = meant if meant is not None and 400 <= meant < 600 else 400
            raise GatewayError(problem_of_response(status, body, self.account, self._host))
        return Answer(status, body, json)

    def _object(self, answer: Answer) -> dict[str, Json]:
        if not isinstance(answer.json, dict):
            raise self._unreadable(answer.body)
        return answer.json

    def _unreadable(self, body: bytes) -> GatewayError:
        start = clean_for_display(body[: 4 * _UNREADABLE_CAP].decode("utf-8", "replace"), _UNREADABLE_CAP)
        sentence = (
            f"Couldn't read the response from {self._host}. Try again. "
            "If this continues, check the API address."
        )
        return GatewayError(Problem(Kind.UNREADABLE, sentence, Remedy.RETRY, start or None))


@dataclass(frozen=True, slots=True)
class Connected:
    """A working account."""

    state: str
    """`authorized`, `yellowCard` (sending is suspended, lookups work) or an unknown state."""
    phone: str | None
    """E.164 with a plus; None if the gateway didn't say."""


def _fail_if_starting(pause: Pause) -> None:
    """Accept pauses of a few seconds, but fail at once if the instance is still starting."""
    if pause.problem.kind is Kind.STARTING:
        raise GatewayError(pause.problem)


async def check_account(gateway: Gateway) -> Connected:
    """Check that an account is usable, and get its phone number.

    Raises:
        GatewayError: the gateway can't be reached, or the account's state prevents lookups.
    """
    state = await gateway.state(_fail_if_starting)
    if problem := STATES.get(state.casefold()):
        raise GatewayError(problem)
    try:
        phone = (await gateway.settings(_fail_if_starting)).phone
    except GatewayError:
        # The account works; its number is only nice to have.
        phone = None
    return Connected(state, phone)
