"""Why a picture is missing, in words."""

from inspector.pictures.trouble import PictureTrouble
from inspector.ui import picture_words


def test_every_trouble_has_a_few_words_that_differ_from_the_others() -> None:
    words = [picture_words.short_reason(trouble) for trouble in PictureTrouble]
    assert len(set(words)) == len(words)
    assert max(map(len, words)) <= 26
