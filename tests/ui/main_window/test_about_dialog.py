"""About: the version to quote, and every licence to read."""

from collections.abc import Callable
from importlib import metadata
from importlib.metadata import PackageNotFoundError

import pytest
from PySide6.QtWidgets import QDialog, QListWidget, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

import inspector.ui.main_window.about_dialog
from inspector import __version__
from inspector.about.build import Build
from inspector.app.bootstrap import Program
from inspector.ui.main_window.about_dialog import AboutDialog
from tests.ui.watching import click, named, said


@pytest.fixture
def about(first_start: Program) -> AboutDialog:
    """Opened as a person does, from the menu of the box in the corner."""
    menu = first_start.window.search.account_box.menu()
    [action] = [each for each in menu.actions() if "About" in each.text()]
    action.trigger()
    return named_about(first_start)


def named_about(program: Program) -> AboutDialog:
    dialog = named(program.window, QDialog, "aboutDialog")
    assert isinstance(dialog, AboutDialog)
    return dialog


def test_the_menu_opens_a_dialog_with_the_version(about: AboutDialog) -> None:
    assert about.isVisible()
    assert (said(about, "programVersion") or "").startswith(f"{__version__} · ")


def test_a_build_tells_its_day_and_its_commit(
    first_start: Program, monkeypatch: pytest.MonkeyPatch, clipboard: Callable[[], str]
) -> None:
    monkeypatch.setattr(
        inspector.ui.main_window.about_dialog,
        "this_build",
        lambda: Build("1.2.3", "2026-03-14", "1a2b3c4d5e6f"),
    )
    first_start.accounts_controller.open_about()
    about = named_about(first_start)
    click(named(about, QPushButton, "copyVersion"))
    assert clipboard().startswith("Contact Inspector: 1.2.3 · 2026-03-14 · 1a2b3c4d5e6f · Qt 6.")


def test_every_part_shows_its_version_its_source_and_the_text_of_its_licence(about: AboutDialog) -> None:
    parts, text = named(about, QListWidget, "licencedParts"), named(about, QPlainTextEdit, "licenceText")
    assert parts.count() > 30
    assert "MIT License" in text.toPlainText(), "the program's own comes first"
    names = [parts.item(row).text() for row in range(parts.count())]
    parts.setCurrentRow(names.index("PySide6_Essentials"))
    assert text.toPlainText().startswith(f"PySide6_Essentials {metadata.version('PySide6_Essentials')}\n")
    assert "https://code.qt.io/" in text.toPlainText()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text.toPlainText()
    for row in range(parts.count()):
        parts.setCurrentRow(row)
        assert len(text.toPlainText()) > 300, names[row]
        assert text.isReadOnly()


def test_a_copy_that_was_never_installed_says_so(
    first_start: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_nothing() -> None:
        raise PackageNotFoundError

    monkeypatch.setattr("inspector.about.licences.parts", find_nothing)
    first_start.accounts_controller.open_about()
    assert "isn't installed" in named(named_about(first_start), QPlainTextEdit, "licenceText").toPlainText()


def test_it_closes_by_escape_and_leaves_nothing_behind(about: AboutDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(about.destroyed):
        about.reject()
