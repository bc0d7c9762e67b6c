"""Everything that is kept: one SQLite file in the state folder. Every SQL statement of the product is in this package."""

from monitor.store.rows import EventRow, EvidenceRow, HitRow, MatterRow, RunRow
from monitor.store.store import Store

__all__ = ["EventRow", "EvidenceRow", "HitRow", "MatterRow", "RunRow", "Store"]
