"""The gateway's methods, one coroutine each, for one account.

    Gateway ─► Pacing (limits, retries) ─► TokenTransport ─► network

Every failure is a GatewayError. Only methods that read are here: of the others some write through GET.
"""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import httpx

from inspector import __version__
from inspector.contact.model import Json
from inspector.contact.reading import parse_answer
from inspector.contact.values import read_count, yes_or_no
from inspector.core.account import Account, read_api_url, read_id_instance
from inspector.core.problem import GatewayError, Kind, Pause, Problem, Remedy
from inspector.core.proxy_choice import NO_PROXY, ProxyChoice
from inspector.core.secret import Secret
from inspector.greenapi import answer as answers
from inspector.greenapi.answer import Answer, AvatarAnswer, PhoneBookEntry, WaSettings, text_of, value_of
from inspector.greenapi.api_errors import CREATING, STATES, read_refusal
from inspector.greenapi.error_text import fit_to_show
from inspector.greenapi.pacing import DOCUMENTED, OnPause, Pacing, Timings
from inspector.greenapi.retry_after import retry_after_s, tell_wait
from inspector.greenapi.transport import MARKER, TokenTransport, host_in_words
from inspector.proxy.tunnel import ProxiedTransport

# No most connections: a request cancelled in the moment it gets one keeps its place for ever, and a full
# pool never answers again (httpcore 1.0.9, https://github.com/encode/httpcore/issues/1093).
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=2, keepalive_expiry=30.0)
_HEADERS = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": f"contact-inspector/{__version__}"}

# `description` is left out: alone it is what an error calls its sentence.
_CONTACT_KEYS = frozenset(
    {
        *("avatar", "base64avatar", "name", "contactname", "email", "category", "products"),
        *("chatid", "lastseen", "isarchive", "ismute", "isdisappearing", "isbusiness"),
        *("messageexpiration", "muteexpiration"),
    }
)
_AVATAR_KEYS = frozenset({"urlavatar", "base64avatar", "available"})
_UNREADABLE_CAP = 4000
"""Characters of an answer that was not understood, kept for those who want to report it."""


class Gateway:
    """One account's gateway. For one event loop; nothing is opened before the first request.

    Args:
        proxy: the way to the gateway. One on this very computer is reached without a proxy.
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
        """Close the connections; the gateway can be asked again and opens new ones."""
        if self._transport is not None:
            transport, self._transport = self._transport, None
            await transport.aclose()

    async def contact_info(self, chat_id: str, on_pause: OnPause) -> Answer:
        """Everything about one contact; the answer's JSON is an object."""
        answer = await self._ask("getContactInfo", on_pause, {"chatId": chat_id}, expected=_CONTACT_KEYS)
        self._object(answer)
        return answer

    async def avatar(self, chat_id: str, on_pause: OnPause) -> AvatarAnswer:
        """The picture of one contact, or why there is none."""
        answer = await self._ask("getAvatar", on_pause, {"chatId": chat_id}, expected=_AVATAR_KEYS)
        json = self._object(answer)
        reason = text_of(json, "reason")
        return AvatarAnswer(
            value_of(json, "urlAvatar"),
            value_of(json, "base64Avatar"),
            fit_to_show(reason) if reason else None,
        )

    async def check_whatsapp(self, chat_id: str, on_pause: OnPause) -> bool:
        """Whether a number is on WhatsApp. Counts against a monthly limit: ask only when a person wants it.

        Older gateways want the number, newer ones the chat id: the other is sent when one is refused.
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
            raise self._not_understood(answer.body)
        return exists

    async def state(self, on_pause: OnPause) -> str:
        """The instance's state, fit to be shown: `authorized`, `notAuthorized`, `starting`, …"""
        answer = await self._ask("getStateInstance", on_pause, expected=frozenset({"stateinstance"}))
        if answer.json is None:
            raise GatewayError(CREATING)
        state = text_of(self._object(answer), "stateInstance")
        if state is None:
            raise self._not_understood(answer.body)
        return fit_to_show(state)

    async def settings(self, on_pause: OnPause) -> WaSettings:
        """What the account says of itself."""
        answer = await self._ask("getWaSettings", on_pause, expected=frozenset({"stateinstance", "phone"}))
        json = self._object(answer)
        phone = value_of(json, "phone")
        digits = "".join(re.findall("[0-9]", str(phone))) if isinstance(phone, (str, int)) else ""
        return WaSettings(f"+{digits}" if digits else None, text_of(json, "stateInstance"))

    async def contacts(self, on_pause: OnPause) -> tuple[PhoneBookEntry, ...]:
        """The account's phone book, people only. An empty one may come too early: it is asked for twice."""
        people = await self._list_contacts(on_pause) or await self._list_contacts(on_pause)
        return tuple(entry for entry in map(PhoneBookEntry.read, people) if entry is not None)

    async def _list_contacts(self, on_pause: OnPause) -> list[Json]:
        answer = await self._ask("getContacts", on_pause, query="?group=false")
        if not isinstance(answer.json, list):
            raise self._not_understood(answer.body)
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
        """Ask one method: POST with a payload, GET without."""

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
                # What may be left of this answer must not be taken for the beginning of the next one.
                if self._transport is transport:
                    await self.aclose()
                raise

        return await self._pacing.run(method, ask_once, on_pause)

    def _open(self) -> TokenTransport:
        """The transport, made when it is first needed; the account is checked then, as if just typed.

        httpx's client above it would add cookies, redirects and a third of a millisecond.
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
            problem = read_refusal(status, body, self.account, self._host, location)
            wait_s = retry_after_s(response.headers)
            if wait_s is not None and wait_s > self._timings.longest_pause_s:
                problem = tell_wait(problem, wait_s)
            raise GatewayError(problem, wait_s)
        try:
            json = parse_answer(body)
        except ValueError:
            raise self._not_understood(body) from None
        if isinstance(json, dict) and answers.is_soft_error(json, expected):
            meant = read_count(value_of(json, "statusCode"))
            status = meant if meant is not None and 400 <= meant < 600 else 400
            raise GatewayError(read_refusal(status, body, self.account, self._host))
        return Answer(status, body, json)

    def _object(self, answer: Answer) -> dict[str, Json]:
        if not isinstance(answer.json, dict):
            raise self._not_understood(answer.body)
        return answer.json

    def _not_understood(self, body: bytes) -> GatewayError:
        start = fit_to_show(body[: 4 * _UNREADABLE_CAP].decode("utf-8", "replace"), _UNREADABLE_CAP)
        sentence = (
            f"Couldn't read the response from {self._host}. Try again. "
            "If this continues, check the API address."
        )
        return GatewayError(Problem(Kind.UNREADABLE, sentence, Remedy.RETRY, start or None))


@dataclass(frozen=True, slots=True)
class Connected:
    """An account that can look contacts up."""

    state: str
    """`authorized`, or `yellowCard` (sending is suspended, reading works), or one that is not known."""
    phone: str | None
    """E.164 with a plus; None when the gateway would not say."""


def _wait_shortly(pause: Pause) -> None:
    """Who tests an account wants to know now: seconds are waited in silence, a starting instance is not."""
    if pause.problem.kind is Kind.STARTING:
        raise GatewayError(pause.problem)


async def test_account(gateway: Gateway) -> Connected:
    """Ask whether an account is usable, and whose it is.

    Raises:
        GatewayError: it cannot be asked, or its state stands in the way.
    """
    state = await gateway.state(_wait_shortly)
    if problem := STATES.get(state.casefold()):
        raise GatewayError(problem)
    try:
        phone = (await gateway.settings(_wait_shortly)).phone
    except GatewayError:
        # The account works; whose number it is would only have been good to know.
        phone = None
    return Connected(state, phone)
