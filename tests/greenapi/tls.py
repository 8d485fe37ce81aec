"""Servers with certificates of every kind, on loopback."""

import ipaddress
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from typing_extensions import override


@dataclass(frozen=True)
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def write(self, path: Path) -> Path:
        """Both in one PEM file."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM) + key)
        return path


def sign(
    name: str,
    issuer: Signed | None = None,
    *,
    valid_for: timedelta = timedelta(days=1),
    addresses: Sequence[str] = ("127.0.0.1",),
) -> Signed:
    """A certificate for addresses or names; without an issuer it signs itself.

    A negative time makes it expired.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, now + valid_for) - timedelta(days=1))
        .not_valid_after(now + valid_for)
        .add_extension(
            x509.SubjectAlternativeName([_general_name(each) for each in addresses]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )
    return Signed(certificate, key)


def _general_name(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)


class _Answering(BaseHTTPRequestHandler):
    """Answers every path with an authorized instance, and notes the path."""

    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        body = b'{"stateInstance": "authorized"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


class _Server(ThreadingHTTPServer):
    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that refuses the certificate is what most of these tests are about."""


@contextmanager
def serving(signed: Signed, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """An https server with this certificate: its address, and the paths it was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(signed.write(folder / "server.pem"))
    paths: list[str] = []
    handler = type("Answering", (_Answering,), {"paths": paths})
    with _Server(("127.0.0.1", 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="tls server")
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_port}", paths
        finally:
            server.shutdown()
            thread.join()
