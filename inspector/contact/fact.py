"""One line of what is known of a contact, for the window and the command line alike."""

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
"""What each fact is called, by the documented name of its field; `number` comes from several."""


class State(Enum):
    """What the gateway said about a fact."""

    GIVEN = auto()
    NOT_GIVEN = auto()
    UNKNOWN = auto()
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what is known of a contact."""

    key: str
    """One of LABELS, or `other.` and the key as delivered."""
    value: str
    """In words, cleaned, never empty."""
    state: State = State.GIVEN
    copied: str | None = None
    """What a copy button copies; None when there is nothing to copy."""
    reason: str = ""
    """Why nothing was given."""
    contradiction: str = ""
    """A sentence that says what else in the answer contradicts it."""
    note: str = ""
    """A sentence that says what of it cannot be shown."""
    other_label: str = ""
    """What a field that nobody knows is called."""

    @property
    def label(self) -> str:
        return self.other_label or LABELS[self.key]

    @property
    def mark(self) -> str:
        """What a person should know beside the value."""
        return self.contradiction or self.note

    @property
    def is_given(self) -> bool:
        return self.state is State.GIVEN


@dataclass(frozen=True, slots=True)
class Flag(Fact):
    """A fact that is yes, no or unknown."""

    claim: bool | None = None
    words: str = ""
    """Label and value in one short phrase: `Not muted`."""
