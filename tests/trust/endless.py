"""A server that begins a picture and never ends it, as fast as it is read."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nConnection: close\r\n\r\n"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class EndlessPicture:
    """Counts what it could send before its client went away."""

    def __init__(self, listener: socket.socket) -> None:
        self.origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.sent_bytes: list[int] = []
        """For each client that left."""
        self._listener = listener

    def serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client:
                client.recv(65536)
                self.sent_bytes.append(_pour(client))


def _pour(client: socket.socket) -> int:
    sent = 0
    try:
        client.sendall(_HEAD + _SIGNATURE)
        while True:
            sent += client.send(bytes(65536))
    except OSError:
        return sent


@contextmanager
def running() -> Iterator[EndlessPicture]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = EndlessPicture(listener)
        thread = threading.Thread(target=server.serve, name="endless", daemon=True)
        thread.start()
        yield server
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)
