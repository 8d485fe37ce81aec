"""Writes a release's bill of materials in CycloneDX format, for automated checks.

It lists the same components as About → Licences: packages, and the libraries inside them.
"""

import json
import platform
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from release import FROZEN, NAME, epoch_s, version

PARTS = FROZEN / "_internal" / "resources" / "licences" / "parts.json"


def write_bill(folder: Path) -> Path:
    """Write this system's bill of materials into a folder. Returns its path."""
    target = folder / f"{NAME}-{version()}-{sys.platform}-{platform.machine()}.cdx.json"
    bill = bill_of_materials(json.loads(PARTS.read_text(encoding="utf-8")))
    target.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    return target


def bill_of_materials(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Build a reproducible bill: the same components, version and release time give the same serial number.

    Args:
        parts: in the format of `inspector.about.licences`: name, version, licence, source.
    """
    made = datetime.fromtimestamp(epoch_s(), UTC)
    told = json.dumps([version(), epoch_s(), parts], sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, told)}",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": NAME,
                "name": NAME,
                "version": version(),
                "licenses": [{"expression": "MIT"}],
            },
        },
        "components": [_component(part) for part in parts if part["name"] != NAME],
    }


def _component(part: dict[str, Any]) -> dict[str, Any]:
    component = {
        "type": "library",
        "bom-ref": f"{part['name']}@{part['version'] or ''}",
        "name": part["name"],
        **({"version": part["version"]} if part["version"] else {}),
        "licenses": [{"expression": part["licence"]}],
    }
    if part["source"]:
        urls = part["source"].split(" and ")
        component["externalReferences"] = [{"type": "website", "url": url} for url in urls]
    return component
