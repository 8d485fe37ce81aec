"""Pictures kept on the disk: asked for once, however the next link is signed and whether it still holds."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.contact.model import Json
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.demo.pictures import Links
from inspector.lookup.background import Background
from inspector.pictures.cache_worker import CacheWorker
from inspector.pictures.error import PictureErrorKind
from inspector.pictures.store import FILE_NAME
from inspector.ui.images import downloads
from inspector.ui.images import thumbnails as thumbnails_module
from inspector.ui.images.decoding import Fit, decode
from inspector.ui.images.disk_cache import DiskCache
from inspector.ui.images.picture_state import Arrived, Broken, PictureRequest
from inspector.ui.images.thumbnails import Thumbnails
from inspector.ui.qt import style
from tests.pictures import hostile
from tests.pictures.test_cache_worker import SleepingDisk
from tests.program import OpenProgram, use
from tests.ui.memory import leave_images
from tests.ui.watching import DEALER, deliver_deletions, look_up

DAY_S = 86_400
LIMIT_S = 20
PNG = (("Content-Type", "image/png"),)
CHAT_ID = "79120000007@c.us"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CacheWorker]:
    monkeypatch.setattr(downloads, "_DISK_LIMIT_S", LIMIT_S)  # a busy machine's takes its time
    cache = CacheWorker(tmp_path / "cache", 200)
    yield cache
    cache.close(LIMIT_S)


@pytest.fixture
def thumbnails(
    qapp: QApplication, background: Background, gateway: DemoGateway, kept: CacheWorker
) -> Iterator[Thumbnails]:
    style.apply(qapp, "light")
    made = open_thumbnails(background, gateway, kept)
    yield made
    made.close()
    made.deleteLater()


def open_thumbnails(background: Background, gateway: DemoGateway, kept: CacheWorker) -> Thumbnails:
    return Thumbnails(background, frozenset([gateway.api_url]), kept=kept)


def forget_in_memory(thumbnails: Thumbnails, gateway: DemoGateway, kept: CacheWorker) -> None:
    """As another session would begin."""
    thumbnails.set_only_origins(frozenset([gateway.api_url]), kept=kept)


def on_day(gateway: DemoGateway, days: int) -> Links:
    links = gateway.links
    return replace(links, issued_at=links.issued_at + days * DAY_S)


def show(qtbot: QtBot, thumbnails: Thumbnails, *urls: str, edge_px: int = 64) -> list[object]:
    wishes = [PictureRequest(url, edge_px) for url in urls]
    thumbnails.want("cards", wishes)
    qtbot.waitUntil(lambda: not thumbnails.is_busy)
    return [thumbnails.state(wish) for wish in wishes]


def test_a_newly_signed_link_to_a_kept_picture_is_shown_without_a_request(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, kept: CacheWorker
) -> None:
    first, again = (on_day(gateway, day).preview("battery-1") for day in (0, 3))
    assert first != again
    [fetched] = show(qtbot, thumbnails, first)
    assert isinstance(fetched, Arrived)
    forget_in_memory(thumbnails, gateway, kept)
    [found] = show(qtbot, thumbnails, again)
    assert isinstance(found, Arrived)
    assert found.data == fetched.data
    assert [seen.target for seen in gateway.seen] == [first.removeprefix(gateway.api_url)]


def test_a_kept_preview_does_not_stand_for_its_original(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, kept: CacheWorker
) -> None:
    links = gateway.links
    small = links._link("battery-1-640", "stp=dst-jpg_p100x100&ccb=1-7")
    large = links._link("battery-1-640", "ccb=1-7")
    show(qtbot, thumbnails, small)
    forget_in_memory(thumbnails, gateway, kept)
    show(qtbot, thumbnails, large)
    assert len(gateway.seen) == 2


def test_an_expired_link_shows_the_picture_that_is_kept(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, kept: CacheWorker
) -> None:
    show(qtbot, thumbnails, gateway.links.preview("battery-1"))
    forget_in_memory(thumbnails, gateway, kept)
    over, unknown = gateway.links.expired.preview("battery-1"), gateway.links.expired.preview("tyre-2")
    shown, missing = show(qtbot, thumbnails, over, unknown)
    assert isinstance(shown, Arrived)
    assert isinstance(missing, Broken)
    assert missing.trouble is PictureErrorKind.EXPIRED
    assert len(gateway.seen) == 1


def test_a_link_that_the_server_refuses_by_now_shows_the_picture_that_is_kept(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, kept: CacheWorker
) -> None:
    url = gateway.links.preview("battery-1")
    show(qtbot, thumbnails, url)
    forget_in_memory(thumbnails, gateway, kept)
    gateway.faults.add("picture", Fault(403, b"URL signature expired"))
    [shown] = show(qtbot, thumbnails, url)
    assert isinstance(shown, Arrived)


def test_a_picture_that_memory_let_go_comes_back_from_the_disk(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_images(monkeypatch, 1)
    monkeypatch.setattr(thumbnails._files, "limit_bytes", 1)
    urls = [gateway.links.preview(f"{motif}-1") for motif in ("battery", "oil-filter", "tyre", "wipers")]
    for url in urls:
        show(qtbot, thumbnails, url)
    asked = len(gateway.seen)
    assert asked <= len(urls)
    assert all(isinstance(state, Arrived) for url in urls for state in show(qtbot, thumbnails, url))
    assert len(gateway.seen) == asked


def test_a_kept_picture_is_decoded_once_and_on_no_thread_of_the_disk(
    qtbot: QtBot,
    thumbnails: Thumbnails,
    gateway: DemoGateway,
    kept: CacheWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = gateway.links.preview("battery-1")
    show(qtbot, thumbnails, url)
    forget_in_memory(thumbnails, gateway, kept)
    threads: list[str] = []

    def watched(data: bytes, edge_px: int, fit: Fit) -> object:
        threads.append(threading.current_thread().name)
        return decode(data, edge_px, fit)

    monkeypatch.setattr(thumbnails_module, "decode", watched)
    for _ in range(3):
        show(qtbot, thumbnails, url)
    [name] = threads
    assert name.startswith("decoder")


def test_a_picture_that_turned_out_to_be_damaged_is_not_kept(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, kept: CacheWorker
) -> None:
    gateway.faults.add("picture", Fault(body=hostile.DAMAGED["png without pixels"], headers=PNG))
    url = gateway.links.preview("battery-1")
    [state] = show(qtbot, thumbnails, url)
    assert isinstance(state, Broken)
    assert kept.weigh().result(LIMIT_S) == 0
    gateway.faults.clear()
    thumbnails.retry(PictureRequest(url, 64))
    [state] = show(qtbot, thumbnails, url)
    assert isinstance(state, Arrived)
    assert len(gateway.seen) == 2


def test_a_picture_that_failed_is_not_kept_as_a_failure(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway
) -> None:
    gateway.faults.add("picture", Fault(404, b""), times=1)
    url = gateway.links.preview("battery-1")
    [state] = show(qtbot, thumbnails, url)
    assert isinstance(state, Broken)
    thumbnails.forget_failures()
    [state] = show(qtbot, thumbnails, url)
    assert isinstance(state, Arrived)


def test_a_disk_that_does_not_answer_leaves_the_network(
    qtbot: QtBot, thumbnails: Thumbnails, gateway: DemoGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = SleepingDisk(monkeypatch)
    monkeypatch.setattr(downloads, "_DISK_LIMIT_S", 0.05)
    [state] = show(qtbot, thumbnails, gateway.links.preview("battery-1"))
    disk.woken.set()
    assert isinstance(state, Arrived)


def test_a_question_to_the_disk_is_given_up_with_its_picture(
    qtbot: QtBot,
    thumbnails: Thumbnails,
    gateway: DemoGateway,
    kept: CacheWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disk = SleepingDisk(monkeypatch)
    questions: list[Future[bytes | None]] = []
    find = CacheWorker.find

    def watched(cache: CacheWorker, identity: bytes) -> "Future[bytes | None]":
        questions.append(find(cache, identity))
        return questions[-1]

    monkeypatch.setattr(CacheWorker, "find", watched)
    kept.open()
    kept.weigh()
    thumbnails.want(
        "cards", [PictureRequest(gateway.links.preview(f"battery-{number}"), 64) for number in range(8)]
    )
    qtbot.waitUntil(lambda: len(questions) == 8)
    thumbnails.forget_all()
    qtbot.waitUntil(lambda: all(question.cancelled() for question in questions))
    disk.woken.set()
    kept.weigh().result(LIMIT_S)
    assert gateway.seen == ()


# In the whole program


def contact(links: Links) -> dict[str, Json]:
    """A business with an avatar and a few products, whose links were issued when these links were."""
    motifs = ("battery", "oil-filter", "tyre")
    products: list[Json] = [
        {"id": motif, "name": motif, "imageUrls": {"requested": preview, "original": links.original(name)}}
        for motif, name, preview in ((each, f"{each}-1", links.preview(f"{each}-1")) for each in motifs)
    ]
    avatar = links.original("portrait-3")
    return {"chatId": CHAT_ID, "name": "Kept", "isBusiness": True, "avatar": avatar, "products": products}


def begin(open_program: OpenProgram, gateway: DemoGateway) -> Program:
    program = open_program()
    use(program, gateway)
    program.thumbnails.set_only_origins(frozenset([gateway.api_url]), kept=program.kept.cache)
    return program


def pictures_asked_for(gateway: DemoGateway) -> int:
    return sum(seen.name == "picture" for seen in gateway.seen)


@pytest.mark.usefixtures("quick_retries")
def test_the_next_session_shows_a_contact_of_the_last_without_asking_for_a_picture(
    open_program: OpenProgram, gateway: DemoGateway, profile: ProfileFolder, qtbot: QtBot
) -> None:
    gateway.add_contact(contact(gateway.links))
    look_up(qtbot, begin(open_program, gateway), CHAT_ID)
    asked = pictures_asked_for(gateway)
    assert asked >= 4
    gateway.add_contact(contact(on_day(gateway, 3)))
    program = begin(open_program, gateway)
    look_up(qtbot, program, CHAT_ID)
    assert pictures_asked_for(gateway) == asked
    assert program.window.grid.isVisible()
    assert all(isinstance(program.thumbnails.state(wish), Arrived) for wish in program.thumbnails._wanted)
    assert [path.name for path in profile.caches.iterdir() if path.name == FILE_NAME] == [FILE_NAME]


@pytest.mark.usefixtures("quick_retries")
def test_neither_token_nor_link_nor_number_is_in_what_is_kept(
    open_program: OpenProgram, gateway: DemoGateway, profile: ProfileFolder, qtbot: QtBot
) -> None:
    gateway.add_contact(contact(gateway.links))
    program = begin(open_program, gateway)
    look_up(qtbot, program, CHAT_ID)
    program.close()
    assert program.kept.cache.folder == profile.caches == profile.path / "cache"
    content = b"".join(path.read_bytes() for path in profile.caches.iterdir())
    assert content.count(b"IHDR") >= 4, "the pictures themselves"
    target = gateway.links.preview("battery-1").removeprefix(gateway.api_url)
    secrets = [gateway.token.reveal(), gateway.api_url, "127.0.0.1", "79120000007", "battery", target[-40:]]
    assert [secret for secret in secrets if secret.encode() in content] == []


def test_sample_contacts_leave_nothing_on_the_disk(
    open_program: OpenProgram, profile: ProfileFolder, qtbot: QtBot, quick_retries: None
) -> None:
    program = open_program(is_demo=True)
    look_up(qtbot, program, DEALER)
    assert program.thumbnails._wanted
    program.close()
    assert not profile.caches.exists()


def test_leaving_the_samples_keeps_pictures_again(open_program: OpenProgram, quick_retries: None) -> None:
    program = open_program(is_demo=True)
    assert program.thumbnails._reach.kept is None
    program.accounts_controller.leave_demo()
    assert program.thumbnails._reach.kept is program.kept.cache


@pytest.mark.parametrize("turns", range(5))
def test_giving_up_in_the_moment_in_which_the_disk_answers_is_not_forgotten(
    kept: CacheWorker, turns: int
) -> None:
    async def give_up() -> bool:
        task = asyncio.create_task(downloads._found(kept, b"x" * 32))
        await asyncio.sleep(0)
        kept.find(b"y" * 32).result(timeout=5)  # by now the disk has answered, and the loop has not heard it
        for _ in range(turns):
            await asyncio.sleep(0)
        was_over = task.done()
        task.cancel()
        await asyncio.wait([task])
        return was_over or task.cancelled()

    assert asyncio.run(give_up())


def test_what_the_disk_says_after_closing_is_told_to_nobody(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window that is gone cannot be told anything: Python says so on the standard error."""
    disk = SleepingDisk(monkeypatch)
    pictures = DiskCache(tmp_path / "cache", 200)
    cache = pictures.cache
    pictures.weigh()
    pictures.close()
    pictures.deleteLater()
    deliver_deletions()
    assert not shiboken6.isValid(pictures)
    disk.woken.set()
    cache.close(LIMIT_S)
