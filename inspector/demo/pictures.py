"""Serves the demo's pictures. Their links are signed and expire, like the real ones."""

import base64
import hashlib
import re
from dataclasses import dataclass, replace

from inspector.demo.motifs import draw
from inspector.demo.wire import TEXT, Answer

PREFIX = "/pictures/"
PREVIEW_PX = 200
"""Twice the real preview's 100, for high-DPI screens."""
ORIGINAL_PX = 640

_DAY_S = 86_400
_LIFETIME_DAYS = 10
_KEY = b"keeps links from being altered; protects nothing"
_LINK = re.compile(
    rf"{PREFIX}(?P<motif>[a-z-]+)-(?P<tint>[0-9]{{1,2}})-(?P<size>200|640)\.png"
    r"\?(?P<query>[^#]*)&oh=(?P<signature>[A-Za-z0-9_-]+)&oe=(?P<expiry>[0-9A-F]{1,12})"
)


@dataclass(frozen=True, slots=True)
class Links:
    """Issues picture links.

    A picture's name is a motif and a tint, for example `oil-filter-2`. Links issued on the same day are
    equal, so that caching by URL works.
    """

    origin: str
    """Scheme, host and port."""
    issued_at: float
    """Unix seconds."""

    @property
    def expired(self) -> "Links":
        """The same, but its links have expired."""
        return replace(self, issued_at=self.issued_at - 2 * _LIFETIME_DAYS * _DAY_S)

    def preview(self, name: str, mark: str = "0") -> str:
        """A preview. `mark` makes equal pictures of different products distinguishable."""
        return self._link(f"{name}-{PREVIEW_PX}", f"stp=dst-jpg_p100x100&ccb=1-7&_nc_ohc={mark}")

    def original(self, name: str, mark: str = "0") -> str:
        """A full-size picture or an avatar."""
        return self._link(f"{name}-{ORIGINAL_PX}", f"ccb=1-7&_nc_ohc={mark}")

    def _link(self, file: str, query: str) -> str:
        expiry = f"{(int(self.issued_at) // _DAY_S + _LIFETIME_DAYS) * _DAY_S:X}"
        before = f"{PREFIX}{file}.png?{query}"
        return f"{self.origin}{before}&oh={_signature(before, expiry)}&oe={expiry}"


def picture(target: str, now_s: float) -> Answer:
    """The response to a raw path and query: 403 unless the link was issued here and hasn't expired."""
    link = _LINK.fullmatch(target)
    if link is None or link["signature"] != _signature(target[: link.start("signature") - 4], link["expiry"]):
        return Answer(403, b"Bad URL hash", TEXT)
    if int(link["expiry"], 16) <= now_s:
        return Answer(403, b"URL signature expired", TEXT)
    try:
        drawn = draw(link["motif"], int(link["tint"]), int(link["size"]))
    except KeyError:
        return Answer(404, b"Not Found", TEXT)
    return Answer(200, drawn, (("Content-Type", "image/png"), ("Cache-Control", "max-age=1209600")))


def _signature(before: str, expiry: str) -> str:
    digest = hashlib.blake2b(f"{before} {expiry}".encode(), key=_KEY, digest_size=24).digest()
    return f"01_{base64.urlsafe_b64encode(digest).decode()}"
