"""Defines what the frozen program may contain: a few Qt plug-ins, and otherwise only what something needs.

PyInstaller includes every plug-in it finds and their libraries, such as the build machine's GTK on Linux.
`trimmed` leaves those out during the build; `strangers` checks the finished folder, so that a library update
can't bring them back unnoticed.
"""

import posixpath
import re
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Entry: TypeAlias = tuple[str, str, str]
"""A PyInstaller entry: name in the folder, source file or link target, and type."""

LARGEST_FOLDER_MB = 130

HIDDEN_MODULES = ["tzdata"]
EXCLUDED_MODULES = """
    _pydecimal anyio._backends._trio anyio.pytest_plugin bdb click difflib doctest ftplib h2
    httpcore._async.http2 httpcore._sync.http2 httpx._main keyring.cli keyring.testing
    multiprocessing pdb phonenumbers.carrier phonenumbers.carrierdata phonenumbers.geocoder
    phonenumbers.geodata pip pkg_resources pydoc pygments PySide6.QtDBus readline rich setuptools
    smtplib socks socksio tkinter trio unittest xmlrpc zstandard
""".split()

_PLUGINS = {
    "linux": """
        imageformats/libq(gif|jpeg|webp)[.]so
        platforminputcontexts/lib(compose|ibus)platforminputcontextplugin[.]so
        platforms/libq(offscreen|wayland|xcb)[.]so
        platformthemes/libqxdgdesktopportal[.]so
        wayland-decoration-client/lib(adwaita|bradient)[.]so
        wayland-shell-integration/libxdg-shell[.]so
    """,
    "win32": """
        imageformats/q(gif|jpeg|webp)[.]dll
        platforms/q(offscreen|windows)[.]dll
        styles/qmodernwindowsstyle[.]dll
    """,
    "darwin": """
        imageformats/libq(gif|jpeg|webp)[.]dylib
        platforms/libq(cocoa|offscreen)[.]dylib
        styles/libqmacstyle[.]dylib
    """,
}
"""PNG is built into Qt, and Qt's SVG library draws our own icons without a plug-in."""

_LEFT_TO_THE_SYSTEM = """
    libX(11|11-xcb|au|dmcp) libbrotli(common|dec) libbsd libcap libcom_err libdbus-1 libexpat libfontconfig
    libfreetype libgcc_s libgcrypt libglib-2[.]0 libgpg-error libgssapi_krb5 libgthread-2[.]0 libk5crypto
    libkeyutils libkrb5 libkrb5support liblz4 libmd libpcre2-8 libpng16 libstdc[+][+] libsystemd libuuid libz
    libzstd
"""
"""Every Linux desktop has these, PySide6's wheels expect them there, and the system's own copies know its
configuration: fonts, message bus, Kerberos, drivers. Only Python's libraries are copied, and those of Qt that
a desktop may lack: libxcb-cursor and related ones."""

_LEFT_TO_WINDOWS = r"(api-ms-win-[^/]+|ucrtbase)[.]dll"
"""The C runtime is part of Windows 10 and later, which prefers its own copy. PyInstaller would copy the one
it finds on the path, for example from a Java installation."""

_EVERYWHERE = """
    contact-inspector(-window)?([.]exe)?
    base_library[.]zip
    resources/(icons|licences|translations)/[^/]+
    resources/build[.]json
    tzdata/(zones|zoneinfo/.+)
    PySide6/Qt(Core|Gui|Network|Svg|Widgets)[.](abi3[.]so|pyd)
    certifi/py[.]typed
    [^/]+[.]dist-info/(METADATA|entry_points[.]txt)
"""
_LIBRARIES = {
    "linux": """
        (PySide6/Qt/lib/)?libQt6(Core|DBus|Gui|Network|OpenGL|Svg|WaylandClient|Widgets|XcbQpa)[.]so[.]6
        (PySide6/Qt/lib/)?libicu(data|i18n|uc)[.]so[.][0-9]+
        (PySide6/)?libpyside6[.]abi3[.]so[.][0-9.]+
        (shiboken6/)?libshiboken6[.]abi3[.]so[.][0-9.]+
        shiboken6/Shiboken[.]abi3[.]so
        _cffi_backend[.][^/]+[.]so
        cryptography/hazmat/bindings/_rust[.]abi3[.]so
        (python3[.][0-9]+/)?lib-dynload/[^/]+[.]so
        libpython3[.][0-9]+[.]so[.]1[.]0
        lib(bz2|crypto|ffi|lzma|sqlite3|ssl)[.]so[.][0-9.]+
        libxcb-(cursor|icccm|image|keysyms|randr|render|render-util|shape|shm|sync|util|xfixes|xkb)[.]so[.][0-9]
        libxkbcommon(-x11)?[.]so[.]0
    """,
    "win32": """
        PySide6/(pyside6[.]abi3|Qt6(Core|Gui|Network|Svg|Widgets))[.]dll
        shiboken6/(Shiboken[.]pyd|shiboken6[.]abi3[.]dll)
        ((PySide6|shiboken6)/)?(MSVCP140|VCRUNTIME140|msvcp140|vcruntime140)(_[0-9a-z_]+)?[.]dll
        (python3[0-9]*|lib(crypto|ssl)-3[^/]*|libffi-[^/]+|sqlite3)[.]dll
        _?[a-z0-9_]+[.]pyd
    """,
    "darwin": """
        PySide6/Qt/lib/Qt(Core|DBus|Gui|Network|Svg|Widgets)[.]framework/.+
        Qt(Core|DBus|Gui|Network|Svg|Widgets)
        (PySide6/)?libpyside6[.]abi3[.][0-9.]+[.]dylib
        (shiboken6/)?libshiboken6[.]abi3[.][0-9.]+[.]dylib
        shiboken6/Shiboken[.]abi3[.]so
        (python3[.][0-9]+/)?lib-dynload/[^/]+[.]so
        Python|Python[.]framework/.+|libpython3[.][0-9]+[.]dylib
        lib(crypto|ssl|ffi|lzma|mpdec|sqlite3|z)[.][0-9.]+[.]dylib
    """,
}


_PLUGIN_FILES = f"PySide6/(Qt/)?plugins/({'|'.join(_PLUGINS[sys.platform].split())})"


def trimmed(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the program can use."""
    kept = [entry for entry in entries if _is_wanted(entry[0].replace("\\", "/"))]
    return _without_unused_libraries(kept)


def unexpected_files(folder: Path) -> list[str]:
    """Files in a frozen program that aren't allowed."""
    allowed = re.compile(_either(_EVERYWHERE, _LIBRARIES[sys.platform], _PLUGIN_FILES))
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if not path.is_dir()]
    return [name for name in names if not allowed.fullmatch(name.removeprefix("_internal/"))]


def size_mb(folder: Path) -> float:
    """Size of the files in megabytes (millions of bytes); links don't count."""
    files = (path.lstat() for path in folder.rglob("*"))
    return sum(each.st_size for each in files if stat.S_ISREG(each.st_mode)) / 1e6


def _either(*lists: str) -> str:
    return "|".join(word for words in lists for word in words.split())


def _is_wanted(name: str) -> bool:
    if "/plugins/" in name:
        return re.fullmatch(_PLUGIN_FILES, name) is not None
    if ".dist-info/" in name:
        return name.endswith(("/METADATA", "/entry_points.txt"))
    if sys.platform == "linux" and re.fullmatch(f"({_either(_LEFT_TO_THE_SYSTEM)})[.]so[.0-9]*", name):
        return False
    if re.fullmatch(_LEFT_TO_WINDOWS, name, re.IGNORECASE):
        return False
    # certificate authorities come from the system: without certifi's file, its list can't be trusted by
    # mistake
    return "/translations/qt" not in name and not name.endswith((".ts", "certifi/cacert.pem"))


def _without_unused_libraries(entries: list[Entry]) -> list[Entry]:
    """Keep Python's modules and plug-ins, which are loaded by name, and the libraries that they need."""
    libraries = [entry for entry in entries if entry[2] == "BINARY"]
    waiting = [entry for entry in entries if entry[2] == "EXTENSION" or _is_asked_for_by_name(entry)]
    used: set[str] = set()
    while waiting:
        name, source, _ = waiting.pop()
        if name not in used:
            used.add(name)
            wanted = _references(source)
            waiting += [library for library in libraries if _file_name(library[1]) in wanted]
    frameworks = {_framework(name) for name in used}
    return [entry for entry in entries if _has_a_use(entry, used, frameworks)]


def _has_a_use(entry: Entry, used: set[str], frameworks: set[str]) -> bool:
    name, _, kind = entry
    if kind == "BINARY":
        return name in used
    if kind == "SYMLINK" and _target(entry) in used:
        return True
    # A macOS framework is a library with files and links around it, which must be kept together.
    return _framework(name) in frameworks if ".framework/" in name else kind != "SYMLINK"


def _framework(name: str) -> str:
    return name.partition(".framework/")[0]


def _is_asked_for_by_name(entry: Entry) -> bool:
    return "/plugins/" in entry[0] or re.match(r"(lib)?python3|Python", entry[0]) is not None


def _references(source: str) -> set[str]:
    from PyInstaller.depend.bindepend import get_imports

    return {_file_name(path or name) for name, path in get_imports(source)}


def _file_name(path: str) -> str:
    return Path(path).name.lower()


def _target(entry: Entry) -> str:
    """A link's target, as the name of an entry."""
    name, source, kind = entry
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), source)) if kind == "SYMLINK" else ""
