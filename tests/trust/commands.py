"""A process that runs one command after the other, with a real keychain; each has its own two outputs."""

import json
import subprocess
import sys
from types import TracebackType
from typing import IO, Self

from tests.terminal import ROOT, Ended, Terminal
from tests.trust.hasty_commands import END


class Commands:
    """The command line without its start, which takes longer than most of what it does.

    Args:
        total_s: how long one try of a request may take.
        connect_s: how long resolving, connecting and agreeing on TLS may take, each.
    """

    def __init__(self, terminal: Terminal, total_s: float = 10.0, connect_s: float = 10.0) -> None:
        self._profile = str(terminal.profile)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.hasty_commands", str(total_s), str(connect_s)],
            cwd=ROOT,
            env=terminal.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=10)
        assert self._process.returncode == 0

    def run(self, *words: str) -> Ended:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(["--profile", self._profile, *words]) + "\n")
        self._process.stdin.flush()
        out, code = _until_end(self._process.stdout)
        err, _ = _until_end(self._process.stderr)
        assert "Traceback" not in out + err, err
        return Ended(int(code), out, err)


def _until_end(stream: IO[str] | None) -> tuple[str, str]:
    assert stream is not None
    lines: list[str] = []
    while not (line := stream.readline()).startswith(END):
        assert line, "".join(lines)
        lines.append(line)
    return "".join(lines).removesuffix("\n"), line.removeprefix(END)
