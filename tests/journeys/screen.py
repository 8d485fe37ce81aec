"""A screen without a monitor: an X server of the tests' own, its pixels, its keyboard and its windows."""

import os
import select
import shutil
import socket
import struct
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

import pytest
from PySide6.QtGui import QImage

WIDTH_PX, HEIGHT_PX = 1280, 900
_LIT_X_PX, _LIT_Y_PX = 600, 300
_START_LIMIT_S = 15.0
_AFTERMATH_S = 0.3
"""What a key causes has been painted by then."""
_DRAG_STEPS = 12
_HEADER = struct.Struct(">25I")


class Screen:
    """One X server. No window manager runs: a window stands where it asks to stand, at the upper left.

    Args:
        display: its number.
        frame_file: where the server keeps what is shown, in the format of `xwd`.
    """

    def __init__(self, display: int, frame_file: Path) -> None:
        self.environment = {"DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb"}
        """What a process needs to open its windows here."""
        self._display = display
        self._frame_file = frame_file
        header = _HEADER.unpack_from(frame_file.read_bytes())
        self._first_pixel = header[0] + 12 * header[19]

    @property
    def is_blank(self) -> bool:
        """Whether nothing but the empty background shows."""
        return len(set(self._pixels())) == 1

    @property
    def is_lit(self) -> bool:
        """Whether a window has been painted; costs next to nothing."""
        offset = self._first_pixel + 4 * (_LIT_Y_PX * WIDTH_PX + _LIT_X_PX)
        with self._frame_file.open("rb") as frame:
            frame.seek(offset)
            return any(frame.read(3))

    def count(self, colour: str, area: tuple[int, int, int, int] = (0, 0, WIDTH_PX, HEIGHT_PX)) -> int:
        """How many pixels have exactly this colour, written `#rrggbb`.

        Args:
            area: left, top, right and bottom of the rectangle that is looked at.
        """
        left, top, right, bottom = area
        pixels = self._pixels(top, bottom)
        lines = (pixels[start + left : start + right] for start in range(0, len(pixels), WIDTH_PX))
        return sum(line.count(int(colour[1:], 16)) for line in lines)

    def colours(self, left: int, top: int, right: int, bottom: int) -> set[int]:
        """The different colours inside a rectangle."""
        pixels = self._pixels()
        return {
            pixel for y in range(top, bottom) for pixel in pixels[y * WIDTH_PX + left : y * WIDTH_PX + right]
        }

    def save(self, path: Path) -> None:
        """Keep what shows as a picture, for whoever wants to see why a test failed."""
        frame = QImage(self._pixels().tobytes(), WIDTH_PX, HEIGHT_PX, QImage.Format.Format_RGB32)
        assert frame.save(str(path))

    def press(self, *keys: str) -> None:
        """Press keys one after another, each by its X name: `Return`, `ctrl+comma`."""
        self._xdotool("key", "--delay", "4", *keys)

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "2", "--file", "-", given=text)

    def click(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """Press on one point, move to another in small steps, and let go there."""
        places = [
            tuple(round(a + (b - a) * step / _DRAG_STEPS) for a, b in zip(begin, end, strict=True))
            for step in range(_DRAG_STEPS + 1)
        ]
        moves = [("mousemove", str(x), str(y), "sleep", "0.02") for x, y in places]
        held = [word for move in moves[1:] for word in move]
        self._xdotool(*moves[0], "mousedown", "1", *held, "sleep", str(_AFTERMATH_S), "mouseup", "1")

    def turn_wheel(self, x: int, y: int, notches: int, watched_by: Callable[[], object]) -> None:
        """Turn the wheel over a point, upwards, or downwards by negative notches, and look meanwhile."""
        button = "4" if notches > 0 else "5"
        turns = ["click", "--repeat", str(abs(notches)), "--delay", "3", button]
        self._xdotool_watched(watched_by, "mousemove", str(x), str(y), *turns)

    def press_watched(self, key: str, watched_by: Callable[[], object]) -> None:
        """Press a key, and look from before it is pressed until some time after it is let go."""
        self._xdotool_watched(watched_by, "key", key, "sleep", str(_AFTERMATH_S))

    def _xdotool_watched(self, watched_by: Callable[[], object], *words: str) -> None:
        with subprocess.Popen(["xdotool", *words], env=os.environ | self.environment) as acting:
            while acting.poll() is None:
                watched_by()
        assert acting.returncode == 0

    def enter_window(self, title: str) -> int:
        """Give a window the keyboard, as a window manager would; its number."""
        ended = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", f"^{title}$"],
            env=os.environ | self.environment,
            capture_output=True,
            check=True,
        )
        found = int(ended.stdout.split()[-1])
        self._xdotool("windowfocus", "--sync", str(found))
        return found

    def close_window(self, window: int) -> None:
        """Ask a window to close, as the cross in its corner does. Returns when the server has told it."""
        with _Wire(self._display) as wire:
            protocols, deletion = wire.atom("WM_PROTOCOLS"), wire.atom("WM_DELETE_WINDOW")
            wire.send_message(window, protocols, deletion)

    def _xdotool(self, *words: str, given: str = "") -> None:
        environment = os.environ | self.environment
        ended = subprocess.run(
            ["xdotool", *words], env=environment, input=given.encode(), capture_output=True, check=False
        )
        assert ended.returncode == 0, ended.stderr.decode()

    def _pixels(self, top: int = 0, bottom: int = HEIGHT_PX) -> "array[int]":
        """Every pixel from one row to before another as 0xRRGGBB, row by row."""
        with self._frame_file.open("rb") as frame:
            frame.seek(self._first_pixel + 4 * WIDTH_PX * top)
            pixels = bytearray(frame.read(4 * WIDTH_PX * (bottom - top)))
        pixels[3::4] = bytes(len(pixels) // 4)  # the fourth byte of a pixel means nothing
        return array("I", bytes(pixels))


class _Wire:
    """As much of the X protocol as closing a window takes; xdotool of Debian 12 cannot."""

    def __init__(self, display: int) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_START_LIMIT_S)
        self._socket.connect(f"/tmp/.X11-unix/X{display}")
        self._socket.sendall(struct.pack("<cx5H", b"l", 11, 0, 0, 0, 0))
        head = self._read(8)
        assert head[0] == 1, "the X server lets nobody in"
        self._read(4 * struct.unpack("<6xH", head)[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def atom(self, name: str) -> int:
        padded = name.encode() + bytes(-len(name) % 4)
        self._socket.sendall(struct.pack("<BBHHxx", 16, 0, 2 + len(padded) // 4, len(name)) + padded)
        return int(struct.unpack_from("<I", self._read(32), 8)[0])

    def send_message(self, window: int, kind: int, word: int) -> None:
        message = struct.pack("<BBHII5I", 33, 32, 0, window, kind, word, 0, 0, 0, 0)
        self._socket.sendall(struct.pack("<BBHII", 25, 0, 11, window, 0) + message)
        self._socket.sendall(struct.pack("<BxH", 43, 1))  # asks for the focus: an answer means all is done
        assert self._read(32)[0] == 1, "there is no such window"

    def _read(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            part = self._socket.recv(size - len(content))
            assert part, "the X server hung up"
            content += part
        return content


@contextmanager
def running(folder: Path, size_px: tuple[int, int] = (WIDTH_PX, HEIGHT_PX)) -> Iterator[Screen]:
    """An X server on a free display that ends with the block."""
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing and sys.platform == "linux":
        pytest.fail(f"{missing} needed: install the packages xvfb and xdotool", pytrace=False)
    if missing:
        pytest.skip("a screen of the tests' own needs X")
    with ExitStack() as cleanup:
        reading, writing = os.pipe()
        cleanup.callback(os.close, reading)
        log = cleanup.enter_context((folder / "Xvfb.log").open("wb"))
        size = "{}x{}x24".format(*size_px)
        options = [
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            size,
            "-fbdir",
            str(folder),
            "-nolisten",
            "tcp",
        ]
        server = subprocess.Popen(
            ["Xvfb", *options, "-noreset", "-nocursor"], pass_fds=[writing], stdout=log, stderr=log
        )
        cleanup.callback(server.wait)
        cleanup.callback(server.terminate)
        os.close(writing)
        ready, _, _ = select.select([reading], [], [], _START_LIMIT_S)
        told = os.read(reading, 20) if ready else b""
        assert told, "Xvfb did not start: " + (folder / "Xvfb.log").read_text()
        yield Screen(int(told), folder / "Xvfb_screen0")
