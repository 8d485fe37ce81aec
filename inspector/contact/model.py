"""What is known of a contact after one answer. Frozen, typed, and free of I/O.

`None` always means *unknown or not given*, which is never the same as *no*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
"""Any JSON value as `json.loads` gives it."""

MuteExpiry: TypeAlias = "datetime | Literal['always'] | None"
"""When notifications come back: a moment in UTC, never, or unknown (also: not muted)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd in an answer that did not stop it from being read."""

    field: str
    """Path as delivered, for example `products[3].price`."""
    said: str
    """The value and what is odd about it: `1, read as “yes”`."""


NO_FIELDS: Final[Mapping[str, Json]] = {}


class Product(NamedTuple):
    """One card of a business catalogue, as delivered.

    Ten thousand of them are made at a time: a tuple takes a quarter of the time of a frozen dataclass, and
    the search for garbage leaves tuples of texts alone.
    """

    id: str | None = None
    name: str | None = None
    description: str | None = None
    price: str | None = None
    """Exactly as delivered: the gateway gives neither currency nor scale."""
    availability: str | None = None
    """As delivered; `in stock` in every sample."""
    review_status: str | None = None
    """`reviewStatus.whatsapp` as delivered: APPROVED, PENDING, REJECTED, …"""
    is_hidden: bool | None = None
    preview_url: str | None = None
    """About 100 x 100 pixels; signed, expires after about ten days."""
    original_url: str | None = None
    other_fields: Mapping[str, Json] = NO_FIELDS

    @property
    def is_out_of_stock(self) -> bool:
        return self.availability is not None and self.availability.casefold() != "in stock"

    @property
    def is_unapproved(self) -> bool:
        return self.review_status is not None and self.review_status.casefold() != "approved"


@dataclass(frozen=True, slots=True)
class Contact:
    """A WhatsApp account as `getContactInfo` tells it."""

    chat_id: str
    """The id that was delivered, or else the one that was asked for."""
    phone: str | None = None
    """E.164 with a plus, or None when WhatsApp hides the number (a LID)."""
    name: str | None = None
    """The name in the WhatsApp profile."""
    contact_name: str | None = None
    """The name in the asking account's phone book."""
    is_unsaved: bool = field(default=False, kw_only=True)
    """Whether `contactName` came empty, which is how the gateway says that there is none."""
    email: str | None = None
    category: str | None = None
    description: str | None = None
    avatar_url: str | None = None
    avatar_bytes: bytes | None = field(default=None, repr=False)
    is_business: bool | None = None
    is_archived: bool | None = None
    is_muted: bool | None = None
    is_disappearing: bool | None = None
    message_expiration_s: int | None = None
    """Disappearing-message timer in seconds; 0 is off."""
    mute_expires_at: MuteExpiry = None
    last_seen_at: datetime | None = None
    last_seen_as_delivered: str | None = None
    """The value of `lastSeen` when it was given and could not be read as a time."""
    products: tuple[Product, ...] = ()
    other_fields: Mapping[str, Json] = field(default_factory=dict, hash=False)
    """Fields nobody knew, key and value as delivered."""
    remarks: tuple[Remark, ...] = ()
    is_on_whatsapp: bool | None = None
    """What `existsWhatsapp` says, in the answer itself or in one of `checkWhatsapp`."""
    chat_id_as_delivered: str | None = None
    """The value of `chatId`, readable or not; None when none was delivered."""
    asked_chat_id: str | None = field(default=None, compare=False)
    """The id that was asked for; None when it is `chat_id`."""

    @property
    def has_avatar(self) -> bool:
        return self.avatar_url is not None or self.avatar_bytes is not None

    @property
    def has_business_profile(self) -> bool:
        """Whether anything came that only a business has."""
        return bool(self.email or self.category or self.description or self.products)

    @property
    def has_profile(self) -> bool:
        """Whether anything came that only an account on WhatsApp has."""
        seen = self.last_seen_at or self.last_seen_as_delivered
        return bool(self.name or seen or self.has_avatar or self.has_business_profile or self.is_business)

    @property
    def is_absent(self) -> bool:
        """Not on WhatsApp, and nothing in the answer contradicts that."""
        return self.is_on_whatsapp is False and not self.has_profile

    @property
    def says_nothing(self) -> bool:
        """Whether nothing but the number came back: it may not be on WhatsApp at all."""
        words = (self.name, self.contact_name, self.email, self.category, self.description)
        more = (self.last_seen_at, self.last_seen_as_delivered, *self.other_fields.values())
        return not (any((*words, *more)) or self.has_avatar or self.products or self.is_business)
