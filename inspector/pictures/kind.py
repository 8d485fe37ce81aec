"""Detects a picture's format by its first bytes, ignoring the content type and the file name."""

from enum import StrEnum

HEAD_BYTES = 12
"""How many bytes are needed to detect the format."""


class PictureKind(StrEnum):
    """The supported formats. The value is the name that Qt's decoder uses."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"

    @property
    def suffix(self) -> str:
        """The usual file extension, with its dot."""
        return ".jpg" if self is PictureKind.JPEG else f".{self.value}"


def kind_of(data: bytes) -> PictureKind | None:
    """The format of a picture; None for everything else, including SVG and TIFF.

    An SVG of 2 kB can take seconds to draw, or show a local file.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return PictureKind.GIF
    if data.startswith(b"RIFF") and data[8:HEAD_BYTES] == b"WEBP":
        return PictureKind.WEBP
    return None
