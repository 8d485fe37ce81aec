"""What a picture is, told by its first bytes: neither the server nor a file name is asked."""

from enum import StrEnum

HEAD_BYTES = 12
"""How many bytes decide."""


class PictureKind(StrEnum):
    """The kinds that are decoded. The value is the decoder's own name for it."""

    JPEG = "jpeg"
    PNG = "png"
    GIF = "gif"
    WEBP = "webp"

    @property
    def suffix(self) -> str:
        """The usual end of a file's name, with its dot."""
        return ".jpg" if self is PictureKind.JPEG else f".{self.value}"


def kind_of(data: bytes) -> PictureKind | None:
    """The kind of a picture, or None for everything else, SVG and TIFF among it."""
    if data.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return PictureKind.GIF
    if data.startswith(b"RIFF") and data[8:HEAD_BYTES] == b"WEBP":
        return PictureKind.WEBP
    return None
