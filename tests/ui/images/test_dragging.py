"""What a picture that is dragged out of the window offers, and where its file is. The journeys drop one."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QMimeData, QPoint, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.contact.model import Product
from inspector.demo.gateway import DemoGateway
from inspector.ui.images.dragging import PictureDrag
from inspector.ui.images.picture_state import Arrived
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.viewer.picture_canvas import PictureCanvas
from inspector.ui.viewer.picture_viewer import PictureViewer
from tests.ui.drawn import encoded, plain

JPEG = encoded(plain(300, 200), "jpeg")
PICTURE = Arrived(plain(158, 105), QSize(300, 200), JPEG)


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))


@pytest.fixture
def source(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


def file(offered: QMimeData) -> Path:
    (url,) = offered.urls()
    return Path(url.toLocalFile())


def test_the_picture_and_a_file_with_its_bytes_are_offered_and_no_link(
    thumbnails: Thumbnails, source: QWidget
) -> None:
    offered = PictureDrag(thumbnails, source).offered(PICTURE, "Bolt / nut.svg")
    assert QImage(offered.imageData()).size() == PICTURE.image.size()
    assert sorted(offered.formats()) == ["application/x-qt-image", "text/uri-list"]
    assert file(offered).name == "Bolt nut.svg.jpg"
    assert file(offered).read_bytes() == JPEG


def test_two_pictures_of_one_name_are_two_files(thumbnails: Thumbnails, source: QWidget) -> None:
    drags = PictureDrag(thumbnails, source)
    other = Arrived(plain(9, 9), QSize(9, 9), encoded(plain(9, 9), "jpeg"))
    files = [file(drags.offered(each, "Bolt")) for each in (PICTURE, other)]
    assert [each.name for each in files] == ["Bolt.jpg", "Bolt.jpg"]
    assert [each.read_bytes() for each in files] == [PICTURE.data, other.data]


def test_the_files_are_one_s_own_and_go_with_the_session(thumbnails: Thumbnails, source: QWidget) -> None:
    kept = file(PictureDrag(thumbnails, source).offered(PICTURE, "Bolt"))
    folder = kept.parent.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    thumbnails.close()
    assert not folder.exists()


def test_without_room_for_a_file_the_picture_is_offered_all_the_same(
    thumbnails: Thumbnails, source: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "no such folder"))
    offered = PictureDrag(thumbnails, source).offered(PICTURE, "Bolt")
    assert offered.hasImage()
    assert not offered.hasUrls()


def test_what_is_seen_whole_is_dragged_away_and_what_is_larger_is_moved(qtbot: QtBot) -> None:
    canvas = PictureCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 400)
    canvas.show()
    canvas.show_image(PICTURE.image, PICTURE.natural_size)
    dragged: list[bool] = []
    canvas.drag_wanted.connect(lambda: dragged.append(True))
    for zoom_in, is_dragged in ((False, True), (True, False)):
        if zoom_in:
            for _ in range(6):
                canvas.zoom_in()
        place, dragged[:] = canvas.picture_rect(), []
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
        for step in (2, 30, 60):
            QTest.mouseMove(canvas, QPoint(200 + step, 200))
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(260, 200))
        assert bool(dragged) is is_dragged
        assert (canvas.picture_rect() == place) is is_dragged
        assert len(dragged) <= 1


def test_the_viewer_s_picture_is_dragged_with_the_bytes_of_the_original(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    viewer = PictureViewer(thumbnails)
    qtbot.addWidget(viewer)
    links = gateway.links
    bolt = Product(name="Bolt", preview_url=links.preview("car-0"), original_url=links.original("car-0"))
    viewer.show_products((bolt,), 0)
    qtbot.waitUntil(lambda: not thumbnails.is_busy)
    canvas = viewer.findChild(PictureCanvas)
    assert canvas is not None
    place = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(canvas, place + QPoint(40, 0))
    (kept,) = temporary_files()
    assert kept.name == "Bolt.png"
    assert QImage(str(kept)).width() == 640


def temporary_files() -> list[Path]:
    """What this test's drags have left in the system's temporary folder."""
    return [path for path in Path(QDir.tempPath()).rglob("*") if path.is_file()]
