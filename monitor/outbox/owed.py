"""Who of the office's addresses the issue that is out has still to be queued for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.outbox.audiences import Audience
from monitor.store import Store
from monitor.store.issues import IssueRow
from monitor.store.outbox import LEFT_OUT, OutboxRow

_CURRENT = timedelta(days=7)  # so long an issue is the one that is out


@dataclass(frozen=True, slots=True)
class Owed:
    """`addresses` no message of `issue` is on its way to, and none arrived at; `back` are rows that may be tried again."""

    issue: IssueRow
    addresses: tuple[str, ...]
    back: tuple[int, ...]


def owed(store: Store, audience: Audience, now: datetime) -> Owed | None:
    """The issue that is out, if an address of the audience has no row of it that counts: the address is new, or left the
    list and came back, or a sender of an earlier version, which made the rows one by one, was killed before its turn.
    An old issue is not sent after."""
    issue = store.issues.latest(audience.id)
    if issue is None or issue.channel != "mail" or issue.released_at is None or issue.released_at < now - _CURRENT:
        return None
    rows = rows_of(store, issue)
    back = {r.recipient: r.id for r in rows if r.recipient in audience.recipients and r.state == LEFT_OUT}
    served: Collection[str] = {r.recipient for r in rows} - set(back)
    addresses = tuple(a for a in audience.recipients if a not in served)
    return Owed(issue, addresses, tuple(back.values())) if addresses else None


def rows_of(store: Store, issue: IssueRow) -> list[OutboxRow]:
    """The messages of an issue as it stands now, not as it stood before it was built again."""
    return [r for r in store.outbox.find(issue=issue.id) if r.digest == issue.digest]
