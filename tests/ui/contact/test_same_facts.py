"""The window and the command line say the same of every answer, and both say what was delivered."""

import json
import re
import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.cli import main as cli
from inspector.config.accounts import AccountBook
from inspector.config.folder import ProfileFolder
from inspector.contact import product_facts
from inspector.contact.model import Json, Product
from inspector.demo.contacts import SAMPLES
from inspector.demo.faults import Fault
from inspector.demo.gateway import DemoGateway
from inspector.keychain.system_store import SystemStore
from inspector.ui.widgets.avatar import Avatar
from inspector.ui.widgets.chip import Chip
from inspector.ui.widgets.fact_row import FactRow, SectionHeading
from tests.secret_service import SecretService
from tests.ui.watching import (
    WAREHOUSE,
    button,
    click,
    fact,
    has_button,
    look_up,
    marks,
    named,
    said,
    visible_words,
)

ASKED = "+1 202 555 0111"
ID: dict[str, Json] = {"chatId": "12025550111@c.us"}
NAME: dict[str, Json] = {"name": "Anna"}
PROFILE: dict[str, Json] = {"email": "a@shop.example", "category": "Shop", "description": "Sells."}
PRODUCTS: dict[str, Json] = {"products": [{"name": "Box", "price": 5}, {"name": "\u3164"}]}
PAST, FUTURE = 1_600_000_000, 3_800_000_000
ANSWERS: dict[str, dict[str, Json]] = {
    "nothing": {},
    "nothing but an id": ID,
    "empty": {"chatId": "", "name": "", "contactName": "", "products": [], "isBusiness": None},
    "personal with a profile": {**ID, "isBusiness": False, **PROFILE, **PRODUCTS},
    "personal with products": {**ID, "isBusiness": False, **PRODUCTS},
    "unknown kind with products": {**ID, **PRODUCTS},
    "business with nothing": {**ID, "isBusiness": True},
    "not muted, muted for ever": {**NAME, "isMute": False, "muteExpiration": -1},
    "not muted, still muted": {**NAME, "isMute": False, "muteExpiration": FUTURE},
    "not muted, once muted": {**NAME, "isMute": False, "muteExpiration": PAST},
    "muted, no longer muted": {**NAME, "isMute": True, "muteExpiration": PAST},
    "muted until": {**NAME, "isMute": True, "muteExpiration": FUTURE},
    "muted for ever": {**NAME, "isMute": True, "muteExpiration": -1},
    "muted": {**NAME, "isMute": True},
    "a mute without its flag": {**NAME, "muteExpiration": -1},
    "timer off, seven days": {**NAME, "isDisappearing": False, "messageExpiration": 604_800},
    "timer on, off": {**NAME, "isDisappearing": True, "messageExpiration": 0},
    "timer on": {**NAME, "isDisappearing": True},
    "a timer without its flag": {**NAME, "messageExpiration": 86_400},
    "no timer without its flag": {**NAME, "messageExpiration": 0},
    "another number": {**NAME, "chatId": "447700900123@c.us"},
    "an id of a group": {**NAME, "chatId": "120363043968060000@g.us"},
    "absent": {**ID, "existsWhatsapp": False, "isBusiness": False, "isMute": False},
    "absent, in the phone book": {"existsWhatsapp": "false", "contactName": "Old", "isArchive": True},
    "absent, with a profile": {**NAME, "existsWhatsapp": False, "isBusiness": True, **PROFILE},
    "absent, with products": {"existsWhatsapp": False, **PRODUCTS},
    "on WhatsApp": {**ID, "existsWhatsapp": True},
    "lists": {"name": ["A", "B"], "category": ["Shop", "Bar"], "email": ["a@b.example", "c@d.example"]},
    "numbers": {"name": 5, "category": 7.5, "email": 0, "description": 12, "isBusiness": 1},
    "objects": {"category": {"id": 1, "name": "Shop"}, "email": {"a": {"b": [1]}}, "contactName": {}},
    "truths": {"name": True, "category": False, "contactName": "No"},
    "two names": {"name": "Anna", "NAME": "Bob", "Name": ""},
    "a name that is empty, and one that is not": {"name": "", "NAME": "Anna"},
    "odd keys": {"": "x", "a": "", "b": "\u3164", "c": None, "d": [], "e": {"f": 1}},
    "unread": {"lastSeen": "once", "isMute": "maybe", "muteExpiration": "soon", "messageExpiration": "x"},
    "nothing that can be seen": {**dict.fromkeys(("name", "contactName", "category", "email"), "\u3164")},
}

CHIPS = {
    r"Business": ("Business", "Yes"),
    r"Personal": ("Business", "No"),
    r"Business: unknown": ("Business", "Unknown"),
    r"Archived": ("Archived", "Yes"),
    r"Not archived": ("Archived", "No"),
    r"Archived: unknown": ("Archived", "Unknown"),
    r"Muted": ("Muted", "Yes"),
    r"Muted (always|until .*)": ("Muted", r"Yes, \1"),
    r"Not muted": ("Muted", "No"),
    r"Muted: unknown": ("Muted", "Unknown"),
    r"Disappearing": ("Disappearing messages", "On"),
    r"Disappearing: (\d.*)": ("Disappearing messages", r"\1"),
    r"Disappearing: off": ("Disappearing messages", "Off"),
    r"Disappearing: unknown": ("Disappearing messages", "Unknown"),
}
"""What a chip says, as label and value."""

Told = list[tuple[str, str]]


@pytest.fixture
def terminal(
    tmp_path_factory: pytest.TempPathFactory,
    gateway: DemoGateway,
    secret_service: SecretService,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], str]:
    """What `lookup` prints for a number."""
    folder = ProfileFolder(tmp_path_factory.mktemp("terminal"))
    book, _ = AccountBook.load(folder)
    account = book.add("Support", gateway.account.api_url, gateway.account.id_instance)
    book.save()
    SystemStore().keep(account.token_key, gateway.token)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    def lookup(number: str) -> str:
        capsys.readouterr()
        assert cli.main(["--profile", str(folder.path), "lookup", number]) == 0
        return capsys.readouterr().out

    return lookup


def in_terminal(text: str) -> tuple[Told, list[str]]:
    """Labels and values, and the marks, of what `lookup` printed."""
    told: Told = []
    found: list[str] = []
    for line in text.splitlines():
        label, value = re.fullmatch(r"(.{22}|\S.{22,}?) (.*)", line).groups()  # type: ignore[union-attr]
        if label.strip():
            told.append((label.strip(), value))
        elif value.startswith("! "):
            found.append(value.removeprefix("! "))
        else:
            told[-1] = (told[-1][0], f"{told[-1][1]}\n{value}")
    return [(label, _without_zone(label, value)) for label, value in told], found


def _without_zone(label: str, value: str) -> str:
    """A chip has no room for the zone, and a picture's address is nowhere in the window."""
    if label == "Muted":
        return re.sub(r" \(UTC.*\)", "", value)
    return "Shown" if label == "Picture" and not value.startswith("No picture") else value


def in_window(program: Program) -> tuple[Told, list[str]]:
    """Labels and values, and the marks, of what is to be seen in the window."""
    window = program.window
    if has_button(window, "Show all"):
        click(button(window, "Show all"))
    told = [("Number", said(window, "phoneNumber") or ""), *_names(window)]
    told += [_chip(chip.words) for chip in window.profile.findChildren(Chip) if chip.isVisible()]
    told += [_row(row) for row in window.profile.findChildren(FactRow) if row.isVisible()]
    avatar = named(window, Avatar, "avatar").toolTip()
    if avatar != "No picture":
        told.append(("Picture", avatar if avatar.startswith("No picture") else "Shown"))
    told += _products(program)
    if window.status._remarks.isVisible():
        click(window.status._remarks)
        shown = named(window, QListWidget, "remarks")
        told += [("Unexpected value", shown.item(place).text()) for place in range(shown.count())]
        click(button(window, "Raw response"))
    return told, marks(window)


def _names(window: QWidget) -> Told:
    name, book = named(window, QLabel, "profileName"), said(window, "phoneBookName") or ""
    if name.text() == "Not on WhatsApp":
        names = [("On WhatsApp", "No")]
    else:
        names = [("Name", f"{name.text()}. {name.toolTip()}" if name.toolTip() else name.text())]
    return [*names, ("In phone book", book.removeprefix("In phone book: "))]


def _chip(words: str) -> tuple[str, str]:
    for pattern, (label, value) in CHIPS.items():
        found = re.fullmatch(pattern, words)
        if found:
            return label, found.expand(value)
    raise AssertionError(f"no chip may say {words!r}")


def _row(row: FactRow) -> tuple[str, str]:
    section = row.parentWidget()
    assert section is not None
    heading = section.findChildren(SectionHeading)[0].text()
    label = f"Other: {row._words}" if heading == "Other fields" else row._words
    return label, fact(section, row._words) or ""


def _products(program: Program) -> Told:
    grid = program.window.grid
    if not grid.isVisible():
        return []
    count = said(program.window, "productCount")
    if not count:
        return [("Products", "No catalogue")] if "No catalogue" in visible_words(grid) else []
    footer = "There may be more products than shown."
    assert footer in visible_words(grid)
    names = [(f"{place}.", _card(product)) for place, product in enumerate(grid.shown, start=1)]
    return [("Products", f"{int(count):,}. {footer}"), *names]


def _card(product: Product) -> str:
    words = [product_facts.name(product.name), product_facts.price(product.price)]
    first = " · ".join(filter(None, [*words, *product_facts.chips(product)]))
    return "\n".join(filter(None, [first, product_facts.description(product)]))


@pytest.fixture
def differences(
    program: Program, qtbot: QtBot, terminal: Callable[[str], str]
) -> Callable[[str], dict[str, object]]:
    """What one of them says of a number and the other does not."""

    def compare(number: str) -> dict[str, object]:
        printed, printed_marks = in_terminal(terminal(number))
        look_up(qtbot, program, number)
        shown, shown_marks = in_window(program)
        found = {
            "in the terminal only": sorted(set(printed) - set(shown)),
            "in the window only": sorted(set(shown) - set(printed)),
            "more often in the window": sorted(
                {each for each in shown if shown.count(each) > printed.count(each)}
            ),
            "marks": sorted(set(printed_marks) ^ set(shown_marks)),
            "twice in the window": sorted({each for each in shown_marks if shown_marks.count(each) > 1}),
            "empty": [label for label, value in printed + shown if not value],
        }
        return {how: what for how, what in found.items() if what}

    return compare


def test_window_and_terminal_say_the_same_of_every_sample(
    differences: Callable[[str], dict[str, object]],
) -> None:
    numbers = [sample.number for sample in SAMPLES if sample.number != WAREHOUSE]
    told = {number: differences(number) for number in [*numbers, WAREHOUSE.replace("910000", "900123")]}
    assert {number: each for number, each in told.items() if each} == {}


def test_window_and_terminal_say_the_same_of_answers_that_contradict_themselves(
    differences: Callable[[str], dict[str, object]], gateway: DemoGateway
) -> None:
    told = {}
    for name, answer in ANSWERS.items():
        gateway.faults.add("getContactInfo", Fault(body=json.dumps(answer).encode()), times=2)
        told[name] = differences(ASKED)
    assert {name: each for name, each in told.items() if each} == {}
