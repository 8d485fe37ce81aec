#!/usr/bin/env python3
"""Renders every state of the real window to PNGs, with responses of the demo gateway.

python3 packaging/dev.py screenshots [FOLDER]     default: .github/pictures

Large text and 200 % run in separate processes, because Qt fixes both at its start.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.config.settings import Settings, Theme
from inspector.demo.faults import Fault, Manner, quota_exceeded, unauthorized
from inspector.demo.gateway import DemoGateway
from inspector.lookup.session import Looking, State
from inspector.ui.accounts.account_dialog import AccountDialog
from inspector.ui.controllers.accounts import Opened
from inspector.ui.viewer.picture_viewer import PictureViewer

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".github" / "pictures"
LARGE_TEXT = {"QT_FONT_DPI": "144"}
DOUBLE = {"QT_SCALE_FACTOR": "2"}
SMALL_SCREEN_PX = (683, 384)
"""1366 × 768 at 200 %."""
THEMES: tuple[Theme, ...] = ("light", "dark", "high-contrast-light", "high-contrast-dark")
DEALER, PERSONAL, DOCUMENTED = "+7 912 345-67-89", "+1 202-555-0123", "71234567890"
NO_CATALOGUE, MUTED, FOREIGN = "+44 20 7946 0158", "+1 202-555-0147", "+1 202-555-0176"
NOTHING, LID, EXPIRED, ODD = "+1 202-555-0199", "129837465012345@lid", "+44 20 7946 0466", "+44 20 7946 0777"
CONTRADICTORY, NO_PICTURE = "+44 20 7946 0311", "+1 202-555-0164"


def main() -> int:
    arguments = sys.argv[1:]
    folder = Path(next((word for word in arguments if not word.startswith("--")), str(FOLDER)))
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(sys.argv[:1])
    if "--large-text" in arguments:
        large_text(app, folder)
        return 0
    if "--double" in arguments:
        double(app, folder)
        return 0
    for theme in THEMES:
        contacts(app, folder, theme)
    first_start(app, folder)
    demo(app, folder)
    for option, environment in (("--large-text", LARGE_TEXT), ("--double", DOUBLE)):
        command = [sys.executable, __file__, str(folder), option]
        if code := subprocess.run(command, env={**os.environ, **environment}, check=False).returncode:
            return code
    return 0


def contacts(app: QApplication, folder: Path, theme: Theme) -> None:
    with DemoGateway(enforces_limits=False) as gateway, opened(app, theme, gateway) as program:
        save(program.window, folder / f"empty-{theme}.png")
        gateway.faults.add("getContactInfo", Fault(manner=Manner.HANG))
        ask(program, DEALER, until=is_looking)
        save(program.window, folder / f"loading-{theme}.png")
        gateway.faults.clear()
        named = (
            ("business", DEALER),
            ("personal", PERSONAL),
            ("expired", EXPIRED),
            ("contradiction", CONTRADICTORY),
            ("no-picture", NO_PICTURE),
        )
        for name, number in named:
            ask(program, number)
            save(program.window, folder / f"{name}-{theme}.png")
        ask(program, NOTHING)
        check = program.window.findChild(QPushButton, "noticeAction")
        assert isinstance(check, QPushButton)
        check.click()
        settle(program)
        save(program.window, folder / f"not-on-whatsapp-{theme}.png")
        gateway.faults.add("getContactInfo", unauthorized(), times=1)
        ask(program, DEALER)
        save(program.window, folder / f"error-{theme}.png")
        dialogs(program, gateway, folder, theme)
        if theme == "light":
            further(program, gateway, folder)


def further(program: Program, gateway: DemoGateway, folder: Path) -> None:
    named = (
        ("documented", DOCUMENTED),
        ("no-catalogue", NO_CATALOGUE),
        ("muted", MUTED),
        ("foreign-names", FOREIGN),
        ("nothing", NOTHING),
        ("lid", LID),
        ("odd", ODD),
    )
    for name, number in named:
        ask(program, number)
        save(program.window, folder / f"{name}.png")
    ask(program, DEALER)
    program.window.grid.opened.emit(0)
    viewer = program.window.findChild(PictureViewer)
    assert isinstance(viewer, PictureViewer)
    settle(program)
    save(viewer, folder / "product.png")
    viewer.close()
    gateway.faults.add("getContactInfo", quota_exceeded(), times=1)
    ask(program, DEALER)
    save(program.window, folder / "quota.png")
    program.window.search.write("call +7 912 345-67-89 or +1 202-555-0123")
    save(program.window, folder / "choice.png")
    ask(program, DEALER)
    program.window.resize(560, 900)
    settle(program)
    save(program.window, folder / "narrow.png")


def dialogs(program: Program, gateway: DemoGateway, folder: Path, theme: Theme) -> None:
    preferences = program.preferences.open()
    save(preferences, folder / f"preferences-{theme}.png")
    preferences.close()
    program.keyboard.show_shortcuts()
    shortcuts = program.window.findChildren(QWidget, "shortcutsDialog")[0]
    save(shortcuts, folder / f"shortcuts-{theme}.png")
    shortcuts.close()
    accounts = AccountDialog(program.window)
    accounts.form.show_place(program.accounts.place)
    accounts.show_accounts((replace(gateway.account, name="Support line"),), gateway.account.key)
    accounts.open()
    save(accounts, folder / f"accounts-{theme}.png")
    accounts.close()


def first_start(app: QApplication, folder: Path) -> None:
    with opened(app, "light", None) as program:
        save(program.window, folder / "first-start.png")


def demo(app: QApplication, folder: Path) -> None:
    with opened(app, "light", None) as program:
        program.accounts_controller.enter_demo()
        save(program.window, folder / "demo.png")


def large_text(app: QApplication, folder: Path) -> None:
    with DemoGateway(enforces_limits=False) as gateway, opened(app, "light", gateway) as program:
        ask(program, DEALER)
        save(program.window, folder / "large-text.png")


def double(app: QApplication, folder: Path) -> None:
    with DemoGateway(enforces_limits=False) as gateway, opened(app, "light", gateway) as program:
        program.window.resize(*SMALL_SCREEN_PX)
        ask(program, DEALER)
        save(program.window, folder / "double.png")


@contextmanager
def opened(app: QApplication, theme: Theme, gateway: DemoGateway | None) -> Iterator[Program]:
    """The program in a new profile. With a gateway, it has an account for it with an ordinary name."""
    with tempfile.TemporaryDirectory() as profile:
        folder = ProfileFolder(profile)
        Settings(theme=theme).save(folder)
        program = Program(app, folder, None, is_demo=False)
        furnished = QEventLoop()
        program.begun.connect(furnished.quit)
        program.open()
        furnished.exec()
        if gateway is not None:
            account = replace(gateway.account, name="Support line")
            program.thumbnails.set_only_origins(frozenset([gateway.api_url]))
            program.view.set_has_account(has_account=True)
            program.accounts.use(Opened(account, gateway.token))
        yield program
        program.close()


def ask(program: Program, number: str, until: Callable[[State], bool] | None = None) -> None:
    program.lookup_controller.enter_and_look_up(number)
    if until is None:
        settle(program)
    else:
        wait_until(lambda: until(program.lookup_controller.state))


def settle(program: Program) -> None:
    """Wait until the lookup has ended and every visible picture has loaded or failed."""
    wait_until(lambda: not is_looking(program.lookup_controller.state))
    wait(200)
    wait_until(lambda: program.view.is_complete and not program.thumbnails.is_busy)
    wait(100)


def wait_until(is_so: Callable[[], bool], limit_s: float = 10.0) -> None:
    end = time.monotonic() + limit_s
    while not is_so():
        if time.monotonic() > end:
            sys.exit("The window never came to rest.")
        wait(20)


def wait(span_ms: int) -> None:
    """Run Qt's event loop and let other threads run too: QTest.qWait holds the GIL."""
    loop = QEventLoop()
    QTimer.singleShot(span_ms, loop.quit)
    loop.exec()


def is_looking(state: State) -> bool:
    return isinstance(state, Looking)


def save(window: QWidget, path: Path) -> None:
    wait(50)
    window.grab().save(str(path))
    print(path)


if __name__ == "__main__":
    sys.exit(main())
