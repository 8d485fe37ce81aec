"""The model of a contact, as known after one response. Immutable.

`None` always means *unknown or not given*, never *no*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, NamedTuple, TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
"""Any JSON value, as returned by `json.loads`."""

MuteExpiry: TypeAlias = "datetime | Literal['always'] | None"
"""When a mute ends: a time in UTC, never, or unknown (which includes not muted)."""


@dataclass(frozen=True, slots=True)
class Remark:
    """An unexpected value in a response that didn't prevent reading the rest."""

    field: str
    """Path in the response, such as `products[3].price`."""
    said: str
    """The value and what is unexpected about it, such as `1, read as “yes”`."""


NO_FIELDS: Final[Mapping[str, Json]] = {}


class Product(NamedTuple):
    """One product of a business catalogue, as delivered.

    A NamedTuple, because 10,000 may be created at once: it takes a quarter of the time of a frozen dataclass,
    and the garbage collector doesn't track tuples of strings.
    """

    id: str | None = None
    name: str | None = None
    description: str | None = None
    price: str | None = None
    """Exactly as delivered. The gateway sends no currency or scale."""
    availability: str | None = None
    """As delivered. `in stock` in every sample."""
    review_status: str | None = None
    """`reviewStatus.whatsapp` as delivered: APPROVED, PENDING, REJECTED, …"""
    is_hidden: bool | None = None
    preview_url: str | None = None
    """About 100 × 100 pixels. The link is signed and expires after about ten days."""
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
    """A WhatsApp account, as returned by `getContactInfo`."""

    chat_id: str
    """The ID in the response, or else the one that was looked up."""
    phone: str | None = None
    """E.164 with a plus. None if WhatsApp hides the number (LID)."""
    name: str | None = None
    """The name in the WhatsApp profile."""
    contact_name: str | None = None
    """The name in the phone book of the account that looked it up."""
    is_unsaved: bool = field(default=False, kw_only=True)
    """Whether `contactName` was empty, which is how the gateway says that the contact isn't saved."""
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
    """Timer for disappearing messages in seconds. 0 is off."""
    mute_expires_at: MuteExpiry = None
    last_seen_at: datetime | None = None
    last_seen_as_delivered: str | None = None
    """The value of `lastSeen`, if it was given but isn't a valid time."""
    products: tuple[Product, ...] = ()
    other_fields: Mapping[str, Json] = field(default_factory=dict, hash=False)
    """Unknown fields, keys and values as delivered."""
    remarks: tuple[Remark, ...] = ()
    is_on_whatsapp: bool | None = None
    """The value of `existsWhatsapp`, from this response or from `checkWhatsapp`."""
    chat_id_as_delivered: str | None = None
    """The value of `chatId`, valid or not. None if there was none."""
    asked_chat_id: str | None = field(default=None, compare=False)
    """The ID that was looked up. None if it is `chat_id`."""

    @property
    def has_avatar(self) -> bool:
        return self.avatar_url is not None or self.avatar_bytes is not None

    @property
    def has_business_profile(self) -> bool:
        """Whether there is anything that only a business has."""
        return bool(self.email or self.category or self.description or self.products)

    @property
    def has_profile(self) -> bool:
        """Whether there is anything that only an account on WhatsApp has."""
        seen = self.last_seen_at or self.last_seen_as_delivered
        return bool(self.name or seen or self.has_avatar or self.has_business_profile or self.is_business)

    @property
    def is_absent(self) -> bool:
        """Whether the number isn't on WhatsApp, and nothing in the response contradicts that."""
        return self.is_on_whatsapp is False and not self.has_profile

    @property
    def has_no_details(self) -> bool:
        """Whether nothing but the number came back, so the number may not be on WhatsApp."""
        words = (self.name, self.contact_name, self.email, self.category, self.description)
        more = (self.last_seen_at, self.last_seen_as_delivered, *self.other_fields.values())
        return not (any((*words, *more)) or self.has_avatar or self.products or self.is_business)
