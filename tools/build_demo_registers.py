"""Build the zips of the demo's trademark registers from the XML kept beside them. Run after changing that XML.

    .venv/bin/python tools/build_demo_registers.py

The same XML gives the same bytes on every machine with the same zlib (fixed time stamps).
The size of the USPTO zip is written into the demo listing that leads to it.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent / "monitor" / "demo"
_STAMP = (2026, 11, 18, 0, 0, 0)


def main() -> None:
    for xml in sorted((*DEMO.glob("us-uspto-applications/*.xml"), *DEMO.glob("br-inpi/*.xml"))):
        build(xml, xml.with_suffix(".zip"))
        print(f"{xml.with_suffix('.zip').name}: {xml.with_suffix('.zip').stat().st_size} bytes")
    write_size(DEMO / "us-uspto-applications" / "listing.json")


def build(xml: Path, target: Path) -> None:
    """A zip holding `xml` alone."""
    entry = zipfile.ZipInfo(xml.name, _STAMP)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, xml.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def write_size(listing: Path) -> None:
    data = json.loads(listing.read_text(encoding="utf-8"))
    for entry in data["bulkDataProductBag"][0]["productFileBag"]["fileDataBag"]:
        zipped = listing.with_name(entry["fileName"])
        if zipped.is_file():
            entry["fileSize"] = zipped.stat().st_size
    listing.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
