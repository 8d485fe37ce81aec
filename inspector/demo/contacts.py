"""Who the demo gateway knows."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from inspector.contact.model import Json
from inspector.demo import documented
from inspector.demo.pictures import Links

Builder: TypeAlias = Callable[[Links], dict[str, Json]]


@dataclass(frozen=True, slots=True)
class Sample:
    """A contact to try."""

    title: str
    number: str
    """As a person would type it."""
    chat_id: str


SAMPLES: tuple[Sample, ...] = (Sample("The documentation's own contact", "71234567890", documented.CHAT_ID),)
_BUILDERS: Mapping[str, Builder] = {
    documented.CHAT_ID: lambda _links: documented.documented_contact(),
}


class Directory:
    """The sample contacts, and those that were added."""

    def __init__(self) -> None:
        self._added: dict[str, bytes] = {}

    def add(self, answer: Mapping[str, Json]) -> None:
        """Answer with this for its `chatId` from now on. Raises KeyError without one."""
        self._added[str(answer["chatId"])] = _written(answer)

    async def answer(self, chat_id: str, links: Links) -> bytes:
        return _written(self._find(chat_id, links))

    def avatar(self, chat_id: str, links: Links) -> str | None:
        url = self._find(chat_id, links).get("avatar")
        return url if isinstance(url, str) and url.startswith("http") else None

    def is_on_whatsapp(self, chat_id: str) -> bool:
        return chat_id in self._added or chat_id in _BUILDERS

    def listing(self, links: Links) -> Json:
        """What `getContacts` answers: the samples, with the names they have."""
        return [
            {"id": chat_id, "name": answer["name"], "contactName": answer["contactName"], "type": "user"}
            for chat_id, answer in ((chat_id, builder(links)) for chat_id, builder in _BUILDERS.items())
        ]

    def _find(self, chat_id: str, links: Links) -> dict[str, Json]:
        if chat_id in self._added:
            found: dict[str, Json] = json.loads(self._added[chat_id])
            return found
        builder = _BUILDERS.get(chat_id)
        return builder(links) if builder is not None else {"chatId": chat_id}


def _written(answer: Mapping[str, Json]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace")
