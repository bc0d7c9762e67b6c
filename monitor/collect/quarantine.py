"""Quarantine: the raw bytes of records that could not be read or stored, and where they stood."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from monitor.model import Skip
from monitor.redaction import redact_bytes

# Of one run so many are listed, and so many bytes are kept, in all and of one record. All of them are counted elsewhere.
_MOST, _MOST_BYTES, _MOST_RAW = 2_000, 100_000_000, 1_000_000


@dataclass
class Quarantine:
    """What one run sets aside. `listed` are (place, reason, file below the state folder)."""

    state: Path
    source: str
    listed: list[tuple[str, str, str]] = field(default_factory=list)
    _kept: int = 0  # bytes

    def put(self, skip: Skip, capture: str) -> None:
        """Set aside a record of the answer with this digest."""
        if len(self.listed) >= _MOST:
            return
        name = ""
        if skip.raw and self._kept < _MOST_BYTES:
            self._kept += min(len(skip.raw), _MOST_RAW)
            folder = self.state / "quarantine" / self.source
            folder.mkdir(parents=True, exist_ok=True)
            stem = re.sub(r"[^0-9A-Za-z_-]+", "_", f"{capture[7:19]}-{skip.where}")[:80]
            mark = hashlib.sha256(f"{skip.where}\0".encode() + skip.raw).hexdigest()[:8]  # long places are cut alike
            path = folder / f"{stem}-{mark}.raw"
            path.write_bytes(redact_bytes(skip.raw[:_MOST_RAW]))
            name = str(path.relative_to(self.state))
        self.listed.append((skip.where[:200], skip.key, name))
