"""Products as rows."""

import time

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from inspector.contact.model import Product
from inspector.pictures.error import PictureErrorKind
from inspector.ui.images.picture_state import Broken, Loading
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.card_pictures import CardPictures
from inspector.ui.products.catalogue import Only, Order
from inspector.ui.products.product_model import ProductModel, ProductRole
from tests.pace import within

PRODUCTS = (
    Product(name="Bolt 10", price="3", is_hidden=True),
    Product(name="Bolt 9", preview_url="https://mmg.whatsapp.net/a.jpg"),
    Product(name=None, description="bolt"),
)


@pytest.fixture
def model(thumbnails: Thumbnails) -> ProductModel:
    made = ProductModel(CardPictures(thumbnails, 100))
    made.show_products(PRODUCTS)
    return made


def test_it_keeps_the_rules_of_models(model: ProductModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("bolt", "", "10", "nothing", ""):
        model.narrow(text, Only.ALL, Order.BY_NAME)
    model.show_products(())
    tester.deleteLater()


def test_a_row_tells_the_product_its_picture_and_its_words(model: ProductModel) -> None:
    first, second = model.index(0), model.index(1)
    assert model.product(0) is PRODUCTS[0]
    assert first.data() == "Bolt 10"
    assert first.data(Qt.ItemDataRole.AccessibleTextRole) == "Bolt 10, 3, Hidden"
    assert first.data(Qt.ItemDataRole.ToolTipRole) == "Bolt 10, 3, Hidden"
    picture = first.data(ProductRole.PICTURE)
    assert isinstance(picture, Broken)
    assert picture.trouble is PictureErrorKind.MISSING
    assert isinstance(second.data(ProductRole.PICTURE), Loading)
    assert model.index(2).data() == "No name"
    assert first.data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.rowCount(first) == 0


def test_rows_follow_filter_and_order(model: ProductModel) -> None:
    model.narrow("bolt", Only.ALL, Order.BY_NAME)
    assert list(model.shown) == [PRODUCTS[1], PRODUCTS[0], PRODUCTS[2]]
    assert [model.position(row) for row in range(3)] == [1, 0, 2]
    model.narrow("", Only.HIDDEN, Order.AS_DELIVERED)
    assert list(model.shown) == [PRODUCTS[0]]
    assert (model.row_of(0), model.row_of(1)) == (0, None)


def test_a_picture_that_came_repaints_its_row_alone(model: ProductModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.dataChanged) as told:
        model.tell_picture(1)
    assert told.args is not None
    assert [told.args[0].row(), told.args[1].row(), told.args[2]] == [1, 1, [ProductRole.PICTURE]]


def test_ten_thousand_products_are_shown_at_once_and_prepared_between_events(
    model: ProductModel, qtbot: QtBot
) -> None:
    products = tuple(Product(name=f"Болт {n}", description="описание " * 20) for n in range(10_000))
    with within(0.03, time.thread_time):
        model.show_products(products)
    assert model.rowCount() == 10_000
    qtbot.waitUntil(lambda: model.catalogue.prepare(0))
    qtbot.waitUntil(lambda: not model._idle.isActive())


def test_typing_looks_for_the_beginning_of_a_name_from_a_row_on_and_round(model: ProductModel) -> None:
    def next_row(text: str, first: int) -> list[int]:
        return [each.row() for each in model.match(model.index(first), Qt.ItemDataRole.DisplayRole, text)]

    assert (next_row("bolt", 0), next_row("bolt", 1), next_row("BOLT 1", 1)) == ([0], [1], [0])
    assert (next_row("olt", 0), next_row("bolt 99", 0)) == ([], [])
    assert model.match(model.index(0), ProductRole.PICTURE, PRODUCTS[0]) == []
    model.narrow("", Only.ALL, Order.BY_NAME)
    assert next_row("bolt 1", 0) == [1]
    model.show_products(())
    assert next_row("bolt", 0) == []


def test_typing_among_ten_thousand_is_answered_within_a_frame(model: ProductModel, qtbot: QtBot) -> None:
    model.show_products(tuple(Product(name=f"Болт {n}") for n in range(10_000)))
    qtbot.waitUntil(lambda: model.catalogue.prepare(0))
    for text, rows in (("болт 9999", [9999]), ("гайка", [])):
        with within(0.016, time.thread_time):
            found = model.match(model.index(0), Qt.ItemDataRole.DisplayRole, text)
        assert [each.row() for each in found] == rows
