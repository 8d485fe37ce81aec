"""One picture: fitted, zoomed around a point, dragged, never lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.ui.viewer.picture_canvas import PictureCanvas
from tests.ui.drawn import LEFT, RIGHT, is_about, painted, two_coloured

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[PictureCanvas]:
    made = PictureCanvas()
    made.resize(424, 324)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()


def wheel(canvas: PictureCanvas, place: QPointF, notches: float) -> None:
    event = QWheelEvent(
        place,
        canvas.mapToGlobal(place),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def drag(canvas: PictureCanvas, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)


def fraction_at(canvas: PictureCanvas, place: QPointF) -> tuple[float, float]:
    """Which part of the picture is under a point, as parts of its width and height."""
    rect = canvas.picture_rect()
    return (place.x() - rect.x()) / rect.width(), (place.y() - rect.y()) / rect.height()


def show(canvas: PictureCanvas, width: int = 800, height: int = 400) -> QImage:
    image = two_coloured(width, height)
    canvas.show_image(image, image.size())
    return image


def test_a_picture_is_fitted_whole_and_in_the_middle(canvas: PictureCanvas) -> None:
    show(canvas)
    assert canvas.is_fitted
    assert canvas.zoom == pytest.approx(0.5)
    assert canvas.picture_rect() == QRectF(12, 62, 400, 200)
    seen = painted(canvas)
    assert is_about(seen.pixelColor(60, 162), LEFT)
    assert is_about(seen.pixelColor(360, 162), RIGHT)


def test_a_preview_and_its_original_have_the_same_place(canvas: PictureCanvas) -> None:
    show(canvas, 80, 40)
    fitted = canvas.picture_rect()
    show(canvas)
    assert canvas.picture_rect() == fitted
    show(canvas, 80, 40)
    wheel(canvas, QPointF(100, 150), 3)
    zoomed = canvas.picture_rect()
    show(canvas)
    assert canvas.picture_rect() == zoomed


def test_the_wheel_zooms_around_the_pointer(canvas: PictureCanvas, qtbot: QtBot) -> None:
    show(canvas)
    place = QPointF(300, 180)
    before = fraction_at(canvas, place)
    with qtbot.waitSignal(canvas.zoomed) as told:
        wheel(canvas, place, 4)
    assert told.args == [pytest.approx(0.5 * 1.25**4)]
    assert fraction_at(canvas, place) == pytest.approx(before)
    wheel(canvas, place, -4)
    assert canvas.zoom == pytest.approx(0.5)


def test_zoom_ends_where_nothing_more_can_be_seen(canvas: PictureCanvas) -> None:
    show(canvas)
    for _ in range(60):
        canvas.zoom_in()
    assert canvas.zoom == 16
    for _ in range(90):
        canvas.zoom_out()
    assert canvas.zoom == pytest.approx(0.05)
    canvas.fit()
    assert canvas.zoom == pytest.approx(0.5)


def test_actual_size_is_a_pixel_for_a_pixel_and_a_double_click_goes_there_and_back(
    canvas: PictureCanvas,
) -> None:
    show(canvas)
    canvas.show_actual_size()
    assert canvas.picture_rect().size() == QSize(800, 400).toSizeF()
    canvas.fit()
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(212, 162))
    assert canvas.zoom == 1
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(212, 162))
    assert canvas.is_fitted


def test_a_drag_moves_the_picture_and_cannot_lose_it(canvas: PictureCanvas) -> None:
    show(canvas)
    canvas.show_actual_size()
    before = canvas.picture_rect().topLeft()
    drag(canvas, QPoint(200, 150), QPoint(230, 160))
    assert canvas.picture_rect().topLeft() - before == QPointF(30, 10)
    for _ in range(5):
        drag(canvas, QPoint(10, 10), QPoint(410, 310))
    assert canvas.picture_rect().topLeft() == QPointF(0, 0)
    for _ in range(5):
        drag(canvas, QPoint(410, 310), QPoint(10, 10))
    assert canvas.picture_rect().bottomRight() == QPointF(424, 324)


def test_a_fitted_picture_stays_where_it_is(canvas: PictureCanvas) -> None:
    show(canvas)
    drag(canvas, QPoint(200, 150), QPoint(260, 180))
    assert canvas.picture_rect() == QRectF(12, 62, 400, 200)


def test_only_what_can_be_dragged_offers_a_hand(canvas: PictureCanvas) -> None:
    show(canvas)
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    canvas.show_actual_size()
    assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor


def test_words_take_the_place_of_a_picture(canvas: PictureCanvas) -> None:
    show(canvas)
    canvas.zoom_in()
    canvas.show_words("<b>Link expired</b>")
    assert not canvas.has_image
    assert canvas.is_fitted
    before = painted(canvas)
    wheel(canvas, QPointF(9, 9), 3)
    canvas.show_actual_size()
    drag(canvas, QPoint(10, 10), QPoint(90, 90))
    assert canvas.zoom == 1
    assert painted(canvas) == before
    assert canvas.accessibleDescription() == "<b>Link expired</b>"
    show(canvas)
    assert canvas.accessibleDescription() == ""


@pytest.mark.parametrize("size", [(1, 1), (8192, 1), (1, 8192), (3, 4000)])
def test_the_strangest_shape_can_be_fitted_and_zoomed(canvas: PictureCanvas, size: tuple[int, int]) -> None:
    image = QImage(min(640, size[0]), min(640, size[1]), QImage.Format.Format_RGB32)
    image.fill(LEFT)
    canvas.show_image(image, QSize(*size))
    for act in (canvas.zoom_in, canvas.show_actual_size, canvas.zoom_out, canvas.fit):
        act()
        assert not painted(canvas).isNull()
    canvas.resize(20, 20)
    assert canvas.zoom > 0
