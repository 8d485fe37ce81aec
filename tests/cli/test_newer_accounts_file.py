"""The command line with a list of accounts that a newer version wrote: used, and never changed."""

import json
from pathlib import Path

from inspector.demo.gateway import DemoGateway
from tests.secret_service import SecretService
from tests.terminal import Terminal


def test_a_newer_versions_accounts_are_looked_up_with_and_not_changed(
    tmp_path: Path, gateway: DemoGateway, secret_service: SecretService
) -> None:
    terminal = Terminal(tmp_path / "profile")
    assert terminal.add(gateway, "Support").code == 0
    path = terminal.profile / "accounts.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "version": 2, "groups": [1]}))
    before, tokens = path.read_bytes(), secret_service.items()
    refused = (terminal.add(gateway, "Sales"), terminal.run("accounts", "remove", "Support"))
    for ended in refused:
        assert (ended.code, ended.out) == (1, "")
        assert "accounts.json was written by a newer version of Contact Inspector" in ended.err
    looked_up = terminal.run("lookup", "+79123456789", "--json")
    assert (looked_up.code, json.loads(looked_up.out)["name"]) == (0, "Dealer")
    assert path.read_bytes() == before
    assert secret_service.items() == tokens
