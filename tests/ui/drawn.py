"""Real pictures in every kind that Qt can write, and what was really painted."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageWriter
from PySide6.QtWidgets import QWidget

LEFT, RIGHT = QColor("#c02020"), QColor("#2040c0")


def two_coloured(width: int, height: int) -> QImage:
    """Red on the left, blue on the right."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(LEFT)
    for x in range(width // 2, width):
        for y in range(height):
            image.setPixelColor(x, y, RIGHT)
    return image


def plain(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(LEFT)
    return image


def encoded(
    image: QImage,
    kind: str,
    transformation: QImageIOHandler.Transformation = QImageIOHandler.Transformation.TransformationNone,
) -> bytes:
    """A file of that kind; the transformation is only noted in it, as a camera does."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, kind.encode())
    writer.setTransformation(transformation)
    assert writer.write(image), writer.errorString()
    return bytes(buffer.data().data())


def is_about(colour: QColor, other: QColor) -> bool:
    """Whether two colours look the same, as JPEG understands it."""
    ours, theirs = colour.getRgb(), other.getRgb()
    assert isinstance(ours, tuple)
    assert isinstance(theirs, tuple)
    return all(abs(one - another) < 24 for one, another in zip(ours, theirs, strict=True))


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(image: QImage) -> set[str]:
    """Every colour of a picture, as `#rrggbb`."""
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
