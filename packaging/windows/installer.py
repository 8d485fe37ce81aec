"""The installer for Windows: compiled by Inno Setup, signed when a certificate is there.

The certificate is one of the person's store, named by the variable WINDOWS_CERTIFICATE_SHA1, its
thumbprint: so neither a file with a key nor a password is ever on a command line. Without the variable
nothing is signed, and Windows warns of an unknown publisher.
"""

import os
from pathlib import Path

from processes import ROOT, run, say, stop
from release import FROZEN, NAME, version

HERE = Path(__file__).resolve().parent
ICON = ROOT / "build" / "frozen" / "app.ico"
CERTIFICATE = "WINDOWS_CERTIFICATE_SHA1"
TIMESTAMP_URL = "http://timestamp.digicert.com"
"""Signs the time, so that a signature outlives its certificate; any RFC 3161 service does."""
INNO_SETUP = r"C:\Program Files*\Inno Setup [67]\ISCC.exe"
"""Both versions take this script and these options."""
SIGNTOOL = r"C:\Program Files (x86)\Windows Kits\10\bin\10.*\x64\signtool.exe"


def build_installer(folder: Path, homepage: str | None) -> Path:
    """Make the installer in a folder; its path."""
    thumbprint = os.environ.get(CERTIFICATE)
    command = [find(INNO_SETUP), *compiler_words(folder, homepage)]
    if thumbprint:
        sign_words = [find(SIGNTOOL), "sign", "/sha1", thumbprint, "/fd", "sha256"]
        sign_words += ["/tr", TIMESTAMP_URL, "/td", "sha256"]
        for program in sorted(FROZEN.glob("*.exe")):
            run([*sign_words, str(program)], "A program could not be signed.")
        command += ["/DSigned", f"/Srelease={for_inno_setup(sign_words)}"]
    else:
        say(f"Nothing is signed: {CERTIFICATE} names no certificate.")
    run([*command, str(HERE / "installer.iss")], "The installer could not be compiled.")
    return folder / f"{NAME}-{version()}-windows-x86_64.exe"


def compiler_words(folder: Path, homepage: str | None) -> list[str]:
    """What installer.iss asks for, as ISCC takes it."""
    given = {"Version": version(), "Frozen": str(FROZEN), "Icon": str(ICON), "Output": str(folder)}
    if homepage:
        given["Homepage"] = homepage
    return ["/Qp", *(f"/D{name}={value}" for name, value in given.items())]


def for_inno_setup(words: list[str]) -> str:
    """A command line in Inno Setup's own notation: $q is a quote, $f the file to be signed, quoted by it."""
    return " ".join(f"$q{word}$q" if " " in word else word for word in words) + " $f"


def find(pattern: str) -> str:
    """The newest of the programs that a pattern finds."""
    drive = Path(Path(pattern).anchor)
    found = sorted(drive.glob(str(Path(pattern).relative_to(drive))))
    return str(found[-1]) if found else stop(f"{pattern} is missing.")
