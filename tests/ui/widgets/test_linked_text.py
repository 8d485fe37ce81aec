"""Links out of an answer: which ones live, what is asked before one is opened, and what never leaves."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.ui.widgets import desktop
from inspector.ui.widgets.linked_text import LinkedText
from inspector.ui.widgets.plain_label import PlainLabel
from inspector.ui.widgets.plain_question import plain_question
from tests.ui.watching import DEALER, LID, button, click, has_button, look_up

NEVER_OPENED = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<b>x</b>",
    "ftp://example.com/x",
    "vbscript:x",
    "intent://x#Intent;end",
    "https://",
    "http:///nohost",
    "",
    "//example.com",
]


class Person:
    """Answers the question before a link is opened, and remembers what was asked."""

    def __init__(self, *, agrees: bool) -> None:
        self.agrees = agrees
        self.asked: list[tuple[str, str]] = []

    def answer(self, _parent: QWidget, question: str, detail: str) -> bool:
        self.asked.append((question, detail))
        return self.agrees


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Person:
    answering = Person(agrees=True)
    monkeypatch.setattr(desktop, "plain_question", answering.answer)
    return answering


@pytest.fixture
def text(qtbot: QtBot) -> Iterator[LinkedText]:
    shown = LinkedText()
    qtbot.addWidget(shown)
    yield shown
    shown.close()


def anchors(text: LinkedText) -> list[str]:
    """The targets of the live links, in the order of the text."""
    found: list[str] = []
    block = text.document().begin()
    while block.isValid():
        for place in range(block.length()):
            cursor = text.textCursor()
            cursor.setPosition(min(block.position() + place + 1, text.document().characterCount() - 1))
            target = cursor.charFormat().anchorHref()
            if target and target not in found:
                found.append(target)
        block = block.next()
    return found


@pytest.mark.parametrize("link", NEVER_OPENED)
def test_nothing_but_web_links_is_ever_opened(
    qapp: QApplication, person: Person, left_for: list[str], text: LinkedText, link: str
) -> None:
    desktop.open_untrusted(QUrl(link), text)
    text.anchorClicked.emit(QUrl(link))
    assert (person.asked, left_for) == ([], [])


@pytest.mark.parametrize("words", NEVER_OPENED)
def test_what_is_no_web_link_is_plain_text(text: LinkedText, words: str) -> None:
    text.show_text(f"see {words} for more")
    assert anchors(text) == []
    assert text.toPlainText() == f"see {words} for more"


@pytest.mark.parametrize(
    ("words", "live"),
    [
        ("Catalogue: https://dealer.example/parts.", ["https://dealer.example/parts"]),
        ("(http://a.example/x?y=1&z=2)", ["http://a.example/x?y=1&z=2"]),
        ("HTTPS://A.EXAMPLE and http://b.example", ["HTTPS://A.EXAMPLE", "http://b.example"]),
        ('<a href="https://a.example">x</a>', ["https://a.example"]),
        ("write to a.b+c@shop.example, please", ["mailto:a.b+c@shop.example"]),
        ("no link at all", []),
    ],
)
def test_web_links_in_a_text_live(text: LinkedText, words: str, live: list[str]) -> None:
    text.show_text(words)
    assert anchors(text) == live
    assert text.toPlainText() == words


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://dealer.example/parts", "dealer.example"),
        ("https://раураl.example/x", "xn--l-7sba6dbr.example"),
        ("https://paypal.com@evil.example/", "evil.example"),
        ("https://a.example/one%20two%2Fthree?q=%26", "a.example"),
        ("http://127.0.0.1:8080/", "127.0.0.1"),
    ],
)
def test_the_host_is_shown_as_the_network_knows_it_before_a_link_is_opened(
    person: Person, left_for: list[str], text: LinkedText, link: str, host: str
) -> None:
    text.show_text(link)
    text.anchorClicked.emit(QUrl(link))
    [(question, detail)] = person.asked
    assert question == f"Open a page at {host} in your browser?"
    assert detail.isascii()
    assert [QUrl(address) for address in left_for] == [QUrl(link)]


def test_a_link_that_a_person_declines_is_not_opened(
    person: Person, left_for: list[str], text: LinkedText
) -> None:
    person.agrees = False
    desktop.open_untrusted(QUrl("https://a.example"), text)
    assert len(person.asked) == 1
    assert left_for == []


def test_a_click_on_a_description_asks_before_it_leaves(
    program: Program, qtbot: QtBot, person: Person, left_for: list[str]
) -> None:
    look_up(qtbot, program, DEALER)
    description = program.window.profile.findChildren(LinkedText)[0]
    assert "https://dealer.example/parts" in anchors(description)
    description.anchorClicked.emit(QUrl("https://dealer.example/parts"))
    assert person.asked[0][0] == "Open a page at dealer.example in your browser?"
    assert left_for == ["https://dealer.example/parts"]


def test_an_e_mail_address_begins_a_letter(program: Program, qtbot: QtBot, left_for: list[str]) -> None:
    look_up(qtbot, program, DEALER)
    click(button(program.window, "24service@tt.tt"))
    assert left_for == ["mailto:24service@tt.tt"]


def test_an_address_cannot_add_anything_to_a_letter(qapp: QApplication, left_for: list[str]) -> None:
    desktop.open_mail("a@b.example?bcc=c@d.example&body=x")
    [address] = left_for
    assert QUrl(address).query() == ""
    assert "?" not in address
    assert "&" not in address


def test_an_e_mail_address_in_a_description_begins_a_letter_too(
    text: LinkedText, left_for: list[str]
) -> None:
    text.show_text("mail me@shop.example")
    text.anchorClicked.emit(QUrl(anchors(text)[0]))
    assert left_for == ["mailto:me@shop.example"]


def test_the_number_opens_in_whatsapp(program: Program, qtbot: QtBot, left_for: list[str]) -> None:
    look_up(qtbot, program, DEALER)
    click(button(program.window.profile.header, "Open in WhatsApp"))
    assert left_for == ["https://wa.me/79123456789"]


def test_a_hidden_number_cannot_be_opened(program: Program, qtbot: QtBot, left_for: list[str]) -> None:
    look_up(qtbot, program, LID)
    assert left_for == []
    assert not has_button(program.window, "Open in WhatsApp")


def test_a_frozen_program_gives_the_browser_its_own_libraries_back(
    qapp: QApplication, left_for: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", "/program/libraries", raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/program/libraries:/own")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/own")
    for _ in range(2):
        desktop.open_whatsapp("79123456789")
        assert os.environ["LD_LIBRARY_PATH"] == "/own"
    monkeypatch.setenv("LD_LIBRARY_PATH", "/program/libraries")
    desktop.open_whatsapp("79123456789")
    assert "LD_LIBRARY_PATH" not in os.environ
    assert len(left_for) == 3


def test_from_source_the_browser_finds_what_a_person_set(
    qapp: QApplication, left_for: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/own")
    desktop.open_whatsapp("79123456789")
    assert os.environ["LD_LIBRARY_PATH"] == "/own"
    assert len(left_for) == 1


def test_a_text_loads_nothing(text: LinkedText, qtbot: QtBot, tmp_path: Path) -> None:
    """Neither by its own words nor by whatever a document may come to hold."""
    text.show_text('<img src="file:///x.png"> ![x](https://a.example/x.png)')
    kind = QTextDocument.ResourceType.ImageResource.value
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    for address in (QUrl.fromLocalFile(str(mine)), QUrl("data:text/plain,mine"), QUrl("qrc:/x")):
        assert not text.document().resource(kind, address)
    assert text.toPlainText() == '<img src="file:///x.png"> ![x](https://a.example/x.png)'


def test_the_question_before_leaving_shows_foreign_words_as_they_are(
    qtbot: QtBot, left_for: list[str]
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    seen: set[str] = set()

    def press(choice: QMessageBox.StandardButton) -> Callable[[], None]:
        def answer() -> None:
            box = QApplication.activeModalWidget()
            assert isinstance(box, QMessageBox)
            seen.update(label.text() for label in box.findChildren(QLabel) if label.text())
            formats = {label.textFormat() for label in box.findChildren(QLabel) if label.text()}
            assert formats == {Qt.TextFormat.PlainText}
            box.button(choice).click()

        return answer

    for choice, is_wanted in (
        (QMessageBox.StandardButton.Open, True),
        (QMessageBox.StandardButton.Cancel, False),
    ):
        QTimer.singleShot(0, press(choice))
        assert plain_question(parent, "Open <b>x</b>?", "<img src=x>") is is_wanted
    assert seen == {"Open <b>x</b>?", "<img src=x>"}


def test_a_plain_label_refuses_to_become_rich(qtbot: QtBot) -> None:
    label = PlainLabel("<b>bold</b>")
    qtbot.addWidget(label)
    with pytest.raises(ValueError, match="plain text only"):
        label.setTextFormat(Qt.TextFormat.RichText)
    label.setTextFormat(Qt.TextFormat.PlainText)
    assert label.textFormat() is Qt.TextFormat.PlainText
