"""The demo's pictures: car parts for the catalogues, and avatars.

A motif is a list of layers. Each layer is a set of paths in one tone of the picture's tint.
"""

import colorsys
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from inspector.demo.drawing import Canvas, Colour, Path, Point, arc, circle, gear, rounded, stroke, turned

Tone: TypeAlias = Literal["main", "dark", "light", "paper", "spark"]
Layer: TypeAlias = tuple[Tone, tuple[Path, ...]]

TINTS = 12
"""The number of colours a motif comes in."""
_HUES_DEG = (14, 204, 152, 38, 264, 96, 342, 180, 226, 56, 300, 120)
_SPARK: Colour = (255, 222, 89)


@lru_cache(maxsize=512)
def draw(motif: str, tint: int, size_px: int) -> bytes:
    """Draw a motif as a PNG. The tint wraps around.

    Raises:
        KeyError: the motif doesn't exist.
    """
    layers = MOTIFS[motif]()
    is_avatar = motif in AVATARS
    tones = _tones(_HUES_DEG[tint % TINTS] / 360, is_avatar=is_avatar)
    canvas = Canvas(size_px, tones["top"], tones["bottom"])
    for tone, paths in layers:
        canvas.fill(paths, tones[tone])
    return canvas.png()


def _tones(hue: float, *, is_avatar: bool) -> Mapping[str, Colour]:
    """A pale background for a product, a strong one for an avatar."""
    if is_avatar:
        ground = _colour(hue, 0.45, 0.50), _colour(hue, 0.33, 0.55)
    else:
        ground = _colour(hue, 0.945, 0.45), _colour(hue, 0.905, 0.42)
    return {
        "top": ground[0],
        "bottom": ground[1],
        "main": _colour(hue, 0.93, 0.5) if is_avatar else _colour(hue, 0.46, 0.42),
        "dark": _colour(hue, 0.16, 0.35) if is_avatar else _colour(hue, 0.30, 0.40),
        "light": _colour(hue, 0.80, 0.45) if is_avatar else _colour(hue, 0.64, 0.45),
        "paper": _colour(hue, 0.97, 0.40),
        "spark": _SPARK,
    }


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return red, green, blue


def _brake_disc() -> list[Layer]:
    holes = tuple(turned(circle(50, 29, 2.6), angle) for angle in range(0, 360, 45))
    bolts = tuple(turned(circle(50, 41.5, 1.5), angle) for angle in range(36, 396, 72))
    return [
        ("dark", (circle(50, 51.2, 31),)),
        ("main", (circle(50, 50, 31), *holes)),
        ("light", (circle(50, 50, 15.5),)),
        ("main", bolts),
        ("paper", (circle(50, 50, 5.5),)),
    ]


def _oil_filter() -> list[Layer]:
    ribs = tuple(rounded(34 + 5.6 * rib, 50, 1.6, 26, 0.8) for rib in range(6))
    return [
        ("dark", (rounded(38, 17, 24, 14, 3),)),
        ("main", (rounded(31, 24, 38, 58, 6),)),
        ("paper", (rounded(31, 36, 38, 8, 0.1),)),
        ("dark", ribs),
    ]


def _wipers() -> list[Layer]:
    return [
        ("light", (stroke((45, 47), (41, 61), 4), stroke((59, 66), (55, 80), 4))),
        ("dark", (stroke((18, 60), (72, 34), 6.5),)),
        ("main", (stroke((28, 80), (84, 52), 6.5),)),
        ("paper", (circle(45, 47, 2), circle(57.5, 65.5, 2))),
    ]


def _battery() -> list[Layer]:
    bolt: Path = ((54, 42), (41, 58), (49, 58), (46, 71), (60, 53), (52, 53), (57, 42))
    return [
        ("dark", (rounded(29, 28, 11, 12, 2), rounded(60, 28, 11, 12, 2))),
        ("main", (rounded(21, 34, 58, 43, 5),)),
        ("light", (rounded(21, 34, 58, 5, 2.4),)),
        ("spark", (bolt,)),
    ]


def _timing_belt() -> list[Layer]:
    # the tangents leave wheels of different size at the same angle, so the belt has no kink
    belt: Path = (*arc(34, 60, 20, 57.7, 251.4), *arc(69, 38, 13, -108.6, 57.7))
    inner: Path = (*arc(34, 60, 16, 57.7, 251.4), *arc(69, 38, 9, -108.6, 57.7))
    return [
        ("dark", (belt, inner)),
        ("main", (gear(34, 60, 12, 14.5, 14), gear(69, 38, 6.2, 8, 9))),
        ("paper", (circle(34, 60, 4), circle(69, 38, 2.6))),
    ]


def _spark_plug() -> list[Layer]:
    rings = tuple(rounded(44, 26 + 5 * ring, 12, 1.6, 0.8) for ring in range(3))
    thread = tuple(rounded(43, 60 + 4 * ring, 14, 2.4, 1.2) for ring in range(4))
    hook: Path = ((52, 75), (58, 75), (58, 85), (49, 85), (49, 82), (55, 82), (55, 78), (52, 78))
    return [
        ("dark", (rounded(46.5, 12, 7, 12, 2),)),
        ("paper", (rounded(44, 20, 12, 27, 3),)),
        ("light", rings),
        ("main", (rounded(36, 44, 28, 13, 2.5),)),
        ("dark", (rounded(44.5, 57, 11, 18, 1), rounded(48.4, 75, 3.2, 4, 0.8), hook)),
        ("main", thread),
        ("spark", (circle(51, 80.4, 1.3),)),
    ]


def _shock_absorber() -> list[Layer]:
    coils = tuple(stroke((38, 40 + 7 * coil), (62, 36.5 + 7 * coil), 4.4) for coil in range(6))
    layers: list[Layer] = [
        ("dark", (rounded(47.8, 18, 4.4, 26, 2),)),
        ("light", (rounded(43.5, 32, 13, 46, 4),)),
        ("main", coils),
        ("dark", (rounded(36, 29, 28, 5, 2.4), rounded(36, 78, 28, 5, 2.4))),
        ("dark", (circle(50, 18, 5.4), circle(50, 18, 2.2), circle(50, 88, 5.4), circle(50, 88, 2.2))),
    ]
    return [(tone, tuple(turned(path, 18) for path in paths)) for tone, paths in layers]


def _headlight_bulb() -> list[Layer]:
    glass: Path = (*arc(50, 38, 20, 130, 410), (58, 62), (42, 62))
    shine: Path = (*arc(50, 38, 16, 190, 255), *arc(50, 38, 13, 255, 190))
    pins = (rounded(44, 77, 3.4, 8, 1.4), rounded(52.6, 77, 3.4, 8, 1.4))
    return [
        ("light", (glass,)),
        ("spark", (circle(50, 40, 8.5),)),
        ("paper", (shine,)),
        ("main", (rounded(38, 60, 24, 9, 2),)),
        ("dark", (rounded(42, 69, 16, 8, 2), *pins)),
    ]


def _tyre() -> list[Layer]:
    spokes = tuple(turned(stroke((50, 41), (50, 33.5), 5.5), angle) for angle in range(0, 360, 72))
    return [
        ("dark", (gear(50, 50, 30, 32.5, 26),)),
        ("light", (circle(50, 50, 19.5),)),
        ("main", spokes),
        ("main", (circle(50, 50, 20.5), circle(50, 50, 17))),
        ("main", (circle(50, 50, 9),)),
        ("paper", (circle(50, 50, 2.8),)),
    ]


def _oil_can() -> list[Layer]:
    body: Path = ((30, 36), (44, 26), (72, 26), (72, 82), (30, 82))
    drop: Path = (*arc(51, 62, 7, -20, 200), (51, 47))
    return [
        ("dark", (rounded(33, 20, 11, 10, 2),)),
        ("main", (body,)),
        ("dark", (rounded(52, 31, 15, 6, 3),)),
        ("paper", (rounded(36, 44, 30, 30, 3),)),
        ("spark", (drop,)),
    ]


def _wrench() -> list[Layer]:
    jaw = tuple((x, y) for x, y in arc(50, 25, 15, -62, 242))
    head: Path = (*jaw, (43, 26), (57, 26))
    layers: list[Layer] = [
        ("main", (head,)),
        ("main", (rounded(44, 34, 12, 44, 4),)),
        ("main", (circle(50, 80, 10),)),
        ("paper", (circle(50, 80, 4.5),)),
        ("dark", (rounded(48.2, 44, 3.6, 24, 1.8),)),
    ]
    return [(tone, tuple(turned(path, 40) for path in paths)) for tone, paths in layers]


def _car() -> list[Layer]:
    cabin: Path = (*arc(39, 42, 4, 200, 270), *arc(61, 42, 4, 270, 340), (71, 57), (29, 57))
    front: Path = ((39, 43), (48.6, 43), (48.6, 54), (34.5, 54))
    rear: Path = ((51.4, 43), (61, 43), (65.5, 54), (51.4, 54))
    return [
        ("main", (cabin,)),
        ("main", (rounded(17, 53, 66, 17, 6),)),
        ("light", (front, rear)),
        ("dark", (circle(32, 70, 7.5), circle(68, 70, 7.5))),
        ("light", (circle(32, 70, 3), circle(68, 70, 3))),
        ("spark", (rounded(77, 57, 6, 4, 2),)),
    ]


def _coffee_cup() -> list[Layer]:
    cup: Path = ((28, 42), (68, 42), *arc(56, 64, 12, 0, 90), *arc(40, 64, 12, 90, 180))
    steam = tuple(_wisp(x) for x in (40, 48, 56))
    return [
        ("main", (circle(68, 54, 10), circle(68, 54, 5.6))),
        ("main", (cup,)),
        ("dark", (rounded(32, 44, 32, 4, 2),)),
        ("light", (rounded(22, 79, 54, 4.4, 2.2), *steam)),
    ]


def _wisp(x: float) -> Path:
    """Steam: a rising line that curves once."""
    sway = tuple((x + 1.9 * math.sin(step / 24 * math.tau), 34 - 0.6 * step) for step in range(25))
    return (*sway, *((right + 2.2, y) for right, y in reversed(sway)))


def _portrait() -> list[Layer]:
    hair: Path = (*arc(50, 44, 20.5, 180, 360), (70.5, 68), (29.5, 68))
    fringe: Path = (*arc(50, 47, 16.6, 188, 352), (59, 42), (54, 36), (45, 42))
    return [
        ("dark", (hair,)),
        ("light", (arc(50, 102, 33, 180, 360),)),
        ("main", (rounded(44, 56, 12, 19, 5.5),)),
        ("main", (circle(50, 47, 16),)),
        ("dark", (fringe,)),
    ]


def _flower() -> list[Layer]:
    petals = tuple(circle(*turned(((50, 27),), angle, (50, 42))[0], 9.5) for angle in range(0, 360, 60))
    return [
        ("light", (stroke((50, 46), (50, 88), 3.2),)),
        ("light", (_leaf((50, 82), (34, 74)), _leaf((50, 77), (65, 68)))),
        *(("main", (petal,)) for petal in petals),
        ("spark", (circle(50, 42, 8),)),
    ]


def _leaf(start: Point, stop: Point) -> Path:
    """A leaf, pointed at both ends."""
    (x, y), (right, down) = start, (stop[0] - start[0], stop[1] - start[1])
    bulge = tuple((step / 16, 0.22 * math.sin(step / 16 * math.pi)) for step in range(17))
    both = (*bulge, *((along, -across) for along, across in reversed(bulge)))
    return tuple((x + right * a - down * b, y + down * a + right * b) for a, b in both)


PARTS: Mapping[str, Callable[[], list[Layer]]] = {
    "brake-disc": _brake_disc,
    "oil-filter": _oil_filter,
    "wipers": _wipers,
    "battery": _battery,
    "timing-belt": _timing_belt,
    "spark-plug": _spark_plug,
    "shock-absorber": _shock_absorber,
    "headlight-bulb": _headlight_bulb,
    "tyre": _tyre,
    "oil-can": _oil_can,
    "wrench": _wrench,
}
AVATARS: Mapping[str, Callable[[], list[Layer]]] = {
    "car": _car,
    "coffee-cup": _coffee_cup,
    "portrait": _portrait,
    "flower": _flower,
}
MOTIFS: Mapping[str, Callable[[], list[Layer]]] = {**PARTS, **AVATARS}
