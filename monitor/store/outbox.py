"""The outbox: one row for one message to one address, written before anything is sent, kept for good (DESIGN §5.14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.clock import Week, iso
from monitor.store.as_json import listed
from monitor.store.database import Database

OPEN = ("queued", "claimed", "deferred")
"""States in which a message is still to arrive."""
FAILED = ("refused", "given_up")
"""States in which it did not arrive and nothing more is tried by itself: a person must look."""
LEFT_OUT = "left_out"
"""Its address was none of the recipients when it was to be sent; the list may have been mistyped for an hour."""
STATES = (*OPEN, "accepted", *FAILED, "superseded", "dropped", LEFT_OUT)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """`kind` ∈ issue | urgent | administrator | phone_list (the first alone has an issue, its week and revision); `state` ∈
    STATES. `first_try`/`last_try`: of the attempts; `next_try`: not before. `claimed_by`: the process that is sending it
    (or was, when it died). `answer`: the server's."""

    id: int
    kind: str
    channel: str
    audience: str
    issue: int | None
    week: Week | None
    revision: int
    recipient: str
    digest: str
    message_id: str
    state: str
    tries: int
    queued_at: datetime
    first_try: datetime | None
    last_try: datetime | None
    next_try: datetime | None
    claimed_by: str
    accepted_at: datetime | None
    answer: str
    issue_no: int = 0  # of the issue, within its year


@dataclass(frozen=True, slots=True)
class Missed:
    """An issue that `missing` of its `total` addresses never accepted; `told`: another one did. `number`: within its year."""

    week: Week
    number: int
    missing: int
    total: int
    told: bool


_ROWS = (
    "select o.*, i.year, i.week, i.revision, i.number as issue_no from outbox o left join issues i on i.id = o.issue"
)


class Outbox:
    """Messages from the moment they are due until somebody accepted them or a person dropped them.

    Owns: outbox. Reads: issues.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    def queue(self, issue: int, audience: str, digest: str, messages: Sequence[tuple[str, str]], at: datetime) -> None:
        """A row for every (recipient, message id) of an issue; one that is there already stays as it is."""
        with self._db.immediate():
            self._db.execute_many(
                """insert or ignore into outbox (kind, channel, audience, issue, recipient, digest, message_id, state,
                queued_at, next_try) values ('issue', 'mail', ?, ?, ?, ?, ?, 'queued', ?, ?)""",
                [(audience, issue, to, digest, message_id, iso(at), iso(at)) for to, message_id in messages],
            )

    def revive(self, issue: int, digest: str, at: datetime) -> None:
        """What was taken back of these very files is due again: the issue is let go once more."""
        with self._db.immediate():
            self._db.execute(
                """update outbox set state = 'queued', next_try = ?, first_try = null, claimed_by = '', answer = ''
                where issue = ? and digest = ? and state = 'superseded'""",
                [iso(at), issue, digest],
            )

    def find(
        self, *, ids: Iterable[int] | None = None, issue: int | None = None, states: Sequence[str] = ()
    ) -> list[OutboxRow]:
        """Rows in the order they were queued; filters are joined by "and"."""
        where, values = ["1"], []
        for column, wanted in (
            ("o.id", None if ids is None else listed(ids)),
            ("o.state", listed(states) if states else None),
            ("o.issue", None if issue is None else listed([issue])),
        ):
            if wanted is not None:
                where.append(f"{column} in (select value from json_each(?))")
                values.append(wanted)
        return [_row(r) for r in self._db.dicts(f"{_ROWS} where {' and '.join(where)} order by o.id", values)]

    def last_accepted(self, audience: str) -> datetime | None:
        """When a mail server last accepted a message to this audience."""
        found = self._db.value("select max(accepted_at) from outbox where audience = ?", [audience])
        return datetime.fromisoformat(found) if found else None

    # --- an attempt -------------------------------------------------------------------------------------

    def claim(self, row: int, by: str, at: datetime) -> bool:
        """Mark a row as being sent; False if it is no longer to be sent. Written before the attempt begins."""
        with self._db.immediate():
            written = self._db.execute(
                """update outbox set state = 'claimed', claimed_by = ?, tries = tries + 1, last_try = ?,
                first_try = coalesce(first_try, ?) where id = ? and state in ('queued', 'deferred')""",
                [by, iso(at), iso(at), row],
            )
            return written == 1

    def note(self, row: int, state: str, at: datetime, answer: str, next_try: datetime | None = None) -> None:
        """What became of a claimed message. A claim that was taken back meanwhile stays so, unless it was accepted."""
        with self._db.immediate():
            self._db.execute(
                """update outbox set state = ?, answer = ?, next_try = ?, claimed_by = '',
                accepted_at = case when ? = 'accepted' then ? else accepted_at end
                where id = ? and (state = 'claimed' or ? = 'accepted')""",
                [state, answer, iso(next_try) if next_try else None, state, iso(at), row, state],
            )

    def postpone(self, ids: Iterable[int], at: datetime, next_try: datetime, answer: str) -> None:
        """Rows nobody tried, since the server was not to be reached for another one. Their days are counted all the
        same: they are given up with it, not after it."""
        with self._db.immediate():
            self._db.execute(
                """update outbox set state = 'deferred', first_try = coalesce(first_try, ?), next_try = ?, answer = ?
                where state in ('queued', 'deferred') and id in (select value from json_each(?))""",
                [iso(at), iso(next_try), answer, listed(ids)],
            )

    def free_claims(self, answer: str, at: datetime) -> int:
        """Rows that a process which has died left as claimed: due again. The message may have arrived; twice is better
        than never. Call only with the mail lock held."""
        with self._db.immediate():
            return self._db.execute(
                """update outbox set state = 'deferred', claimed_by = '', answer = ?, next_try = ? where state = 'claimed'""",
                [answer, iso(at)],
            )

    # --- what ends it -----------------------------------------------------------------------------------

    def retry(self, ids: Iterable[int], at: datetime) -> int:
        """Try these again, now, and for another three days. Accepted and superseded ones are left alone."""
        with self._db.immediate():
            return self._db.execute(
                """update outbox set state = 'queued', next_try = ?, first_try = null
                where state in ('queued', 'deferred', 'refused', 'given_up', 'dropped', 'left_out')
                and id in (select value from json_each(?))""",
                [iso(at), listed(ids)],
            )

    def drop(self, ids: Iterable[int], answer: str) -> int:
        """A person decided that these need not arrive."""
        return self._end(ids, "dropped", answer)

    def leave_out(self, ids: Iterable[int], answer: str) -> int:
        """The addresses of these are none of the recipients, for now."""
        return self._end(ids, LEFT_OUT, answer)

    def _end(self, ids: Iterable[int], state: str, answer: str) -> int:
        with self._db.immediate():
            return self._db.execute(
                """update outbox set state = ?, answer = ?, next_try = null
                where state in ('queued', 'deferred', 'refused', 'given_up') and id in (select value from json_each(?))""",
                [state, answer, listed(ids)],
            )

    def supersede(self, issue: int) -> None:
        """An issue was built again: nothing of it as it was before is sent any more."""
        self._db.execute(
            """update outbox set state = 'superseded' where issue = ?
            and state in ('queued', 'claimed', 'deferred', 'refused', 'given_up')""",
            [issue],
        )

    def supersede_before(self, audience: str, week: Week, revision: int) -> None:
        """An issue goes out: what is still to be sent of an audience's earlier ones is in it."""
        self._db.execute(
            """update outbox set state = 'superseded' where audience = ? and kind = 'issue'
            and state in ('queued', 'claimed', 'deferred') and issue in (select id from issues
            where audience = ? and (year, week, revision) < (?, ?, ?))""",
            [audience, audience, week.year, week.number, revision],
        )

    # --- what did not arrive ----------------------------------------------------------------------------

    def undelivered(self, audience: str) -> list[OutboxRow]:
        """Messages that have not arrived and that somebody should know of: open ones, and those refused or given up
        until the same address accepted a later one or a person dropped them."""
        sql = f"""{_ROWS} where o.audience = ? and (o.state in ('queued', 'claimed', 'deferred')
            or (o.state in ('refused', 'given_up') and not exists (select 1 from outbox later where later.id > o.id
                and later.audience = o.audience and later.recipient = o.recipient and later.state = 'accepted')))
            order by o.id"""
        return [_row(r) for r in self._db.dicts(sql, [audience])]

    def missed(self, audience: str, week: Week) -> list[Missed]:
        """Released issues of weeks before this one that an address never accepted: back to the last one that was
        reported, which is among them. What a person dropped, or whose address left the recipients, does not count.
        Latest first."""
        sql = """select i.year, i.week, i.told_at is not null as told, count(distinct o.recipient) as total,
                count(distinct o.recipient) - count(distinct iif(o.state = 'accepted', o.recipient, null)) as missing,
                i.number
            from issues i join outbox o on o.issue = i.id and o.state not in ('dropped', 'left_out')
            where i.audience = :audience and i.released_at is not null and (i.year, i.week) < (:year, :week)
                and (i.year, i.week) >= (select coalesce(max(year), 0), coalesce(max(week), 0) from (select year, week
                    from issues where audience = :audience and told_at is not null and (year, week) < (:year, :week)
                    order by year desc, week desc limit 1))
            group by i.year, i.week order by i.year desc, i.week desc"""
        values = {"audience": audience, "year": week.year, "week": week.number}
        return [
            Missed(Week(r[0], r[1]), int(r[5]), int(r[4]), int(r[3]), bool(r[2]))
            for r in self._db.all(sql, values)
            if r[4]
        ]


def _row(r: Mapping[str, Any]) -> OutboxRow:
    def moment(name: str) -> datetime | None:
        return datetime.fromisoformat(r[name]) if r[name] else None

    return OutboxRow(
        id=r["id"],
        kind=r["kind"],
        channel=r["channel"],
        audience=r["audience"],
        issue=r["issue"],
        week=Week(r["year"], r["week"]) if r["issue"] else None,
        revision=r["revision"] or 0,
        recipient=r["recipient"],
        digest=r["digest"],
        message_id=r["message_id"],
        state=r["state"],
        tries=r["tries"],
        queued_at=datetime.fromisoformat(r["queued_at"]),
        first_try=moment("first_try"),
        last_try=moment("last_try"),
        next_try=moment("next_try"),
        claimed_by=r["claimed_by"],
        accepted_at=moment("accepted_at"),
        answer=r["answer"],
        issue_no=r["issue_no"] or 0,
    )
