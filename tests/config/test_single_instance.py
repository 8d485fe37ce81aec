"""The claim to a profile's one window, and the line in which another start says what it wants."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.config import single_instance
from inspector.config.folder import ProfileFolder
from inspector.config.single_instance import DONE, Claim, ClaimResult, read_message, write_message
from inspector.phone.link import LookupRequest, is_bare

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pipe is no file there")

HOLD = """
import socket, sys
from inspector.phone.link import LookupRequest
from inspector.config.folder import ProfileFolder
from inspector.config.single_instance import Claim

claim = Claim(ProfileFolder(sys.argv[1]), is_demo=False)
print(claim.make(LookupRequest()).name, flush=True)
if sys.argv[2] == "listening":
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(claim.address)
    listener.listen()
    print("listening", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[ProfileFolder]:
    """In a folder whose name is short, as that of a socket must be."""
    with tempfile.TemporaryDirectory() as parent:
        yield ProfileFolder(Path(parent) / "profile")


@pytest.fixture(params=["listening", "starting"])
def holder(request: pytest.FixtureRequest, folder: ProfileFolder) -> "Iterator[subprocess.Popen[str]]":
    """Another process that holds the claim, and answers nobody: it hangs, or hangs before it listens."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.path), request.param],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "FIRST\n"
    if request.param == "listening":
        assert process.stdout.readline() == "listening\n"
    with process:
        yield process
        process.kill()


def test_the_first_start_has_the_claim_until_it_lets_go(folder: ProfileFolder) -> None:
    first = Claim(folder, is_demo=False)
    assert first.make(LookupRequest()) is ClaimResult.FIRST
    first.release()
    assert Claim(folder, is_demo=False).make(LookupRequest()) is ClaimResult.FIRST


def test_one_that_hangs_does_not_hang_the_next(
    holder: "subprocess.Popen[str]", folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "ANSWER_LIMIT_S", 0.1)
    monkeypatch.setattr(single_instance, "START_LIMIT_S", 0.1)
    assert Claim(folder, is_demo=False).make(LookupRequest("+79123456789")) is ClaimResult.BESIDE_SILENT


def test_one_that_was_killed_leaves_no_obstacle(
    holder: "subprocess.Popen[str]", folder: ProfileFolder
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert Claim(folder, is_demo=False).make(LookupRequest()) is ClaimResult.FIRST


def test_one_that_just_ends_is_followed_by_the_next(
    holder: "subprocess.Popen[str]", folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for while it holds the claim and listens to nobody."""
    claim = Claim(folder, is_demo=False)
    if holder.args[-1] == "listening":  # type: ignore[index]  # a list, as it was given
        monkeypatch.setattr(single_instance, "_tell", _refuse)
    timer = threading.Timer(0.2, holder.kill)
    timer.start()
    assert claim.make(LookupRequest()) is ClaimResult.FIRST
    timer.join()


def _refuse(_address: str, _message: bytes) -> bool:
    raise ConnectionRefusedError


def test_every_profile_is_a_program_of_its_own(tmp_path: Path) -> None:
    one, other = ProfileFolder(tmp_path / "one"), ProfileFolder(tmp_path / "other")
    claims = [Claim(one, is_demo=False), Claim(one, is_demo=True), Claim(other, is_demo=False)]
    assert [claim.make(LookupRequest()) for claim in claims] == [ClaimResult.FIRST] * 3
    assert len({claim.address for claim in claims}) == 3


def test_a_profile_is_the_same_by_whichever_name(tmp_path: Path) -> None:
    (tmp_path / "profile").mkdir()
    (tmp_path / "link").symlink_to("profile")
    claims = [Claim(ProfileFolder(tmp_path / name), is_demo=False) for name in ("profile", "link")]
    for claim in claims:
        assert claim.make(LookupRequest()) is ClaimResult.FIRST
        claim.release()
    assert claims[0].address == claims[1].address


def test_everything_lies_where_nobody_else_can_look(folder: ProfileFolder) -> None:
    claim = Claim(folder, is_demo=False)
    claim.make(LookupRequest())
    places = Path(claim.address).parent, folder.path / ".contact-inspector.run"
    assert places[0].parent == Path(os.environ["XDG_RUNTIME_DIR"])
    assert [place.stat().st_mode & 0o777 for place in places] == [0o700] * 2
    files = [path for place in places for path in place.iterdir()]
    assert {path.suffix: path.stat().st_mode & 0o777 for path in files} == {".lock": 0o600, ".holder": 0o600}


@pytest.mark.skipif(sys.platform != "linux", reason="sandboxes of this kind are Linux's")
def test_two_sandboxes_of_the_program_meet_where_both_can_look(
    folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as runtime:
        shared = Path(runtime) / "app" / "org.example.Inspector"
        shared.mkdir(parents=True)
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        monkeypatch.setenv("FLATPAK_ID", shared.name)
        claim = Claim(folder, is_demo=False)
        assert claim.make() is ClaimResult.FIRST
        assert Path(claim.address).parent == shared / "contact-inspector"
        claim.release()


def spoil_mode(place: Path) -> None:
    place.mkdir(0o755)


def spoil_by_link(place: Path) -> None:
    (place.parent / "elsewhere").mkdir(0o700)
    place.symlink_to("elsewhere")


def spoil_by_file(place: Path) -> None:
    place.touch(0o700)


SPOILT = [spoil_mode, spoil_by_link, spoil_by_file]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_place_that_others_may_reach_is_not_used(folder: ProfileFolder, spoil: object) -> None:
    assert callable(spoil)
    spoil(Path(os.environ["XDG_RUNTIME_DIR"]) / "contact-inspector")
    claim = Claim(folder, is_demo=False)
    assert claim.make(LookupRequest()) is ClaimResult.FIRST
    assert Path(claim.address).parent == folder.path / ".contact-inspector.run"
    claim.release()


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_profile_that_others_may_reach_is_claimed_in_a_place_of_ones_own(
    folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch, spoil: object
) -> None:
    """A memory stick, for instance, on which every folder is everybody's."""
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("TMPDIR", str(folder.path.parent))
    assert callable(spoil)
    folder.create()
    spoil(folder.path / ".contact-inspector.run")
    claims = [Claim(folder, is_demo=False) for _ in range(2)]
    assert claims[0].make() is ClaimResult.FIRST
    assert Path(claims[0].address).is_relative_to(folder.path.parent)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(claims[0].address)
        monkeypatch.setattr(single_instance, "START_LIMIT_S", 0.1)
        assert claims[1].make() is ClaimResult.BESIDE_SILENT


@pytest.mark.parametrize("spoil", SPOILT)
def test_without_a_place_of_its_own_nothing_is_claimed(
    folder: ProfileFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: object
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert callable(spoil)
    folder.create()
    spoil(folder.path / ".contact-inspector.run")
    (tmp_path / f"contact-inspector-{os.geteuid()}").touch()
    if Path(f"/run/user/{os.geteuid()}").exists():
        pytest.skip("this session has a place of its own")
    assert Claim(folder, is_demo=False).make(LookupRequest()) is ClaimResult.UNKNOWN


LACKING = [
    {"XDG_RUNTIME_DIR": None},
    {"XDG_RUNTIME_DIR": ""},
    {"XDG_RUNTIME_DIR": "/nowhere"},
    {"TMPDIR": "/nowhere"},
    {"FLATPAK_ID": "org.example.Inspector"},
    {"HOME": None},
]


@pytest.mark.parametrize("changed", LACKING)
@pytest.mark.parametrize("is_first_changed", [True, False])
def test_one_profile_has_one_window_whatever_the_environment(
    folder: ProfileFolder,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, str | None],
    is_first_changed: bool,
) -> None:
    """As with `su`, `cron`, a bare X session or a sandbox."""
    first, second = Claim(folder, is_demo=False), Claim(folder, is_demo=False)
    with monkeypatch.context() as patch:
        change(patch, changed if is_first_changed else {})
        assert first.make() is ClaimResult.FIRST
    with monkeypatch.context() as patch, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(first.address)
        listener.listen()
        answering = threading.Thread(target=answer_once, args=(listener,))
        answering.start()
        change(patch, {} if is_first_changed else changed)
        assert second.make() is ClaimResult.TOLD
        answering.join()


def change(patch: pytest.MonkeyPatch, variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            patch.delenv(name, raising=False)
        else:
            patch.setenv(name, value)


def answer_once(listener: socket.socket) -> None:
    line, _ = listener.accept()
    with line:
        line.recv(100)
        line.sendall(DONE)


SCREENS: list[tuple[dict[str, str | None], dict[str, str | None], bool]] = [
    ({"DISPLAY": ":0"}, {"DISPLAY": ":1"}, True),
    ({"DISPLAY": ":0"}, {"DISPLAY": ":0.0"}, False),
    ({"DISPLAY": ":0"}, {"DISPLAY": "unix:0"}, False),
    ({"DISPLAY": ":0"}, {"DISPLAY": "localhost:10.0"}, True),
    ({"WAYLAND_DISPLAY": "wayland-0"}, {"WAYLAND_DISPLAY": "wayland-1"}, True),
    ({"WAYLAND_DISPLAY": "wayland-0"}, {"DISPLAY": ":1"}, True),
    ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, {"DISPLAY": ":0"}, False),
    ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, False),
    (
        {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":1", "QT_QPA_PLATFORM": "xcb"},
        {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"},
        True,
    ),
    ({"DISPLAY": ":0"}, {}, False),
    ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, {"DISPLAY": ":1"}, False),
]


@pytest.mark.skipif(sys.platform != "linux", reason="displays have names on Linux")
@pytest.mark.parametrize(("first", "second", "is_elsewhere"), SCREENS)
def test_a_start_on_another_screen_is_told_where_the_window_is(
    folder: ProfileFolder,
    monkeypatch: pytest.MonkeyPatch,
    first: dict[str, str | None],
    second: dict[str, str | None],
    is_elsewhere: bool,
) -> None:
    nowhere: dict[str, str | None] = {"DISPLAY": None, "WAYLAND_DISPLAY": None, "QT_QPA_PLATFORM": None}
    holder, later = Claim(folder, is_demo=False), Claim(folder, is_demo=False)
    change(monkeypatch, nowhere | first)
    assert holder.make() is ClaimResult.FIRST
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(holder.address)
        listener.listen()
        change(monkeypatch, nowhere | second)
        if is_elsewhere:
            assert later.make() is ClaimResult.ELSEWHERE
            assert later.screen == holder.screen != ""
        else:
            answering = threading.Thread(target=answer_once, args=(listener,))
            answering.start()
            assert later.make() is ClaimResult.TOLD
            answering.join()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else")
def test_a_place_that_belongs_to_somebody_else_is_not_used(folder: ProfileFolder) -> None:
    """As after `sudo`, which keeps the variable of the person who typed it."""
    place = Path(os.environ["XDG_RUNTIME_DIR"]) / "contact-inspector"
    place.mkdir(0o700)
    os.chown(place, 65534, 65534)
    claim = Claim(folder, is_demo=False)
    assert claim.make(LookupRequest()) is ClaimResult.FIRST
    assert Path(claim.address).parent == folder.path / ".contact-inspector.run"
    claim.release()


CONNECT = """
import os, socket, sys
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else")
def test_somebody_else_cannot_speak_to_the_one_window(
    folder: ProfileFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as runtime, socket.socket(socket.AF_UNIX) as listener:
        Path(runtime).chmod(0o755)
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        claim = Claim(folder, is_demo=False)
        claim.make(LookupRequest())
        listener.bind(claim.address)
        listener.listen()
        Path(claim.address).chmod(0o777)
        command = [sys.executable, "-c", CONNECT, claim.address]
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        assert ended.stdout == "PermissionError\n"


def test_a_path_that_is_too_long_for_a_socket_is_not_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setenv("TMPDIR", str(tmp_path / ("c" * 60)))
    folder = ProfileFolder(tmp_path / ("a" * 60) / ("b" * 60))
    assert Claim(folder, is_demo=False).make(LookupRequest()) is ClaimResult.UNKNOWN


def test_a_profile_that_cannot_be_made_is_nobodys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    (tmp_path / "file").touch()
    assert (
        Claim(ProfileFolder(tmp_path / "file" / "x"), is_demo=False).make(LookupRequest())
        is ClaimResult.UNKNOWN
    )


@pytest.mark.parametrize(
    "wanted",
    [
        LookupRequest(),
        LookupRequest("8 (912) 345-67-89"),
        LookupRequest("+79123456789", is_link=True),
        LookupRequest("", is_link=True, has_more=True),
    ],
)
@pytest.mark.parametrize("activation", ["", "gnome-shell/1234-5678_TIME0"])
def test_what_is_wanted_arrives(wanted: LookupRequest, activation: str) -> None:
    assert read_message(write_message(wanted, activation)) == (wanted, activation)


@given(st.text(), st.text())
def test_whatever_is_wanted_the_message_is_one_that_is_understood(words: str, activation: str) -> None:
    read = read_message(write_message(LookupRequest(words), activation))
    assert read is not None
    assert is_bare(read[0])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"typed\t\t+79123456789",
        b"typed\t\t+79123456789\n\n",
        b"typed\t\t+79123456789\nlink\t\t+79123456789\n",
        b"other\t\t+79123456789\n",
        b"typed\t+79123456789\n",
        b"typed\t\t+79123456789\tmore\n",
        b"typed\t\thello\n",
        b"typed\t\t+7912345678\xd9\xa9\n",
        b"typed\ta b\t+79123456789\n",
        b"typed\t\t" + b"1" * 61 + b"\n",
        b"typed\t" + b"x" * 257 + b"\t\n",
        b"typed\t\t" + b" " * single_instance.MESSAGE_CAP_BYTES + b"\n",
    ],
)
def test_what_is_no_message_is_none(line: bytes) -> None:
    assert read_message(line) is None


@given(st.binary(max_size=600))
def test_no_bytes_make_more_than_a_number(line: bytes) -> None:
    for framed in (line, b"typed\t\t" + line, b"link\t" + line + b"\n"):
        read = read_message(framed)
        assert read is None or is_bare(read[0])


def test_an_answer_other_than_done_is_none(folder: ProfileFolder) -> None:
    """Somebody listens there who is not this program."""
    with socket.socket(socket.AF_UNIX) as listener:
        claim = Claim(folder, is_demo=False)
        claim.make(LookupRequest())
        listener.bind(claim.address)
        listener.listen()

        def answer() -> None:
            for word in (b"what", DONE):
                line, _ = listener.accept()
                with line:
                    line.recv(100)
                    line.sendall(word)

        thread = threading.Thread(target=answer)
        thread.start()
        second = Claim(folder, is_demo=False)
        assert second.make(LookupRequest()) is ClaimResult.BESIDE_SILENT
        assert second.make(LookupRequest()) is ClaimResult.TOLD
        thread.join()
