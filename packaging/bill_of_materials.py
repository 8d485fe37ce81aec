"""What a release is made of, for those who check it by machine: a CycloneDX bill of materials.

It lists what the frozen program itself carries under About → Licences: packages, and the libraries inside
them.
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
    """Write the bill for this system into a folder; its path."""
    target = folder / f"{NAME}-{version()}-{sys.platform}-{platform.machine()}.cdx.json"
    bill = bill_of_materials(json.loads(PARTS.read_text(encoding="utf-8")))
    target.write_text(json.dumps(bill, indent=2) + "\n", encoding="utf-8")
    return target


def bill_of_materials(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The same parts, version and time of release give the same bill, its serial number included.

    Args:
        parts: as `inspector.about.licences` has them: name, version, licence, source.
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
