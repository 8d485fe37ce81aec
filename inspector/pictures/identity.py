"""Which picture a link leads to, whoever signed the link, when, and for how long.

WhatsApp's links look like `https://<server>/v/t61.24694-24/<ids>_n.jpg?<values>&oh=<signature>&oe=<end>`.
The path names the picture for all servers of the network: the same one comes from `pps.whatsapp.net`, from
`media-ams2-1.cdn.whatsapp.net` and from whichever server was near when the link was issued. Of the values,
`stp` chooses size and crop (`dst-jpg_p100x100`), so it counts, and with it everything that is not known to be
about the signing: a value too many costs a second download, one too few would show somebody else's picture.
"""

import hashlib
import re

from inspector.pictures.source import Allowed, is_whatsapps, judge

_SIGNING = ("oh", "oe")
_SERVING = ("_nc_ht", "_nc_cat", "_nc_ad", "_nc_cid")
"""Which server, and how it is reached."""
_ASKING = ("_nc_sid", "_nc_ohc", "_nc_oc", "_nc_gid", "_nc_eui2")
"""For whom the link was made: one preview and its original share them."""
_NO_MATTER = re.compile(rf"(?:{'|'.join((*_SIGNING, *_SERVING, *_ASKING))})=[A-Za-z0-9._-]*")
_NAMES_FOR_ALL_SERVERS = re.compile(r"/v/t[0-9]+\.[0-9]+-[0-9]+/")


def identity(url: str, only_origins: frozenset[str] = frozenset()) -> bytes | None:
    """32 bytes that equal links to the same picture share, and that say nothing of the link.

    None for a link that may not be fetched, and for one to a host that is not WhatsApp's: what lies at the
    same address there may be another picture tomorrow.

    Args:
        only_origins: see `judge`.
    """
    allowed = judge(url, only_origins)
    if not isinstance(allowed, Allowed):
        return None
    path, _, query = allowed.target.decode("ascii").partition("?")
    is_known_everywhere = is_whatsapps(allowed.host) and _NAMES_FOR_ALL_SERVERS.match(path)
    place = "" if is_known_everywhere else f"{allowed.host}:{allowed.url.port}"
    values = [value for value in query.split("&") if not _NO_MATTER.fullmatch(value)]
    return hashlib.sha256("\n".join((place, path, *values)).encode()).digest()
