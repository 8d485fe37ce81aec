import struct
import time
import zlib

import pytest

from inspector.demo.drawing import Canvas, circle, gear, rounded, stroke
from inspector.demo.motifs import AVATARS, MOTIFS, TINTS, draw
from inspector.demo.pictures import ORIGINAL_PX, PREVIEW_PX, Links, picture
from tests.demo.caller import Caller

WHITE, BLACK = (255, 255, 255), (0, 0, 0)
DAY_S = 86_400


def decoded(png: bytes) -> tuple[int, list[bytes]]:
    """Size in pixels and rows of RGB bytes; checks every rule of the format that we rely on."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, rest = {}, png[8:]
    while rest:
        length, kind = struct.unpack(">I4s", rest[:8])
        data, crc = rest[8 : 8 + length], rest[8 + length : 12 + length]
        assert struct.unpack(">I", crc)[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        rest = rest[12 + length :]
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 2, 0, 0, 0]
    raw, stride = zlib.decompress(chunks[b"IDAT"]), 3 * width + 1
    assert width == height
    assert len(raw) == stride * height
    assert set(raw[::stride]) == {0}
    return width, [raw[at + 1 : at + stride] for at in range(0, len(raw), stride)]


@pytest.mark.parametrize("size_px", [PREVIEW_PX, ORIGINAL_PX])
@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_is_a_valid_picture_of_its_size(motif: str, size_px: int) -> None:
    size, rows = decoded(draw(motif, 3, size_px))
    assert size == size_px
    assert len({row[at : at + 3] for row in rows for at in range(0, len(row), 3)}) > 20


@pytest.mark.parametrize("motif", MOTIFS)
def test_every_motif_leaves_a_margin_at_its_sides(motif: str) -> None:
    size, rows = decoded(draw(motif, 0, PREVIEW_PX))
    margin = size // 12
    for row in rows:
        ground = row[:3]
        assert row[: 3 * margin] == ground * margin == row[-3 * margin :]


def test_tints_differ_and_begin_anew() -> None:
    assert len({draw("battery", tint, PREVIEW_PX) for tint in range(TINTS)}) == TINTS
    assert draw("battery", TINTS, PREVIEW_PX) == draw("battery", 0, PREVIEW_PX)


def grey(canvas: Canvas, x: int, y: int) -> int:
    return decoded(canvas.png())[1][y][3 * x]


def test_a_half_covered_pixel_is_half_way_between_the_colours() -> None:
    canvas = Canvas(10, WHITE, WHITE)
    canvas.fill([rounded(25, 25, 50, 50, 0.001)], BLACK)
    assert grey(canvas, 5, 5) == 0
    assert grey(canvas, 2, 5) == pytest.approx(127, abs=2)
    assert grey(canvas, 5, 2) == pytest.approx(127, abs=2)
    assert grey(canvas, 2, 2) == pytest.approx(191, abs=3)
    assert grey(canvas, 1, 5) == 255


def test_a_path_within_a_path_is_a_hole() -> None:
    canvas = Canvas(100, WHITE, WHITE)
    canvas.fill([circle(50, 50, 40), circle(50, 50, 20)], BLACK)
    assert [grey(canvas, x, 50) for x in (5, 20, 50, 80, 95)] == [255, 0, 255, 0, 255]


def test_a_circle_covers_its_area() -> None:
    canvas = Canvas(200, WHITE, WHITE)
    canvas.fill([circle(50, 50, 30)], BLACK)
    covered = sum(255 - row[at] for row in decoded(canvas.png())[1] for at in range(0, 600, 3)) / 255
    assert covered == pytest.approx(3.14159 * 60**2, rel=0.005)


def test_paths_may_leave_the_canvas_above_and_below() -> None:
    canvas = Canvas(50, WHITE, WHITE)
    canvas.fill([stroke((50, -40), (50, 140), 20)], BLACK)
    assert [grey(canvas, 25, y) for y in (0, 25, 49)] == [0, 0, 0]


def test_a_gear_has_its_teeth() -> None:
    canvas = Canvas(200, WHITE, WHITE)
    canvas.fill([gear(50, 50, 20, 30, 8)], BLACK)
    points = gear(50, 50, 20, 30, 8)
    assert len(points) == 32
    assert grey(canvas, 100, 100) == 0


def test_links_carry_their_expiry_about_ten_days_ahead(caller: Caller) -> None:
    url = caller.gateway.links.original("car-1")
    expiry = int(url.rpartition("&oe=")[2], 16)
    assert 8.9 * DAY_S < expiry - time.time() <= 10 * DAY_S


def test_links_of_one_day_are_equal() -> None:
    noon = 20_000 * DAY_S + DAY_S / 2
    assert Links("http://h", noon).preview("car-1") == Links("http://h", noon + 60).preview("car-1")
    assert Links("http://h", noon).preview("car-1") != Links("http://h", noon + DAY_S).preview("car-1")


def test_a_link_gives_a_png_of_the_size_it_promises(caller: Caller) -> None:
    for url, size_px in (
        (caller.gateway.links.preview("tyre-4", "17"), PREVIEW_PX),
        (caller.gateway.links.original("tyre-4", "17"), ORIGINAL_PX),
    ):
        answer = caller.client.get(url)
        assert answer.headers["content-type"] == "image/png"
        assert decoded(answer.content)[0] == size_px


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("stp=dst-jpg_p100x100&ccb=1-7", "ccb=1-7&stp=dst-jpg_p100x100"),
        ("stp=dst-jpg_p100x100&", ""),
        ("ccb=1-7", "ccb=1%2D7"),
        ("tyre-4", "tyre-5"),
        ("-200.png", "-640.png"),
        ("oh=01_", "oh=01_A"),
        ("&oe=", "&oe=F"),
        ("&oe=", "&oe=0"),
        (".png?", ".png?&"),
        ("?", "?x=1&"),
    ],
)
def test_an_altered_link_is_refused(part: str, other: str) -> None:
    target = Links("", time.time()).preview("tyre-4", "17")
    assert picture(target, time.time()).status == 200
    assert part in target
    altered = picture(target.replace(part, other, 1), time.time())
    assert (altered.status, altered.body) == (403, b"Bad URL hash")


def test_a_link_ends_on_the_second() -> None:
    target = Links("", 20_000 * DAY_S).preview("tyre-4")
    expiry = 20_010 * DAY_S
    assert picture(target, expiry - 0.1).status == 200
    assert picture(target, expiry).body == b"URL signature expired"


def test_a_well_signed_link_to_no_motif_is_not_found() -> None:
    now = time.time()
    assert picture(Links("", now).preview("unicorn-1"), now).status == 404


def test_avatars_stand_on_a_strong_ground_and_parts_on_a_soft_one() -> None:
    for motif in MOTIFS:
        ground = decoded(draw(motif, 2, PREVIEW_PX))[1][0][:3]
        assert (sum(ground) / 3 < 160) == (motif in AVATARS)
