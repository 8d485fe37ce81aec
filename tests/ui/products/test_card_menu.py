"""The menu of a card: by the right button, the menu key and Shift+F10."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot

from inspector.contact.model import Contact, Product
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.ui.images.picture_state import Arrived, Broken
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.products.product_grid import ProductGrid
from inspector.ui.products.product_model import ProductRole
from inspector.ui.viewer.picture_viewer import PictureViewer
from tests.pictures import hostile
from tests.ui.drawn import encoded, plain

PNG = (("Content-Type", "image/png"),)
SECOND = QPoint(280, 100)
"""A place on the second card."""
BELOW_ALL = QPoint(280, 500)


@pytest.fixture
def bolts(gateway: DemoGateway) -> tuple[Product, ...]:
    links = gateway.links
    bolt = Product(
        id="1001",
        name="Bolt & nut",
        price="12 500",
        description="As delivered",
        preview_url=links.preview("battery-1", "1"),
        original_url=links.original("battery-1", "1"),
    )
    return Product(preview_url=links.preview("battery-1")), bolt, Product()


@pytest.fixture
def grid(thumbnails: Thumbnails, bolts: tuple[Product, ...], qtbot: QtBot) -> Iterator[ProductGrid]:
    made = ProductGrid(thumbnails)
    made.resize(780, 620)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.show_contact(Contact("79123456789@c.us", is_business=True, products=bolts))
    QApplication.processEvents()
    yield made
    made.close()
    made.deleteLater()


def settle(qtbot: QtBot, grid: ProductGrid) -> None:
    qtbot.waitUntil(lambda: grid._sight.is_resting and not grid._thumbnails.is_busy)


def ask(grid: ProductGrid, reason: QContextMenuEvent.Reason, place: QPoint = SECOND) -> None:
    """Ask for a menu as the system does, for a place in the list or for what has the keyboard."""
    viewport = grid._view.viewport()
    receiver = viewport if reason is QContextMenuEvent.Reason.Mouse else grid._view
    QApplication.sendEvent(receiver, QContextMenuEvent(reason, place, viewport.mapToGlobal(place)))


def menu() -> QMenu:
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def choose(words: str) -> None:
    """Click an entry of the menu that is open."""
    opened = menu()
    (action,) = (each for each in opened.actions() if each.text() == words)
    assert action.isEnabled()
    QTest.mouseClick(opened, Qt.MouseButton.LeftButton, pos=opened.actionGeometry(action).center())


def words(opened: QMenu, *, are_useful: bool = True) -> list[str]:
    return [each.text() for each in opened.actions() if each.text() and each.isEnabled() is are_useful]


def open_second(grid: ProductGrid) -> None:
    ask(grid, QContextMenuEvent.Reason.Mouse)


def by_menu_key(grid: ProductGrid) -> None:
    grid.show_product(grid.shown[1])
    ask(grid, QContextMenuEvent.Reason.Keyboard, QPoint(0, 0))


def by_shift_f10(grid: ProductGrid) -> None:
    grid.show_product(grid.shown[1])
    grid._view.setFocus()
    QTest.keyClick(grid._view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)


def footer(grid: ProductGrid) -> str:
    label = grid.findChild(QLabel, "productFooter")
    assert label is not None
    return label.text()


@pytest.mark.parametrize("by", [open_second, by_menu_key, by_shift_f10])
def test_it_opens_by_mouse_and_keys_and_copies_words_of_the_card_it_belongs_to(
    grid: ProductGrid, by: Callable[[ProductGrid], None], clipboard: Callable[[], str]
) -> None:
    for entry, copied in (
        ("Copy name", "Bolt & nut"),
        ("Copy ID", "1001"),
        ("Copy as text", "Bolt & nut\nPrice: 12 500\nID: 1001\n\nAs delivered"),
    ):
        by(grid)
        choose(entry)
        assert clipboard() == copied


def test_it_opens_over_its_card_and_nowhere_else(grid: ProductGrid) -> None:
    for by in (by_menu_key, by_shift_f10):
        by(grid)
        card = grid._view.visualRect(grid._view.model().index(1, 0))
        assert card.contains(grid._view.viewport().mapFromGlobal(menu().pos()))
        menu().close()
    ask(grid, QContextMenuEvent.Reason.Mouse, BELOW_ALL)
    assert QApplication.activePopupWidget() is None
    grid._view.setCurrentIndex(grid._view.rootIndex())
    by_keys = (QContextMenuEvent.Reason.Keyboard, QPoint(0, 0))
    ask(grid, *by_keys)
    assert QApplication.activePopupWidget() is None


def test_it_opens_the_product(qtbot: QtBot, grid: ProductGrid) -> None:
    open_second(grid)
    with qtbot.waitSignal(grid.opened) as told:
        choose("Open")
    assert told.args == [1]


def test_what_a_product_has_not_cannot_be_chosen(grid: ProductGrid) -> None:
    grid.show_product(grid.shown[2])
    ask(grid, QContextMenuEvent.Reason.Keyboard)
    assert words(menu()) == ["Open", "Copy as text"]
    assert words(menu(), are_useful=False) == ["Copy name", "Copy ID", "Copy picture", "Save picture…"]
    menu().close()


def test_the_picture_is_copied_in_its_original_size(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    settle(qtbot, grid)
    assert not any("-640.png" in seen.target for seen in gateway.seen)
    open_second(grid)
    choose("Copy picture")
    qtbot.waitUntil(lambda: "Picture copied." in footer(grid))
    assert QGuiApplication.clipboard().image().width() == 640
    assert not QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()


def test_the_original_s_bytes_are_saved_under_the_product_s_name(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway, tmp_path: Path
) -> None:
    settle(qtbot, grid)
    body = encoded(plain(300, 200), "jpeg")
    gateway.faults.add("picture", Fault(body=body, headers=PNG))
    open_second(grid)
    choose("Save picture…")
    qtbot.waitUntil(lambda: bool(grid.findChildren(QFileDialog)))
    (dialog,) = grid.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "Bolt nut.jpg"
    dialog.fileSelected.emit(str(tmp_path / "kept.jpg"))
    dialog.close()
    assert (tmp_path / "kept.jpg").read_bytes() == body
    assert footer(grid).endswith("Saved as kept.jpg.")
    grid.show_waiting()
    assert "Saved" not in footer(grid)


def test_when_the_original_fails_the_preview_is_taken_and_when_both_fail_it_is_said(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    settle(qtbot, grid)
    gateway.faults.add("picture", Fault(403, b""), times=1)
    open_second(grid)
    choose("Copy picture")
    qtbot.waitUntil(lambda: "Copied the small preview." in footer(grid))
    assert QGuiApplication.clipboard().image().width() == 200
    open_second(grid)
    choose("Copy picture")
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().image().width() == 640)
    gateway.faults.add("picture", Fault(403, b""))
    gone = Product(name="Gone", original_url=gateway.links.original("car-0", "gone"))
    grid.show_contact(Contact("1@c.us", is_business=True, products=(Product(), gone)))
    open_second(grid)
    choose("Copy picture")
    qtbot.waitUntil(lambda: footer(grid).endswith("no longer accepts the picture's link."))
    QGuiApplication.clipboard().clear()


def test_a_picture_that_failed_is_fetched_again_by_keys_alone(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    settle(qtbot, grid)
    open_second(grid)
    assert "Download picture again" not in words(menu())
    menu().close()
    gateway.faults.add("picture", Fault(body=hostile.HTML, headers=PNG), times=1)
    failing = Product(preview_url=gateway.links.preview("car-0", "fails"))
    grid.show_contact(Contact("1@c.us", is_business=True, products=(Product(), failing)))
    settle(qtbot, grid)
    row = grid._view.model().index(1, 0)
    assert isinstance(row.data(ProductRole.PICTURE), Broken)
    by_shift_f10(grid)
    QTest.keyClick(menu(), Qt.Key.Key_Down)
    QTest.keyClick(menu(), Qt.Key.Key_Down)
    QTest.keyClick(menu(), Qt.Key.Key_Return)
    settle(qtbot, grid)
    assert isinstance(row.data(ProductRole.PICTURE), Arrived)


def look_at_another_large(qtbot: QtBot, grid: ProductGrid) -> None:
    viewer = PictureViewer(grid._thumbnails)
    qtbot.addWidget(viewer)
    viewer.show_products(grid.shown, 0)
    viewer.close()


def ask_for_the_same_contact_again(_qtbot: QtBot, grid: ProductGrid) -> None:
    renewed = tuple(product._replace(description="new") for product in grid.shown)
    grid.show_contact(Contact("79123456789@c.us", is_business=True, products=renewed))


@pytest.mark.parametrize("do", [look_at_another_large, ask_for_the_same_contact_again])
def test_a_copy_that_was_begun_ends_in_a_sentence_whatever_is_done_meanwhile(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway, do: Callable[[QtBot, ProductGrid], None]
) -> None:
    settle(qtbot, grid)
    gateway.faults.add("picture", Fault(delay_s=0.3), times=1)
    open_second(grid)
    choose("Copy picture")
    assert "Downloading the picture…" in footer(grid)
    do(qtbot, grid)
    qtbot.waitUntil(lambda: "Picture copied." in footer(grid))
    assert QGuiApplication.clipboard().image().width() == 640
    QGuiApplication.clipboard().clear()


def test_another_contact_ends_what_was_begun_for_a_card(
    qtbot: QtBot, grid: ProductGrid, gateway: DemoGateway
) -> None:
    settle(qtbot, grid)
    QGuiApplication.clipboard().clear()
    gateway.faults.add("picture", Fault(manner=Manner.HANG))
    asked = len(gateway.seen)
    open_second(grid)
    choose("Copy picture")
    qtbot.waitUntil(lambda: len(gateway.seen) == asked + 1)
    open_second(grid)
    grid.show_contact(Contact("1@c.us", is_business=True, products=(Product(name="Other"),)))
    choose("Open")
    assert gateway.wait_for(lambda seen: seen[-1].outcome is Outcome.DROPPED)
    settle(qtbot, grid)
    assert QGuiApplication.clipboard().image().isNull()
    assert "copied" not in footer(grid)


def test_hostile_words_are_in_no_entry(grid: ProductGrid) -> None:
    evil = "<img src='file:///etc/hostname'>&"
    grid.show_contact(Contact("1@c.us", is_business=True, products=(Product(), Product(name=evil, id=evil))))
    open_second(grid)
    assert not any("img" in each for each in words(menu()))
    choose("Copy name")
    assert QGuiApplication.clipboard().text() == evil
    QGuiApplication.clipboard().clear()
