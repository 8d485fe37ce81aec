"""Damaged pictures by the thousand, decoded one after another: `python -m tests.trust.mutants COUNT SEED`.

A process of its own, because what is looked for ends one: memory without bounds, a crash inside a decoder.
Prints its Figures as one line of JSON.
"""

import json
import os
import random
import resource
import sys
import zlib
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QGuiApplication

from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.pictures.kind import HEAD_BYTES
from inspector.ui.images.decoding import Fit, decode, limit_decoders
from tests.pictures import hostile
from tests.ui.drawn import encoded, two_coloured

EDGE_PX = 176
_SAYABLE = {PictureErrorKind.DAMAGED, PictureErrorKind.TOO_LARGE, PictureErrorKind.NOT_A_PICTURE}


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured."""

    decoded: int = 0
    refused: int = 0
    slowest_ms: float = 0.0
    grown_mb: float = 0.0
    """By how much the peak of the memory rose."""
    took_s: float = 0.0
    findings: tuple[str, ...] = ()
    """What should not have been: seeds and sentences."""


def sound_pictures() -> list[bytes]:
    kinds = ("jpeg", "png", "webp")
    drawn = [encoded(two_coloured(*size), kind) for kind in kinds for size in ((64, 48), (640, 480))]
    return [*drawn, hostile.gif(1, 1), hostile.gif(9, 9, frames=5), hostile.png(8192, 1), hostile.png(1, 1)]


def mutated(picture: bytes, chance: random.Random) -> bytes:
    """One picture with up to four wounds, half of them near its head, where sizes and kinds stand."""
    data = bytearray(picture)
    for _ in range(chance.randint(1, 4)):
        reach = len(data) if chance.random() < 0.5 else min(len(data), 64)
        at = chance.randrange(min(HEAD_BYTES, len(data)), reach) if reach > HEAD_BYTES else 0
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                data[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
            case 2:
                del data[at:]
            case 3:
                del data[at : at + chance.randint(1, 64)]
            case 4:
                data[at:at] = chance.randbytes(chance.randint(1, 64))
            case _:
                data[at:at] = data[at : at + chance.randint(1, 512)] * chance.randint(1, 9)
    is_png = data.startswith(b"\x89PNG")
    return _with_right_sums(bytes(data)) if is_png and chance.random() < 0.7 else bytes(data)


def _with_right_sums(png: bytes) -> bytes:
    """The same PNG with the checksums that its chunks should have: else hardly a wound gets further."""
    done, at = png[:8], 8
    while at + 12 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        chunk = png[at + 4 : at + 8 + length]
        done += png[at : at + 4] + chunk + zlib.crc32(chunk).to_bytes(4, "big")
        at += 12 + length
    return done + png[at:]


def run(count: int, seed: int) -> Figures:
    chance = random.Random(seed)
    pictures = sound_pictures()
    for picture in pictures:
        decode(picture, EDGE_PX, Fit.COVER)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    decoded = refused = 0
    slowest_s, findings, started_s = 0.0, [], perf_counter()
    for number, picture in enumerate(islice(cycle(pictures), count)):
        wounded = mutated(picture, chance)
        begun_s = perf_counter()
        try:
            image = decode(wounded, EDGE_PX, chance.choice(list(Fit))).image
            decoded += 1
            if image.isNull() or max(image.width(), image.height()) > 4 * EDGE_PX:
                findings.append(f"{number}: {image.width()} x {image.height()}")
        except PictureError as error:
            refused += 1
            if error.trouble not in _SAYABLE or not error.sentence.endswith("."):
                findings.append(f"{number}: {error.sentence}")
        slowest_s = max(slowest_s, perf_counter() - begun_s)
    grown_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb
    unit = 1024**2 if sys.platform == "darwin" else 1024
    took_s = perf_counter() - started_s
    return Figures(decoded, refused, slowest_s * 1000, grown_kb / unit, took_s, tuple(findings))


if __name__ == "__main__":
    app = QGuiApplication([])
    limit_decoders()
    sys.stdout.write(json.dumps(asdict(run(int(sys.argv[1]), int(sys.argv[2])))))
