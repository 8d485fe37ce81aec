"""One known fact about a contact, used by the window and the command line."""

from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

LABELS: Final = MappingProxyType(
    {
        "number": "Number",
        "existsWhatsapp": "On WhatsApp",
        "name": "Name",
        "contactName": "In phone book",
        "isBusiness": "Business",
        "category": "Category",
        "email": "Email",
        "description": "Description",
        "avatar": "Picture",
        "isArchive": "Archived",
        "isMute": "Muted",
        "muteExpiration": "Mute ends",
        "isDisappearing": "Disappearing messages",
        "messageExpiration": "Message timer",
        "lastSeen": "Last seen",
        "chatId": "Chat ID",
        "products": "Products",
    }
)
"""The label of each fact, by the documented name of its field. `number` is derived from several fields."""


class State(Enum):
    """Whether the gateway gave a value for a fact."""

    GIVEN = auto()
    NOT_GIVEN = auto()
    UNKNOWN = auto()
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class Fact:
    """One known fact about a contact."""

    key: str
    """A key of LABELS, or `other.` followed by the key in the response."""
    value: str
    """Text for display, cleaned and never empty."""
    state: State = State.GIVEN
    copied: str | None = None
    """What the copy button copies; None if there is nothing to copy."""
    reason: str = ""
    """Why no value was given."""
    contradiction: str = ""
    """A sentence saying what else in the response contradicts it."""
    note: str = ""
    """A sentence saying what part of it can't be shown."""
    other_label: str = ""
    """The label of an unknown field."""

    @property
    def label(self) -> str:
        return self.other_label or LABELS[self.key]

    @property
    def mark(self) -> str:
        """A warning to show next to the value."""
        return self.contradiction or self.note

    @property
    def is_given(self) -> bool:
        return self.state is State.GIVEN


@dataclass(frozen=True, slots=True)
class Flag(Fact):
    """A yes/no fact, which may also be unknown."""

    claim: bool | None = None
    words: str = ""
    """Label and value as one short phrase, such as `Not muted`."""
