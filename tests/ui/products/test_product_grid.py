"""The pane of products, as a person uses it."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.contact.model import Contact, Product
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.ui.images.picture_state import Arrived, Broken, Loading
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.product_delegate import card_rect, picture_rect
from inspector.ui.products.product_grid import ProductGrid
from inspector.ui.products.product_model import ProductRole
from inspector.ui.qt import style
from tests.pace import limit_s
from tests.pictures import hostile
from tests.ui.drawn import encoded, plain

PNG = (("Content-Type", "image/png"),)
FRAME_S = 0.05


@pytest.fixture
def grid(thumbnails: Thumbnails, qtbot: QtBot) -> Iterator[ProductGrid]:
    made = ProductGrid(thumbnails)
    made.resize(780, 620)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


def products(gateway: DemoGateway, count: int) -> tuple[Product, ...]:
    links = gateway.links
    return tuple(
        Product(
            id=str(1000 + number),
            name=f"Bolt {number}",
            preview_url=links.preview("battery-1", str(number)),
            original_url=links.original("battery-1", str(number)),
            availability="out of stock" if number % 5 == 4 else "in stock",
            review_status="REJECTED" if number == 2 else "APPROVED",
            is_hidden=number in (1, 3),
        )
        for number in range(count)
    )


def business(*shown: Product) -> Contact:
    return Contact("79123456789@c.us", is_business=True, products=shown)


def view(grid: ProductGrid) -> QListView:
    found = grid.findChild(QListView, "productGrid")
    assert found is not None
    return found


def count(grid: ProductGrid) -> str:
    label = grid.findChild(QLabel, "productCount")
    assert label is not None
    return label.text()


def type_filter(grid: ProductGrid, text: str) -> QLineEdit:
    field = grid.findChild(QLineEdit, "productFilter")
    assert field is not None
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text) if text else QTest.keyClick(field, Qt.Key.Key_Delete)
    return field


def state(grid: ProductGrid, row: int) -> object:
    return view(grid).model().index(row, 0).data(ProductRole.PICTURE)


def quick(grid: ProductGrid) -> dict[str, QPushButton]:
    return {button.text(): button for button in grid.findChildren(QPushButton) if button.isVisible()}


def says(grid: ProductGrid, words: str) -> bool:
    return any(label.isVisible() and label.text() == words for label in grid.findChildren(QLabel))


def settle(qtbot: QtBot, grid: ProductGrid) -> None:
    """Until nothing more is wanted, nor going to be."""
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)


def test_a_contact_s_products_are_shown_with_their_count_and_a_caveat(
    grid: ProductGrid, gateway: DemoGateway
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    assert count(grid) == "31"
    assert view(grid).model().rowCount() == 31
    assert says(grid, "There may be more products than shown.")
    assert list(quick(grid)) == ["All 31", "Out of stock 6", "Not approved 1", "Hidden 2"]


def test_the_filter_narrows_as_one_types_and_escape_empties_it(
    grid: ProductGrid, gateway: DemoGateway
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    field = type_filter(grid, "bolt 2")
    assert count(grid) == "12 of 31"
    field = type_filter(grid, "1030")
    assert [product.name for product in grid.shown] == ["Bolt 30"]
    type_filter(grid, "nut")
    assert count(grid) == "0 of 31"
    assert says(grid, "No matches")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), count(grid)) == ("", "31")


def test_quick_filters_and_the_order_act_together(grid: ProductGrid, gateway: DemoGateway) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    QTest.mouseClick(quick(grid)["Out of stock 6"], Qt.MouseButton.LeftButton)
    assert count(grid) == "6 of 31"
    order = grid.findChild(QComboBox)
    assert order is not None
    order.setCurrentIndex(1)
    assert [product.name for product in grid.shown] == [f"Bolt {n}" for n in (4, 9, 14, 19, 24, 29)]
    type_filter(grid, "bolt 2")
    assert [product.name for product in grid.shown] == ["Bolt 24", "Bolt 29"]
    QTest.mouseClick(quick(grid)["All 31"], Qt.MouseButton.LeftButton)
    assert count(grid) == "12 of 31"


def test_quick_filters_hide_while_nothing_is_unusual(grid: ProductGrid) -> None:
    grid.show_contact(business(Product(name="Disc")))
    assert quick(grid) == {}
    grid.show_contact(business(Product(name="Disc", is_hidden=True)))
    assert list(quick(grid)) == ["All 1", "Hidden 1"]


def test_a_business_without_a_catalogue_says_so(grid: ProductGrid) -> None:
    grid.show_contact(business())
    assert grid.isVisible()
    assert says(grid, "No catalogue")
    assert count(grid) == ""
    assert not says(grid, "There may be more products than shown.")


def test_a_personal_account_has_no_pane(grid: ProductGrid) -> None:
    grid.show_contact(Contact("1@c.us", is_business=False))
    assert not grid.isVisible()
    grid.show_contact(Contact("1@c.us", is_business=False, products=(Product(name="Disc"),)))
    assert grid.isVisible()


def test_waiting_holds_the_places_and_nothing_of_before_is_left(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    settle(qtbot, grid)
    type_filter(grid, "bolt 2")
    grid.show_waiting()
    assert (grid.shown, count(grid)) == ((), "")
    assert not view(grid).isVisible()
    assert not grid._thumbnails._wanted
    grid.show_contact(business(*products(gateway, 5)))
    assert count(grid) == "5"


def test_the_same_products_again_leave_everything_as_it_was(grid: ProductGrid, gateway: DemoGateway) -> None:
    shown = products(gateway, 31)
    grid.show_contact(business(*shown))
    type_filter(grid, "bolt")
    grid.show_product(grid.shown[20])
    place = view(grid).verticalScrollBar().value()
    assert place > 0
    grid.show_contact(business(*shown))
    assert view(grid).verticalScrollBar().value() == place
    assert view(grid).currentIndex().row() == 20
    grid.show_contact(business(*shown[:30]))
    assert view(grid).verticalScrollBar().value() == place
    assert view(grid).currentIndex().row() == 20
    assert count(grid) == "30"


def test_the_chosen_card_stays_chosen_while_it_is_among_those_shown(
    grid: ProductGrid, gateway: DemoGateway
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    grid.show_product(grid.shown[12])
    type_filter(grid, "12")
    current = view(grid).currentIndex()
    assert (current.row(), current.data()) == (0, "Bolt 12")
    type_filter(grid, "13")
    assert not view(grid).currentIndex().isValid()


def test_only_what_is_near_the_eye_is_fetched(qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway) -> None:
    grid.show_contact(business(*products(gateway, 400)))
    settle(qtbot, grid)
    assert all(isinstance(state(grid, row), Arrived) for row in range(8))
    near = len({seen.target for seen in gateway.seen})
    assert 12 <= near <= 40
    view(grid).scrollToBottom()
    settle(qtbot, grid)
    assert isinstance(state(grid, 399), Arrived)
    assert isinstance(state(grid, 200), Loading)
    assert len({seen.target for seen in gateway.seen}) <= 2 * near


def test_what_is_scrolled_past_in_a_hurry_is_not_fetched(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(delay_s=0.05))
    grid.show_contact(business(*products(gateway, 4000)))
    bar = view(grid).verticalScrollBar()
    for step in range(30):
        bar.setValue(bar.maximum() * step // 30)
        qtbot.wait(5)
    bar.setValue(bar.maximum())
    settle(qtbot, grid)
    assert isinstance(state(grid, 3999), Arrived)
    assert len(gateway.seen) < 150


def test_a_preview_smaller_than_its_card_gives_way_to_the_original(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    original = products(gateway, 1)[0].original_url
    small = encoded(plain(60, 60), "png")
    gateway.faults.add("picture", Fault(body=small, headers=PNG), times=1)
    grid.show_contact(business(*products(gateway, 1)))
    settle(qtbot, grid)
    shown = state(grid, 0)
    assert isinstance(shown, Arrived)
    assert shown.natural_size.width() == 640
    assert [gateway.api_url + seen.target for seen in gateway.seen][1:] == [original]


def test_a_sharp_preview_is_enough(qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway) -> None:
    grid.show_contact(business(*products(gateway, 6)))
    settle(qtbot, grid)
    assert not any("-640.png" in seen.target for seen in gateway.seen)


def test_without_a_preview_the_original_is_shown_and_without_both_a_word(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    original = gateway.links.original("oil-filter-1")
    grid.show_contact(business(Product(original_url=original), Product(name="Disc")))
    settle(qtbot, grid)
    assert isinstance(state(grid, 0), Arrived)
    assert isinstance(state(grid, 1), Broken)


def test_a_click_on_a_picture_that_failed_fetches_it_again(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(body=hostile.HTML, headers=PNG), times=2)
    grid.show_contact(business(*products(gateway, 2)))
    settle(qtbot, grid)
    assert isinstance(state(grid, 0), Broken)
    for row in (0, 1):
        click_picture(grid, row)
        settle(qtbot, grid)
        assert isinstance(state(grid, row), Arrived)
    asked = len(gateway.seen)
    click_picture(grid, 0)
    settle(qtbot, grid)
    assert len(gateway.seen) == asked


def click_picture(grid: ProductGrid, row: int) -> None:
    rect = view(grid).visualRect(view(grid).model().index(row, 0))
    place = picture_rect(card_rect(rect)).center()
    QTest.mouseClick(view(grid).viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_chosen_card(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway, key: Qt.Key
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    QTest.keyClick(view(grid), key)
    field = type_filter(grid, "bolt 2")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert view(grid).hasFocus()
    QTest.keyClick(view(grid), Qt.Key.Key_Right)
    with qtbot.waitSignal(grid.opened) as told:
        QTest.keyClick(view(grid), key)
    assert told.args == [1]
    assert grid.shown[1].name == "Bolt 12" or grid.shown[1].name == "Bolt 20"


def test_a_double_click_opens_the_card_under_it(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    place = view(grid).visualRect(view(grid).model().index(2, 0)).center()
    QTest.mouseClick(view(grid).viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(grid.opened) as told:
        QTest.mouseDClick(view(grid).viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [2]


def test_the_cards_are_walked_with_the_keyboard(grid: ProductGrid, gateway: DemoGateway) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    cards = view(grid)
    cards.setFocus()
    grid.show_product(grid.shown[0])
    columns = sum(
        cards.visualRect(cards.model().index(row, 0)).y() == cards.visualRect(cards.model().index(0, 0)).y()
        for row in range(31)
    )
    rows = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(cards, key)
        rows.append(cards.currentIndex().row())
    assert columns > 1
    assert rows == [1, 1 + columns, columns, 30, 0]
    QTest.keyClicks(cards, "bolt 17")
    assert cards.currentIndex().data() == "Bolt 17"


def test_every_control_has_a_name_and_a_place_in_the_tab_order(
    grid: ProductGrid, gateway: DemoGateway
) -> None:
    grid.show_contact(business(*products(gateway, 31)))
    reached = [widget for widget in focus_chain(grid) if widget.isVisible() and takes_tab(widget)]
    names = [each.accessibleName() or getattr(each, "text", str)() for each in reached]
    assert all(names), list(zip(names, reached, strict=True))
    assert names[:2] == ["Filter", "Sort order"]
    assert names[-1] == "Products"


def focus_chain(grid: ProductGrid) -> Iterator[QWidget]:
    widget = grid.nextInFocusChain()
    while widget is not grid:
        assert widget is not None
        if grid.isAncestorOf(widget):
            yield widget
        widget = widget.nextInFocusChain()


def takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def test_rows_near_the_eye_are_those_that_qt_shows(grid: ProductGrid, gateway: DemoGateway) -> None:
    grid.show_contact(business(*products(gateway, 120)))
    cards = grid._view
    for width in (200, 391, 392, 580, 767, 768, 769, 1000):
        grid.resize(width, 620)
        QApplication.processEvents()
        for place in (0, 37, 1000, cards.verticalScrollBar().maximum()):
            cards.verticalScrollBar().setValue(place)
            inside = cards.viewport().rect()
            shown = {row for row in range(120) if cards.visualRect(index(cards, row)).intersects(inside)}
            assert shown <= {row for row, is_seen in cards.rows_near() if is_seen}, (width, place)


def index(cards: QListView, row: int) -> QModelIndex:
    return cards.model().index(row, 0)


def test_a_pane_that_nobody_sees_fetches_nothing(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    column.addWidget(grid)
    grid.show_contact(business(*products(gateway, 5)))
    settle(qtbot, grid)
    assert gateway.seen == ()
    window.show()
    settle(qtbot, grid)
    asked = len(gateway.seen)
    window.hide()
    grid.show_waiting()
    grid.show_contact(business(*products(gateway, 9)))
    settle(qtbot, grid)
    grid.setParent(None)
    window.deleteLater()
    assert (asked, len(gateway.seen)) == (5, 5)


def test_hostile_names_stay_text_in_every_place(grid: ProductGrid) -> None:
    evil = "<img src='file:///etc/hostname'>" + "\u202e" + "&" * 3
    grid.show_contact(business(Product(name=evil, price=evil, availability=evil, description=evil)))
    row = view(grid).model().index(0, 0)
    assert "\u202e" not in row.data()
    assert "<img" not in row.data(Qt.ItemDataRole.ToolTipRole)
    assert not grid.grab().isNull()


def test_a_change_of_theme_repaints_the_cards(grid: ProductGrid, qapp: QApplication) -> None:
    grid.show_contact(business(Product(name="Disc")))
    place = QPoint(view(grid).viewport().mapTo(grid, QPoint(90, 240)))
    style.apply(qapp, "dark")
    assert grid.grab().toImage().pixelColor(place).lightness() < 90
    style.apply(qapp, "light")
    assert grid.grab().toImage().pixelColor(place).lightness() > 200


def test_ten_thousand_products_are_shown_filtered_and_scrolled_within_a_frame(
    qtbot: QtBot, grid: ProductGrid
) -> None:
    many = tuple(Product(id=str(n), name=f"Болт {n}", description="описание " * 10) for n in range(10_000))
    times: dict[str, float] = {}

    def measure(what: str) -> None:
        QApplication.processEvents()
        times[what] = min(times.get(what, 9.0), time.thread_time() - started)

    for _ in range(3):
        grid.show_waiting()
        QApplication.processEvents()
        started = time.thread_time()
        grid.show_contact(business(*many))
        measure("shown")
        qtbot.waitUntil(lambda: grid._model.catalogue.prepare(0))
        bar = view(grid).verticalScrollBar()
        for step in range(5):
            started = time.thread_time()
            bar.setValue(bar.maximum() * (step + 1) // 5)
            grid.grab()
            measure("scrolled")
        for text in ("б", "болт", "болт 99", ""):
            field = grid.findChild(QLineEdit, "productFilter")
            assert field is not None
            started = time.thread_time()
            field.setText(text)
            measure(f"filtered {text}")
    slow = {what: round(1000 * took) for what, took in times.items() if took > limit_s(FRAME_S)}
    assert not slow, slow
