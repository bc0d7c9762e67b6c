"""The issues that were built: their numbers, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.jobs.around import Around, settings_of
from monitor.outbox import office_audience
from monitor.store import Store
from monitor.store.approvals import ApprovalRow
from monitor.store.issues import IssueRow


class IssueState(StrEnum):
    """Of an issue; worded in word.toml."""

    DRAFT = "draft"
    APPROVED = "approved"  # signed, and nobody has it yet
    UNDER_WAY = "under_way"  # let go unsigned, and nobody has it yet
    SENT = "sent"
    PUBLISHED = "published"  # given out as a file


def state_of(row: IssueRow) -> IssueState:
    if row.told_at is not None:
        return IssueState.SENT if row.channel == "mail" else IssueState.PUBLISHED
    if row.approved_at is not None:
        return IssueState.APPROVED
    return IssueState.DRAFT if row.released_at is None else IssueState.UNDER_WAY


@dataclass(frozen=True, slots=True)
class Listed:
    """An issue, and every signature it was given, those taken back too."""

    row: IssueRow
    signatures: tuple[ApprovalRow, ...]


def issues(around: Around) -> list[Listed]:
    """All of the office's, the latest first."""
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        rows = store.issues.every(office_audience(settings_of(around, store)).id)
        return [Listed(row, tuple(store.approvals.of(row.id))) for row in rows]
