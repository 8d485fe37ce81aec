"""A contact that attacks the window: whatever stands in its fields is shown as the characters it is."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextFormat
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.contact.model import Json
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Shown
from tests.pace import within
from tests.ui.watching import ask, button, click, fact, look_up, named, row, said, settle, texts

CHAT_ID, NUMBER = "12025550111@c.us", "+1 202 555 0111"
MARKUP = '<b>Bold</b> <img src="file:///etc/passwd"> <a href="file:///etc/passwd">&amp; x</a> & y'
BIDI = "\u202eevil\u202c \u2066x\u2069 \u200f\u200b\u0007"
MEGABYTE = "A very long word and <b>more</b> " * 32_000
LONG = dict.fromkeys(("name", "contactName", "email", "category", "description", "lastSeen"), MEGABYTE)
FIELDS = ("name", "contactName", "email", "category", "description", "lastSeen", "label", "chatType")


def hostile(text: str, **more: Json) -> dict[str, Json]:
    """The text in every field that may hold one, in products and in fields nobody knows."""
    product: dict[str, Json] = {
        **dict.fromkeys(("id", "name", "description", "price", "availability", "extra"), text),
        "imageUrls": {"requested": f"https://{text}/x.png", "original": text},
        "reviewStatus": {"whatsapp": text},
        "isHidden": text,
    }
    return {
        **dict.fromkeys(FIELDS, text),
        **dict.fromkeys(("isArchive", "isMute", "isDisappearing", "messageExpiration"), text),
        text[:3000]: text,
        "isBusiness": True,
        "products": [product, product],
        "chatId": CHAT_ID,
        **more,
    }


def menus(window: QWidget) -> Iterator[str]:
    for menu in window.findChildren(QMenu):
        yield from (action.text() for action in menu.actions())


def rich_parts(window: QWidget) -> list[str]:
    """Every widget that took a text for more than its characters, or may do so."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if "<" in widget.toolTip().removeprefix("<span>").removesuffix("</span>") + widget.whatsThis():
            found.append(f"tool tip {widget.toolTip()[:80]}")
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            # the forms' own labels have buddies, and words that no answer has a part in
            found += [f"label {widget.text()[:80]}"] if widget.text() and widget.buddy() is None else []
        if isinstance(widget, QTextEdit):
            found += [f"format in {widget.objectName()}: {each}" for each in formats(widget)]
    return found


def formats(text: QTextEdit) -> Iterator[str]:
    """What only HTML could have brought into a document: pictures, tables, other weights and sizes."""
    for form in text.document().allFormats():
        if form.isImageFormat() or form.isTableFormat() or form.isListFormat():
            yield str(form.type())
        if form.hasProperty(QTextFormat.Property.FontWeight):
            yield f"weight {form.property(QTextFormat.Property.FontWeight)}"
        anchor = form.property(QTextFormat.Property.AnchorHref)
        if isinstance(anchor, str) and not anchor.startswith(("http://", "https://", "mailto:")):
            yield f"link {anchor}"


@pytest.fixture
def shown(program: Program, gateway: DemoGateway, qtbot: QtBot) -> Program:
    gateway.add_contact(hostile(MARKUP))
    look_up(qtbot, program, NUMBER)
    click(button(program.window, "Raw response"))
    return program


def test_markup_is_characters_in_every_widget(shown: Program) -> None:
    window = shown.window
    assert rich_parts(window) == []
    assert said(window, "profileName") == MARKUP
    assert fact(window, "Category") == MARKUP
    assert fact(window, "Description") == MARKUP
    assert fact(window, "label") == MARKUP
    assert fact(window, "Last seen") == MARKUP
    assert window.grid.shown[0].name == MARKUP


def test_the_check_itself_would_see_rich_text(shown: Program) -> None:
    """A label, a tool tip and a text of the wrong kind, put into the same window, are all found."""
    label = QLabel("<b>x</b>", shown.window)
    label.setToolTip("<img src=x>")
    text = QTextEdit(shown.window)
    text.setHtml("<b>x</b><img src='x'><a href='file:///x'>y</a>")
    found = " ".join(rich_parts(shown.window))
    for kind in ("label <b>x</b>", "tool tip <img src=x>", "weight 700", "link file:///x"):
        assert kind in found


def test_markup_in_names_of_accounts_and_menus_keeps_its_ampersands(
    program: Program, gateway: DemoGateway
) -> None:
    book = program.accounts._book
    book.add("Tom & <b>Jerry</b> &File", "https://1101.api.greenapi.com", "1101000002")
    program.accounts_controller._show_accounts()
    assert "Tom && <b>Jerry</b> &&File" in list(menus(program.window))
    assert rich_parts(program.window) == []


def test_ampersands_in_an_e_mail_address_are_shown(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact({"chatId": CHAT_ID, "isBusiness": True, "email": "tom&jerry@shop.example"})
    look_up(qtbot, program, NUMBER)
    assert fact(program.window, "Email") == "tom&jerry@shop.example"
    [link] = [each for each in row(program.window, "Email").findChildren(QAbstractButton) if each.text()]
    assert link.text() == "tom&&jerry@shop.example"


def test_no_control_of_direction_reaches_a_widget(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    """The raw answer shows them as JSON does; nothing else has them."""
    gateway.add_contact(hostile(BIDI))
    look_up(qtbot, program, NUMBER)
    for widget, text in texts(program.window):
        parent = widget.parentWidget()
        if parent is not None and parent.objectName() != "rawAnswer":
            assert not set("\u202e\u202c\u2066\u2069\u200f\u200b\u0007") & set(text), widget
        assert not set("\u202e\u2066") & set(widget.toolTip() + widget.accessibleName())


def test_texts_of_a_megabyte_are_cut_and_cost_little(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact(hostile("x", **LONG, chatType=MEGABYTE, products=[{"name": MEGABYTE}]))
    look_up(qtbot, program, NUMBER)
    state = program.lookup_controller.state
    assert isinstance(state, Shown)
    with within(0.5, time.thread_time):
        program.view.show(state)
        program.window.grab()
    assert len(said(program.window, "profileName") or "") <= 200
    assert max(len(text) for _, text in texts(program.window)) <= 4_100
    assert max(len(each.accessibleName()) for each in program.window.findChildren(QWidget)) <= 4_100
    assert max(len(each.toolTip()) for each in program.window.findChildren(QWidget)) <= 4_100


def test_the_raw_answer_of_megabytes_opens_at_once(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact(hostile("x", **LONG, many=["x" * 1000] * 3000))
    look_up(qtbot, program, NUMBER)
    with within(1.0, time.thread_time):
        click(button(program.window, "Raw response"))
        program.window.grab()
    raw = named(program.window, QWidget, "rawAnswer")
    [shown] = [text for widget, text in texts(raw) if widget.accessibleName() == "Raw response"]
    assert 100_000 < len(shown) < 101_000
    assert shown.endswith("…")


@pytest.mark.parametrize(
    "name",
    [
        "\ud800 lone surrogate \udfff",
        "\x00 nul \x00",
        "a" * 199 + "\U0001f468\u200d\U0001f469",
        "Z" + "\u0351\u036b\u0343" * 500,
        "\u2028line\u2029paragraph\nnewline\ttab",
        "\ufdfd" * 200,
        "",
        " ",
    ],
    ids=["surrogates", "nul", "cut emoji", "stacked", "breaks", "wide", "empty", "blank"],
)
def test_no_text_breaks_the_window(program: Program, gateway: DemoGateway, qtbot: QtBot, name: str) -> None:
    gateway.add_contact(hostile(name or "x", name=name, contactName=name))
    ask(program, NUMBER)
    settle(qtbot, program)
    assert isinstance(program.lookup_controller.state, Shown)
    click(button(program.window, "Raw response"))
    for each in program.window.findChildren(QAbstractButton):
        if each.isVisible() and each.accessibleName().startswith("Copy "):
            click(each)
    click(button(program.window, "Copy whole response"))
    program.window.grab()
    assert program.window.notice.sentence == ""
    assert "\n" not in (said(program.window, "profileName") or "")


def test_a_button_never_eats_an_ampersand_of_foreign_text(shown: Program) -> None:
    for widget in shown.window.findChildren(QAbstractButton):
        single = widget.text().replace("&&", "")
        assert "&" not in single or "<" not in widget.text(), widget.text()
    for box in shown.window.findChildren(QComboBox):
        assert not any("<" in box.itemText(place) for place in range(box.count()))
    assert not any(MARKUP in each.title() for each in shown.window.findChildren(QGroupBox))


def test_the_field_keeps_what_was_typed_and_nothing_of_the_answer(shown: Program) -> None:
    assert named(shown.window, QLineEdit, "numberField").text() == NUMBER
    assert MARKUP not in shown.window.windowTitle()
