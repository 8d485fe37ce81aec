"""Requests for pictures and their states."""

from dataclasses import dataclass, field
from typing import TypeAlias

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from inspector.pictures.error import PictureErrorKind
from inspector.ui.images.decoding import Fit

_WHOLE_EDGE_PX = 4096


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A request for one picture at one size."""

    source: str | bytes = field(repr=False)
    """A link as received, or a file's bytes."""
    edge_px: int
    """Device pixels; see Fit for what they measure."""
    fit: Fit = Fit.COVER


def whole(source: str | bytes) -> PictureRequest:
    """The whole picture at full size, scaled down only if a side exceeds 4,096 pixels."""
    return PictureRequest(source, _WHOLE_EDGE_PX, Fit.CONTAIN)


@dataclass(frozen=True, slots=True)
class Loading:
    """Not available yet, and possibly not requested."""

    stand_in: QImage | None = None
    """A tiny version of a picture that was loaded before, shown blurred as a placeholder."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A picture that can be painted."""

    image: QImage
    natural_size: QSize
    """The original size in pixels; the image is never larger."""
    data: bytes = field(repr=False)
    """The file as downloaded."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A picture that can't be shown, and a sentence that says why."""

    trouble: PictureErrorKind
    sentence: str
    refused_host: str = ""
    """The host in ASCII, if it was refused; otherwise empty."""


PictureState: TypeAlias = Loading | Arrived | Broken
