"""The Debian package: the frozen program without the libraries that Debian has itself."""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from linux.binaries import binaries, forget_build_host
from linux.share import COMPONENT, changelog, write_share
from processes import environment, run, say, stop
from release import FROZEN, NAME, SUMMARY, epoch_s, output, version

HERE = Path(__file__).resolve().parent
MAINTAINER = "The Contact Inspector authors <maintainers@contact-inspector.invalid>"
"""A package must name an address, but the project has no mailbox. Reports go to its web page."""
NOT_LINKED = ("ca-certificates", "tzdata")
"""Needed without being linked to: the authorities that OpenSSL trusts, the time zones of zoneinfo."""
RECOMMENDED = "gnome-keyring | kwalletmanager | keepassxc, xdg-utils"
DESCRIPTION = """\
 Type or paste a phone number, press Enter, and see the contact's picture,
 names, business profile, status and product catalogue, as provided by the
 GREEN-API gateway. It only reads: it never sends messages.
 .
 Real lookups need a GREEN-API account, whose token is kept in the system's
 keychain. Sample contacts show the program without one.
"""


def build_deb(folder: Path, homepage: str | None) -> Path:
    """Make the package in a folder and check it with lintian; its path."""
    architecture = output(["dpkg", "--print-architecture"])
    target = folder / f"{NAME}_{version()}_{architecture}.deb"
    with tempfile.TemporaryDirectory() as scratch:
        tree = Path(scratch) / NAME
        program = tree / "usr/lib" / NAME
        shutil.copytree(FROZEN, program, symlinks=True)
        left_out = leave_to_debian(program / "_internal")
        say(f"{len(left_out)} libraries come from Debian: {' '.join(left_out)}")
        forget_build_host(program)
        write_share(tree / "usr/share", homepage)
        check_share(tree / "usr/share")
        _write_debians_files(tree)
        (tree / "usr/bin").mkdir()
        (tree / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
        _write_control(tree, architecture, homepage, dependencies(tree))
        settle(tree)
        _run(["dpkg-deb", "--build", "--root-owner-group", "-Zxz", "-z9", str(tree), str(target)])
    _run(["lintian", "--allow-root", "--fail-on", "error,warning", str(target)])
    return target


def check_share(share: Path) -> None:
    """Ask freedesktop.org's own tools what they think of the menu entry and of the description."""
    _run(["desktop-file-validate", str(share / "applications" / f"{NAME}.desktop")])
    described = share / "metainfo" / f"{COMPONENT}.metainfo.xml"
    _run(["appstreamcli", "validate", "--no-net", "--pedantic", str(described)])


def leave_to_debian(internal: Path) -> list[str]:
    """Remove the time zones and the libraries that came from the build host's Debian; the libraries' names.

    Links are to what PySide's wheels bring, and the interpreter itself is what a bare Debian lacks.
    """
    shutil.rmtree(internal / "tzdata", ignore_errors=True)
    candidates = [
        path
        for path in internal.glob("lib*.so*")
        if not path.is_symlink() and not path.name.startswith("libpython")
    ]
    if not candidates:
        return []
    multiarch = output(["dpkg-architecture", "-qDEB_HOST_MULTIARCH"])
    places = [f"{top}/{multiarch}/{path.name}" for top in ("/lib", "/usr/lib") for path in candidates]
    found = subprocess.run(
        ["dpkg-query", "--search", *places],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it names every place that is none of a package's
        text=True,
        check=False,
    ).stdout
    of_debian = {line.rpartition("/")[2] for line in found.splitlines()}
    removed = [path for path in candidates if path.name in of_debian]
    for path in removed:
        path.unlink()
    return sorted(path.name for path in removed)


def dependencies(tree: Path) -> str:
    """What the libraries in the package are linked to, as dpkg-shlibdeps finds it in this Debian."""
    program = tree / "usr/lib" / NAME
    linked = binaries(program)
    own_folders = sorted({f"-l{path.parent}" for path in linked})
    with tempfile.TemporaryDirectory() as scratch:
        control = Path(scratch) / "debian" / "control"
        control.parent.mkdir()
        control.write_text(f"Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n", encoding="utf-8")
        command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", *own_folders, *map(str, linked)]
        told = subprocess.run(
            command, cwd=scratch, env=environment(), capture_output=True, text=True, check=False
        )
    if told.returncode != 0:
        stop(f"dpkg-shlibdeps failed:\n{told.stderr}")
    found = told.stdout.strip().removeprefix("shlibs:Depends=").split(", ")
    return ", ".join(sorted({*map(_by_both_names, found), *NOT_LINKED}))


def settle(tree: Path) -> None:
    """Give every file the mode that Debian expects and the release's time."""
    for path in [tree, *tree.rglob("*")]:
        if not path.is_symlink():
            is_program = path == tree / "usr/lib" / NAME / NAME
            path.chmod(0o755 if path.is_dir() or is_program else 0o644)
        os.utime(path, (epoch_s(), epoch_s()), follow_symlinks=False)


def _by_both_names(dependency: str) -> str:
    """GLib's newer package does not say that it provides the older one."""
    return re.sub(r"^libglib2\.0-0( .*)?$", r"libglib2.0-0t64\1 | libglib2.0-0\1", dependency)


def _write_debians_files(tree: Path) -> None:
    documents = tree / "usr/share/doc" / NAME
    overrides = tree / "usr/share/lintian/overrides"
    documents.mkdir(parents=True)
    overrides.mkdir(parents=True)
    shutil.copyfile(HERE / "copyright", documents / "copyright")
    shutil.copyfile(HERE / "lintian-overrides", overrides / NAME)
    told = gzip.compress(changelog(MAINTAINER).encode(), compresslevel=9, mtime=0)
    (documents / "changelog.gz").write_bytes(told)


def _write_control(tree: Path, architecture: str, homepage: str | None, depends: str) -> None:
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    size_kib = sum((path.stat().st_size + 1023) // 1024 for path in files)
    fields = {
        "Package": NAME,
        "Version": version(),
        "Section": "comm",
        "Priority": "optional",
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size_kib),
        "Depends": depends,
        "Recommends": RECOMMENDED,
        **({"Homepage": homepage} if homepage else {}),
        "Description": f"{SUMMARY[0].lower()}{SUMMARY[1:]}\n{DESCRIPTION.rstrip()}",
    }
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(tree)}\n" for path in files)
    control = tree / "DEBIAN"
    control.mkdir()
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (control / "control").write_text(lines, encoding="utf-8")


def _run(command: list[str]) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch_s())
    run(command, f"{command[0]} reported problems with the package.")
