"""The program's icon in the formats of Windows and macOS, drawn from `resources/icons/app.svg`.

Both formats are a header and PNGs. Qt's PNGs are deterministic, so the build is reproducible.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from processes import ROOT

SOURCE = ROOT / "resources" / "icons" / "app.svg"
ICO_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""The sizes of small, list and large icons that Windows shows at 100, 125 and 150 %."""
ICNS_PX = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic08": 256,
    b"ic13": 256,
    b"ic09": 512,
    b"ic14": 512,
    b"ic10": 1024,
}
"""Apple's types for PNGs. ic10 to ic14 are for high-DPI screens, with twice the pixels of their nominal
size."""


def write_icons(folder: Path) -> None:
    """Write `app.ico` and `app.icns`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.ico").write_bytes(ico())
    (folder / "app.icns").write_bytes(icns())


def ico() -> bytes:
    """A Windows icon. In this format, a width of 256 is written as 0."""
    pictures = [png(edge) for edge in ICO_PX]
    head, place = struct.pack("<HHH", 0, 1, len(pictures)), 6 + 16 * len(pictures)
    for edge, picture in zip(ICO_PX, pictures, strict=True):
        head += struct.pack("<BBBBHHII", edge % 256, edge % 256, 0, 0, 1, 32, len(picture), place)
        place += len(picture)
    return head + b"".join(pictures)


def icns() -> bytes:
    """A macOS icon."""
    blocks = b""
    for name, edge in ICNS_PX.items():
        picture = png(edge)
        blocks += name + struct.pack(">I", 8 + len(picture)) + picture
    return b"icns" + struct.pack(">I", 8 + len(blocks)) + blocks


def png(edge_px: int) -> bytes:
    picture = QImage(edge_px, edge_px, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"PNG").write(picture)
    return bytes(buffer.data().data())
