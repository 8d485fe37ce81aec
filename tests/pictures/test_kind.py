"""What a picture is."""

import pytest

from inspector.pictures.kind import PictureKind, kind_of
from tests.pictures import hostile


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8\xff\xe1....", PictureKind.JPEG),
        (hostile.png(1, 1), PictureKind.PNG),
        (hostile.gif(1, 1), PictureKind.GIF),
        (b"GIF87a", PictureKind.GIF),
        (hostile.webp(1, 1), PictureKind.WEBP),
    ],
)
def test_the_first_bytes_decide(data: bytes, kind: PictureKind) -> None:
    assert kind_of(data) is kind
    assert kind_of(data[:12]) is kind


@pytest.mark.parametrize("name", hostile.NOT_PICTURES)
def test_everything_else_is_no_picture(name: str) -> None:
    assert kind_of(hostile.NOT_PICTURES[name]) is None


def test_a_file_gets_its_usual_suffix() -> None:
    assert [kind.suffix for kind in PictureKind] == [".jpg", ".png", ".gif", ".webp"]
