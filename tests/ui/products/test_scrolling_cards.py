"""Cards that are scrolled past: what is asked for, what is cancelled, what is kept, what is seen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPalette
from pytestqt.qtbot import QtBot

from inspector.contact.model import Contact, Product
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.ui.images import thumbnails as thumbnails_module
from inspector.ui.images.decoding import Fit, decode
from inspector.ui.images.picture_state import Arrived, Loading
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.product_delegate import card_rect, picture_rect
from inspector.ui.products.product_grid import ProductGrid
from inspector.ui.products.product_model import ProductRole
from tests.ui.drawn import painted
from tests.ui.memory import leave_images

MANY = 160
A_PICTURE_BYTES = 200_000
"""More than a card's picture takes, decoded and as a file, on a screen of ordinary density."""


@pytest.fixture
def grid(thumbnails: Thumbnails, qtbot: QtBot) -> Iterator[ProductGrid]:
    made = ProductGrid(thumbnails)
    made.resize(780, 620)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def many(gateway: DemoGateway) -> Contact:
    """A catalogue of which a dozen products are seen at a time."""
    urls = (gateway.links.preview("battery-1", str(number)) for number in range(MANY))
    products = tuple(Product(name="Bolt", preview_url=url) for url in urls)
    return Contact("79123456789@c.us", is_business=True, products=products)


def settle(qtbot: QtBot, grid: ProductGrid) -> None:
    """Until nothing more is wanted, nor going to be."""
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)


def go(grid: ProductGrid, row: int) -> None:
    """Scroll a row to the upper edge."""
    view = grid._view
    view.scrollTo(view.model().index(row, 0), view.ScrollHint.PositionAtTop)


def scroll_through(qtbot: QtBot, grid: ProductGrid) -> None:
    for row in range(0, MANY, 8):
        go(grid, row)
        settle(qtbot, grid)


def state(grid: ProductGrid, row: int) -> object:
    return grid._view.model().index(row, 0).data(ProductRole.PICTURE)


def is_blank(grid: ProductGrid, row: int) -> bool:
    """Whether nothing but the placeholder's colour is painted where a card's picture belongs."""
    place = picture_rect(card_rect(grid._view.visualRect(grid._view.model().index(row, 0))))
    middle = QRect(place.center() - QPoint(20, 20), place.center() + QPoint(20, 20))
    image = painted(grid._view.viewport())
    placeholder = grid.palette().color(QPalette.ColorRole.AlternateBase)
    xs, ys = range(middle.left(), middle.right(), 5), range(middle.top(), middle.bottom(), 5)
    return all(image.pixelColor(x, y) == placeholder for x in xs for y in ys)


def test_scrolling_through_all_asks_for_each_picture_once_and_decodes_it_once(
    qtbot: QtBot, grid: ProductGrid, many: Contact, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: Counter[bytes] = Counter()

    def watched(data: bytes, edge_px: int, fit: Fit) -> object:
        decoded[data] += 1
        return decode(data, edge_px, fit)

    monkeypatch.setattr(thumbnails_module, "decode", watched)
    grid.show_contact(many)
    scroll_through(qtbot, grid)
    for row in (MANY - 1, MANY - 40, MANY - 1):
        go(grid, row)
        settle(qtbot, grid)
    assert max(Counter(seen.target for seen in gateway.seen).values()) == 1
    assert len(gateway.seen) == MANY
    assert decoded.total() == MANY


def test_what_is_scrolled_past_is_cancelled_on_the_wire(
    qtbot: QtBot, grid: ProductGrid, many: Contact, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG), times=6)
    grid.show_contact(many)
    qtbot.waitUntil(lambda: len(gateway.seen) == 6)
    go(grid, MANY - 1)
    settle(qtbot, grid)
    assert gateway.wait_for(lambda seen: all(each.outcome is Outcome.DROPPED for each in seen[:6]))
    assert isinstance(state(grid, MANY - 1), Arrived)
    assert state(grid, 0) == Loading()


def test_however_far_one_scrolls_pictures_stay_within_their_bytes(
    qtbot: QtBot, grid: ProductGrid, many: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = grid._thumbnails
    limit = 30 * A_PICTURE_BYTES
    leave_images(monkeypatch, limit)
    grid.show_contact(many)
    held: list[int] = []
    pictures.changed.connect(lambda _: held.append(pictures._ends.held_bytes))
    scroll_through(qtbot, grid)
    assert len(held) == MANY
    assert limit - A_PICTURE_BYTES < max(held) <= limit
    assert isinstance(state(grid, 0), Loading)


def test_a_card_whose_picture_was_let_go_is_not_blank_when_it_comes_back(
    qtbot: QtBot, grid: ProductGrid, many: Contact, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = grid._thumbnails
    grid.show_contact(many)
    assert is_blank(grid, 0)
    settle(qtbot, grid)
    assert not is_blank(grid, 0)
    leave_images(monkeypatch, 1)
    monkeypatch.setattr(pictures._files, "limit_bytes", 1)
    go(grid, MANY - 1)
    assert is_blank(grid, MANY - 1)
    settle(qtbot, grid)
    gateway.faults.add("picture", Fault(manner=Manner.HANG))
    go(grid, 0)
    assert isinstance(state(grid, 0), Loading)
    assert not any(is_blank(grid, row) for row in range(8))
    gateway.faults.clear()


def test_nothing_is_asked_for_that_flies_by_and_what_comes_to_rest_is(
    qtbot: QtBot, grid: ProductGrid, many: Contact, gateway: DemoGateway
) -> None:
    grid.show_contact(many)
    settle(qtbot, grid)
    at_first = len(gateway.seen)
    for row in range(12, MANY, 12):
        go(grid, row)
        qtbot.wait(12)
    go(grid, MANY - 1)
    settle(qtbot, grid)
    assert isinstance(state(grid, MANY - 1), Arrived)
    assert len(gateway.seen) < at_first + MANY / 2, "a look at a page or two may come in between"


def test_the_first_pictures_are_on_their_way_before_there_are_cards_and_are_asked_for_once(
    qtbot: QtBot, grid: ProductGrid, many: Contact, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(delay_s=0.2))
    grid.show_waiting()
    grid.expect(many)
    qtbot.waitUntil(lambda: len(gateway.seen) >= 6)
    assert grid.shown == ()
    qtbot.wait(60)
    grid.show_contact(many)
    settle(qtbot, grid)
    assert isinstance(state(grid, 0), Arrived)
    assert max(Counter(seen.target for seen in gateway.seen).values()) == 1
    assert gateway.wait_for(lambda seen: {each.outcome for each in seen} == {Outcome.ANSWERED})


def test_a_new_catalogue_begins_at_its_first_card_whose_pictures_are_asked_for_once(
    qtbot: QtBot, grid: ProductGrid, many: Contact, gateway: DemoGateway
) -> None:
    grid.show_contact(many)
    go(grid, MANY - 1)
    settle(qtbot, grid)
    before = len(gateway.seen)
    links = (gateway.links.preview("battery-1", f"other-{number}") for number in range(MANY))
    other = replace(many, products=tuple(Product(name="Nut", preview_url=link) for link in links))
    grid.expect(other)
    qtbot.wait(40)
    grid.show_contact(other)
    settle(qtbot, grid)
    asked = [seen.target for seen in gateway.seen[before:]]
    assert isinstance(state(grid, 0), Arrived)
    assert len(asked) == len(set(asked)) < MANY / 2
    assert all("other-" in target for target in asked)
