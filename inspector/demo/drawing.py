"""Draws flat shapes without a graphics library: fills closed paths on a canvas and writes PNGs.

Coordinates run from 0 to 100 on both axes, x to the right and y down, independent of the size in pixels. A
path may extend beyond the top and bottom of the canvas, but not beyond its sides.
"""

import math
import struct
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Path: TypeAlias = tuple[Point, ...]
Colour: TypeAlias = tuple[int, int, int]

_LINES_PER_ROW = 4
"""Vertical antialiasing: scan lines per pixel row. Horizontally it is exact."""


class Canvas:
    """A square picture with a vertical gradient as its background."""

    def __init__(self, size_px: int, top: Colour, bottom: Colour) -> None:
        self._size_px = size_px
        self._rows = [bytearray(_mix(top, bottom, y / size_px)) * size_px for y in range(size_px)]

    def fill(self, paths: Iterable[Path], colour: Colour) -> None:
        """Fill paths by the even-odd rule, which leaves holes where two overlap."""
        crossings = _crossings(paths, self._size_px)
        pixel = bytes(colour)
        for y in sorted({line // _LINES_PER_ROW for line in crossings}):
            row = self._rows[y]
            for start, stop, cover in _runs(crossings, y, self._size_px):
                if cover > 0.99:
                    row[3 * start : 3 * stop] = pixel * (stop - start)
                else:
                    _blend(row, start, stop, colour, cover)

    def png(self) -> bytes:
        """The picture as an 8-bit RGB PNG."""
        header = struct.pack(">IIBBBBB", self._size_px, self._size_px, 8, 2, 0, 0, 0)
        pixels = zlib.compress(b"".join(b"\0" + row for row in self._rows), 3)
        chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
        return b"\x89PNG\r\n\x1a\n" + chunks


def circle(x: float, y: float, radius: float) -> Path:
    return arc(x, y, radius, 0, 360)


def arc(x: float, y: float, radius: float, start_deg: float, stop_deg: float) -> Path:
    """Points along an arc, clockwise from the right. When filled, it is closed by its chord."""
    # enough points to stay within a fifth of a pixel of the curve at 640 pixels
    steps = math.ceil((12 + 3 * radius) * abs(stop_deg - start_deg) / 360)
    turn = math.radians(stop_deg - start_deg) / steps
    angles = (math.radians(start_deg) + turn * step for step in range(steps + 1))
    return tuple((x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles)


def rounded(x: float, y: float, width: float, height: float, radius: float) -> Path:
    """A rectangle with rounded corners; x and y are its upper left corner."""
    right, bottom = x + width - radius, y + height - radius
    left, top = x + radius, y + radius
    return (
        *arc(right, top, radius, 270, 360),
        *arc(right, bottom, radius, 0, 90),
        *arc(left, bottom, radius, 90, 180),
        *arc(left, top, radius, 180, 270),
    )


def stroke(start: Point, stop: Point, width: float) -> Path:
    """A straight line with round caps."""
    direction = math.degrees(math.atan2(stop[1] - start[1], stop[0] - start[0]))
    return (
        *arc(*stop, width / 2, direction - 90, direction + 90),
        *arc(*start, width / 2, direction + 90, direction + 270),
    )


def gear(x: float, y: float, inner: float, outer: float, teeth: int) -> Path:
    """A gear wheel; its rim alternates between two radii."""
    step = 2 * math.pi / teeth
    shape = ((0.0, inner), (0.42, inner), (0.52, outer), (0.9, outer))
    return tuple(
        (x + radius * math.cos(step * (tooth + share)), y + radius * math.sin(step * (tooth + share)))
        for tooth in range(teeth)
        for share, radius in shape
    )


def turned(path: Path, angle_deg: float, centre: Point = (50, 50)) -> Path:
    """A path rotated clockwise about a point."""
    cos, sin = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    shifted = ((x - centre[0], y - centre[1]) for x, y in path)
    return tuple((centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in shifted)


def _crossings(paths: Iterable[Path], size_px: int) -> dict[int, list[float]]:
    """Where the paths' edges cross each scan line, in pixels. Every row has several scan lines."""
    scale, line_scale = size_px / 100, size_px * _LINES_PER_ROW / 100
    crossings: dict[int, list[float]] = defaultdict(list)
    for path in paths:
        for (x0, y0), (x1, y1) in zip(path, (*path[1:], path[0]), strict=True):
            upper, lower = (y0, y1) if y0 < y1 else (y1, y0)
            first = max(0, math.ceil(upper * line_scale - 0.5))
            stop = min(size_px * _LINES_PER_ROW, math.ceil(lower * line_scale - 0.5))
            if first >= stop:
                continue
            slope = (x1 - x0) / (y1 - y0)
            x = (x0 + slope * ((first + 0.5) / line_scale - y0)) * scale
            step = slope * scale / line_scale
            for line in range(first, stop):
                crossings[line].append(x)
                x += step
    return crossings


def _runs(crossings: Mapping[int, list[float]], row: int, size_px: int) -> list[tuple[int, int, float]]:
    """Runs of equal coverage in one row: first pixel, pixel after the last, coverage."""
    changes: dict[int, float] = defaultdict(float)
    for line in range(row * _LINES_PER_ROW, (row + 1) * _LINES_PER_ROW):
        share = 1 / _LINES_PER_ROW
        for x in sorted(crossings.get(line, ())):
            pixel = int(x)
            part = share * (x - pixel)
            changes[pixel] += share - part
            changes[pixel + 1] += part
            share = -share
    cover, runs = 0.0, []
    places = sorted(changes)
    for place, following in pairwise((*places, size_px)):
        cover += changes[place]
        if cover > 0.01:
            runs.append((place, following, cover))
    return runs


def _blend(row: bytearray, start: int, stop: int, colour: Colour, cover: float) -> None:
    red, green, blue = (round(part * cover) for part in colour)
    rest = 1 - cover
    for index in range(3 * start, 3 * stop, 3):
        row[index] = int(row[index] * rest) + red
        row[index + 1] = int(row[index + 1] * rest) + green
        row[index + 2] = int(row[index + 2] * rest) + blue


def _mix(first: Colour, second: Colour, share: float) -> Colour:
    """Mix two colours: 0 gives the first, 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
