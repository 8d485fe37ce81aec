"""What lies under `share/` whichever way the program gets onto a Linux desktop.

The menu entry with the `contact-inspector:` links, the software centre's description, icons, the manual.
"""

import gzip
import shutil
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

from program_icons import SOURCE, png
from release import NAME, version

HERE = Path(__file__).resolve().parent
COMPONENT = "io.github.contact_inspector"
ICON_PX = (16, 32, 48, 64, 128, 256)


def write_share(share: Path, homepage: str | None) -> None:
    """Fill a folder that is to become `/usr/share` or its like.

    Args:
        homepage: where the released sources are shown, https://host/owner/name. Software centres load
            their pictures from a tag there, so without it the description has none.
    """
    _copy(HERE / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(SOURCE, share / f"icons/hicolor/scalable/apps/{NAME}.svg")
    for edge in ICON_PX:
        _write(share / f"icons/hicolor/{edge}x{edge}/apps/{NAME}.png", png(edge))
    _write(share / "metainfo" / f"{COMPONENT}.metainfo.xml", metainfo(homepage))
    _write(share / "man" / "man1" / f"{NAME}.1.gz", gzip.compress(manual(), compresslevel=9, mtime=0))


def metainfo(homepage: str | None) -> bytes:
    """The description in AppStream's format, with the addresses that only a released version has."""
    tree = ET.parse(HERE / f"{NAME}.metainfo.xml")
    component = tree.getroot()
    pictures = component.find("screenshots")
    assert pictures is not None
    if homepage is None:
        component.remove(pictures)
    else:
        url = ET.Element("url", type="homepage")
        url.text, url.tail = homepage, "\n  "
        component.insert(list(component).index(pictures), url)
        for image in pictures.iter("image"):
            image.text = f"{homepage}/raw/v{version()}/.github/pictures/{image.text}"
    text: str = ET.tostring(component, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def manual() -> bytes:
    """The manual page with the version of this release."""
    text = (HERE / f"{NAME}.1").read_text(encoding="utf-8")
    return text.replace("@VERSION@", version()).encode()


def changelog(maintainer: str) -> str:
    """The releases as Debian writes them down, from the software centre's description."""
    releases = ET.parse(HERE / f"{NAME}.metainfo.xml").findall("releases/release")
    return "\n".join(_changelog_entry(release, maintainer) for release in releases)


def _changelog_entry(release: ET.Element, maintainer: str) -> str:
    made = datetime.strptime(release.attrib["date"], "%Y-%m-%d").replace(tzinfo=UTC)
    changes = "".join(f"  * {item.text}.\n" for item in release.iter("li"))
    return (
        f"{NAME} ({release.attrib['version']}) stable; urgency=medium\n\n{changes}\n"
        f" -- {maintainer}  {made:%a, %d %b %Y %H:%M:%S +0000}\n"
    )


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
