"""Runs the demo gateway in its own process, so that it takes no time from the measured one.

Prints its address as one line of JSON, and ends when its standard input is closed.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspector.contact.model import Json
from inspector.core.account import Account
from inspector.core.secret import Secret

if TYPE_CHECKING:  # keeps the gateway out of the process with the window
    from inspector.demo.pictures import Links

AWAY_S = 0.05
"""The delay of the gateway and the picture server."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A business to look up. No two share a picture in their first eleven cards."""

    place: int
    """Index among the shops of one run, 0 to 99."""
    size: int
    """Number of products."""

    @property
    def digits(self) -> str:
        """From a range reserved for fiction, like the demo's catalogues."""
        return f"44770099{self.place:04}"

    @property
    def name(self) -> str:
        return f"Shop {self.place}"

    def answer(self, links: "Links") -> dict[str, Json]:
        from inspector.demo.catalogue import catalogue_profile

        profile = catalogue_profile(self.size, links)
        cards: list[Json] = [self._card(place, links) for place in range(self.size)]
        return profile | {"chatId": f"{self.digits}@c.us", "name": self.name, "products": cards}

    def _card(self, place: int, links: "Links") -> Json:
        from inspector.demo.catalogue import Item
        from inspector.demo.motifs import PARTS

        round_, part = divmod(place, len(PARTS))
        motif = tuple(PARTS)[part]
        item = Item(
            name=f"{motif.replace('-', ' ').capitalize()} no. {place + 1}",
            picture=f"{motif}-{(self.place + round_) % 100}",
            price=f"{place % 900 + 10}.90",
            description=f"Shelf {place // 40 + 1}, box {place % 40 + 1}; fits most cars of these years.",
            availability="out of stock" if place % 17 == 16 else "in stock",
        )
        return item.card(f"{self.place:03}{place:012}", links)


@contextmanager
def running(shops: Sequence[Shop], away_s: float = AWAY_S) -> Iterator[tuple[Account, Secret]]:
    """Run the gateway. Yields its account and token."""
    words = json.dumps([away_s, [(shop.place, shop.size) for shop in shops]])
    with subprocess.Popen(
        [sys.executable, str(Path(__file__)), words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        api_url, id_instance, token = json.loads(process.stdout.readline())
        yield Account("bench", "Bench", api_url, id_instance), Secret(token)
        process.communicate()


def main() -> int:
    from inspector.demo.gateway import DemoGateway

    away_s, shops = json.loads(sys.argv[1])
    with DemoGateway(enforces_limits=False, answer_delay_s=away_s, picture_delay_s=away_s) as gateway:
        for place, size in shops:
            gateway.add_contact(Shop(place, size).answer(gateway.links))
        print(json.dumps([gateway.api_url, gateway.account.id_instance, gateway.token.reveal()]), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
