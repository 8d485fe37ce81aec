"""A server for lists of releases, on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from typing_extensions import override


@dataclass
class ReleaseList:
    """What the server answers, and what it was asked."""

    body: bytes = b"[]"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drip_s: float | None = None
    """Between the bytes of the answer; None sends it in one piece."""
    url: str = ""
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path and headers of each."""
    is_over: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.requests.append((request.path, dict(request.headers.items())))
        request.send_response_only(self.status)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.end_headers()
        if self.drip_s is None:
            request.wfile.write(self.body)
            return
        for place in range(len(self.body)):
            request.wfile.write(self.body[place : place + 1])
            if self.is_over.wait(self.drip_s):
                return


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has had enough hangs up."""


@contextmanager
def serving() -> Iterator[ReleaseList]:
    listed = ReleaseList()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listed.answer(self)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Tests are quiet."""

    with _Server(("127.0.0.1", 0), Answering) as server:
        listed.url = f"http://127.0.0.1:{server.server_port}/releases.json"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="releases")
        thread.start()
        try:
            yield listed
        finally:
            listed.is_over.set()
            server.shutdown()
            thread.join()
