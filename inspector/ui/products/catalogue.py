"""Filters and sorts a catalogue, fast enough to run on every keystroke."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from enum import Enum
from functools import cached_property
from itertools import chain
from math import inf
from operator import attrgetter
from time import perf_counter

from inspector.contact.model import Product

_SEARCHED_CHARS = 4000
"""How much of a description is searched: as much as the window shows."""
_SLICE = 32
_DIGITS = 15
_NUMBER = re.compile(rf"[0-9]{{1,{_DIGITS}}}")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Invisible characters that users don't type: soft hyphens, bidi marks, joiners, selectors, fillers."""


class Only(Enum):
    """Which products to show."""

    ALL = "all"
    OUT_OF_STOCK = "out of stock"
    UNAPPROVED = "unapproved"
    HIDDEN = "hidden"


class Order(Enum):
    """How to sort them."""

    AS_DELIVERED = "as delivered"
    BY_NAME = "by name"


_CLAIMS: dict[Only, Callable[[Product], bool]] = {
    Only.OUT_OF_STOCK: lambda product: product.is_out_of_stock,
    Only.UNAPPROVED: lambda product: product.is_unapproved,
    Only.HIDDEN: lambda product: product.is_hidden is True,
}
_FIELDS = {Only.OUT_OF_STOCK: "availability", Only.UNAPPROVED: "review_status", Only.HIDDEN: "is_hidden"}
"""The field that each claim depends on."""


class Catalogue:
    """Products with cached search text and sort keys. A position is an index into `products`."""

    def __init__(self, products: tuple[Product, ...]) -> None:
        self.products = products
        self._haystacks: list[str] = []
        self._keys: list[str] = []

    def prepare(self, budget_s: float) -> bool:
        """Compute search text and sort keys for at most `budget_s`; return whether all are done.

        Case-folding 10,000 Cyrillic descriptions takes 45 ms, too long for the first keystroke.
        """
        deadline = perf_counter() + budget_s
        while len(self._keys) < len(self.products):
            if perf_counter() >= deadline:
                return False
            self._prepare_slice()
        return True

    def positions(self, text: str, only: Only, order: Order) -> list[int]:
        """The positions of the products that contain every word of a text in name, description or ID."""
        found = self._by_name if order is Order.BY_NAME else range(len(self.products))
        if only is not Only.ALL:
            claim, products = _CLAIMS[only], self.products
            found = [position for position in found if claim(products[position])]
        words = _folded(text).split()
        if words:
            self.prepare(inf)
        haystacks = self._haystacks
        for word in words:
            found = [position for position in found if word in haystacks[position]]
        return list(found)

    def next_named(self, text: str, positions: list[int], first: int) -> int | None:
        """The index into `positions` of the next product whose name begins with a text.

        The search starts at `first` and wraps around.
        """
        self.prepare(inf)
        text, haystacks = _folded(text), self._haystacks
        around = chain(range(first, len(positions)), range(first))
        return next((place for place in around if haystacks[positions[place]].startswith(text)), None)

    def place_of(self, product: Product) -> int | None:
        """The position of a product, which may be from an earlier response; None if it is gone."""
        if product in self.products:
            return self.products.index(product)
        known = mark(product)
        places = (place for place, each in enumerate(self.products) if mark(each) == known)
        return next(places, None) if known else None

    @cached_property
    def counts(self) -> dict[Only, int]:
        """How many products each filter shows."""
        counts = {only: self._count(name, _CLAIMS[only]) for only, name in _FIELDS.items()}
        return {Only.ALL: len(self.products), **counts}

    def _count(self, name: str, claim: Callable[[Product], bool]) -> int:
        """Check each distinct value once: thousands of products have only a few."""
        values = Counter(map(attrgetter(name), self.products))
        return sum(count for value, count in values.items() if claim(Product(**{name: value})))

    @cached_property
    def _by_name(self) -> list[int]:
        self.prepare(inf)
        return sorted(range(len(self._keys)), key=self._keys.__getitem__)

    def _prepare_slice(self) -> None:
        done = len(self._keys)
        for product in self.products[done : done + _SLICE]:
            name = _folded(product.name or "").lstrip()
            description = _folded((product.description or "")[:_SEARCHED_CHARS])
            self._haystacks.append(f"{name}\n{description}\n{_folded(product.id or '')}")
            self._keys.append(_natural_key(name))


def mark(product: Product) -> str | None:
    """What identifies a product across responses, whose links differ: its ID, or else its name."""
    return product.id or product.name


def _folded(text: str) -> str:
    """Normalise a text, so that texts that look the same except for case are equal."""
    visible = text if text.isascii() else unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return visible.casefold()


def _natural_key(name: str) -> str:
    """A sort key that puts `Bolt 9` before `Bolt 10`, and products without a name last.

    It is a string, because a list of words and numbers takes five times the memory.
    """
    return f"{int(not name)}{_NUMBER.sub(_padded, name)}"


def _padded(number: re.Match[str]) -> str:
    """Pad a number to a fixed width, and make it sort before letters."""
    return f"\0{number[0]:0>{_DIGITS}}"
