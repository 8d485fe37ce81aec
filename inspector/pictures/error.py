"""Why a picture can't be shown: the kind of error, and a message."""

from enum import StrEnum


class PictureErrorKind(StrEnum):
    """The kinds of picture errors."""

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
        """Whether a retry of the same link may succeed."""
        return self not in _SETTLED


_SETTLED = frozenset((PictureErrorKind.MISSING, PictureErrorKind.SWITCHED_OFF, PictureErrorKind.REFUSED))


class PictureError(Exception):
    """A picture that can't be shown.

    The sentence is complete, ends in a full stop and names the host at most. It never contains the link,
    which is signed: whoever has it can download the picture.
    """

    def __init__(self, trouble: PictureErrorKind, sentence: str, refused_host: str = "") -> None:
        super().__init__(sentence)
        self.trouble = trouble
        self.sentence = sentence
        self.refused_host = refused_host
        """The host, if it was refused because pictures aren't downloaded from it; otherwise empty."""
