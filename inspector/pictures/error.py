"""Why a picture cannot be shown: a kind, and one sentence for a person."""

from enum import StrEnum


class PictureErrorKind(StrEnum):
    """What went wrong with a picture."""

    MISSING = "missing"
    SWITCHED_OFF = "switched off"
    REFUSED = "refused"
    EXPIRED = "expired"
    GONE = "gone"
    NOT_A_PICTURE = "not a picture"
    TOO_LARGE = "too large"
    DAMAGED = "damaged"
    NETWORK = "network"
    TIMEOUT = "timeout"
    SERVER = "server"

    @property
    def is_worth_a_retry(self) -> bool:
        """Whether the same link may answer differently a moment later."""
        return self not in _SETTLED


_SETTLED = frozenset((PictureErrorKind.MISSING, PictureErrorKind.SWITCHED_OFF, PictureErrorKind.REFUSED))


class PictureError(Exception):
    """A picture that cannot be shown.

    The sentence is complete, ends in a full stop, and names at most the host: a link is signed, so
    whoever has it has the picture.
    """

    def __init__(self, trouble: PictureErrorKind, sentence: str, refused_host: str = "") -> None:
        super().__init__(sentence)
        self.trouble = trouble
        self.sentence = sentence
        self.refused_host = refused_host
        """Where the link leads when that is not asked; else empty."""
