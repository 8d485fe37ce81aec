"""The sequence of requests in a lookup: the contact first, then what is missing from it.

Each part is reported as soon as it arrives. A later failure never takes it back.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from inspector.contact.model import Contact, Remark
from inspector.contact.reading import read_contact
from inspector.core.problem import GatewayError, Pause, Problem, Remedy
from inspector.lookup.session import (
    Asked,
    AvatarArrived,
    Broke,
    Checked,
    ContactArrived,
    Event,
    Finished,
    Found,
    Paused,
)

if TYPE_CHECKING:  # the window imports this module before its first paint, and httpx after it
    from inspector.greenapi.client import Gateway

Tell: TypeAlias = Callable[[Event], None]


async def look_up(gateway: "Gateway", asked: Asked, tell: Tell) -> None:
    """Look up a contact and report each part. Failures are reported as events, not raised."""

    def tell_pause(pause: Pause) -> None:
        tell(Paused(pause))

    asked_at, started_s = datetime.now(UTC), monotonic()
    try:
        answer = await gateway.contact_info(asked.chat_id, tell_pause)
    except GatewayError as error:
        tell(Broke(error.problem))
        return
    contact = read_contact(answer.json, asked.chat_id)
    text = answer.body.decode(json.detect_encoding(answer.body), "replace")
    tell(ContactArrived(Found(contact, text, asked_at, monotonic() - started_s)))
    if not contact.has_avatar:
        await _request_avatar(gateway, contact, asked, tell)
    tell(Finished())


async def check(gateway: "Gateway", asked: Asked, tell: Tell) -> None:
    """Check whether a number is on WhatsApp. Counts against a monthly limit, so only on request."""

    def tell_pause(pause: Pause) -> None:
        tell(Paused(pause))

    try:
        tell(Checked(await gateway.check_whatsapp(asked.chat_id, tell_pause)))
    except GatewayError as error:
        tell(Broke(error.problem))


async def _request_avatar(gateway: "Gateway", contact: Contact, asked: Asked, tell: Tell) -> None:
    def tell_pause(pause: Pause) -> None:
        tell(Paused(pause))

    try:
        answer = await gateway.avatar(asked.chat_id, tell_pause)
    except GatewayError as error:
        tell(_without_avatar(contact, error.problem))
        return
    picture = read_contact({"avatar": answer.url, "base64Avatar": answer.base64}, asked.chat_id)
    remarks = (*contact.remarks, *picture.remarks)
    if answer.reason and not picture.has_avatar:
        remarks = (*remarks, Remark("avatar", f"The gateway sent no picture: {answer.reason}"))
    found = replace(
        contact, avatar_url=picture.avatar_url, avatar_bytes=picture.avatar_bytes, remarks=remarks
    )
    if found != contact:
        tell(AvatarArrived(found))


def _without_avatar(contact: Contact, problem: Problem) -> Event:
    """Report a missing picture as a failure only if the account itself needs fixing."""
    if problem.remedy is Remedy.OPEN_ACCOUNT:
        return Broke(problem)
    remark = Remark("avatar", f"Couldn't request the picture: {problem.sentence}")
    return AvatarArrived(replace(contact, remarks=(*contact.remarks, remark)))
