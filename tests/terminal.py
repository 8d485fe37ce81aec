"""The real program in a process of its own, as a person at a terminal starts it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from inspector.demo.gateway import DemoGateway

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Ended:
    """What a person sees of a command that ended."""

    code: int
    out: str
    err: str


class Terminal:
    """Starts `contact-inspector` with one profile folder, and sees to it that no one sees a traceback."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self._variables: dict[str, str | None] = {"LC_ALL": "C.UTF-8"}

    @property
    def environment(self) -> dict[str, str]:
        """This process's own at the moment, changed by the variables of this terminal."""
        variables = {**os.environ, **self._variables}
        return {name: value for name, value in variables.items() if value is not None}

    def start(
        self, *words: str, out: int | IO[str] = subprocess.PIPE, python: tuple[str, ...] = ()
    ) -> "subprocess.Popen[str]":
        command = [sys.executable, *python, "-m", "inspector", "--profile", str(self.profile), *words]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *words: str, typed: str = "", python: tuple[str, ...] = ()) -> Ended:
        process = self.start(*words, python=python)
        out, err = process.communicate(typed, timeout=30)
        assert "Traceback" not in out + err, err
        return Ended(process.returncode, out, err)

    def add(self, gateway: DemoGateway, name: str = "Support") -> Ended:
        """Add an account that asks a demo gateway."""
        account = gateway.account
        options = ("--api-url", account.api_url, "--id-instance", account.id_instance)
        return self.run("accounts", "add", name, *options, typed=f"{gateway.token.reveal()}\n")

    def with_variables(self, **variables: str | None) -> "Terminal":
        """The same with other environment variables; None takes one away."""
        other = Terminal(self.profile)
        other._variables = {**self._variables, **variables}
        return other

    def files(self) -> bytes:
        """Everything that lies in the profile folder."""
        return b"\n".join(file.read_bytes() for file in self.profile.rglob("*") if file.is_file())
