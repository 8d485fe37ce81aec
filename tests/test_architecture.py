"""The house's own rules, read from its source."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "inspector"
SOURCES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8"), name) for name, path in SOURCES.items()}

KNOWS_QT = ("app/", "ui/")

CATCHES_EVERYTHING = {
    "greenapi/transport.py": "whatever failed, its frames hold the token: it is raised anew without them",
    "keychain/system_store.py": "four libraries and a message bus promise no common type",
    "proxy/route.py": "a thread hands on whatever failed to the coroutine that waits for it",
    "config/folder.py": "a half-written file is removed, then the error goes on",
    "app/self_test.py": "a copy that lacks something fails in ways nobody foresaw, and is to say so",
    "lookup/background.py": "a crash of a lookup becomes a Problem",
}
"""Where everything may be caught, and why."""

LONGEST_FILE_LINES = 400


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _connections(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "connect"
        ):
            yield node


def _catches_everything(tree: ast.Module) -> bool:
    caught = [node.type for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    names = {name.id for kind in caught if kind for name in ast.walk(kind) if isinstance(name, ast.Name)}
    return None in caught or bool(names & {"Exception", "BaseException"})


def test_the_rules_see_the_whole_package() -> None:
    assert {"contact/model.py", "lookup/session.py", "ui/qt/style.py"} <= TREES.keys()


def test_only_the_window_and_the_composition_root_import_qt() -> None:
    importing = {
        name
        for name, tree in TREES.items()
        if any(module.split(".")[0] in ("PySide6", "shiboken6") for module in _imports(tree))
    }
    assert importing
    assert {name for name in importing if not name.startswith(KNOWS_QT)} == set()


def test_no_signal_is_connected_to_a_lambda_or_partial() -> None:
    """Since PySide6 6.8 they run in the emitting thread, even if queued. They also keep `self` alive."""
    connections = [(name, call) for name, tree in TREES.items() for call in _connections(tree)]
    assert connections
    loose = [
        f"{name}:{call.lineno}"
        for name, call in connections
        for node in ast.walk(call)
        if isinstance(node, ast.Lambda) or (isinstance(node, ast.Name) and node.id == "partial")
    ]
    assert loose == []


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in SOURCES.items()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE_LINES} == {}


def test_everything_is_caught_in_the_agreed_places_only() -> None:
    assert {name for name, tree in TREES.items() if _catches_everything(tree)} == CATCHES_EVERYTHING.keys()


def test_the_packaging_folder_does_not_shadow_the_library_of_that_name() -> None:
    assert (ROOT / "packaging" / "dev.py").exists()
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_no_tracked_file_names_where_packages_come_from() -> None:
    """Pins hold versions only: an installation takes them from wherever it is told to."""
    hosts = [
        "pypi" + ".org", "python" + "hosted", "pi" + "wheels", "anaconda" + ".org", "npm" + "js",
        "crates" + ".io", "deb." + "debian", "archive." + "ubuntu", "--index" + "-url", "index" + "-url =",
    ]  # fmt: skip
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    files = [ROOT / name.decode() for name in listed.split(b"\0") if name]
    assert ROOT / "packaging" / "constraints.txt" in files
    named = {
        f"{file.relative_to(ROOT)}: {host}"
        for file in files
        if file.is_file()
        for host in hosts
        if host.encode() in file.read_bytes().lower()
    }
    assert named == set()


def test_the_command_line_loads_without_qt() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "inspector", "lookup", "--help"]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    imported = {line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()}
    assert "inspector.cli.main" in imported
    assert not {name for name in imported if name.startswith(("PySide6", "shiboken6"))}


def test_qt_gives_back_every_none_it_was_lent(qapp: object) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one on each call that returns nothing, and aborts in the end."""
    from PySide6.QtCore import QObject

    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("name")
    assert abs(sys.getrefcount(None) - before) < 100
