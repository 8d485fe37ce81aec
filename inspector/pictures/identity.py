"""Identifies the picture behind a link, regardless of how and when the link was signed.

WhatsApp's links look like `https://<server>/v/t61.24694-24/<ids>_n.jpg?<values>&oh=<signature>&oe=<end>`. The
path identifies the picture on all servers of the network: the same one comes from `pps.whatsapp.net`, from
`media-ams2-1.cdn.whatsapp.net` and from whichever server was nearby when the link was issued. In the query,
`stp` chooses size and crop (`dst-jpg_p100x100`), so it is part of the identity, and so is every value that
isn't known to belong to the signature. Including one too many costs a second download; leaving one out could
show someone else's picture.
"""

import hashlib
import re

from inspector.pictures.source import Allowed, is_whatsapp_host, judge

_SIGNING = ("oh", "oe")
_SERVING = ("_nc_ht", "_nc_cat", "_nc_ad", "_nc_cid")
"""The server and how it is reached."""
_REQUESTING = ("_nc_sid", "_nc_ohc", "_nc_oc", "_nc_gid", "_nc_eui2")
"""Who requested the link; a preview and its original share these."""
_IGNORED = re.compile(rf"(?:{'|'.join((*_SIGNING, *_SERVING, *_REQUESTING))})=[A-Za-z0-9._-]*")
_SHARED_PATH = re.compile(r"/v/t[0-9]+\.[0-9]+-[0-9]+/")


def identity(url: str, only_origins: frozenset[str] = frozenset()) -> bytes | None:
    """A 32-byte digest that links to the same picture share and that doesn't reveal the link.

    None for links that may not be downloaded, and for hosts other than WhatsApp's: another picture may be
    served at the same address tomorrow.

    Args:
        only_origins: see `judge`.
    """
    allowed = judge(url, only_origins)
    if not isinstance(allowed, Allowed):
        return None
    path, _, query = allowed.target.decode("ascii").partition("?")
    is_known_everywhere = is_whatsapp_host(allowed.host) and _SHARED_PATH.match(path)
    place = "" if is_known_everywhere else f"{allowed.host}:{allowed.url.port}"
    values = [value for value in query.split("&") if not _IGNORED.fullmatch(value)]
    return hashlib.sha256("\n".join((place, path, *values)).encode()).digest()
