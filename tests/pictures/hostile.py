"""Pictures that mean harm or are broken, made here byte by byte: none is larger than a few kilobytes."""

import gzip
import struct
import zlib


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """A grey PNG of any announced size; `rows` says how many lines really follow."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    count = height if rows is None else rows
    lines = (b"\0" + b"\x80" * width) * count if count else b""
    body = zlib.compress(lines, 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    """The header of a lossless WebP of any size, and nothing to fill it with."""
    bits = struct.pack("<I", (width - 1) | (height - 1) << 14)
    data = b"\x2f" + bits + b"\0" * 32
    chunk = b"VP8L" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def gif(width: int, height: int, frames: int = 1) -> bytes:
    """A moving picture of single black pixels, then white ones, on a screen of any announced size."""
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    black, white = b"\x02\x02\x44\x01\x00", b"\x02\x02\x4c\x01\x00"
    place = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    return b"GIF89a" + screen + b"".join(place + (white if n else black) for n in range(frames)) + b";"


def nested_svg(depth: int = 8) -> bytes:
    """Each level draws the one below it ten times: a billion rectangles in a kilobyte."""
    levels = ['<g id="a0"><rect width="1" height="1"/></g>']
    for level in range(1, depth):
        uses = f'<use href="#a{level - 1}"/>' * 10
        levels.append(f'<g id="a{level}">{uses}</g>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(levels)}</svg>'.encode()


def gzip_bomb() -> bytes:
    """40 kB that are 40 MB."""
    return gzip.compress(bytes(40_000_000), 6)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


HTML = b"<!DOCTYPE html><html><body><img src='file:///etc/hostname'>Link expired</body></html>"

NOT_PICTURES = {
    "nothing": b"",
    "one byte": b"\xff",
    "half a signature": b"\x89PNG",
    "html": HTML,
    "svg": nested_svg(),
    "svg with a picture's name": b"RIFF    SVG <svg/>",
    "gzip of nothing": gzip.compress(b"\0" * 1_000_000),
    "tiff": b"II*\0\x08\0\0\0" + b"\0" * 64,
    "bmp": b"BM" + b"\0" * 64,
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "wave sound": b"RIFF\x24\0\0\0WAVEfmt ",
}

TOO_LARGE = {
    "webp of 64 megapixels": webp(8000, 8000),
    "webp of 268 megapixels": webp(16384, 16384),
    "png one pixel too wide": png(8193, 1),
    "png of 24 megapixels and a line": png(6000, 4001, rows=1),
}

DAMAGED = {
    "png of two billion a side": png(2**31 - 1, 2**31 - 1, rows=0),
    "png without pixels": png(40, 40, rows=0),
    "png cut off": png(400, 400)[:60],
    "png of no size": png(0, 0, rows=0),
    "webp without pixels": webp(40, 40),
    "jpeg of a signature": b"\xff\xd8\xff\xe0" + b"\0" * 32,
    "gif of a signature": b"GIF89a" + b"\0" * 6,
}
