"""What Windows shows of a program under Properties → Details (its VERSIONINFO), as PyInstaller reads it."""

from pathlib import Path

from release import NAME, SUMMARY, TITLE, version

PROGRAMS = (NAME, f"{NAME}-window")
"""Alike but for their names; contact-inspector.spec makes them."""
COMPANY = "The Contact Inspector authors"
COPYRIGHT = "MIT licence"
ENGLISH_UNICODE = "040904B0"
"""The table's language and character set: en-US, UTF-16; the two numbers of `Translation` again."""


def write_version_info(folder: Path) -> None:
    """Write a file for each program."""
    folder.mkdir(parents=True, exist_ok=True)
    for program in PROGRAMS:
        (folder / f"{program}.version.txt").write_text(version_info(program), encoding="utf-8")


def version_info(program: str) -> str:
    numbers = (*map(int, version().split(".")), 0)
    told = {
        "CompanyName": COMPANY,
        "FileDescription": TITLE,
        "FileVersion": version(),
        "InternalName": program,
        "LegalCopyright": COPYRIGHT,
        "OriginalFilename": f"{program}.exe",
        "ProductName": TITLE,
        "ProductVersion": version(),
        "Comments": SUMMARY,
    }
    lines = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in told.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004,\n"
        "    fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable({ENGLISH_UNICODE!r}, [{lines}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [0x0409, 0x04B0])])])\n"
    )
