"""Which links lead to the same picture, and which must never be taken for each other."""

import pytest

from inspector.pictures.identity import identity

PATH = "/v/t61.24694-24/297753769_138695678575262_2623292811728518275_n.jpg"
AVATAR = f"https://pps.whatsapp.net{PATH}?ccb=11-4&oh=01_AVyQU3CvoGm1dMW3Ph6JYpKRs&oe=630F8F9D"
PRODUCT = (
    "https://mmg.whatsapp.net/v/t45.5328-4/263329037_6625110154227932_2879714823340281709_n.jpg?"
    "stp=dst-jpg_p100x100&ccb=1-7&_nc_sid=c48759&_nc_ohc=NKICbZlqfPMAX9077mo&_nc_ad=z-m&_nc_cid=0"
    "&_nc_ht=mmg.whatsapp.net&oh=01_AVwYzx7CckCFf8F8xIIZ5m2AGdeC8YTnLyd29&oe=66000000"
)
OPAQUE = "https://mmg.whatsapp.net/o1/v/t24/f2/m235/AQOpaque?ccb=9-4&oh=01_A&oe=66000000&_nc_sid=e6ed6c"
DEMO = "http://127.0.0.1:4321"


def of(url: str, *origins: str) -> bytes:
    found = identity(url, frozenset(origins))
    assert found is not None
    return found


@pytest.mark.parametrize(
    "again",
    [
        f"https://pps.whatsapp.net{PATH}?ccb=11-4&oh=01_Q5AaIFtngZ&oe=6659BD75",
        f"https://pps.whatsapp.net{PATH}?ccb=11-4&oh=01_Q5AaIFtngZ&oe=6659BD75&_nc_sid=e6ed6c&_nc_cat=107",
        f"https://pps.whatsapp.net{PATH}?ccb=11-4",
        f"https://media-ams2-1.cdn.whatsapp.net{PATH}?ccb=11-4&oh=01_A&oe=6659BD75",
        f"https://media-fra3-2.cdn.whatsapp.net{PATH}?ccb=11-4&oh=01_A&oe=6659BD75",
        f"https://scontent.xx.fbcdn.net{PATH}?ccb=11-4&oh=01_A&oe=6659BD75",
        f"https://PPS.whatsapp.net:443{PATH}?ccb=11-4&oh=01_A&oe=6659BD75#top",
    ],
)
def test_a_newly_signed_link_leads_to_the_same_picture(again: str) -> None:
    assert of(again) == of(AVATAR)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c48759", "e6ed6c"),
        ("NKICbZlqfPMAX9077mo", "eps8lAw2_3MAX_mWW8K"),
        ("_nc_ad=z-m", "_nc_ad=z-n"),
        ("_nc_cid=0", "_nc_cid=7"),
        ("_nc_ht=mmg.whatsapp.net", "_nc_ht=media-ams2-1.cdn.whatsapp.net"),
        ("01_AVwYzx7CckCFf8F8xIIZ5m2AGdeC8YTnLyd29", "01_other"),
        ("66000000", "67000000"),
        ("&_nc_sid=c48759", ""),
    ],
)
def test_what_tells_who_asked_whom_and_when_is_not_the_picture(old: str, new: str) -> None:
    assert old in PRODUCT
    assert of(PRODUCT.replace(old, new)) == of(PRODUCT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stp=dst-jpg_p100x100&", ""),
        ("p100x100", "p640x640"),
        ("p100x100", "p100x100&stp=dst-jpg_p640x640"),
        ("stp=dst", "STP=dst"),
        ("ccb=1-7", "ccb=1-8"),
        ("oh=", "size=2&oh="),
        ("263329037", "263329038"),
        ("_n.jpg", "_o.jpg"),
        ("t45.5328-4/", "t45.5328-4/s150x150/"),
        ("t45.5328-4/", "t45.5328-5/"),
        ("&oh=", "&%6fh="),
        ("&oh=", ";oh="),
    ],
)
def test_another_size_crop_or_file_is_another_picture(old: str, new: str) -> None:
    assert old in PRODUCT
    assert of(PRODUCT.replace(old, new, 1)) != of(PRODUCT)


def test_a_path_that_is_not_known_to_be_the_same_everywhere_belongs_to_its_server() -> None:
    assert of(OPAQUE) == of(OPAQUE.replace("01_A", "01_B"))
    assert of(OPAQUE) != of(OPAQUE.replace("mmg.", "media-ams2-1.cdn."))
    assert of(OPAQUE) != of(OPAQUE.replace("AQOpaque", "AQopaque"))


def test_values_and_path_cannot_be_taken_for_each_other() -> None:
    links = [
        f"https://pps.whatsapp.net{end}" for end in ("/a?b&c", "/a?b%26c", "/a?c&b", "/a?b", "/a", "/a/b")
    ]
    assert len({of(link) for link in links}) == len(links)


@pytest.mark.parametrize(
    "url",
    [
        f"http://pps.whatsapp.net{PATH}",
        f"https://pps.whatsapp.net.evil.example{PATH}",
        f"https://evilwhatsapp.net{PATH}",
        f"https://user@pps.whatsapp.net{PATH}",
        f"https://pps.whatsapp.net:8443{PATH}",
        f"https://shop.example{PATH}",
        "https://pps.whatsapp.net/" + 5000 * "a",
        "data:image/png;base64,AAAA",
        "",
    ],
)
def test_nothing_is_known_by_a_link_that_is_not_whatsapps(url: str) -> None:
    assert identity(url) is None


def test_while_there_is_one_origin_it_alone_has_pictures() -> None:
    assert of(f"{DEMO}/p.png?oh=1&oe=2", DEMO) == of(f"{DEMO}/p.png?oh=3&oe=4", DEMO)
    assert of(f"{DEMO}{PATH}", DEMO) != of(f"https://pps.whatsapp.net{PATH}")
    assert identity(AVATAR, frozenset([DEMO])) is None
    assert identity("http://127.0.0.1:4322/p.png", frozenset([DEMO])) is None


def test_an_identity_says_nothing_of_the_link() -> None:
    assert len(of(AVATAR)) == 32
    assert not any(part in of(AVATAR) for part in (b"whatsapp", b"297753769", b"t61"))
