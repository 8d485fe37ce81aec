"""What an administrator set, in the window: accounts that wait for their token, preferences that stay."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.managed_policy import FILE_NAME, read_managed
from inspector.config.presets import preset_key
from inspector.config.settings import SETTING_NAMES, Settings
from inspector.core.problem import Kind
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Locked, Ready
from inspector.ui.preferences.locks import CONTROLS
from inspector.ui.preferences.preferences_dialog import PreferencesDialog
from tests.program import QUIET, OpenProgram
from tests.secret_service import SecretService
from tests.terminal import ROOT
from tests.ui.accounting import form_of, save
from tests.ui.watching import (
    DEALER,
    button,
    click,
    deliver_deletions,
    look_up,
    named,
    said,
    type_into,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="who owns a file is told otherwise there")


@pytest.fixture
def roll_out(tmp_path: Path, profile: ProfileFolder) -> Callable[[object], ProfileFolder]:
    """Writes an administrator's file; gives the profile in which it holds."""

    def write(content: object) -> ProfileFolder:
        place = tmp_path / "etc"
        place.mkdir(0o755, exist_ok=True)
        (place / FILE_NAME).write_text(json.dumps(content))
        (place / FILE_NAME).chmod(0o644)
        return ProfileFolder(profile.path, partial(read_managed, place))

    return write


def open_preferences(program: Program) -> QDialog:
    [menu] = program.window.search.account_box.findChildren(QMenu)
    next(action for action in menu.actions() if action.text().startswith("Preferences")).trigger()
    return named(program.window, QDialog, "preferencesDialog")


def trouble(program: Program) -> Kind | None:
    """Why there is nothing to ask with."""
    state = program.lookup_controller.state
    return state.problem.kind if isinstance(state, Locked) and state.problem else None


def test_an_account_that_is_set_up_asks_for_its_token_and_keeps_it(
    open_program: OpenProgram,
    roll_out: Callable[[object], ProfileFolder],
    gateway: DemoGateway,
    secret_service: SecretService,
    qtbot: QtBot,
    quick_retries: None,
) -> None:
    address, instance = gateway.api_url, gateway.account.id_instance
    entry = {"name": "Support line", "api_url": address, "id_instance": instance}
    folder = roll_out({"accounts": [entry]})
    program = open_program(folder=folder)
    program.thumbnails.set_only_origins(frozenset([address]))
    qtbot.waitUntil(lambda: trouble(program) is Kind.NO_TOKEN)
    assert program.window.search.account_box.text().strip() == "Support line"
    click(button(program.window, "Open account"))
    dialog = named(program.window, QDialog, "accountDialog")
    assert named(dialog, QLineEdit, "apiUrlField").text() == address
    save(form_of(dialog))
    assert said(dialog, "accountMessage") == "Paste the token (apiTokenInstance) from the console."
    token = named(dialog, QLineEdit, "tokenField")
    type_into(token, gateway.token.reveal())
    save(form_of(dialog))
    qtbot.waitUntil(lambda: program.lookup_controller.state == Ready())
    deliver_deletions()
    look_up(qtbot, program, DEALER)
    [account] = program.accounts.all
    assert account.key == preset_key(address, instance)
    again = open_program(folder=folder)
    qtbot.waitUntil(lambda: again.lookup_controller.state == Ready())


def test_a_token_in_the_administrators_file_is_said_in_the_window_and_not_shown(
    open_program: OpenProgram, roll_out: Callable[[object], ProfileFolder]
) -> None:
    token = "0123456789abcdef" * 3 + "ff"
    program = open_program(folder=roll_out({"accounts": [{"name": "Support", "token": token}]}))
    assert "contains a token or password, which isn't used" in program.window.notice.sentence
    assert token not in program.window.notice.sentence


def test_a_damaged_file_is_said_and_the_program_goes_on(
    open_program: OpenProgram, roll_out: Callable[[object], ProfileFolder]
) -> None:
    program = open_program(folder=roll_out([]))
    assert "isn't in the right format" in program.window.notice.sentence
    assert said(program.window, "accountMessage") is None
    assert program.window.start.isVisible()


@pytest.mark.parametrize("name", sorted(SETTING_NAMES))
def test_a_locked_preference_is_shown_and_cannot_be_changed(qtbot: QtBot, name: str) -> None:
    from inspector.ui.preferences.locks import lock

    dialog = PreferencesDialog(replace(QUIET, proxy="manual"))
    qtbot.addWidget(dialog)
    control = named(dialog, QWidget, CONTROLS[name])
    assert control.isEnabled()
    lock(dialog, frozenset([name]))
    assert not control.isEnabled()
    control.setEnabled(True)
    assert not control.isEnabled(), "nothing in the dialog lets it be used again"
    assert control.toolTip() == control.accessibleDescription() == "Set by your administrator."
    others = [named(dialog, QWidget, CONTROLS[other]) for other in SETTING_NAMES - {name}]
    assert all(other.isEnabled() for other in others)
    dialog.show()
    assert said(dialog, "lockedHint") == "Greyed-out settings were set by your administrator."


def test_locked_preferences_are_locked_in_the_program(
    open_program: OpenProgram, roll_out: Callable[[object], ProfileFolder]
) -> None:
    content = {"settings": {"default_region": "DE", "theme": "dark"}, "locked": ["default_region"]}
    program = open_program(folder=roll_out(content))
    dialog = open_preferences(program)
    country, theme = (named(dialog, QWidget, name) for name in ("defaultCountry", "theme"))
    assert (country.isEnabled(), theme.isEnabled()) == (False, True)
    assert program.preferences.settings.default_region == "DE"
    assert program.preferences.settings.theme == "light", "the person's own"
    dialog.close()
    deliver_deletions()


def test_preferences_without_locks_say_nothing_of_them(open_program: OpenProgram) -> None:
    dialog = open_preferences(open_program())
    assert dialog.findChildren(QLabel, "lockedHint") == []
    dialog.close()
    deliver_deletions()


def test_a_preference_that_was_changed_beside_a_locked_one_is_kept(
    open_program: OpenProgram, roll_out: Callable[[object], ProfileFolder], profile: ProfileFolder
) -> None:
    folder = roll_out({"settings": {"allows_other_hosts": False}, "locked": ["allows_other_hosts"]})
    program = open_program(folder=folder)
    program.preferences.change(replace(program.preferences.settings, fetches_pictures=False))
    assert "allows_other_hosts" not in json.loads((profile.path / "settings.json").read_text())
    assert not Settings.load(folder)[0].fetches_pictures


def test_a_file_that_somebody_else_can_have_written_is_said(
    open_program: OpenProgram, roll_out: Callable[[object], ProfileFolder], tmp_path: Path
) -> None:
    folder = roll_out({"settings": {"theme": "dark"}})
    (tmp_path / "etc").chmod(0o777)
    program = open_program(folder=folder)
    assert "someone other than the administrator may have changed it" in program.window.notice.sentence


RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector.app import process as app
from inspector.config import profile as opening
from inspector.app.bootstrap import Program

class Watched(Program):
    def open(self):
        self.begun.connect(self._tell)
        super().open()

    def _tell(self):
        print([account.name for account in self.accounts.all], self.preferences.settings.theme)
        QTimer.singleShot(0, self.window.close)

app.Program = Watched
opening.system_folder = lambda: Path(sys.argv[2])
sys.exit(app.run(None, is_demo=False, profile=Path(sys.argv[1])))
"""


def test_the_program_looks_where_the_administrator_writes(
    roll_out: Callable[[object], ProfileFolder], tmp_path: Path
) -> None:
    entry = {"name": "Support", "api_url": "https://1101.api.greenapi.com", "id_instance": "1101000001"}
    roll_out({"accounts": [entry], "settings": {"theme": "dark"}})
    ended = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path / "new"), str(tmp_path / "etc")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "['Support'] dark\n"), ended.stderr
