"""Everything that is kept: one SQLite file in the state folder. Every SQL statement of the product stands in this package."""

from monitor.store.store import Store
from monitor.store.views import EventRow, EvidenceRow, HitRow, MatterRow, RunRow

__all__ = ["EventRow", "EvidenceRow", "HitRow", "MatterRow", "RunRow", "Store"]
