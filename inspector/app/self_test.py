"""`contact-inspector --self-test`: checks that this installation works.

An installation may lack a plug-in, a library or a file, which tests from source can't notice. So it opens its
window on the demo gateway, in a temporary profile, and reports the result of each check as JSON.
"""

import json
import os
import secrets
import ssl
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final, TypeAlias

import truststore
from PySide6.QtCore import QBuffer, QEventLoop, QIODevice, QTimer, QTranslator, qVersion
from PySide6.QtGui import QImage, QImageReader, QImageWriter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from inspector import assets
from inspector.about import licences
from inspector.about.build import this_build
from inspector.app.bootstrap import Program
from inspector.config.folder import ProfileFolder
from inspector.core.redaction import install_logging, redact
from inspector.core.secret import Secret
from inspector.demo.contacts import SAMPLES
from inspector.keychain.secret_store import ErrorKind, KeychainError
from inspector.keychain.system_store import library, store_for_this_system
from inspector.keychain.worker import KeychainWorker
from inspector.lookup.session import Failed, Ready, Shown
from inspector.phone.hint import hint
from inspector.phone.reader import read_number
from inspector.pictures.error import PictureError
from inspector.pictures.kind import PictureKind
from inspector.ui.images.decoding import Fit, decode
from inspector.ui.qt.display import open_application
from inspector.ui.qt.fonts import NO_FONT, has_font
from inspector.ui.widgets.avatar import Avatar

WAIT_S: Final = 20.0
"""For operations that normally take milliseconds; the computer may be busy."""
KEYCHAIN_S: Final = 10.0
"""If the keychain opens a prompt, there may be no one to answer it."""
SERVICE_NAME: Final = "Contact Inspector self-test"

_GIF: Final = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
"""Qt can read GIF but not write it; the other formats are written by Qt."""
_UNSUPPORTED: Final = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
    "xbm": b"#define a_width 1\n#define a_height 1\nstatic char a_bits[] = { 0x01 };\n",
    "pdf": b"%PDF-1.4\n%%EOF\n",
}

Check: TypeAlias = Callable[[], str]
"""Returns details on success; raises if something is wrong."""


class CheckFailedError(Exception):
    """A check failed; its text says why."""


class NotTriedError(Exception):
    """A check can't run on this computer; its text says why."""


def run() -> tuple[str, bool]:
    """Run every check. Returns a JSON report and whether all checks passed."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folder = ProfileFolder(place)
        end_logging = install_logging(folder.logs)
        app = open_application()
        results = {**_check_environment(), **_check_window(app, folder)}
        end_logging()
        log = [line for file in folder.logs.iterdir() for line in file.read_text("utf-8").splitlines()]
    has_failed = any(came["result"] == "failed" for came in results.values())
    build = this_build()
    told = {
        "version": build.version,
        "date": build.date,
        "commit": build.commit,
        "is_frozen": hasattr(sys, "frozen"),
        "system": sys.platform,
        "python": sys.version.split()[0],
        "qt": qVersion(),
        "platform": app.platformName(),
        "result": "failed" if has_failed else "passed",
        "checks": results,
        "log": log,
    }
    return json.dumps(told, indent=2), not has_failed


def _attempt(check: Check) -> dict[str, str]:
    try:
        return {"result": "passed", "said": check()}
    except NotTriedError as why:
        return {"result": "not tried", "said": str(why)}
    except CheckFailedError as why:
        return {"result": "failed", "said": str(why)}
    except Exception as error:  # noqa: BLE001  # a broken installation can fail in any way
        return {"result": "failed", "said": redact(f"{type(error).__name__}: {error}")}


# Without the window


def _check_environment() -> dict[str, dict[str, str]]:
    return {
        "fonts": _attempt(_fonts),
        "picture formats": _attempt(_picture_formats),
        "keychain": _attempt(_keychain),
        "translations": _attempt(_translations),
        "resources": _attempt(_resources),
        "licences": _attempt(_licences),
        "numbers": _attempt(_numbers),
        "certificates": _attempt(_certificates),
    }


def _fonts() -> str:
    if not has_font():
        raise CheckFailedError(NO_FONT)
    return QApplication.font().family()


def _picture_formats() -> str:
    """JPEG, PNG, WebP and GIF can be decoded, and no other format."""
    pictures = {kind.value: _GIF if kind is PictureKind.GIF else _encoded(kind.value) for kind in PictureKind}
    strange = {**_UNSUPPORTED, **{name: _encoded(name) for name in ("bmp", "ppm")}}
    readable = sorted(name for name, data in {**pictures, **strange}.items() if _is_readable(data))
    if set(readable) != pictures.keys():
        raise CheckFailedError(
            f"The readable picture formats aren't the expected ones: {', '.join(readable)}."
        )
    plugins = {bytes(name.data()).decode() for name in QImageReader.supportedImageFormats()}
    if plugins & {"pdf", "svg", "tif", "tiff"} and hasattr(sys, "frozen"):
        raise CheckFailedError("An unexpected picture plug-in is included.")
    return ", ".join(readable)


def _encoded(name: str) -> bytes:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(0x0B7D53)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, name.encode()).write(image):
        raise CheckFailedError(f"{name.upper()} pictures can't be written.")
    return bytes(buffer.data().data())


def _is_readable(data: bytes) -> bool:
    try:
        return not decode(data, 2, Fit.CONTAIN).image.isNull()
    except PictureError:
        return False


def _keychain() -> str:
    """A secret can be stored in the system's keychain, read back and removed. Uses a separate entry."""
    name = library()
    worker = KeychainWorker(store_for_this_system(SERVICE_NAME))
    key, secret = f"self-test {os.getpid()}", Secret(secrets.token_hex(16))
    try:
        worker.keep(key, secret, KEYCHAIN_S).result()
        came_back = worker.fetch(key, KEYCHAIN_S).result()
        worker.forget(key, KEYCHAIN_S).result()
        is_left = worker.fetch(key, KEYCHAIN_S).result() is not None
    except KeychainError as refusal:
        if refusal.trouble is ErrorKind.BROKEN:
            raise CheckFailedError(refusal.sentence) from None
        raise NotTriedError(refusal.sentence) from None
    if came_back is None or came_back.reveal() != secret.reveal():
        raise CheckFailedError(f"The {worker.place} didn't return the test entry unchanged.")
    if is_left:
        raise CheckFailedError(f"The {worker.place} still has the test entry after its removal.")
    return f"{worker.place}, through {name}"


def _translations() -> str:
    files = sorted(assets.path("translations").glob("*.qm"))
    broken = [file.name for file in files if not QTranslator().load(str(file))]
    if broken or not files:
        raise CheckFailedError(f"These translations can't be read: {', '.join(broken) or 'none found'}.")
    return ", ".join(file.stem for file in files)


def _resources() -> str:
    icons = sorted(assets.path("icons").glob("*.svg"))
    broken = [file.name for file in icons if not QSvgRenderer(str(file)).isValid()]
    if broken or not assets.path("icons", "app.svg").is_file():
        raise CheckFailedError(f"These icons can't be drawn: {', '.join(broken) or 'app.svg is missing'}.")
    return f"{len(icons)} icons"


def _licences() -> str:
    shipped = licences.parts()
    missing = licences.unacceptable(shipped)
    if missing or not shipped:
        raise CheckFailedError("; ".join(missing) or "No licences are listed.")
    return f"{len(shipped)} parts"


def _numbers() -> str:
    """The data files for phone numbers and time zones can be read."""
    line = hint(read_number(SAMPLES[0].number), datetime.now(UTC)).line
    if not line.startswith("Russia · mobile · "):
        raise CheckFailedError(f"Unexpected details for {SAMPLES[0].number}: {line or 'none'}.")
    return line


def _certificates() -> str:
    truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return f"the system's, by {ssl.OPENSSL_VERSION}"


# With the window


def _check_window(app: QApplication, folder: ProfileFolder) -> dict[str, dict[str, str]]:
    program = Program(app, folder, None, is_demo=True)
    results = {
        "window": _attempt(partial(_window, program)),
        "lookup": _attempt(partial(_lookup, program)),
        "pictures": _attempt(partial(_pictures, program)),
    }
    program.close()
    return results


def _window(program: Program) -> str:
    loop = QEventLoop()
    QTimer.singleShot(round(WAIT_S * 1000), loop, loop.quit)
    program.begun.connect(loop.quit)
    program.open()
    loop.exec()
    _wait_until("the sample contacts", lambda: isinstance(program.lookup_controller.state, Ready))
    return f"{program.window.width()} x {program.window.height()}"


def _lookup(program: Program) -> str:
    """The sample contact with names, business profile and catalogue is found."""
    program.lookup_controller.enter_and_look_up(SAMPLES[0].number)
    _wait_until("the end of a lookup", lambda: isinstance(program.lookup_controller.state, Shown | Failed))
    state = program.lookup_controller.state
    if not isinstance(state, Shown) or state.problem is not None:
        why = state.problem.sentence if isinstance(state, Shown | Failed) and state.problem else state
        raise CheckFailedError(f"A sample contact wasn't found: {why}")
    contact = state.found.contact
    return f"{contact.name}, {len(contact.products)} products"


def _pictures(program: Program) -> str:
    """Pictures are downloaded from the demo gateway, decoded and shown."""
    avatar = program.window.findChild(Avatar)
    view, thumbnails = program.view, program.thumbnails
    _wait_until("the pictures of a contact", lambda: view.is_complete and not thumbnails.is_busy)
    if not isinstance(avatar, Avatar) or not avatar.has_picture:
        raise CheckFailedError("A sample contact's picture didn't appear.")
    return "shown"


def _wait_until(what: str, is_so: Callable[[], bool]) -> None:
    """Run the event loop until a condition holds."""
    end_s = time.monotonic() + WAIT_S
    while not is_so():
        if time.monotonic() > end_s:
            raise CheckFailedError(f"Timed out after {WAIT_S:g} s while waiting for {what}.")
        loop = QEventLoop()
        QTimer.singleShot(10, loop, loop.quit)
        loop.exec()
