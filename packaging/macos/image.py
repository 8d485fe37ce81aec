"""The disk image for macOS: the program signed from the inside out, notarised when credentials are there.

Both come from the person's keychain, by two variables:

MACOS_IDENTITY          of a certificate, "Developer ID Application: Name (TEAM)"
MACOS_NOTARY_PROFILE    the name under which `xcrun notarytool store-credentials` keeps an account

Without the first, what PyInstaller signed for this computer only stays as it is: another one refuses to
start it until the person insists, and the keychain asks again after each update. Without the second, macOS
warns at the first start.
"""

import os
import platform
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from processes import run, say
from release import FROZEN, NAME, TITLE, version

HERE = Path(__file__).resolve().parent
BUNDLE = FROZEN.parent / f"{TITLE}.app"
ENTITLEMENTS = HERE / "entitlements.plist"
SIGN = ["codesign", "--force", "--timestamp", "--sign"]
"""An identity follows. The time is signed, too: so a signature outlives its certificate."""
MACH_O = {
    bytes.fromhex(magic)
    for magic in (
        "feedface",
        "feedfacf",
        "cefaedfe",
        "cffaedfe",
        "cafebabe",
        "bebafeca",
        "cafebabf",
        "bfbafeca",
    )
}
"""How libraries and programs begin: 32 and 64 bits, in both orders, and several of them in one file."""


ATTEMPTS, PAUSE_S = 5, 10.0
"""At an image. hdiutil mounts what it fills, and finds it busy while something else looks through it."""


def build_image(folder: Path) -> Path:
    """Make the image in a folder; its path."""
    identity, profile = os.environ.get("MACOS_IDENTITY"), os.environ.get("MACOS_NOTARY_PROFILE")
    target = folder / f"{NAME}-{version()}-macos-{platform.machine()}.dmg"
    if identity:
        sign_bundle(BUNDLE, identity)
    write_image(BUNDLE, target)
    if identity:
        run([*SIGN, identity, str(target)], "The image could not be signed.")
    else:
        say("Nothing is signed for other computers: MACOS_IDENTITY names no certificate.")
    if identity and profile:
        notarise(target, profile)
    else:
        say("Nothing is notarised: that takes MACOS_IDENTITY and MACOS_NOTARY_PROFILE.")
    return target


def sign_bundle(bundle: Path, identity: str) -> None:
    """Sign everything in the bundle, then the bundle: a signature seals those inside it."""
    for path in inside_out(bundle):
        sign(path, identity)
    sign(bundle, identity, "--entitlements", str(ENTITLEMENTS))
    check = ["codesign", "--verify", "--deep", "--strict", "--verbose=2", str(bundle)]
    run(check, "The signature does not hold.")


def inside_out(bundle: Path) -> list[Path]:
    """Everything in a bundle that is signed separately, deepest first. The bundle signs its main program.

    Links are not followed: what they point to is in the bundle itself, and is signed there.
    """
    main_program = bundle / "Contents" / "MacOS" / NAME
    paths = [path for path in bundle.rglob("*") if not path.is_symlink() and path != main_program]
    own = [path for path in paths if path.suffix == ".framework" or is_mach_o(path)]
    return sorted(own, key=_depth, reverse=True)


def is_mach_o(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in MACH_O


def sign(path: Path, identity: str, *further: str) -> None:
    """Sign one thing for the hardened runtime, which notarisation asks for."""
    words = [*SIGN, identity, "--options", "runtime", *further]
    run([*words, str(path)], f"{path.name} could not be signed.")


def write_image(bundle: Path, target: Path) -> None:
    """The bundle beside a link to Applications: installing is to drag the one onto the other."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(bundle, Path(scratch) / bundle.name, symlinks=True)
        (Path(scratch) / "Applications").symlink_to("/Applications")
        words = ["hdiutil", "create", "-volname", TITLE, "-srcfolder", scratch, "-fs", "HFS+"]
        words += ["-format", "UDZO", "-ov", str(target)]
        for _ in range(ATTEMPTS - 1):
            if subprocess.run(words, check=False).returncode == 0:
                return
            time.sleep(PAUSE_S)
        run(words, "The image could not be written.")


def notarise(image: Path, profile: str) -> None:
    """Let Apple look at the image, wait for its answer, and attach that for computers that are offline.

    notarytool may end well when Apple refuses; then there is no ticket, and stapler fails.
    """
    submit = ["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"]
    run(submit, "Apple did not accept the image.")
    run(["xcrun", "stapler", "staple", str(image)], "The ticket could not be attached.")
    assess = ["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", "--verbose"]
    run([*assess, str(image)], "Gatekeeper would refuse the image.")


def _depth(path: Path) -> int:
    return len(path.parts)
