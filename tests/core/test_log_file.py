"""The log: a small file for its owner, without tokens; and no log rather than no program."""

import logging
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.core import redaction
from inspector.core.redaction import LOG_NAME, install_logging, register
from inspector.core.secret import Secret

ROOT = Path(__file__).resolve().parents[2]
CANARY = "cana7" * 10

log = logging.getLogger("inspector.test")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "logs"


@pytest.fixture
def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(redaction, "_registered", [])
    uninstall = install_logging(folder)
    yield
    uninstall()


def _written(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


@pytest.mark.usefixtures("_installed")
def test_what_the_program_says_is_in_the_file_without_its_tokens(folder: Path) -> None:
    register(Secret(CANARY))
    try:
        raise ValueError(f"refused {CANARY}")
    except ValueError:
        log.info("asked %s", f"https://h.example/waInstance1/m/{CANARY}", exc_info=True, stack_info=True)
    written = _written(folder)
    assert "INFO inspector.test: asked https://h.example/waInstance1/m/[redacted]" in written
    assert "ValueError: refused [redacted]" in written
    assert "Stack (most recent call last)" in written
    assert CANARY not in written


@pytest.mark.usefixtures("_installed")
def test_at_the_lowest_level_a_librarys_urls_are_still_without_tokens(folder: Path) -> None:
    library = logging.getLogger("httpx")
    library.setLevel(logging.DEBUG)
    library.debug("HTTP Request: POST %s", f"https://h.example/waInstance1/m/{CANARY}")
    assert "HTTP Request: POST https://h.example/waInstance1/m/[redacted]" in _written(folder)


@pytest.mark.usefixtures("_installed")
def test_libraries_are_heard_from_warnings_on_and_the_program_from_what_it_does(folder: Path) -> None:
    for name in ("httpx", "httpcore.connection", "keyring.backend", "stamina", "asyncio", "unknown"):
        logging.getLogger(name).info("chatter of %s", name)
    log.debug("chatter")
    log.info("told")
    assert "chatter" not in _written(folder)
    assert "told" in _written(folder)


@pytest.mark.usefixtures("_installed")
def test_a_lone_surrogate_in_a_message_is_written_as_an_escape(folder: Path) -> None:
    log.info("name \ud83d ended")
    assert "name \\ud83d ended" in _written(folder)


@pytest.mark.usefixtures("_installed")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_the_log_is_for_its_owner_only_also_after_it_was_rotated(folder: Path) -> None:
    for number in range(40):
        log.info("%d %s", number, "x" * 100_000)
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == [LOG_NAME, f"{LOG_NAME}.1", f"{LOG_NAME}.2"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert sum(path.stat().st_size for path in files) < 1_600_000
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)} == {0o700}


def test_handlers_that_were_there_before_are_guarded_too_and_left_as_they_were(folder: Path) -> None:
    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(self.format(record))

    heard: list[str] = []
    root, collector = logging.getLogger(), Collector()
    before = (list(root.handlers), root.level, logging.getLogger("inspector").level)
    root.addHandler(collector)
    uninstall = install_logging(folder)
    log.info("/waInstance1/m/%s", CANARY)
    uninstall()
    assert collector.filters == []
    root.removeHandler(collector)
    assert heard == ["/waInstance1/m/[redacted]"]
    assert (list(root.handlers), root.level, logging.getLogger("inspector").level) == before


@pytest.mark.parametrize("name", ["file/logs", "file", "a\0b"])
def test_a_folder_that_cannot_be_written_costs_the_log_and_nothing_else(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("in the way")
    uninstall = install_logging(tmp_path / name)
    log.info("unheard")
    uninstall()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


WITHOUT_A_FILE = """
import logging
from inspector.core.redaction import install_logging
install_logging(None)
logging.getLogger("httpx").error("https://h.example/waInstance1/m/some-token")
"""

ON_A_FULL_DISK = """
import logging, resource, sys
from pathlib import Path
from inspector.core.redaction import install_logging
install_logging(Path(sys.argv[1]))
log = logging.getLogger("inspector")
log.info("first")
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200, unlimited[1]))
for number in range(50):
    log.info("%d %s", number, "x" * 50)
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
print("still running")
"""


def _run(code: str, *arguments: str) -> tuple[str, str]:
    command = [sys.executable, "-c", code, *arguments]
    ended = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT, timeout=30)
    return ended.stdout, ended.stderr


def test_without_a_file_nothing_is_written_to_the_terminal_instead() -> None:
    """With no handler at all, logging itself would write warnings to stderr, past every filter."""
    assert _run(WITHOUT_A_FILE) == ("", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_disk_that_fills_up_costs_lines_and_not_the_program(folder: Path) -> None:
    assert _run(ON_A_FULL_DISK, str(folder)) == ("still running\n", "")
    assert "first" in _written(folder)
