"""What the demo's pictures show: car parts for the catalogues, and avatars.

A motif is a list of layers, each a set of paths in one tone of the picture's tint.
"""

import colorsys
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from inspector.demo.drawing import Canvas, Colour, Path, arc, circle, rounded, stroke, turned

Tone: TypeAlias = Literal["main", "dark", "light", "paper", "spark"]
Layer: TypeAlias = tuple[Tone, tuple[Path, ...]]

TINTS = 12
"""How many colours a motif comes in."""
_HUES_DEG = (14, 204, 152, 38, 264, 96, 342, 180, 226, 56, 300, 120)
_SPARK: Colour = (255, 222, 89)


@lru_cache(maxsize=512)
def draw(motif: str, tint: int, size_px: int) -> bytes:
    """A PNG. Tints beyond the last begin anew.

    Raises:
        KeyError: there is no such motif.
    """
    layers = MOTIFS[motif]()
    is_avatar = motif in AVATARS
    tones = _tones(_HUES_DEG[tint % TINTS] / 360, is_avatar=is_avatar)
    canvas = Canvas(size_px, tones["top"], tones["bottom"])
    for tone, paths in layers:
        canvas.fill(paths, tones[tone])
    return canvas.png()


def _tones(hue: float, *, is_avatar: bool) -> Mapping[str, Colour]:
    """A soft ground for a product, a strong one for an avatar."""
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
        ("dark", (stroke((24, 62), (74, 36), 5.5),)),
        ("light", (stroke((49, 50), (45, 58), 4),)),
        ("main", (stroke((30, 73), (80, 47), 5.5),)),
        ("light", (stroke((55, 61), (51, 69), 4),)),
        ("paper", (circle(49, 49, 2.2), circle(55, 60, 2.2))),
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
    belt: Path = (*arc(34, 58, 19, 70, 250), *arc(68, 40, 14, 250, 430))
    inner: Path = (*arc(34, 58, 14.5, 70, 250), *arc(68, 40, 9.5, 250, 430))
    teeth = tuple(turned(rounded(32.7, 45.5, 2.6, 4, 0.8), angle, (34, 58)) for angle in range(0, 360, 30))
    return [
        ("dark", (belt, inner)),
        ("main", (circle(34, 58, 11.5), circle(68, 40, 7.5))),
        ("main", teeth),
        ("paper", (circle(34, 58, 4), circle(68, 40, 2.8))),
    ]


def _spark_plug() -> list[Layer]:
    thread = tuple(rounded(43, 64 + 4 * ring, 14, 2.4, 1.2) for ring in range(4))
    return [
        ("dark", (rounded(46.5, 14, 7, 10, 2),)),
        ("paper", (rounded(44, 22, 12, 24, 3),)),
        ("light", tuple(rounded(44, 26 + 5 * ring, 12, 1.6, 0.8) for ring in range(3))),
        ("main", (rounded(37, 44, 26, 13, 2.5),)),
        ("dark", (rounded(44.5, 56, 11, 24, 1),)),
        ("main", thread),
        (
            "dark",
            (rounded(48.6, 79, 2.8, 4, 0.8), stroke((55, 80), (55, 86), 2), stroke((55, 86), (50, 86), 2)),
        ),
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
    glass: Path = (*arc(50, 38, 19, 130, 410), (58, 62), (42, 62))
    return [
        ("light", (glass,)),
        ("spark", (circle(50, 40, 9),)),
        ("paper", (arc(50, 38, 14.5, 195, 255) + arc(50, 38, 11.5, 255, 195),)),
        ("main", (rounded(38, 60, 24, 9, 2),)),
        ("dark", (rounded(42, 68, 16, 9, 2), rounded(44, 76, 3.4, 9, 1.4), rounded(52.6, 76, 3.4, 9, 1.4))),
    ]


def _tyre() -> list[Layer]:
    tread = tuple(turned(rounded(48, 17, 4, 5, 1), angle) for angle in range(0, 360, 15))
    spokes = tuple(turned(stroke((50, 50), (50, 34), 5), angle) for angle in range(0, 360, 72))
    return [
        ("dark", (circle(50, 50, 31),)),
        ("dark", tread),
        ("light", (circle(50, 50, 20),)),
        ("main", (circle(50, 50, 20), circle(50, 50, 17.5))),
        ("main", (circle(50, 50, 6.5),)),
        *(("main", (spoke,)) for spoke in spokes),
        ("paper", (circle(50, 50, 2.6),)),
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
    steam = tuple((*arc(x, 31, 3.4, 90, 270), *arc(x, 31, 1.2, 270, 90)) for x in (40.0, 56.0)) + tuple(
        (*arc(x, 26, 3.4, 270, 450), *arc(x, 26, 1.2, 450, 270)) for x in (40.0, 56.0)
    )
    return [
        ("main", (circle(69, 54, 10), circle(69, 54, 5.6))),
        ("main", (cup,)),
        ("dark", (rounded(32, 42, 32, 4, 2),)),
        ("light", (rounded(22, 79, 54, 4.4, 2.2),)),
        *(("light", (path,)) for path in steam),
    ]


def _portrait() -> list[Layer]:
    shoulders: Path = (*arc(50, 101, 32, 180, 360),)
    fringe: Path = (*arc(50, 42, 18.5, 175, 365), *arc(50, 47, 16, 320, 220))
    return [
        ("dark", (circle(50, 45, 20.5), rounded(29.5, 45, 41, 24, 8))),
        ("light", (shoulders,)),
        ("main", (rounded(44, 56, 12, 18, 5),)),
        ("main", (circle(50, 47, 16),)),
        ("dark", (fringe,)),
    ]


def _flower() -> list[Layer]:
    petals = tuple(circle(*turned(((50, 27),), angle, (50, 42))[0], 9.5) for angle in range(0, 360, 60))
    leaf: Path = (*arc(58, 68, 12, 110, 200), *arc(44, 78, 14, 330, 300))
    return [
        ("light", (stroke((50, 46), (50, 84), 3.4),)),
        ("light", (leaf,)),
        *(("main", (petal,)) for petal in petals),
        ("spark", (circle(50, 42, 8),)),
    ]


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
