"""Where a person is among the cards, and what moves them from there."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from inspector.contact.model import Contact, Product
from inspector.demo.gateway import DemoGateway
from inspector.demo.pictures import Links
from inspector.ui.images.picture_state import Arrived
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.card_view import CardView
from inspector.ui.products.product_grid import ProductGrid
from inspector.ui.products.product_model import ProductRole
from inspector.ui.products.quick_filters import QuickFilters
from tests.ui.watching import button

MANY = 1_000
_DAY_S = 86_400


@pytest.fixture
def grid(thumbnails: Thumbnails, gateway: DemoGateway, qtbot: QtBot) -> Iterator[ProductGrid]:
    """Full of cards, and scrolled to its beginning."""
    made = ProductGrid(thumbnails)
    made.resize(780, 620)
    made.show()
    qtbot.waitExposed(made)
    made.show_contact(contact(gateway.links))
    lay_out()
    yield made
    made.close()
    made.deleteLater()


def contact(links: Links, count: int = MANY, chat_id: str = "79123456789@c.us") -> Contact:
    """Sells bolts and, as every tenth, a nut; the last of all comes first by name, each fifth is sold out."""
    products = tuple(
        Product(
            id=str(number),
            name="A washer" if number == MANY - 1 else f"{'Bolt' if number % 10 else 'Nut'} {number}",
            preview_url=links.preview("battery-1", str(number % 40)),
            original_url=links.original("battery-1", str(number % 40)),
            availability="in stock" if number % 5 else "sold out",
        )
        for number in range(count)
    )
    return Contact(chat_id, is_business=True, products=products)


def signed_later(links: Links) -> Links:
    return replace(links, issued_at=links.issued_at - _DAY_S)


def cards(grid: ProductGrid) -> CardView:
    found = grid.findChild(CardView)
    assert found is not None
    return found


def field(grid: ProductGrid) -> QLineEdit:
    found = grid.findChild(QLineEdit, "productFilter")
    assert found is not None
    return found


def lay_out() -> None:
    """Qt lays cards out a tenth of a second after a change of size."""
    QTest.qWait(150)


def scroll_to(grid: ProductGrid, row: int) -> None:
    view = cards(grid)
    view.scrollTo(view.model().index(row, 0))
    view.clearSelection()
    view.selectionModel().setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
    assert row in in_sight(grid)


def in_sight(grid: ProductGrid) -> list[int]:
    """Rows of which any part is seen."""
    view = cards(grid)
    rows = range(view.model().rowCount())
    return [row for row in rows if view.viewport().rect().intersects(place(view, row))]


def place(view: CardView, row: int) -> QRect:
    return view.visualRect(view.model().index(row, 0))


def marked(grid: ProductGrid) -> list[int]:
    return [index.row() for index in cards(grid).selectedIndexes()]


def order_by_name(grid: ProductGrid) -> None:
    order = grid.findChild(QComboBox)
    assert order is not None
    order.setCurrentIndex(1)


def only_sold_out(grid: ProductGrid) -> None:
    QTest.mouseClick(button(grid, "Out of stock 200"), Qt.MouseButton.LeftButton)


def filter_nuts(grid: ProductGrid) -> None:
    QTest.keyClicks(field(grid), "nut")


@pytest.mark.parametrize("narrow", [filter_nuts, only_sold_out, order_by_name])
def test_what_is_asked_for_is_shown_from_its_beginning(grid: ProductGrid, narrow: object) -> None:
    scroll_to(grid, MANY // 2)
    assert callable(narrow)
    narrow(grid)
    assert in_sight(grid)[0] == 0
    field(grid).clear()
    assert in_sight(grid)[0] == 0


def test_from_the_filter_down_the_first_card_is_marked_and_is_what_enter_opens(grid: ProductGrid) -> None:
    scroll_to(grid, MANY // 2)
    opened: list[int] = []
    grid.opened.connect(opened.append)
    filter_nuts(grid)
    QTest.keyClick(field(grid), Qt.Key.Key_Down)
    assert marked(grid) == [0]
    QTest.keyClick(cards(grid), Qt.Key.Key_Return)
    assert opened == [0]


def test_tab_into_scrolled_cards_marks_one_that_is_wholly_seen_and_moves_nothing(grid: ProductGrid) -> None:
    scroll_to(grid, MANY // 2)
    cards(grid).verticalScrollBar().setValue(cards(grid).top_px + 40)
    before = cards(grid).top_px
    field(grid).setFocus()
    cards(grid).setFocus(Qt.FocusReason.TabFocusReason)
    assert cards(grid).top_px == before
    (row,) = marked(grid)
    assert cards(grid).viewport().rect().contains(place(cards(grid), row))
    assert row - in_sight(grid)[0] <= 4


def test_coming_back_to_a_chosen_card_chooses_no_other(grid: ProductGrid) -> None:
    grid.show_product(grid.shown[7])
    cards(grid).setFocus(Qt.FocusReason.TabFocusReason)
    field(grid).setFocus()
    cards(grid).setFocus(Qt.FocusReason.TabFocusReason)
    assert marked(grid) == [7]


def test_no_cards_no_choice(grid: ProductGrid) -> None:
    QTest.keyClicks(field(grid), "no such thing")
    cards(grid).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(cards(grid), Qt.Key.Key_PageDown)
    assert marked(grid) == []


@pytest.mark.parametrize(("height", "lines"), [(300, 1), (620, 1), (840, 2), (1500, 5)])
def test_a_page_is_what_is_seen_of_whole_lines(grid: ProductGrid, height: int, lines: int) -> None:
    grid.resize(780, height)
    lay_out()
    view = cards(grid)
    page = lines * 4
    grid.show_product(grid.shown[1])
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert marked(grid) == [1 + page]
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert marked(grid) == [1 + 2 * page]
    assert 1 + 2 * page in in_sight(grid)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert marked(grid) == [1 + page]
    QTest.keyClick(view, Qt.Key.Key_End)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert marked(grid) == [MANY - 1]
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert marked(grid) == [0]


@pytest.mark.parametrize("width", [420, 600, 1300])
def test_at_another_width_the_chosen_card_stays_where_it_was_seen(grid: ProductGrid, width: int) -> None:
    grid.show_product(grid.shown[MANY // 2 + 1])
    before = place(cards(grid), MANY // 2 + 1).top()
    grid.resize(width, 620)
    lay_out()
    assert place(cards(grid), MANY // 2 + 1).top() == before
    grid.resize(780, 620)
    lay_out()
    assert place(cards(grid), MANY // 2 + 1).top() == before


def test_at_another_width_what_is_seen_first_stays_in_sight(grid: ProductGrid) -> None:
    grid.show_product(grid.shown[0])
    cards(grid).verticalScrollBar().setValue(20_000)
    first = in_sight(grid)[0]
    for width in (420, 1300, 500, 780):
        grid.resize(width, 620)
        lay_out()
        assert first in in_sight(grid), width
        first = in_sight(grid)[0]


def test_at_the_beginning_one_stays_at_the_beginning(grid: ProductGrid) -> None:
    for width in (420, 1300):
        grid.resize(width, 620)
        lay_out()
        assert cards(grid).top_px == 0


# the same contact again: each answer signs its links anew


def test_links_signed_anew_leave_filter_choice_and_place_as_they_are(
    grid: ProductGrid, gateway: DemoGateway
) -> None:
    filter_nuts(grid)
    grid.show_product(grid.shown[50])
    cards(grid).verticalScrollBar().setValue(cards(grid).top_px - 30)
    before = cards(grid).top_px
    grid.show_contact(contact(signed_later(gateway.links)))
    assert (field(grid).text(), marked(grid), cards(grid).top_px) == ("nut", [50], before)
    assert grid.shown[50].preview_url == signed_later(gateway.links).preview("battery-1", "20")


def test_a_place_away_from_the_chosen_card_is_left_too(grid: ProductGrid, gateway: DemoGateway) -> None:
    grid.show_product(grid.shown[3])
    cards(grid).verticalScrollBar().setValue(20_000)
    grid.show_contact(contact(signed_later(gateway.links)))
    assert marked(grid) == [3]
    assert cards(grid).top_px == 20_000


def test_pictures_behind_links_signed_anew_are_there_at_once_and_not_fetched_again(
    grid: ProductGrid, gateway: DemoGateway, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)
    rows = in_sight(grid)
    asked = len(gateway.seen)
    grid.show_contact(contact(signed_later(gateway.links)))
    model = cards(grid).model()
    assert all(isinstance(model.index(row, 0).data(ProductRole.PICTURE), Arrived) for row in rows)
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)
    assert len(gateway.seen) == asked


def test_a_link_to_another_picture_is_fetched(grid: ProductGrid, gateway: DemoGateway, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)
    first, *others = contact(gateway.links).products
    other = first._replace(preview_url=gateway.links.preview("oil-filter-2"))
    grid.show_contact(Contact("79123456789@c.us", is_business=True, products=(other, *others)))
    assert not isinstance(cards(grid).model().index(0, 0).data(ProductRole.PICTURE), Arrived)
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)
    assert gateway.seen[-1].target.startswith("/pictures/oil-filter-2")


def test_a_catalogue_that_changed_meanwhile_keeps_the_choice_if_it_is_still_there(
    grid: ProductGrid, gateway: DemoGateway
) -> None:
    now = contact(signed_later(gateway.links))
    grid.show_product(grid.shown[7])
    grid.show_contact(replace(now, products=now.products[5:]))
    assert marked(grid) == [2]
    grid.show_contact(replace(now, products=now.products[8:]))
    assert marked(grid) == []
    grid.show_contact(replace(now, products=()))
    assert grid.shown == ()
    assert not field(grid).isVisible()


def test_a_quick_filter_of_which_nothing_is_left_becomes_all(grid: ProductGrid, gateway: DemoGateway) -> None:
    only_sold_out(grid)
    now = contact(signed_later(gateway.links))
    in_stock = tuple(product for product in now.products if product.availability == "in stock")
    grid.show_contact(replace(now, products=in_stock))
    assert len(grid.shown) == len(in_stock)
    quick = grid.findChild(QuickFilters)
    assert quick is not None
    assert quick.isHidden()


def test_another_contact_begins_at_its_beginning(grid: ProductGrid, gateway: DemoGateway) -> None:
    filter_nuts(grid)
    grid.show_product(grid.shown[50])
    grid.show_contact(contact(gateway.links, chat_id="1@c.us"))
    QApplication.processEvents()
    assert (field(grid).text(), marked(grid), cards(grid).top_px) == ("", [], 0)


def test_a_product_that_is_filtered_out_moves_nothing(grid: ProductGrid) -> None:
    bolt, nut = grid.shown[1], grid.shown[10]
    filter_nuts(grid)
    grid.show_product(bolt)
    assert marked(grid) == []
    grid.show_product(nut)
    assert marked(grid) == [1]
    grid.show_product(Product())
    assert marked(grid) == [1]
