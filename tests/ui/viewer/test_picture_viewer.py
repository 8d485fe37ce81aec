"""A product or an avatar, large."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from inspector.contact.model import Product
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.pictures.kind import PictureKind, kind_of
from inspector.ui.images.picture_state import PictureRequest
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.viewer.picture_canvas import PictureCanvas
from inspector.ui.viewer.picture_viewer import PictureViewer
from inspector.ui.viewer.product_panel import ProductPanel
from tests.pictures import hostile
from tests.ui.drawn import encoded, plain
from tests.ui.watching import deliver_deletions

PNG = (("Content-Type", "image/png"),)
CTRL = Qt.KeyboardModifier.ControlModifier
EVIL = "<img src='file:///etc/hostname'><b>Bold</b> & co"


@pytest.fixture
def viewer(thumbnails: Thumbnails, qtbot: QtBot) -> Iterator[PictureViewer]:
    made = PictureViewer(thumbnails)
    yield made
    made.close()
    made.deleteLater()


def products(gateway: DemoGateway, count: int = 3) -> tuple[Product, ...]:
    links = gateway.links
    return tuple(
        Product(
            id=str(100 + number),
            name=f"Bolt {number}",
            price="12 500",
            description="First line\nSecond line",
            availability="in stock",
            other_fields={"currency": "RUB"},
            preview_url=links.preview("battery-1", str(number)),
            original_url=links.original("battery-1", str(number)),
        )
        for number in range(count)
    )


def settle(qtbot: QtBot, viewer: PictureViewer) -> None:
    qtbot.waitUntil(lambda: not viewer._thumbnails.is_busy)


def canvas(viewer: PictureViewer) -> PictureCanvas:
    found = viewer.findChild(PictureCanvas)
    assert found is not None
    return found


def natural_px(viewer: PictureViewer) -> int:
    return canvas(viewer)._natural_size.width()


def words(viewer: PictureViewer) -> list[str]:
    """Everything that can be read, in no order."""
    labels = [label.text() for label in viewer.findChildren(QLabel) if label.isVisible()]
    views = [each for each in viewer.findChildren(QTextEdit) if not isinstance(each.parent(), QLabel)]
    return labels + [each.toPlainText() for each in views if each.isVisible()]


def button(viewer: PictureViewer, name: str) -> QAbstractButton:
    found = [
        each
        for each in viewer.findChildren(QAbstractButton)
        if each.text() == name or each.accessibleName().startswith(name)
    ]
    assert len(found) == 1, name
    return found[0]


def press(
    viewer: PictureViewer, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    # Shortcuts belong to the active window only.
    viewer.activateWindow()
    assert QTest.qWaitForWindowActive(viewer)
    QTest.keyClick(viewer.focusWidget(), key, modifiers)


def test_a_product_is_opened_with_every_field_and_its_original(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    viewer.show_products(products(gateway), 1)
    settle(qtbot, viewer)
    assert viewer.objectName() == "pictureViewer"
    assert viewer.windowTitle() == "Bolt 1"
    assert natural_px(viewer) == 640
    shown = words(viewer)
    for text in ("Bolt 1", "12 500", "101", "in stock", "RUB", "First line\nSecond line", "2 of 3"):
        assert text in shown


def test_the_preview_is_there_until_the_original_comes(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(), times=1)
    gateway.faults.add("picture", Fault(delay_s=1), times=1)
    viewer.show_products(products(gateway), 0)
    qtbot.waitUntil(lambda: natural_px(viewer) == 200)
    place = canvas(viewer).picture_rect()
    settle(qtbot, viewer)
    assert natural_px(viewer) == 640
    assert canvas(viewer).picture_rect() == place


def test_what_a_card_showed_already_is_there_at_once(
    qtbot: QtBot, viewer: PictureViewer, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    shown = products(gateway)
    thumbnails.want("cards", [PictureRequest(product.preview_url or "", 158) for product in shown])
    settle(qtbot, viewer)
    gateway.faults.add("picture", Fault(manner=Manner.HANG))
    viewer.show_products(shown, 0, card_edge_px=158)
    assert natural_px(viewer) == 200
    QTest.mouseClick(button(viewer, "Next product"), Qt.MouseButton.LeftButton)
    assert natural_px(viewer) == 200
    assert canvas(viewer).accessibleDescription() == ""


def test_the_arrow_keys_lead_to_the_neighbours_and_end_at_the_ends(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    viewer.show_products(products(gateway), 0)
    qtbot.waitExposed(viewer)
    seen = []
    told: list[Product] = []
    viewer.product_changed.connect(told.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        press(viewer, key)
        seen.append(viewer.windowTitle())
    assert seen == ["Bolt 0", "Bolt 1", "Bolt 2", "Bolt 2", "Bolt 1"]
    assert [product.name for product in told] == ["Bolt 1", "Bolt 2", "Bolt 1"]
    QTest.mouseClick(button(viewer, "Next product"), Qt.MouseButton.LeftButton)
    assert viewer.windowTitle() == "Bolt 2"
    assert not button(viewer, "Next product").isEnabled()
    settle(qtbot, viewer)


def test_what_was_left_behind_is_cancelled_and_never_shown(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG), times=2)
    viewer.show_products(products(gateway), 0)
    qtbot.waitUntil(lambda: len(gateway.seen) == 2)
    press(viewer, Qt.Key.Key_Right)
    settle(qtbot, viewer)
    assert natural_px(viewer) == 640
    assert gateway.wait_for(lambda seen: all(each.outcome is Outcome.DROPPED for each in seen[:2]))


def test_the_keys_zoom(qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway) -> None:
    viewer.show_products(products(gateway), 0)
    settle(qtbot, viewer)
    fitted = canvas(viewer).zoom
    press(viewer, Qt.Key.Key_Plus)
    assert canvas(viewer).zoom == pytest.approx(fitted * 1.25)
    assert button(viewer, "Actual size").text() == f"{round(fitted * 125)} %"
    press(viewer, Qt.Key.Key_Minus)
    assert canvas(viewer).zoom == pytest.approx(fitted)
    press(viewer, Qt.Key.Key_1)
    assert canvas(viewer).zoom == 1
    press(viewer, Qt.Key.Key_0)
    assert canvas(viewer).is_fitted


def test_closing_gives_everything_back(qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG))
    viewer.show_products(products(gateway), 0)
    qtbot.waitUntil(lambda: len(gateway.seen) == 2)
    press(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()
    assert gateway.wait_for(lambda seen: all(each.outcome is Outcome.DROPPED for each in seen))
    assert not viewer._thumbnails.is_busy
    gateway.faults.clear()
    viewer.show_products(products(gateway), 2)
    settle(qtbot, viewer)
    assert natural_px(viewer) == 640


def test_a_picture_that_fails_says_why_and_is_retried(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(body=hostile.HTML, headers=PNG))
    viewer.show_products(products(gateway), 0)
    settle(qtbot, viewer)
    assert "isn't a picture" in canvas(viewer).accessibleDescription()
    assert not button(viewer, "Save picture").isEnabled()
    gateway.faults.clear()
    QTest.mouseClick(button(viewer, "Retry"), Qt.MouseButton.LeftButton)
    assert canvas(viewer).accessibleDescription() == "Loading…"
    settle(qtbot, viewer)
    assert natural_px(viewer) == 640
    assert button(viewer, "Retry").isHidden()


def test_when_only_the_original_fails_the_preview_stays_and_says_so(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    (product,) = products(gateway, 1)
    gone = Product(preview_url=product.preview_url, original_url=f"{gateway.api_url}/pictures/gone.png")
    viewer.show_products((gone,), 0)
    settle(qtbot, viewer)
    assert natural_px(viewer) == 200
    assert any(text.startswith("Showing the small preview.") for text in words(viewer))
    assert button(viewer, "Save picture").isEnabled()
    assert not button(viewer, "Retry").isHidden()


def test_a_product_without_any_picture_says_so(viewer: PictureViewer) -> None:
    viewer.show_products((Product(),), 0)
    assert canvas(viewer).accessibleDescription() == "No picture."
    assert button(viewer, "Retry").isHidden()
    assert viewer.windowTitle() == "No name"


def test_an_avatar_is_shown_from_its_bytes_or_its_link_and_alone(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    viewer.show_avatar(encoded(plain(300, 300), "jpeg"), "Dealer")
    settle(qtbot, viewer)
    assert natural_px(viewer) == 300
    assert viewer.windowTitle() == "Dealer"
    assert not [text for text in words(viewer) if text]
    press(viewer, Qt.Key.Key_Right)
    viewer.show_avatar(gateway.links.original("car-0"), "Dealer")
    settle(qtbot, viewer)
    assert natural_px(viewer) == 640
    viewer.show_products(products(gateway), 0)
    assert "12 500" in words(viewer)
    settle(qtbot, viewer)


def test_hostile_text_is_shown_as_text(viewer: PictureViewer) -> None:
    product = Product(name=EVIL, price=EVIL, description=EVIL, id=EVIL, other_fields={EVIL: [EVIL]})
    viewer.show_products((product,), 0)
    shown = words(viewer)
    assert shown.count(EVIL) == 4
    for label in viewer.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    for widget in viewer.findChildren(QAbstractButton):
        assert "<img" not in widget.toolTip()


def test_a_name_in_the_title_is_cleaned(viewer: PictureViewer) -> None:
    viewer.show_products((Product(name="Oil\u202e\nfilter"),), 0)
    assert viewer.windowTitle() == "Oil filter"
    viewer.show_avatar(b"", "Dea\u202eler\n")
    assert viewer.windowTitle() == "Dealer"


def test_the_product_is_copied_as_text_and_the_picture_as_a_picture(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    viewer.show_products(products(gateway), 0)
    settle(qtbot, viewer)
    QTest.mouseClick(button(viewer, "Copy as text"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("Bolt 0\nPrice: 12 500\n")
    QTest.mouseClick(button(viewer, "Copy picture"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().image().width() == 640
    assert "Picture copied." in words(viewer)
    QGuiApplication.clipboard().clear()


def save_dialog(qtbot: QtBot, viewer: PictureViewer) -> QFileDialog:
    QTest.mouseClick(button(viewer, "Save picture"), Qt.MouseButton.LeftButton)
    dialog = viewer.findChild(QFileDialog)
    assert dialog is not None
    return dialog


def test_the_file_is_saved_as_it_was_fetched_with_a_harmless_name(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway, tmp_path: Path
) -> None:
    body = encoded(plain(300, 200), "jpeg")
    gateway.faults.add("picture", Fault(body=body, headers=PNG))
    viewer.show_products(
        (Product(name="../Oil: filter.svg", original_url=gateway.links.original("car-0")),), 0
    )
    settle(qtbot, viewer)
    dialog = save_dialog(qtbot, viewer)
    assert Path(dialog.selectedFiles()[0]).name == "Oil filter.svg.jpg"
    assert kind_of(body) is PictureKind.JPEG
    dialog.selectFile(str(tmp_path / "kept.jpg"))
    viewer.show_products((Product(),), 0)
    with qtbot.waitSignal(dialog.fileSelected):
        dialog.accept()
    assert (tmp_path / "kept.jpg").read_bytes() == body
    assert "Saved as kept.jpg." in words(viewer)


def test_a_file_that_cannot_be_written_is_said(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway, tmp_path: Path
) -> None:
    viewer.show_products(products(gateway), 0)
    settle(qtbot, viewer)
    dialog = save_dialog(qtbot, viewer)
    dialog.fileSelected.emit(str(tmp_path / "no such folder" / "a.png"))
    dialog.close()
    assert any(text.startswith("Couldn't save the picture: ") for text in words(viewer))


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_S])
def test_what_is_taken_before_the_original_came_is_the_original(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway, key: Qt.Key, tmp_path: Path
) -> None:
    gateway.faults.add("picture", Fault(), times=1)
    gateway.faults.add("picture", Fault(delay_s=1), times=1)
    viewer.show_products(products(gateway), 0)
    qtbot.waitUntil(lambda: natural_px(viewer) == 200)
    press(viewer, key, CTRL)
    assert "Downloading the picture…" in words(viewer)
    if key is Qt.Key.Key_C:
        qtbot.waitUntil(lambda: "Picture copied." in words(viewer))
        assert QGuiApplication.clipboard().image().width() == 640
        QGuiApplication.clipboard().clear()
    else:
        qtbot.waitUntil(lambda: viewer.findChild(QFileDialog) is not None)
        assert "Downloading the picture…" not in words(viewer)
        (dialog,) = viewer.findChildren(QFileDialog)
        dialog.fileSelected.emit(str(tmp_path / "kept.png"))
        dialog.close()
        assert QImage(str(tmp_path / "kept.png")).width() == 640


def test_the_preview_is_taken_when_the_original_cannot_be_had_and_that_is_said(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    (product,) = products(gateway, 1)
    viewer.show_products((product._replace(original_url=f"{gateway.api_url}/pictures/gone.png"),), 0)
    settle(qtbot, viewer)
    press(viewer, Qt.Key.Key_C, CTRL)
    qtbot.waitUntil(lambda: any(text.startswith("Copied the small preview.") for text in words(viewer)))
    assert QGuiApplication.clipboard().image().width() == 200
    press(viewer, Qt.Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: viewer.findChild(QFileDialog) is not None)
    assert any(text.startswith("Showing the small preview.") for text in words(viewer))
    (dialog,) = viewer.findChildren(QFileDialog)
    dialog.close()
    QGuiApplication.clipboard().clear()


def test_closing_gives_up_what_was_to_be_copied(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG))
    QGuiApplication.clipboard().setText("mine")
    viewer.show_products(products(gateway), 0)
    press(viewer, Qt.Key.Key_C, CTRL)
    assert gateway.wait_for(lambda seen: len(seen) == 2)
    viewer.close()
    assert gateway.wait_for(lambda seen: {each.outcome for each in seen} == {Outcome.DROPPED})
    assert QGuiApplication.clipboard().text() == "mine"


@pytest.mark.parametrize("description", ["plain words", "https://example.com and words"])
def test_words_that_are_selected_are_copied_before_the_picture(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway, description: str
) -> None:
    (product,) = products(gateway, 1)
    viewer.show_products((product._replace(description=description),), 0)
    settle(qtbot, viewer)
    panel = viewer.findChild(ProductPanel)
    assert panel is not None
    name = next(label for label in panel.findChildren(QLabel) if label.text() == "Bolt 0")
    name.setFocus()
    name.setSelection(0, 4)
    press(viewer, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Bolt"
    for text in panel.findChildren(QTextEdit):
        if text.isVisible() and text.toPlainText() == description:
            text.setFocus()
            text.selectAll()
            break
    else:
        label = next(label for label in panel.findChildren(QLabel) if label.text() == description)
        label.setFocus()
        label.setSelection(0, len(description))
    press(viewer, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == description
    viewer.setFocus()
    press(viewer, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().image().width() == 640
    QGuiApplication.clipboard().clear()


def test_tab_goes_from_top_to_bottom_and_the_arrows_scroll_the_words(
    qtbot: QtBot, viewer: PictureViewer, gateway: DemoGateway
) -> None:
    first, second = products(gateway, 2)
    viewer.show_products((first, second._replace(description="A line\n" * 100)), 0)
    press(viewer, Qt.Key.Key_Right)
    panel = viewer.findChild(ProductPanel)
    assert panel is not None
    deliver_deletions()
    button(viewer, "Copy Price").setFocus()
    heights = []
    while (stop := viewer.focusWidget()) is not button(viewer, "Copy as text"):
        heights.append(stop.mapTo(viewer, QPoint()).y())
        QTest.keyClick(stop, Qt.Key.Key_Tab)
    assert len(heights) >= 5
    assert heights == sorted(heights)
    bar = panel.verticalScrollBar()
    QTest.mouseClick(button(viewer, "Show all"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(0)
    press(viewer, Qt.Key.Key_Down)
    press(viewer, Qt.Key.Key_Down)
    assert bar.value() == 120
    press(viewer, Qt.Key.Key_Up)
    assert bar.value() == 60
    assert viewer.windowTitle() == "Bolt 1"


def test_it_is_never_larger_than_the_screen(viewer: PictureViewer, gateway: DemoGateway) -> None:
    viewer.show_products(products(gateway), 0)
    room = viewer.screen().availableSize()
    assert room.width() < 980, "this screen is a small one"
    assert viewer.size() == viewer.size().boundedTo(room)
    assert viewer.sizeHint().width() <= room.width()


def test_switched_off_pictures_say_so_and_offer_no_retry(
    viewer: PictureViewer, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    thumbnails.set_fetching(False)
    viewer.show_products(products(gateway), 0)
    assert "turned off" in canvas(viewer).accessibleDescription()
    assert button(viewer, "Retry").isHidden()


def test_every_button_has_words_and_none_takes_the_enter_key(
    viewer: PictureViewer, gateway: DemoGateway
) -> None:
    viewer.show_products(products(gateway), 0)
    for each in viewer.findChildren(QAbstractButton):
        if each.isVisible():
            assert each.accessibleName() or each.text()
            assert not (isinstance(each, QPushButton) and (each.isDefault() or each.autoDefault()))
