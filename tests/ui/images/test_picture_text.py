"""Why a picture is missing, in words."""

from inspector.pictures.error import PictureErrorKind
from inspector.ui.images import picture_text


def test_every_trouble_has_a_few_words_that_differ_from_the_others() -> None:
    words = [picture_text.short_reason(trouble) for trouble in PictureErrorKind]
    assert len(set(words)) == len(words)
    assert max(map(len, words)) <= 26
