"""The window with a profile folder in which other people's files have the names of ours."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from inspector.config.folder import LOCK_NAME, ProfileFolder
from inspector.demo.gateway import DemoGateway
from tests.program import OpenProgram, use
from tests.ui.watching import DEALER, look_up, said

FOREIGN = {
    "accounts.json": '{"accounts": [{"bank": "Mine"}]}',
    "settings.json": '{"theme": "Monokai", "editor.fontSize": 14}',
    "layout.ini": "[General]\nwindow=800x600\n",
    "layout.ini.lock": "somebody's",
    "updates.json": "[]",
    "logs/contact-inspector.log": "somebody's\n",
    "run/notes": "somebody's",
    ".vimrc.new": "somebody's",
    ".lock": "somebody's",
}


def _lay_out(home: Path) -> dict[Path, tuple[int, int, bytes]]:
    for name, content in FOREIGN.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (home / "cache").mkdir(mode=0o755)
    with closing(sqlite3.connect(home / "cache" / "pictures.sqlite3")) as other:
        other.execute("CREATE TABLE diary (entry TEXT)")
    return _everything(home)


def _everything(home: Path) -> dict[Path, tuple[int, int, bytes]]:
    """Mode, time of change and content of everything but our lock."""
    found = {path: path.stat() for path in home.rglob("*") if path.name != LOCK_NAME}
    return {
        path: (stat.st_mode, stat.st_mtime_ns, path.read_bytes())
        if path.is_file()
        else (stat.st_mode, 0, b"")
        for path, stat in found.items()
    }


def test_a_day_with_the_program_changes_no_file_of_others(
    open_program: OpenProgram, tmp_path: Path, gateway: DemoGateway, qtbot: QtBot, quick_retries: None
) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    before, mode = _lay_out(home), home.stat().st_mode
    program = open_program(folder=ProfileFolder(home))
    notice = program.window.notice.sentence
    for name in ("accounts.json", "settings.json", "layout.ini"):
        assert f"{home / name} isn't a Contact Inspector file and was left alone. " in notice
    use(program, gateway)
    look_up(qtbot, program, DEALER)
    assert said(program.window, "profileName") == "Dealer"
    program.preferences.change(replace(program.preferences.settings, theme="dark"))
    program.kept.clear()
    program.updates._ask()
    program.close()
    assert _everything(home) == before
    assert home.stat().st_mode == mode
