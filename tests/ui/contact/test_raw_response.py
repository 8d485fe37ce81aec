"""The raw answer: folded until it is asked for, without the token, in full on the clipboard."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.contact.model import Remark
from inspector.core import redaction
from inspector.core.secret import Secret
from inspector.demo.faults import unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Shown
from inspector.ui.contact.raw_response import readable
from tests.ui.watching import (
    FLORIST,
    ODD,
    PERSONAL,
    accessible_name,
    ask,
    button,
    click,
    has_button,
    look_up,
    named,
    press,
    settle,
    visible_words,
)


def text(program: Program) -> str:
    return named(program.window, QWidget, "rawAnswer").findChildren(QPlainTextEdit)[0].toPlainText()


def remarks(program: Program) -> str:
    shown = named(program.window, QListWidget, "remarks")
    return "\n".join(shown.item(row).text() for row in range(shown.count()))


def test_the_raw_answer_is_folded_until_it_is_asked_for(program: Program, qtbot: QtBot) -> None:
    assert not has_button(program.window, "Raw response")
    look_up(qtbot, program, FLORIST)
    fold = named(program.window, QWidget, "rawAnswer")
    assert not fold.isVisible()
    click(button(program.window, "Raw response"))
    assert fold.isVisible()
    assert json.loads(text(program))["name"] == "Primrose Flowers"
    click(button(program.window, "Raw response"))
    assert not fold.isVisible()


def test_an_open_raw_answer_follows_the_contact(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, FLORIST)
    click(button(program.window, "Raw response"))
    press(program.window, Qt.Key.Key_F5)
    assert "Primrose" in text(program)
    fold = named(program.window, QWidget, "rawAnswer")
    ask(program, PERSONAL)
    assert fold.isVisible()
    settle(qtbot, program)
    assert fold.isVisible()
    assert json.loads(text(program))["name"] == "Anna"


def test_an_open_raw_answer_opens_again_after_a_lookup_that_failed(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, FLORIST)
    click(button(program.window, "Raw response"))
    gateway.faults.add("getContactInfo", unauthorized(), times=1)
    ask(program, PERSONAL)
    settle(qtbot, program)
    fold = named(program.window, QWidget, "rawAnswer")
    assert not fold.isVisible()
    look_up(qtbot, program, PERSONAL)
    assert fold.isVisible()
    assert json.loads(text(program))["name"] == "Anna"


def test_a_token_in_an_answer_is_not_in_the_raw_answer(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    token = gateway.token.reveal()
    gateway.add_contact({"chatId": "12025550111@c.us", "name": f"I know {token}", "path": f"/x/{token}"})
    look_up(qtbot, program, "+1 202 555 0111")
    click(button(program.window, "Raw response"))
    click(button(program.window, "Copy whole response"))
    assert "I know" in text(program)
    assert token not in text(program) + clipboard()


def test_a_password_that_is_also_a_word_leaves_the_raw_answer_as_it_came(
    program: Program,
    gateway: DemoGateway,
    qtbot: QtBot,
    clipboard: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(redaction, "_registered", [])
    redaction.register(Secret("winter"))
    gateway.add_contact({"chatId": "12025550111@c.us", "name": "Winter tyre"})
    look_up(qtbot, program, "+1 202 555 0111")
    click(button(program.window, "Raw response"))
    click(button(program.window, "Copy whole response"))
    assert '"Winter tyre"' in text(program)
    assert '"Winter tyre"' in clipboard()


def test_the_clipboard_gets_the_whole_answer(
    program: Program, gateway: DemoGateway, qtbot: QtBot, clipboard: Callable[[], str]
) -> None:
    gateway.add_contact({"chatId": "12025550111@c.us", "name": "N", "big": "x" * 300_000})
    look_up(qtbot, program, "+1 202 555 0111")
    click(button(program.window, "Raw response"))
    click(button(program.window, "Copy whole response"))
    assert json.loads(clipboard())["big"] == "x" * 300_000
    assert len(text(program)) < 10_000


def test_unexpected_values_are_listed_with_their_fields(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, ODD)
    click(button(program.window, "Raw response"))
    state = program.lookup_controller.state
    assert isinstance(state, Shown)
    for remark in state.found.contact.remarks:
        assert f"{remark.field}: {remark.said}" in remarks(program)


def test_the_count_of_unexpected_values_leads_to_them(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, ODD)
    count = named(program.window, QWidget, "statusLine").findChildren(QPushButton)[0]
    assert re.fullmatch(r"\d+ unexpected values", accessible_name(count))
    assert count.focusPolicy() & Qt.FocusPolicy.TabFocus
    count.setFocus()
    press(count, Qt.Key.Key_Space)
    list_of_them = named(program.window, QListWidget, "remarks")
    assert list_of_them.isVisible()
    assert QApplication.focusWidget() is list_of_them
    assert accessible_name(list_of_them) == "Unexpected values"
    assert "isBusiness: “yes”, read as “yes”" in remarks(program)
    assert button(program.window, "Raw response").isChecked()


def test_one_unexpected_value_is_counted_in_the_singular_and_none_is_not_counted(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    gateway.add_contact({"chatId": "12025550111@c.us", "name": "N", "isBusiness": 1})
    look_up(qtbot, program, "+1 202 555 0111")
    click(button(program.window, "1 unexpected value"))
    assert remarks(program) == "isBusiness: 1, read as “yes”"
    look_up(qtbot, program, FLORIST)
    assert "unexpected" not in visible_words(program.window)


def test_many_unexpected_values_can_all_be_scrolled_to(program: Program, qtbot: QtBot) -> None:
    look_up(qtbot, program, FLORIST)
    click(button(program.window, "Raw response"))
    state = program.lookup_controller.state
    assert isinstance(state, Shown)
    many = tuple(Remark(f"field{number}", "It is odd.") for number in range(200))
    found = replace(state.found, contact=replace(state.found.contact, remarks=many))
    program.view.show(Shown(state.asked, found))
    assert remarks(program).count("\n") == 199
    assert named(program.window, QListWidget, "remarks").height() < 200


def test_nothing_is_left_in_the_fold_while_another_number_is_asked(
    program: Program, gateway: DemoGateway, qtbot: QtBot
) -> None:
    look_up(qtbot, program, FLORIST)
    click(button(program.window, "Raw response"))
    gateway.answer_delay_s = 30
    ask(program, PERSONAL)
    assert text(program) == ""


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ('{"b":1,"a":[true]}', '{\n  "b": 1,\n  "a": [\n    true\n  ]\n}'),
        ("no JSON", "no JSON"),
        ('{"name":"A","name":"B"}', '{"name":"A","name":"B"}'),
        ("[" * 5000 + "]" * 1000, "[" * 3000 + "\n" + "[" * 2000 + "]" * 1000),
        ('"' + "y" * 2001 + '"', '"' + "y" * 2000 + '… (2,001 characters)"'),
        ('{"é": "\\u0416"}', '{\n  "é": "Ж"\n}'),
    ],
    ids=["indented", "as it came", "key twice", "deep", "long string", "letters"],
)
def test_an_answer_is_made_readable(raw: str, shown: str) -> None:
    assert readable(raw) == shown


def test_more_than_a_hundred_thousand_characters_are_cut() -> None:
    assert len(readable("x\n" * 150_000)) == 100_002


def test_an_answer_with_very_many_values_is_shown_as_it_came() -> None:
    for raw in (json.dumps(["text"] * 11_000), f"[{','.join(['[' * 90 + ']' * 90] * 500)}]"):
        lines = readable(raw).split("\n")
        assert "".join(lines) == raw
        assert max(map(len, lines)) == 3000


@pytest.mark.parametrize("shift", range(0, 50, 7))
def test_no_half_token_is_at_the_end_of_what_is_shown(shift: int) -> None:
    """Redacting makes a text shorter: what is cut off must be so too."""
    token = "0123456789abcdef" * 3 + "01"
    shown = readable("x" * shift + f"{token} " * 20_000)
    assert "0123456789" not in shown
    assert shown.endswith("…")
