"""The contacts that the demo gateway knows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from inspector.contact.model import Json
from inspector.demo import dealer, documented, people
from inspector.demo.catalogue import (
    catalogue_number,
    catalogue_profile,
    catalogue_size,
    written_catalogue,
)
from inspector.demo.pictures import Links

Builder: TypeAlias = Callable[[Links], dict[str, Json]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample contact. Its number isn't assigned to anyone."""

    title: str
    number: str
    """As a user would type it."""
    chat_id: str


SAMPLES: tuple[Sample, ...] = (
    Sample("Business with 31 products", "+7 912 345-67-89", dealer.CHAT_ID),
    Sample("From the GREEN-API documentation", "71234567890", documented.CHAT_ID),
    Sample("Business without a catalogue", "+44 20 7946 0158", people.FLORIST),
    Sample("Personal contact", "+1 202-555-0123", people.PERSON),
    Sample("Muted, and last seen a while ago", "+1 202-555-0147", people.MUTED),
    Sample("Right-to-left and emoji names", "+1 202-555-0176", people.MIXED_SCRIPTS),
    Sample("Nothing but a number", "+1 202-555-0199", people.NUMBER_ONLY),
    Sample("Hidden number (LID)", people.LID, people.LID),
    Sample("Pictures that have expired", "+44 20 7946 0466", people.EXPIRED),
    Sample("Every field odd", "+44 20 7946 0777", people.ODD),
    Sample("Ten thousand products", "+44 7700 910000", f"{catalogue_number(10_000)}@c.us"),
    Sample("Personal, with a business profile", "+44 20 7946 0311", people.CONTRADICTORY),
    Sample("No picture", "+1 202-555-0164", people.NO_PICTURE),
)

_BUILDERS: Mapping[str, Builder] = {
    dealer.CHAT_ID: dealer.dealer,
    documented.CHAT_ID: documented.documented_contact,
    people.FLORIST: people.florist,
    people.PERSON: people.person,
    people.MUTED: people.muted,
    people.MIXED_SCRIPTS: people.mixed_scripts,
    people.NUMBER_ONLY: people.number_only,
    people.LID: people.hidden_number,
    people.EXPIRED: people.expired,
    people.ODD: people.odd,
    people.CONTRADICTORY: people.contradictory,
    people.NO_PICTURE: people.no_picture,
}


class Directory:
    """The sample contacts, generated catalogues, and any contacts that were added."""

    def __init__(self) -> None:
        self._added: dict[str, bytes] = {}

    def add(self, answer: Mapping[str, Json]) -> None:
        """Use this response for its `chatId` from now on.

        Raises:
            KeyError: there is no `chatId`.
            TypeError: it can't be encoded as JSON.
        """
        self._added[str(answer["chatId"])] = _encoded(answer)

    async def answer(self, chat_id: str, links: Links) -> bytes:
        """The JSON response of `getContactInfo`; only the ID for unknown contacts."""
        if chat_id in self._added:
            return self._added[chat_id]
        size = catalogue_size(chat_id)
        if size is not None:
            return await written_catalogue(size, links)
        return _encoded(self._profile(chat_id, links))

    def avatar(self, chat_id: str, links: Links) -> str | None:
        """The URL for `getAvatar`, which may exist even if `getContactInfo` has none."""
        if chat_id == people.PERSON:
            return links.original(people.PERSON_AVATAR)
        url = self._profile(chat_id, links).get("avatar")
        return url if isinstance(url, str) and url.startswith("http") else None

    def is_on_whatsapp(self, chat_id: str) -> bool:
        if chat_id in self._added or catalogue_size(chat_id) is not None:
            return True
        return chat_id in _BUILDERS and chat_id != people.NUMBER_ONLY

    def listing(self, links: Links) -> list[Json]:
        """The response of `getContacts`: the samples with their names, if any."""
        return [_entry(sample.chat_id, self._profile(sample.chat_id, links)) for sample in SAMPLES]

    def _profile(self, chat_id: str, links: Links) -> dict[str, Json]:
        """The response; for a catalogue, without its products."""
        if chat_id in self._added:
            added: dict[str, Json] = json.loads(self._added[chat_id])
            return added
        size = catalogue_size(chat_id)
        if size is not None:
            return catalogue_profile(size, links)
        builder = _BUILDERS.get(chat_id)
        return builder(links) if builder is not None else {"chatId": chat_id}


def _entry(chat_id: str, profile: Mapping[str, Json]) -> Json:
    names = {key: profile.get(key) for key in ("name", "contactName")}
    readable = {key: name if isinstance(name, str) else "" for key, name in names.items()}
    return {"id": chat_id, **readable, "type": "user"}


def _encoded(answer: Mapping[str, Json]) -> bytes:
    """UTF-8 JSON. Lone surrogates, which UTF-8 can't encode, become escapes."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
