"""Access to the desktop: the browser, the email program, the clipboard."""

import os
import sys
from typing import Protocol
from urllib.parse import quote

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from inspector.ui.widgets.plain_question import plain_question

_KEEPS_LINKS_INSIDE = "keepsLinksInside"
"""The name of a property of the application."""


def keep_inside(*, is_wanted: bool) -> None:
    """Set whether links show their address instead of opening it, as with sample contacts."""
    application = QCoreApplication.instance()
    if application is not None:
        application.setProperty(_KEEPS_LINKS_INSIDE, is_wanted)


class Ticking(Protocol):
    """A button or mark that can show that something was copied."""

    def tick(self) -> None: ...


def copy(text: str, shown_by: Ticking) -> None:
    """Copy plain text to the clipboard, and show that it was copied."""
    QGuiApplication.clipboard().setText(text)
    shown_by.tick()


def open_whatsapp(digits: str) -> None:
    """Open the number's chat page on wa.me."""
    _open(QUrl(f"https://wa.me/{digits}"))


def open_mail(address: str) -> None:
    """Open a new email to an untrusted address. Quoting keeps the address from adding headers or a body."""
    _open(QUrl(f"mailto:{quote(address, safe='@+._-')}"))


def open_untrusted(url: QUrl, parent: QWidget) -> None:
    """Open a link from a response, after asking with its host shown. Only http and https are opened."""
    if not url.isValid() or url.scheme() not in ("http", "https") or not url.host():
        return
    if _keeps_links_inside():
        _open(url)
        return
    question = QCoreApplication.translate("external", "Open a page at {host} in your browser?")
    question = question.format(host=ascii_host(url))
    if plain_question(parent, question, url.toString(QUrl.ComponentFormattingOption.FullyEncoded)):
        _open(url)


def ascii_host(url: QUrl) -> str:
    """The host in Punycode, so that look-alike letters are visible."""
    return url.host(QUrl.ComponentFormattingOption.FullyEncoded)


def _keeps_links_inside() -> bool:
    application = QCoreApplication.instance()
    return application is not None and bool(application.property(_KEEPS_LINKS_INSIDE))


def _open(url: QUrl) -> None:
    if _keeps_links_inside():
        words = QCoreApplication.translate(
            "external", "With sample contacts, nothing leaves this computer. This link would open:"
        )
        _show_address(words, url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        return
    _restore_library_path()
    if not QDesktopServices.openUrl(url):
        _offer_address(url)


def _offer_address(url: QUrl) -> None:
    """Show an address that no program opened."""
    if url.scheme() == "mailto":
        words = QCoreApplication.translate("external", "Couldn't start an email program. Write to:")
        address = url.path(QUrl.ComponentFormattingOption.FullyDecoded)
    else:
        words = QCoreApplication.translate(
            "external", "Couldn't start a browser. Open this address yourself:"
        )
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    _show_address(words, address)


def _show_address(words: str, address: str) -> None:
    """Show a dialog from which the address can be copied."""
    from inspector.ui.widgets.address_dialog import AddressDialog

    AddressDialog(words, address, QApplication.activeWindow()).open()


def _restore_library_path() -> None:
    """Restore LD_LIBRARY_PATH, so that a browser started by the frozen program doesn't load its libraries.

    PyInstaller's bootloader prepends its folder, and saves the original value, if any, in
    LD_LIBRARY_PATH_ORIG.
    """
    folder = getattr(sys, "_MEIPASS", None)
    if folder is None or not os.environ.get("LD_LIBRARY_PATH", "").startswith(folder):
        return
    del os.environ["LD_LIBRARY_PATH"]
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if original:
        os.environ["LD_LIBRARY_PATH"] = original
