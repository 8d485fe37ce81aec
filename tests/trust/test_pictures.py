"""Pictures that mean harm, in the whole window: each is refused in words, and nothing else is lost."""

import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QListView
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.contact.model import Json
from inspector.demo.faults import Fault, Manner
from inspector.demo.gateway import DemoGateway
from inspector.demo.request_log import LoggedRequest, Outcome
from inspector.pictures import fetch as fetching
from inspector.pictures.error import PictureErrorKind
from inspector.pictures.fetch import CAP_BYTES, PictureFetcher
from inspector.ui.images.picture_state import Arrived, Broken, Loading, PictureRequest, PictureState
from inspector.ui.images.picture_text import short_reason
from inspector.ui.products.card_view import CardView
from inspector.ui.products.product_model import ProductRole
from inspector.ui.viewer.picture_canvas import PictureCanvas
from tests.pictures import hostile
from tests.trust import endless
from tests.trust.pulse import assert_never_away
from tests.ui.watching import look_up, named, press, said, settle, type_into

PNG = (("Content-Type", "image/png"),)
NUMBER = "+44 7700 900001"
CHAT_ID = "447700900001@c.us"
DEADLINE_S = 0.4
MEMORY_MB = 100
"""One picture of 64 MB at the decoders' limit, and the rest of the window."""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture may take 0.4 s instead of 15."""
    monkeypatch.setattr(fetching, "PictureFetcher", partial(PictureFetcher, deadline_s=DEADLINE_S))


def contact(*links: str, chat_id: str = CHAT_ID) -> dict[str, Json]:
    """A business that sells one product for each link to a picture."""
    products: list[Json] = [
        {"id": str(place), "name": f"Thing {place}", "imageUrls": {"requested": link}}
        for place, link in enumerate(links)
    ]
    return {"chatId": chat_id, "name": "Shop", "isBusiness": True, "products": products}


def stock(gateway: DemoGateway, count: int = 3) -> None:
    """A contact whose pictures are all different ones."""
    gateway.add_contact(contact(*(gateway.links.preview("battery-1", str(n)) for n in range(count))))


def cards(program: Program) -> list[PictureState]:
    model = named(program.window, QListView, "productGrid").model()
    return [model.data(model.index(row, 0), ProductRole.PICTURE) for row in range(model.rowCount())]


def assert_all_broken(program: Program, trouble: PictureErrorKind) -> None:
    states = cards(program)
    assert states
    for state in states:
        assert isinstance(state, Broken), state
        assert state.trouble is trouble, state.sentence
        assert state.sentence.endswith(".")
        assert short_reason(state.trouble)


def pictures(seen: tuple[LoggedRequest, ...]) -> list[LoggedRequest]:
    return [one for one in seen if one.name == "picture"]


FAULTS: dict[str, tuple[Fault, PictureErrorKind]] = {
    "gone": (Fault(404, b"Not Found"), PictureErrorKind.GONE),
    "expired": (Fault(403, b"URL signature expired"), PictureErrorKind.EXPIRED),
    "server error": (Fault(503, hostile.png(2, 2), PNG), PictureErrorKind.SERVER),
    "HTML": (Fault(body=hostile.HTML, headers=PNG), PictureErrorKind.NOT_A_PICTURE),
    "nested SVG": (Fault(body=hostile.nested_svg(), headers=PNG), PictureErrorKind.NOT_A_PICTURE),
    "gzip bomb": (
        Fault(body=hostile.gzip_bomb(), headers=(*PNG, ("Content-Encoding", "gzip"))),
        PictureErrorKind.REFUSED,
    ),
    "bomb in WebP": (Fault(body=hostile.webp(8000, 8000), headers=PNG), PictureErrorKind.TOO_LARGE),
    "bomb in PNG": (Fault(body=hostile.png(8000, 8000, rows=1), headers=PNG), PictureErrorKind.TOO_LARGE),
    "bomb in GIF": (Fault(body=hostile.gif(65535, 65535), headers=PNG), PictureErrorKind.DAMAGED),
    "truncated": (Fault(body=hostile.png(400, 400)[:60], headers=PNG), PictureErrorKind.DAMAGED),
    "less than announced": (Fault(manner=Manner.WRONG_LENGTH), PictureErrorKind.NETWORK),
    "broken chunking": (Fault(manner=Manner.BROKEN_CHUNKING), PictureErrorKind.NETWORK),
    "reset": (Fault(manner=Manner.RESET_IN_BODY), PictureErrorKind.NETWORK),
    "closed": (Fault(manner=Manner.CLOSE_BEFORE_HEADERS), PictureErrorKind.NETWORK),
    "noise": (Fault(manner=Manner.NOISE), PictureErrorKind.NETWORK),
}
SLOWNESS = {
    "no answer": Fault(manner=Manner.HANG),
    "a byte now and then": Fault(manner=Manner.DRIP, delay_s=0.05),
}


def ask_calmly(qtbot: QtBot, program: Program) -> None:
    """Look the number up, Enter pressed and the answer shown without a stop."""
    type_number(program, NUMBER)
    assert_never_away(partial(press_enter, qtbot, program))


def type_number(program: Program, number: str) -> None:
    field = named(program.window, QLineEdit, "numberField")
    field.setFocus()
    field.selectAll()
    type_into(field, number)


def press_enter(qtbot: QtBot, program: Program) -> None:
    press(named(program.window, QLineEdit, "numberField"), Qt.Key.Key_Return)
    settle(qtbot, program)


@pytest.mark.parametrize("name", FAULTS)
def test_a_picture_that_cannot_be_shown_says_why_and_takes_nothing_else_along(
    program: Program, gateway: DemoGateway, qtbot: QtBot, name: str
) -> None:
    fault, trouble = FAULTS[name]
    stock(gateway)
    gateway.faults.add("picture", fault)
    ask_calmly(qtbot, program)
    assert_all_broken(program, trouble)
    assert said(program.window, "profileName") == "Shop"
    assert not program.window.notice.isVisible(), "a picture is no reason for a notice"
    assert_said_in_full(program, qtbot)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", SLOWNESS)
def test_a_picture_that_takes_too_long_is_given_up(
    program: Program, gateway: DemoGateway, qtbot: QtBot, name: str
) -> None:
    stock(gateway)
    gateway.faults.add("picture", SLOWNESS[name])
    ask_calmly(qtbot, program)
    assert_all_broken(program, PictureErrorKind.TIMEOUT)
    assert gateway.wait_for(lambda seen: {one.outcome for one in pictures(seen)} == {Outcome.DROPPED})
    assert_said_in_full(program, qtbot)


def assert_said_in_full(program: Program, qtbot: QtBot) -> None:
    """The first card, opened, tells the whole sentence."""
    program.window.grid.show_product(program.window.grid.shown[0])
    press(named(program.window, QListView, "productGrid"), Qt.Key.Key_Return)
    viewer = named(program.window, QDialog, "pictureViewer")
    settle(qtbot, program)
    first = cards(program)[0]
    assert isinstance(first, Broken)
    assert viewer.findChildren(PictureCanvas)[0].accessibleDescription() == first.sentence
    viewer.close()


def test_pictures_that_failed_come_with_the_next_try(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    stock(gateway)
    gateway.faults.add("picture", FAULTS["gone"][0])
    look_up(qtbot, program, NUMBER)
    gateway.faults.clear()
    look_up(qtbot, program, NUMBER)
    assert all(isinstance(state, Arrived) for state in cards(program))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_picture_that_is_sent_on_elsewhere_is_not_followed(
    program: Program, gateway: DemoGateway, second_gateway: DemoGateway, qtbot: QtBot, status: int
) -> None:
    stock(gateway)
    elsewhere = second_gateway.links.preview("battery-1")
    gateway.faults.add("picture", Fault(status, b"", (("Location", elsewhere),)))
    look_up(qtbot, program, NUMBER)
    assert_all_broken(program, PictureErrorKind.REFUSED)
    assert second_gateway.seen == ()


def test_a_picture_without_an_end_is_cut_at_five_megabytes(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    with endless.running() as server:
        program.thumbnails.set_only_origins(frozenset([gateway.api_url, server.origin]))
        gateway.add_contact(contact(f"{server.origin}/a.png"))
        look_up(qtbot, program, NUMBER)
        assert_all_broken(program, PictureErrorKind.TOO_LARGE)
        qtbot.waitUntil(lambda: bool(server.sent_bytes))
    buffers_bytes = 8_000_000  # of the system, on both sides
    assert all(CAP_BYTES - 65536 <= sent < CAP_BYTES + buffers_bytes for sent in server.sent_bytes)


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of the memory from /proc")
def test_bombs_on_every_card_cost_less_memory_than_one_large_picture_may(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    stock(gateway, 60)
    look_up(qtbot, program, NUMBER)
    before_mb = memory_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    bombs = [name for name in FAULTS if "bomb" in name or "SVG" in name]
    for number, name in enumerate(bombs, start=447700900002):
        links = [gateway.links.preview("battery-1", f"{number}{place}") for place in range(60)]
        gateway.add_contact(contact(*links, chat_id=f"{number}@c.us"))
        gateway.faults.add("picture", FAULTS[name][0])
        look_up(qtbot, program, f"+{number}")
        assert_seen_broken(program, FAULTS[name][1])
    assert memory_mb("VmHWM") - before_mb < MEMORY_MB


def memory_mb(field: str) -> float:
    """VmRSS is what is held now, VmHWM the most that was."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(field))) / 1024


def assert_seen_broken(program: Program, trouble: PictureErrorKind) -> None:
    """The cards in sight have their reason; those far below were not asked for."""
    states = [state for state in cards(program) if not isinstance(state, Loading)]
    assert len(states) >= 8
    assert {state.trouble for state in states if isinstance(state, Broken)} == {trouble}


def test_five_hundred_pictures_that_fail_at_once_leave_the_window_at_ease(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    stock(gateway, 500)
    gateway.faults.add("picture", FAULTS["gone"][0])
    ask_calmly(qtbot, program)
    edge_px = named(program.window, CardView, "productGrid").picture_edge_px()
    wishes = [PictureRequest(gateway.links.preview("battery-1", str(n)), edge_px) for n in range(500)]

    def want_all() -> None:
        program.thumbnails.forget_failures()
        program.thumbnails.want("a very tall screen", wishes)
        qtbot.waitUntil(lambda: not program.thumbnails.is_busy, timeout=30_000)

    assert_never_away(want_all)
    program.thumbnails.want("a very tall screen", ())
    assert len({one.target for one in pictures(gateway.seen)}) == 500
    assert all(isinstance(program.thumbnails.state(wish), Broken) for wish in wishes)
    view = named(program.window, QListView, "productGrid")

    def scroll_to_the_end() -> None:
        for value in range(0, view.verticalScrollBar().maximum(), view.height()):
            view.verticalScrollBar().setValue(value)
            qtbot.wait(1)

    assert_never_away(scroll_to_the_end)
    assert_all_broken(program, PictureErrorKind.GONE)


def test_every_host_that_is_not_asked_is_named_and_its_pictures_are_counted(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    program.thumbnails.set_only_origins(frozenset())
    links = [f"https://cdn.evil.example/{n}" for n in range(12)]
    gateway.add_contact(contact(*links, "https://img.example/1", "http://mmg.whatsapp.net/1"))
    look_up(qtbot, program, NUMBER)
    footer = said(program.window, "productFooter") or ""
    assert footer.endswith("Not downloaded: 14 pictures at cdn.evil.example and elsewhere.")
    first = cards(program)[0]
    assert isinstance(first, Broken)
    assert (first.trouble, first.refused_host) == (PictureErrorKind.REFUSED, "cdn.evil.example")
    assert pictures(gateway.seen) == []
    program.thumbnails.set_fetching(False)
    assert "Not downloaded" not in (said(program.window, "productFooter") or "")


def test_other_hosts_are_asked_from_the_moment_that_a_person_chooses_so(
    program: Program, gateway: DemoGateway, qtbot: QtBot, profile: ProfileFolder
) -> None:
    program.thumbnails.set_only_origins(frozenset())
    gateway.add_contact(contact("https://cdn.invalid/1", "https://192.168.0.1/1"))
    look_up(qtbot, program, NUMBER)
    assert_all_broken(program, PictureErrorKind.REFUSED)
    with qtbot.waitSignal(program.thumbnails.reach_changed):
        choose_other_hosts(program)
    settle(qtbot, program)
    first, second = cards(program)
    assert isinstance(first, Broken)
    assert isinstance(second, Broken)
    assert first.sentence == "Couldn't connect to cdn.invalid."
    assert second.sentence == "The picture is at 192.168.0.1, which isn't a public server."
    footer = said(program.window, "productFooter") or ""
    assert footer.endswith("Not downloaded: 1 picture at 192.168.0.1.")
    assert Settings.load(profile)[0].allows_other_hosts


def choose_other_hosts(program: Program) -> None:
    program.window.search.account_box.preferences_wanted.emit()
    dialog = named(program.window, QDialog, "preferencesDialog")
    box = named(dialog, QCheckBox, "allowsOtherHosts")
    assert not box.isChecked(), "it must be off until a person chooses it"
    box.click()
    dialog.close()
