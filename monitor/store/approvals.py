"""Who signed which issue (签发), and who took it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.clock import iso
from monitor.store.database import Database


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """`draft` names the draft that was signed, `digest` is that of the files it became: what is mailed. `undone_by` is "" where
    the issue was built again."""

    issue: int
    by: str
    note: str
    at: datetime
    draft: str
    digest: str
    undone_at: datetime | None = None
    undone_by: str = ""


class Approvals:
    """Every signature, those taken back too; of an issue at most one stands.

    Owns: approvals.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, issue: int) -> list[ApprovalRow]:
        """All of an issue, in the order they were given."""
        return [_row(r) for r in self._db.dicts("select * from approvals where issue = ? order by id", [issue])]

    def add(self, row: ApprovalRow) -> None:
        with self._db.immediate():
            self._db.insert(
                """insert into approvals (issue, signed_by, note, at, draft, digest) values (?, ?, ?, ?, ?, ?)""",
                [row.issue, row.by, row.note, iso(row.at), row.draft, row.digest],
            )

    def end(self, issue: int, at: datetime, by: str = "") -> bool:
        """No signature of this issue stands any more; whether one did."""
        with self._db.immediate():
            sql = "update approvals set undone_at = ?, undone_by = ? where issue = ? and undone_at is null"
            return self._db.execute(sql, [iso(at), by, issue]) > 0


def _row(r: Mapping[str, Any]) -> ApprovalRow:
    undone = r["undone_at"]
    return ApprovalRow(
        issue=r["issue"],
        by=r["signed_by"],
        note=r["note"],
        at=datetime.fromisoformat(r["at"]),
        draft=r["draft"],
        digest=r["digest"],
        undone_at=datetime.fromisoformat(undone) if undone else None,
        undone_by=r["undone_by"],
    )
