"""Decodes bytes to a QImage of limited size, on any thread. Never uses QPixmap."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QBuffer, QIODevice, QLoggingCategory, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.pictures.kind import PictureKind, kind_of

LARGEST_SIDE_PX = 8192
MOST_PIXELS = 24_000_000
ALLOCATION_LIMIT_MB = 64
STAND_IN_PX = 16
_COARSE_PX = 64
_MAX_UNSCALED_PIXELS = ALLOCATION_LIMIT_MB * 2**20 // 4
"""Only JPEG is scaled while decoding; other formats need memory for the full size."""
_MAX_COVER_EDGES = 4
"""Longest side as a multiple of the edge. Otherwise 8,192 x 1 pixels would be scaled to a million pixels in
length to cover a square."""


class Fit(Enum):
    """How a picture is fitted to a square."""

    CONTAIN = "contain"
    """The whole picture is visible: its longer side equals the edge."""
    COVER = "cover"
    """The square is filled: the shorter side equals the edge."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded picture."""

    image: QImage
    """Never larger than the original, in a format that is painted without conversion."""
    natural_size: QSize
    """The original size in pixels, after EXIF rotation."""


def limit_decoders() -> None:
    """Limit how much memory Qt's image decoders may allocate in this process. Idempotent."""
    QImageReader.setAllocationLimit(ALLOCATION_LIMIT_MB)
    # Damaged pictures are reported where they are shown; the decoders' warnings would only fill the log.
    QLoggingCategory.setFilterRules("qt.gui.imageio*=false")


def decode(data: bytes, edge_px: int, fit: Fit) -> Decoded:
    """Decode a picture, scaled down while reading. For an animation, the first frame.

    A JPEG of 12 megapixels takes 9 ms this way, and 78 ms if it is scaled after decoding.

    Args:
        data: the file's bytes. The decoder is chosen by the first bytes, never guessed by Qt, so SVG, TIFF
            and PDF are never decoded.
        edge_px: device pixels.
        fit: which side the edge applies to.

    Raises:
        PictureError: with the reason.
    """
    kind = kind_of(data)
    if kind is None:
        raise PictureError(PictureErrorKind.NOT_A_PICTURE, "This isn't a picture.")
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, kind.value.encode())
    reader.setAutoDetectImageFormat(False)
    try:
        _check(reader.size(), kind)
        return _read(reader, edge_px, fit)
    finally:
        # QImageReader crashes if it outlives its buffer, and Python doesn't guarantee the order in which
        # locals are freed.
        del reader
        buffer.close()


def stand_in(image: QImage) -> QImage:
    """The centre of a picture in half a kilobyte, small enough to keep thousands."""
    # Sample coarsely first: smooth scaling of nine million pixels took 27 ms.
    coarse = image.scaled(_COARSE_PX, _COARSE_PX, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    left, top = (coarse.width() - _COARSE_PX) // 2, (coarse.height() - _COARSE_PX) // 2
    middle = coarse.copy(left, top, _COARSE_PX, _COARSE_PX)
    small = middle.scaled(STAND_IN_PX, STAND_IN_PX, mode=Qt.TransformationMode.SmoothTransformation)
    is_opaque = not image.hasAlphaChannel()
    return small.convertToFormat(
        QImage.Format.Format_RGB16 if is_opaque else QImage.Format.Format_ARGB4444_Premultiplied
    )


def _read(reader: QImageReader, edge_px: int, fit: Fit) -> Decoded:
    reader.setAutoTransform(True)
    size = reader.size()
    reader.setScaledSize(_scaled(size, edge_px, fit))
    image = reader.read()
    if image.isNull():
        raise PictureError(PictureErrorKind.DAMAGED, "The picture is damaged and can't be shown.")
    is_opaque = not image.hasAlphaChannel()
    wanted = QImage.Format.Format_RGB32 if is_opaque else QImage.Format.Format_ARGB32_Premultiplied
    is_on_its_side = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    return Decoded(image.convertToFormat(wanted), size.transposed() if is_on_its_side else size)


def _check(size: QSize, kind: PictureKind) -> None:
    """Check the size in the header before anything is allocated."""
    if size.isEmpty():
        raise PictureError(PictureErrorKind.DAMAGED, "The picture is damaged because its size is missing.")
    width, height = size.width(), size.height()
    most = MOST_PIXELS if kind is PictureKind.JPEG else _MAX_UNSCALED_PIXELS
    if max(width, height) > LARGEST_SIDE_PX or width * height > most:
        sentence = f"The picture is too large to show: {width} x {height} pixels."
        raise PictureError(PictureErrorKind.TOO_LARGE, sentence)


def _scaled(size: QSize, edge_px: int, fit: Fit) -> QSize:
    longer, shorter = max(size.width(), size.height()), min(size.width(), size.height())
    factor = edge_px / longer
    if fit is Fit.COVER:
        factor = min(edge_px / shorter, _MAX_COVER_EDGES * edge_px / longer)
    # A JPEG decoder only scales to a half or less, so a picture too large for memory must be at least halved.
    factor = min(factor, 0.5 if longer * shorter > _MAX_UNSCALED_PIXELS else 1.0)
    return QSize(max(1, round(size.width() * factor)), max(1, round(size.height() * factor)))
