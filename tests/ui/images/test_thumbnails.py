"""Pictures for widgets: each fetched once, decoded once, cancelled when nobody wants it."""

import gc
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import Outcome
from inspector.lookup.background import Background
from inspector.pictures.error import PictureErrorKind
from inspector.ui.images import thumbnails as thumbnails_module
from inspector.ui.images.decoding import Fit, decode, stand_in
from inspector.ui.images.picture_state import Arrived, Broken, Loading, PictureRequest
from inspector.ui.images.thumbnails import STAND_INS_BYTES, Thumbnails
from tests.pace import within
from tests.pictures import hostile
from tests.ui.drawn import encoded, plain
from tests.ui.memory import leave_images

PNG = (("Content-Type", "image/png"),)
GONE = Fault(404, b"", PNG)


class Listener(QObject):
    """Remembers what was told, and on which thread."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__()
        self.heard: list[PictureRequest] = []
        self.threads: set[QThread] = set()
        self.progress: list[tuple[int, int]] = []
        thumbnails.changed.connect(self._hear)
        thumbnails.progressed.connect(self._count)

    @Slot(object)
    def _hear(self, wish: PictureRequest) -> None:
        self.heard.append(wish)
        self.threads.add(QThread.currentThread())

    @Slot(int, int)
    def _count(self, arrived: int, wanted: int) -> None:
        self.progress.append((arrived, wanted))


@pytest.fixture
def listener(thumbnails: Thumbnails) -> Listener:
    return Listener(thumbnails)


def settle(qtbot: QtBot, thumbnails: Thumbnails) -> None:
    qtbot.waitUntil(lambda: not thumbnails.is_busy)


def broken(thumbnails: Thumbnails, wish: PictureRequest) -> Broken:
    state = thumbnails.state(wish)
    assert isinstance(state, Broken)
    return state


def arrived(thumbnails: Thumbnails, wish: PictureRequest) -> Arrived:
    state = thumbnails.state(wish)
    assert isinstance(state, Arrived)
    return state


def previews(gateway: DemoGateway, count: int) -> list[PictureRequest]:
    return [PictureRequest(gateway.links.preview("battery-1", str(number)), 100) for number in range(count)]


def test_a_picture_arrives_at_the_size_it_was_wanted(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, listener: Listener
) -> None:
    wish = PictureRequest(gateway.links.preview("battery-1"), 64)
    assert isinstance(thumbnails.state(wish), Loading)
    thumbnails.want("cards", [wish])
    assert isinstance(thumbnails.state(wish), Loading)
    settle(qtbot, thumbnails)
    picture = arrived(thumbnails, wish)
    assert picture.image.size().toTuple() == (64, 64)
    assert picture.natural_size.toTuple() == (200, 200)
    assert listener.heard == [wish]
    assert listener.threads == {QApplication.instance().thread()}  # type: ignore[union-attr]  # there is one


def test_the_file_is_kept_as_it_was_fetched(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    body = encoded(plain(20, 10), "jpeg")
    gateway.faults.add("picture", Fault(body=body, headers=PNG))
    (wish,) = previews(gateway, 1)
    thumbnails.want("cards", [wish])
    settle(qtbot, thumbnails)
    assert arrived(thumbnails, wish).data == body


def test_one_link_wanted_in_many_ways_is_fetched_once(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    url = gateway.links.preview("battery-1")
    wishes = [PictureRequest(url, 64), PictureRequest(url, 32), PictureRequest(url, 64, Fit.CONTAIN)]
    thumbnails.want("cards", wishes)
    thumbnails.want("viewer", wishes[::-1])
    settle(qtbot, thumbnails)
    thumbnails.want("avatar", [PictureRequest(url, 16)])
    settle(qtbot, thumbnails)
    assert arrived(thumbnails, PictureRequest(url, 16)).image.width() == 16
    assert len(gateway.seen) == 1


def test_one_wish_is_decoded_once(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def watched(data: bytes, edge_px: int, fit: Fit) -> object:
        threads.append(threading.current_thread())
        return decode(data, edge_px, fit)

    monkeypatch.setattr(thumbnails_module, "decode", watched)
    wishes = previews(gateway, 8)
    for asker in ("cards", "viewer", "cards"):
        thumbnails.want(asker, wishes)
    settle(qtbot, thumbnails)
    thumbnails.want("cards", wishes)
    settle(qtbot, thumbnails)
    assert len(threads) == 8
    assert threading.main_thread() not in threads
    assert len(set(threads)) <= 2


def test_bytes_need_no_network(qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway) -> None:
    thumbnails.set_fetching(False)
    wish = PictureRequest(encoded(plain(40, 40), "webp"), 20)
    thumbnails.want("avatar", [wish])
    settle(qtbot, thumbnails)
    assert arrived(thumbnails, wish).image.width() == 20
    assert gateway.seen == ()


def test_what_nobody_wants_any_more_is_cancelled_on_the_wire(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG))
    wishes = previews(gateway, 30)
    thumbnails.want("cards", wishes)
    qtbot.waitUntil(lambda: len(gateway.seen) == 6)
    thumbnails.want("cards", wishes[29:])
    qtbot.waitUntil(lambda: Counter(seen.outcome for seen in gateway.seen)[Outcome.DROPPED] == 6)
    qtbot.waitUntil(lambda: len(gateway.seen) == 7)
    thumbnails.forget_all()
    qtbot.waitUntil(lambda: Counter(seen.outcome for seen in gateway.seen)[Outcome.DROPPED] == 7)
    assert not thumbnails.is_busy


def test_what_another_still_wants_is_not_cancelled(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(delay_s=0.1))
    (wish,) = previews(gateway, 1)
    thumbnails.want("cards", [wish])
    thumbnails.want("viewer", [wish])
    qtbot.waitUntil(lambda: len(gateway.seen) == 1)
    thumbnails.want("cards", [])
    settle(qtbot, thumbnails)
    assert isinstance(thumbnails.state(wish), Arrived)


def test_a_picture_that_comes_after_it_was_given_up_is_not_told(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, listener: Listener
) -> None:
    wish, other = previews(gateway, 2)
    thumbnails.want("cards", [wish])
    # The picture is on its way through the GUI's queue, which nobody empties meanwhile.
    assert gateway.wait_for(lambda seen: bool(seen) and seen[0].outcome is Outcome.ANSWERED)
    time.sleep(0.1)
    thumbnails.want("cards", [other])
    settle(qtbot, thumbnails)
    qtbot.wait(20)
    assert listener.heard == [other]


def test_giving_up_and_wanting_again_at_once_ends_well(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    wishes = previews(gateway, 12)
    for _ in range(20):
        thumbnails.want("cards", wishes)
        qtbot.wait(2)
        thumbnails.want("cards", wishes[::3])
        thumbnails.forget_all()
    thumbnails.want("cards", wishes)
    settle(qtbot, thumbnails)
    assert all(isinstance(thumbnails.state(wish), Arrived) for wish in wishes)


@pytest.mark.parametrize(
    ("fault", "trouble"),
    [
        (Fault(403, b""), PictureErrorKind.EXPIRED),
        (GONE, PictureErrorKind.GONE),
        (Fault(body=hostile.HTML, headers=PNG), PictureErrorKind.NOT_A_PICTURE),
        (Fault(body=hostile.DAMAGED["png without pixels"], headers=PNG), PictureErrorKind.DAMAGED),
        (Fault(body=hostile.TOO_LARGE["webp of 64 megapixels"], headers=PNG), PictureErrorKind.TOO_LARGE),
        (Fault(manner=Manner.CLOSE_BEFORE_HEADERS), PictureErrorKind.NETWORK),
    ],
)
def test_a_failure_keeps_its_sentence_until_it_is_retried(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, fault: Fault, trouble: PictureErrorKind
) -> None:
    gateway.faults.add("picture", fault)
    (wish,) = previews(gateway, 1)
    thumbnails.want("cards", [wish])
    settle(qtbot, thumbnails)
    assert broken(thumbnails, wish).trouble is trouble
    assert broken(thumbnails, wish).sentence.endswith(".")
    asked = len(gateway.seen)
    gateway.faults.clear()
    thumbnails.want("cards", [wish])
    settle(qtbot, thumbnails)
    assert len(gateway.seen) == asked
    thumbnails.retry(wish)
    assert isinstance(thumbnails.state(wish), Loading)
    settle(qtbot, thumbnails)
    assert isinstance(thumbnails.state(wish), Arrived)


def test_a_picture_that_is_here_is_not_fetched_by_a_retry(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, listener: Listener
) -> None:
    (wish,) = previews(gateway, 1)
    thumbnails.want("cards", [wish])
    settle(qtbot, thumbnails)
    thumbnails.retry(wish)
    assert isinstance(thumbnails.state(wish), Arrived)
    assert listener.heard == [wish]


def test_another_contact_gets_a_new_chance_for_every_failure(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", GONE, times=1)
    (wish,) = previews(gateway, 1)
    for state in (Broken, Arrived):
        thumbnails.want("cards", [wish])
        settle(qtbot, thumbnails)
        assert isinstance(thumbnails.state(wish), state)
        thumbnails.forget_all()


def test_switched_off_every_picture_says_so_and_nothing_is_asked(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, listener: Listener
) -> None:
    here, missing = previews(gateway, 2)
    thumbnails.want("cards", [here])
    settle(qtbot, thumbnails)
    gateway.faults.add("picture", Fault(manner=Manner.HANG), times=1)
    thumbnails.want("cards", [here, missing])
    qtbot.waitUntil(lambda: len(gateway.seen) == 2)
    thumbnails.set_fetching(False)
    assert isinstance(thumbnails.state(here), Arrived)
    assert broken(thumbnails, missing).trouble is PictureErrorKind.SWITCHED_OFF
    assert "turned off" in broken(thumbnails, missing).sentence
    assert missing in listener.heard
    qtbot.waitUntil(lambda: gateway.seen[1].outcome is Outcome.DROPPED)
    thumbnails.want("cards", [missing])
    qtbot.wait(50)
    assert len(gateway.seen) == 2
    thumbnails.set_fetching(True)
    settle(qtbot, thumbnails)
    assert isinstance(thumbnails.state(missing), Arrived)


def test_the_demo_pictures_are_allowed_only_while_their_origin_is(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    wish, other = previews(gateway, 2)
    thumbnails.want("cards", [wish])
    settle(qtbot, thumbnails)
    thumbnails.set_only_origins(frozenset())
    for each in (wish, other):
        thumbnails.want("cards", [each])
        settle(qtbot, thumbnails)
        assert broken(thumbnails, each).trouble is PictureErrorKind.REFUSED
        assert "127.0.0.1" in broken(thumbnails, each).sentence
    thumbnails.set_only_origins(frozenset([gateway.api_url]))
    thumbnails.want("cards", [wish])
    settle(qtbot, thumbnails)
    assert isinstance(thumbnails.state(wish), Arrived)


def test_progress_counts_what_is_here_of_what_is_wanted(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, listener: Listener
) -> None:
    gateway.faults.add("picture", GONE, times=1)
    wishes = previews(gateway, 4)
    thumbnails.want("cards", wishes)
    thumbnails.want("viewer", wishes[:2])
    settle(qtbot, thumbnails)
    assert listener.progress[0] == (0, 4)
    assert listener.progress[-1] == (3, 4)
    thumbnails.forget_all()
    assert listener.progress[-1] == (0, 0)


def test_pictures_that_are_wanted_survive_a_full_cache(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_images(monkeypatch, 100_000)
    wishes = previews(gateway, 9)
    thumbnails.want("cards", wishes[:5])
    settle(qtbot, thumbnails)
    assert all(isinstance(thumbnails.state(wish), Arrived) for wish in wishes[:5])
    thumbnails.want("cards", wishes[5:])
    settle(qtbot, thumbnails)
    assert all(isinstance(thumbnails.state(wish), Arrived) for wish in wishes[5:])
    assert sum(isinstance(thumbnails.state(wish), Arrived) for wish in wishes[:5]) < 5


def test_however_large_the_pictures_of_a_screen_are_those_of_the_last_one_stay(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails_module, "IMAGES_BYTES", 1)
    before, now, later = (previews(gateway, 30)[start : start + 10] for start in (0, 10, 20))
    for wishes in (before, now):
        thumbnails.want("cards", wishes)
        settle(qtbot, thumbnails)
    assert sum(isinstance(thumbnails.state(wish), Arrived) for wish in before) >= 8
    thumbnails.want("cards", later)
    settle(qtbot, thumbnails)
    assert sum(isinstance(thumbnails.state(wish), Arrived) for wish in (*before, *now)) <= 10


def test_closing_in_the_middle_is_quick_and_leaves_nothing(
    qtbot: QtBot, qapp: QApplication, background: Background, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(manner=Manner.HANG), times=3)
    thumbnails = Thumbnails(background, frozenset([gateway.api_url]))
    large = [PictureRequest(encoded(plain(3000, 3000 + number), "jpeg"), 3000) for number in range(12)]
    thumbnails.want("cards", [*previews(gateway, 20), *large])
    qtbot.wait(60)
    with within(0.5):
        thumbnails.close()
    thumbnails.want("cards", previews(gateway, 20))
    thumbnails.deleteLater()
    del thumbnails
    gc.collect()


def test_nothing_of_the_network_is_imported_before_the_first_picture() -> None:
    program = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication
app = QApplication([])
from inspector.lookup.background import Background
from inspector.ui.products.product_grid import ProductGrid
from inspector.ui.viewer.picture_viewer import PictureViewer
from inspector.ui.images.thumbnails import Thumbnails
thumbnails = Thumbnails(Background(print))
grid, viewer = ProductGrid(thumbnails), PictureViewer(thumbnails)
print(sorted({"httpx", "httpcore", "truststore"} & set(sys.modules)))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    assert ended.stdout.strip() == "[]"


def test_a_picture_that_was_let_go_leaves_a_stand_in_behind(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_images(monkeypatch, 1)
    first, second, never = previews(gateway, 3)
    for wish in (first, second):
        thumbnails.want("cards", [wish])
        settle(qtbot, thumbnails)
    left = thumbnails.state(first)
    assert isinstance(left, Loading)
    assert left.stand_in is not None
    assert left.stand_in.size().toTuple() == (16, 16)
    assert left.stand_in.sizeInBytes() == 512
    assert thumbnails.state(never) == Loading()
    assert thumbnails.state(PictureRequest(first.source, 640, Fit.CONTAIN)) == left
    thumbnails.set_only_origins(frozenset([gateway.api_url]))
    assert thumbnails.state(first) == Loading()


def test_what_stands_in_for_ten_thousand_pictures_is_bounded_too(thumbnails: Thumbnails) -> None:
    image = stand_in(plain(158, 158))
    for number in range(20_000):
        thumbnails._stand_ins.put(f"https://mmg.whatsapp.net/{number}", image, 1200)
    assert thumbnails._stand_ins.held_bytes <= STAND_INS_BYTES
    assert "https://mmg.whatsapp.net/10000" in thumbnails._stand_ins
