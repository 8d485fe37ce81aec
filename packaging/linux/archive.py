"""The archive for one person on any Linux desktop: the whole frozen program, and what installs it."""

import platform
import shutil
import tempfile
from pathlib import Path

from linux.binaries import forget_build_host
from linux.share import write_share
from processes import run
from release import FROZEN, NAME, epoch_s, version

HERE = Path(__file__).resolve().parent
INSTALLER = HERE / "install.sh"


def build_archive(folder: Path, homepage: str | None) -> Path:
    """Make the archive in a folder; its path."""
    title = f"{NAME}-{version()}-linux-{platform.machine()}"
    target = folder / f"{title}.tar.xz"
    with tempfile.TemporaryDirectory() as scratch:
        fill(Path(scratch) / title, FROZEN, homepage)
        # always two threads, because the number of threads changes the compressed bytes
        command = ["tar", "--create", "--file", str(target), "--use-compress-program=xz -6 -T2"]
        command += ["--sort=name", "--format=gnu", "--owner=0", "--group=0", "--numeric-owner"]
        command += [f"--mtime=@{epoch_s()}", "--mode=u+rw,go+rX,go-w", "--directory", scratch, title]
        run(command, "The archive could not be written.")
    return target


def fill(top: Path, frozen: Path, homepage: str | None) -> None:
    """Lay out what the archive holds in an empty folder, as the script in it expects it."""
    shutil.copytree(frozen, top / "program", symlinks=True)
    forget_build_host(top / "program")
    write_share(top / "share", homepage)
    shutil.copyfile(INSTALLER, top / INSTALLER.name)
    (top / INSTALLER.name).chmod(0o755)
