"""Pictures on screens of every density: a pixel of the picture on a pixel of the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, qRgb

from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from tests.ui.drawn import encoded

ROOT = Path(__file__).resolve().parents[3]
BLACK, WHITE = qRgb(0, 0, 0), qRgb(255, 255, 255)


def chequered(edge: int) -> QImage:
    """Black and white change with every pixel: scaled or shifted by less than one, all of it is grey."""
    image = QImage(edge, edge, QImage.Format.Format_RGB32)
    for y in range(edge):
        for x in range(edge):
            image.setPixel(x, y, WHITE if (x + y) % 2 else BLACK)
    return image


@pytest.mark.parametrize(
    ("ratio", "edge_px"), [(1.0, 158), (1.25, 198), (1.5, 237), (2.0, 316)], ids=["1", "1.25", "1.5", "2"]
)
def test_a_picture_of_a_card_s_size_is_painted_pixel_for_pixel(
    gateway: DemoGateway, ratio: float, edge_px: int
) -> None:
    png = (("Content-Type", "image/png"),)
    gateway.faults.add("picture", Fault(body=encoded(chequered(edge_px), "png"), headers=png))
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.ui.products.sharpness",
            gateway.api_url,
            gateway.links.preview("car-0"),
        ],
        cwd=ROOT,
        env=os.environ | {"QT_SCALE_FACTOR": str(ratio), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert json.loads(ended.stdout) == [edge_px, [0, 0, 0]]
