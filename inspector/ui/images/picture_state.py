"""What can be said of a picture: which one is meant, and whether it is here."""

from dataclasses import dataclass, field
from typing import TypeAlias

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from inspector.pictures.error import PictureErrorKind
from inspector.ui.images.decoding import Fit

_WHOLE_EDGE_PX = 4096


@dataclass(frozen=True, slots=True)
class Wish:
    """One picture at one size."""

    source: str | bytes = field(repr=False)
    """A link as delivered, or a file's bytes."""
    edge_px: int
    """Device pixels; see Fit for what they measure."""
    fit: Fit = Fit.COVER


def whole(source: str | bytes) -> Wish:
    """All of a picture, pixel for pixel up to a side of 4,096; larger ones are scaled down to it."""
    return Wish(source, _WHOLE_EDGE_PX, Fit.CONTAIN)


@dataclass(frozen=True, slots=True)
class Loading:
    """Not here yet, and perhaps not asked for."""

    stand_in: QImage | None = None
    """What is left of a picture that was here before: enough for a blur at its place."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A picture that can be painted."""

    image: QImage
    natural_size: QSize
    """The picture's own size in pixels; the image is never larger."""
    data: bytes = field(repr=False)
    """The file as it was fetched."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A picture that cannot be shown, and why, in a sentence."""

    trouble: PictureErrorKind
    sentence: str
    refused_host: str = ""
    """The host, in ASCII, when it is why; else empty."""


PictureState: TypeAlias = Loading | Arrived | Broken
