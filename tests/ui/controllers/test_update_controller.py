"""A newer version, said once and quietly, to a person who wanted to hear of it."""

import json
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings
from inspector.ui.controllers import update_controller
from inspector.ui.controllers.update_controller import UpdateController
from inspector.ui.preferences.preferences_dialog import PreferencesDialog
from tests.program import QUIET, OpenProgram
from tests.ui.accounting import answer
from tests.ui.watching import button, click, deliver_deletions, named, said, type_into, visible_words
from tests.updates.conftest import releases  # noqa: F401  # a fixture
from tests.updates.lists import ReleaseList

NOW = 1_800_000_000


@pytest.fixture
def wanting(
    profile: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> ProfileFolder:
    """The profile of a person who wants to hear of new versions, a moment after a start."""
    monkeypatch.setattr(UpdateController.open, "__defaults__", (1,))
    replace(QUIET, tells_of_updates=True, release_list=releases.url).save(profile)
    releases.body = json.dumps(
        [{"version": "99.1", "page": releases.url.replace("http:", "https:")}]
    ).encode()
    return profile


def line(program: Program) -> str | None:
    found = program.window.findChildren(QLabel, "updateWords")
    return found[0].text() if found else None


def test_a_newer_version_is_said_with_a_link_that_is_opened_when_somebody_agrees(
    open_program: OpenProgram,
    wanting: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    left_for: list[str],
    qtbot: QtBot,
) -> None:
    program = open_program()
    qtbot.waitUntil(lambda: line(program) is not None)
    assert line(program) == "Version 99.1 is available."
    assert not program.window.notice.isVisible(), "it is no trouble"
    QTimer.singleShot(0, program.window, lambda: answer(QMessageBox.StandardButton.Open, qtbot))
    link = named(program.window, QPushButton, "updatePage")
    assert link.text() == "What's new (at 127.0.0.1)"
    click(link)
    assert left_for == [releases.url.replace("http:", "https:")]
    assert len(releases.requests) == 1, "nothing is downloaded"
    click(button(program.window, "Close this message"))
    deliver_deletions()
    assert line(program) is None


def settle(program: Program, releases: ReleaseList, qtbot: QtBot) -> None:  # noqa: F811  # the fixture's
    qtbot.waitUntil(lambda: bool(releases.requests))
    qtbot.wait(100)


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><title>Sign in</title>",
        b" " * 10_000_000,
        b'{"version": "99.1"}',
        b'[{"version": "0.0.1", "page": "https://127.0.0.1/"}]',
        b'[{"version": "99.1rc1"}, {"version": "99.1", "yanked": true}]',
    ],
    ids=["html", "10 MB", "object", "older", "withdrawn"],
)
def test_a_list_that_tells_nothing_new_is_silent(
    open_program: OpenProgram,
    wanting: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    qtbot: QtBot,
    body: bytes,
) -> None:
    releases.body = body
    program = open_program()
    settle(program, releases, qtbot)
    assert (line(program), program.window.notice.sentence) == (None, "")


@pytest.mark.parametrize("page", ["javascript:alert(1)", "https://evil.example/", "file:///etc/passwd"])
def test_a_page_elsewhere_is_a_line_without_a_link(
    open_program: OpenProgram,
    wanting: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    qtbot: QtBot,
    page: str,
) -> None:
    releases.body = json.dumps([{"version": "99.1", "page": page}]).encode()
    program = open_program()
    qtbot.waitUntil(lambda: line(program) is not None)
    assert program.window.findChildren(QPushButton, "updatePage") == []
    assert page not in visible_words(program.window)


@pytest.mark.parametrize("changes", [{"tells_of_updates": False}, {"release_list": ""}])
def test_nothing_is_asked_unless_somebody_wants_it_and_names_a_list(
    open_program: OpenProgram,
    wanting: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    qtbot: QtBot,
    changes: dict[str, object],
) -> None:
    replace(Settings.load(wanting)[0], **changes).save(wanting)  # type: ignore[arg-type]  # two fields' own values
    open_program()
    qtbot.wait(100)
    assert releases.requests == []
    assert not (wanting.path / update_controller.FILE_NAME).exists()


def test_nothing_is_asked_by_a_new_person(open_program: OpenProgram, profile: ProfileFolder) -> None:
    assert not Settings.load(profile)[0].tells_of_updates
    assert Settings.load(profile)[0].release_list == ""
    assert not open_program().updates._timer.isActive()


def test_a_list_is_asked_once_a_day(
    open_program: OpenProgram,
    wanting: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    qtbot: QtBot,
) -> None:
    releases.status = 500
    settle(open_program(), releases, qtbot)
    assert not open_program().updates._timer.isActive(), "one that failed today neither"
    assert len(releases.requests) == 1


ASKED = [
    (f'{{"asked_at": {NOW - 86_399}}}', False),
    (f'{{"asked_at": {NOW - 86_401}}}', True),
    (f'{{"asked_at": {NOW + 100_000}}}', True),
    ('{"asked_at": "soon"}', True),
    ('{"asked_at": NaN}', True),
    (f'{{"asked_at": 1{"0" * 400}}}', True),
    ("{}", True),
    ("[]", True),
]


def test_a_day_after_it_was_asked_a_list_is_asked_again(first_start: Program, wanting: ProfileFolder) -> None:
    """A clock that was set back does not silence it for longer."""
    for content, is_due in ASKED:
        wanting.write(update_controller.FILE_NAME, content.encode())
        accounts_controller = UpdateController(
            first_start.window, first_start._background, wanting, lambda: float(NOW)
        )
        accounts_controller.open(Settings.load(wanting)[0], 60_000)
        assert accounts_controller._timer.isActive() is is_due, content
        accounts_controller.close()


def test_a_window_that_closes_meanwhile_asks_nothing(
    open_program: OpenProgram,
    wanting: ProfileFolder,
    releases: ReleaseList,  # noqa: F811  # the fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(UpdateController.open, "__defaults__", (60_000,))
    program = open_program()
    timer = program.updates._timer
    assert timer.isActive()
    program.close()
    assert not shiboken6.isValid(timer)
    assert releases.requests == []


def preferences(qtbot: QtBot, **changes: object) -> tuple[PreferencesDialog, list[Settings]]:
    dialog = PreferencesDialog(replace(QUIET, **changes))  # type: ignore[arg-type]  # fields' own values
    qtbot.addWidget(dialog)
    told: list[Settings] = []
    dialog.changed.connect(told.append)
    dialog.show()
    return dialog, told


def test_the_preference_is_off_and_says_what_it_does(qtbot: QtBot) -> None:
    dialog, told = preferences(qtbot)
    telling = named(dialog, QCheckBox, "tellsOfUpdates")
    assert not telling.isChecked()
    assert "Nothing is downloaded or installed." in (said(dialog, "updateHint") or "")
    telling.click()
    assert said(dialog, "updateHint") == "Enter the release list's address. Nothing is checked without it."
    assert [(each.tells_of_updates, each.release_list) for each in told] == [(True, "")]


def test_a_complaint_about_the_address_goes_as_soon_as_it_is_right(qtbot: QtBot) -> None:
    dialog, _ = preferences(qtbot, tells_of_updates=True)
    field = named(dialog, QLineEdit, "releaseList")
    type_into(field, "http://example.com/r.json")
    field.editingFinished.emit()
    field.selectAll()
    type_into(field, "https://example.com/r.json")
    assert "Nothing is downloaded or installed." in (said(dialog, "updateHint") or "")


def test_an_address_is_taken_when_the_field_is_left_and_a_bad_one_is_said(qtbot: QtBot) -> None:
    dialog, told = preferences(qtbot, tells_of_updates=True)
    field = named(dialog, QLineEdit, "releaseList")
    type_into(field, "http://example.com/r.json")
    field.editingFinished.emit()
    assert said(dialog, "updateHint") == "The release list's address must start with https://."
    field.clear()
    field.editingFinished.emit()
    assert said(dialog, "updateHint") == "Enter the release list's address. Nothing is checked without it.", (
        "as it was"
    )
    type_into(field, "http://example.com/r.json")
    field.editingFinished.emit()
    assert told == []
    field.clear()
    type_into(field, "https://example.com/r.json")
    assert isinstance(dialog, QDialog)
    dialog.accept()
    assert [each.release_list for each in told] == ["https://example.com/r.json"]
