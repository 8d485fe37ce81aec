"""The licences of the program, its libraries and the components inside them.

Installed packages state their own licence, and those with compiled libraries list their components in a bill
of materials. What neither covers (Qt's and Python's own components) is in `licences/bundled.json`.
"""

import json
import platform
import re
import sqlite3
import ssl
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement

from inspector import assets

OURS = "contact-inspector"
PARTS = "parts.json"
"""Used in the frozen program, which has no package metadata: the list made when it was built."""

ACCEPTED = frozenset(
    [
        "0BSD",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "FTL",
        "GPL-2.0-or-later WITH Bootloader-exception",
        "IJG",
        "LGPL-3.0-only",
        "MIT",
        "MIT-0",
        "MIT-Modern-Variant",
        "MPL-2.0",
        "PSF-2.0",
        "Unicode-3.0",
        "Zlib",
        "blessing",
        "bzip2-1.0.6",
        "libpng-2.0",
    ]
)
"""Licences that may be shipped with a program under the MIT licence, by SPDX name."""

_CLASSIFIERS = {"License :: OSI Approved :: MIT License": "MIT"}
_KNOWN_LICENCES = {
    "openssl": "Apache-2.0",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
}
"""Packages that state their licence as prose, or not in the usual field."""
_TEXT = re.compile(r"LICEN[CS]E|COPYING|NOTICE|AUTHORS", re.IGNORECASE)
_SOURCE_LABELS = ("source", "source code", "repository", "github", "homepage", "home")


@dataclass(frozen=True, slots=True)
class Part:
    """A component that is shipped with the program."""

    name: str
    version: str | None
    """None if its version is that of the library that contains it, or of the system it was built on."""
    licence: str
    """An SPDX expression, or whatever the package states; empty if unknown."""
    source: str | None
    text: str
    """Copyright notices and licence texts; empty if unknown."""


def parts() -> tuple[Part, ...]:
    """The program and its components, sorted by name. Takes half a second from source.

    Raises:
        PackageNotFoundError: run from a checkout that was never installed.
    """
    try:
        told = json.loads(assets.path("licences", PARTS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return installed()
    return tuple(Part(**each) for each in told)


def installed(*further: str) -> tuple[Part, ...]:
    """The components of the installed packages, and of further packages with these names.

    Raises:
        PackageNotFoundError
    """
    found = [*_bundled()]
    for package in _required(*further):
        found += [_part(package), *_components(package)]
    return tuple(sorted(found, key=_by_name))


def unacceptable(shipped: tuple[Part, ...]) -> list[str]:
    """Reasons why components may not be shipped: an unknown licence or a missing licence text."""
    return [
        *(
            f"{part.name}: the licence is {part.licence or 'unknown'}"
            for part in shipped
            if not _terms(part.licence)
        ),
        *(f"{part.name}: the text of {part.licence} is missing" for part in shipped if not part.text),
    ]


def _required(*further: str) -> list[metadata.Distribution]:
    """The program and its direct and indirect dependencies on this system."""
    waiting, found = [OURS, *further], dict[str, metadata.Distribution]()
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name not in found:
            found[name] = metadata.distribution(name)
            needed = map(Requirement, found[name].requires or () if name not in further else ())
            waiting += [
                each.name for each in needed if not each.marker or each.marker.evaluate({"extra": ""})
            ]
    return list(found.values())


def _part(package: metadata.Distribution) -> Part:
    said = [
        *_values(package, "License-Expression"),
        _KNOWN_LICENCES.get(package.name, ""),
        *_values(package, "License"),
    ]
    classified = [_CLASSIFIERS[each] for each in _values(package, "Classifier") if each in _CLASSIFIERS]
    licence = next(filter(None, [*said, *classified]), "")
    texts = [
        str(file.read_text())
        for file in package.files or ()
        if ".dist-info" in file.parts[0] and _TEXT.match(file.name)
    ]
    text = "\n\n".join(texts) or _standard_text(licence)
    return Part(package.name, package.version, licence, _source(package), text)


def _source(package: metadata.Distribution) -> str | None:
    links = (each.partition(",") for each in _values(package, "Project-URL"))
    known = {label.strip().lower(): url.strip() for label, _, url in links}
    named = [known[label] for label in _SOURCE_LABELS if label in known]
    return next(iter([*named, *_values(package, "Home-page")]), None)


def _values(package: metadata.Distribution, header: str) -> list[str]:
    return [str(each) for each in package.metadata.get_all(header) or ()]


def _components(package: metadata.Distribution) -> Iterator[Part]:
    """Components from a package's bill of materials (CycloneDX), except the package's own."""
    for file in package.files or ():
        if "sboms" in file.parts and file.suffix == ".json":
            for piece in json.loads(str(file.read_text())).get("components", ()):
                if piece["name"] != package.name:
                    yield _component(piece, package.name)


def _component(piece: dict[str, Any], package: str) -> Part:
    """A component, such as a Rust crate. If it has no licence, `_KNOWN_LICENCES` may know it."""
    told = [
        each.get("expression") or each.get("license", {}).get("id", "") for each in piece.get("licenses", ())
    ]
    licence = " AND ".join(told) or _KNOWN_LICENCES.get(piece["name"], "")
    links = sorted(piece.get("externalReferences", ()), key=_is_not_repository)
    source = next((each["url"] for each in links if each["url"].startswith("https:")), None)
    text = _with_notice(piece.get("author", ""), licence)
    return Part(f"{piece['name']}, in {package}", piece["version"], licence, source, text)


def _is_not_repository(reference: dict[str, str]) -> bool:
    return reference.get("type") != "vcs"


def _bundled() -> Iterator[Part]:
    """Components that no package lists, if they are shipped for this system."""
    versions = {
        "openssl": ssl.OPENSSL_VERSION.split()[1],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "qt": metadata.version("PySide6_Essentials"),
    }
    for each in json.loads(assets.path("licences", "bundled.json").read_text(encoding="utf-8")):
        if sys.platform in each.get("systems", [sys.platform]):
            version = versions.get(each.get("version", ""))
            text = _with_notice(each["notice"], each["licence"])
            yield Part(each["name"], version, each["licence"], each["source"], text)


def _terms(licence: str) -> list[str]:
    """The accepted licences that apply to an expression; none if one part isn't accepted.

    Every part of an `AND` must be accepted, and the first accepted one of an `OR` is chosen. Nested brackets
    may be read as stricter than they are, never as more lenient.
    """
    choices = re.split(r"\s+AND\s+", licence.replace("(", " ").replace(")", " "))
    chosen = [
        next((each for each in re.split(r"\s+OR\s+", choice.strip()) if each in ACCEPTED), "")
        for choice in choices
    ]
    return chosen if all(chosen) else []


def _standard_text(licence: str) -> str:
    """The standard texts of an expression's licences; empty if one is missing."""
    names = [name for each in _terms(licence) for name in each.split(" WITH ")]
    if "LGPL-3.0-only" in names:
        names.append("GPL-3.0-only")  # the LGPL refers to it
    files = [assets.path("licences", f"{name}.txt") for name in names]
    if not all(file.is_file() for file in files):
        return ""
    return "\n\n".join(file.read_text(encoding="utf-8") for file in files)


def _with_notice(notice: str, licence: str) -> str:
    text = _standard_text(licence)
    return f"{notice}\n\n{text}" if notice and text else text


def _by_name(part: Part) -> tuple[bool, str]:
    """Sorts the program itself first."""
    return part.name != OURS, part.name.lower()
