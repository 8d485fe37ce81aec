"""Decoding: bounded, upright, and never more than the header promised."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageIOHandler

from inspector.pictures.error import PictureError, PictureErrorKind
from inspector.ui.images.decoding import Fit, decode, limit_decoders, stand_in
from tests.pace import within
from tests.pictures import hostile
from tests.ui.drawn import LEFT, RIGHT, encoded, is_about, plain, two_coloured

pytestmark = pytest.mark.usefixtures("qapp")
KINDS = ("jpeg", "png", "webp")


@pytest.fixture(autouse=True)
def _limits() -> None:
    limit_decoders()


def failure(data: bytes, edge_px: int = 100, fit: Fit = Fit.COVER) -> PictureError:
    with pytest.raises(PictureError) as caught:
        decode(data, edge_px, fit)
    assert caught.value.sentence.endswith(".")
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_scaled_down_while_it_is_read(kind: str) -> None:
    file = encoded(two_coloured(300, 150), kind)
    for fit, size in ((Fit.COVER, (100, 50)), (Fit.CONTAIN, (50, 25))):
        decoded = decode(file, 50, fit)
        assert decoded.image.size().toTuple() == size
        assert decoded.natural_size.toTuple() == (300, 150)
        assert is_about(decoded.image.pixelColor(5, 10), LEFT)
        assert is_about(decoded.image.pixelColor(size[0] - 5, 10), RIGHT)


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_picture_is_not_blown_up(kind: str) -> None:
    assert decode(encoded(plain(30, 20), kind), 400, Fit.COVER).image.size().toTuple() == (30, 20)


@pytest.mark.parametrize("size", [(1, 1), (8192, 1), (1, 8192)])
@pytest.mark.parametrize("fit", Fit)
def test_the_thinnest_picture_is_shown_without_growing(size: tuple[int, int], fit: Fit) -> None:
    image = decode(hostile.png(*size), 160, fit).image
    assert 1 <= image.width() <= 640
    assert 1 <= image.height() <= 640


def test_a_picture_that_lies_on_its_side_is_put_upright() -> None:
    turned = QImageIOHandler.Transformation.TransformationRotate90
    decoded = decode(encoded(two_coloured(200, 100), "jpeg", turned), 50, Fit.COVER)
    assert decoded.image.size().toTuple() == (50, 100)
    assert decoded.natural_size.toTuple() == (100, 200)
    assert is_about(decoded.image.pixelColor(25, 10), LEFT)
    assert is_about(decoded.image.pixelColor(25, 90), RIGHT)


def test_transparency_is_kept() -> None:
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    decoded = decode(encoded(image, "png"), 20, Fit.COVER)
    assert decoded.image.pixelColor(3, 3).alpha() == 0


def test_of_a_moving_picture_the_first_frame_is_shown() -> None:
    first = decode(hostile.gif(1, 1, frames=3), 10, Fit.COVER).image
    assert first.pixelColor(0, 0).name() == "#000000"


@pytest.mark.parametrize("name", hostile.TOO_LARGE)
def test_a_bomb_is_refused_by_its_header_alone(name: str) -> None:
    with within(0.1, time.thread_time):
        error = failure(hostile.TOO_LARGE[name])
    assert error.trouble is PictureErrorKind.TOO_LARGE
    assert " x " in error.sentence


def test_a_moving_picture_on_a_huge_screen_is_not_unpacked() -> None:
    # Qt tells the size of its first frame, and finds the screen's only when it reads: the limit holds then.
    with within(0.1, time.thread_time):
        assert failure(hostile.gif(65535, 65535)).trouble is PictureErrorKind.DAMAGED


@pytest.mark.parametrize("name", hostile.DAMAGED)
def test_a_damaged_picture_is_said_to_be_damaged(name: str) -> None:
    assert failure(hostile.DAMAGED[name]).trouble is PictureErrorKind.DAMAGED


@pytest.mark.parametrize("name", hostile.NOT_PICTURES)
def test_no_other_decoder_is_within_reach(name: str) -> None:
    assert failure(hostile.NOT_PICTURES[name]).trouble is PictureErrorKind.NOT_A_PICTURE


def test_a_jpeg_cut_off_shows_what_came() -> None:
    file = encoded(two_coloured(200, 200), "jpeg")
    assert is_about(decode(file[: len(file) * 2 // 3], 200, Fit.COVER).image.pixelColor(10, 3), LEFT)


def test_a_jpeg_of_24_megapixels_is_shown_at_any_edge_and_a_png_of_that_size_is_not() -> None:
    large = plain(5900, 4000)
    file = encoded(large, "jpeg")
    assert decode(file, 160, Fit.COVER).image.size().toTuple() == (236, 160)
    assert decode(file, 4096, Fit.CONTAIN).image.size().toTuple() == (2950, 2000)
    assert failure(encoded(large, "png")).trouble is PictureErrorKind.TOO_LARGE


@given(
    st.binary(max_size=200), st.sampled_from([hostile.png(9, 9), hostile.gif(3, 3, 2), hostile.webp(9, 9)])
)
def test_no_bytes_break_the_decoder(noise: bytes, file: bytes) -> None:
    for data in (noise, file[: len(noise)] + noise, file[:20] + noise, file + noise):
        for fit in Fit:
            try:
                image = decode(data, 64, fit).image
            except PictureError:
                continue
            assert max(image.width(), image.height()) <= 256


def test_many_decodes_on_two_threads_end_well() -> None:
    files = [encoded(two_coloured(120, 90), kind) for kind in KINDS] + list(hostile.DAMAGED.values())

    def try_all(start: int) -> int:
        good = 0
        for file in files[start:] + files[:start]:
            try:
                good += decode(file, 40, Fit.COVER).image.width() > 0
            except PictureError:
                continue
        return good

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(try_all, list(range(len(files))) * 20)) == {3}


def test_all_bombs_together_need_less_than_the_limit_of_memory() -> None:
    """In a process of its own: the memory of this one is full of other tests."""
    program = """
import os, resource
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtGui import QGuiApplication
from inspector.pictures.error import PictureError
from inspector.ui.images.decoding import Fit, decode, limit_decoders, stand_in
from tests.pictures import hostile
app = QGuiApplication([])
limit_decoders()
before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
bad = {**hostile.TOO_LARGE, **hostile.DAMAGED, **hostile.NOT_PICTURES}
for data in (hostile.gif(65535, 65535), *bad.values()):
    try:
        decode(data, 160, Fit.COVER)
    except PictureError:
        continue
    raise SystemExit("a hostile picture was shown")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb)
"""
    if sys.platform == "win32":
        pytest.skip("Windows has no resource module")
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    unit = 1024 if sys.platform == "darwin" else 1
    assert int(ended.stdout) / unit < 70_000


@pytest.mark.parametrize("width", [158, 632])
def test_a_stand_in_is_the_middle_of_a_picture_in_half_a_kilobyte(width: int) -> None:
    small = stand_in(two_coloured(width, 158))
    assert (small.size().toTuple(), small.sizeInBytes()) == ((16, 16), 512)
    assert is_about(small.pixelColor(1, 8), LEFT)
    assert is_about(small.pixelColor(14, 8), RIGHT)
    assert stand_in(plain(1, 1)).size().toTuple() == (16, 16)


def test_a_stand_in_is_as_transparent_as_its_picture() -> None:
    glass = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    glass.fill(Qt.GlobalColor.transparent)
    assert stand_in(glass).pixelColor(8, 8).alpha() == 0
