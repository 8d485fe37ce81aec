"""One card in a window of its own, at the scale that QT_SCALE_FACTOR says: `sharpness.py ORIGIN LINK`.

Prints the edge of its picture in device pixels, and how many pixels of it are neither black nor white,
at each of some places of the scroll bar.
"""

import json
import sys

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from inspector.contact.model import Contact, Product
from inspector.lookup.background import Background
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.product_delegate import card_rect, picture_rect
from inspector.ui.products.product_grid import ProductGrid
from inspector.ui.qt import style

PLACES = (0, 1, 37)
CORNER_PX = 12
"""Corners are round."""


def wait(span_ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(span_ms, loop.quit)
    loop.exec()


def blurred(grid: ProductGrid, row: int) -> int:
    """How many pixels of a card's picture are grey."""
    image = grid._view.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    place = picture_rect(card_rect(grid._view.visualRect(grid._view.model().index(row, 0))))
    left, top, edge = (round(length * ratio) for length in (place.left(), place.top(), place.width()))
    inside = range(CORNER_PX, edge - CORNER_PX)
    shades = (image.pixelColor(left + x, top + y).lightness() for x in inside for y in inside[::5])
    return sum(8 < shade < 247 for shade in shades)


def main(origin: str, link: str) -> None:
    app = QApplication(sys.argv[:1])
    style.apply(app, "light")
    background = Background(print)
    background.start()
    thumbnails = Thumbnails(background, frozenset([origin]))
    grid = ProductGrid(thumbnails)
    grid.resize(780, 620)
    grid.show()
    products = tuple(Product(name=str(row), preview_url=link) for row in range(40))
    grid.show_contact(Contact("79123456789@c.us", is_business=True, products=products))
    wait(100)
    while thumbnails.is_busy:
        wait(10)
    told = []
    for place in PLACES:
        grid._view.verticalScrollBar().setValue(place)
        told.append(blurred(grid, 5))
    sys.stdout.write(json.dumps([grid._view.picture_edge_px(), told]))
    thumbnails.close()
    background.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
