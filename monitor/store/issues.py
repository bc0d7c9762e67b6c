"""Issues that were built, what each says, and what was reported to an audience (DESIGN §5.14).

Built is not reported. An issue is released (its mails are queued, or its file is given out) and reported when the first
of its audience has it: at once where it goes out as a file, on acceptance by a mail server otherwise. The column and the
table that say so are called `told`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.clock import Week, iso
from monitor.store.approvals import Approvals
from monitor.store.as_json import dumps, listed
from monitor.store.database import Database
from monitor.store.merged import MERGED
from monitor.store.outbox import Outbox


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue of a week for one audience; `revision` n > 0 is its n-th correction. `channel` is "file" or "mail".
    `number` counts the issues of its year, `running` all issues. `stale`: not released, and what it was built on has changed.
    `id` 0: not kept yet. `told_at`: when it was reported. `draft`: the name of what it was composed from, "" where that is not
    kept; `as_draft`: its files are marked as a draft. `approved_by`, `approved_at`: who signed it, as far as that stands."""

    audience: str
    week: Week
    revision: int
    number: int
    built_at: datetime
    cut_run: int
    subject: str
    digest: str
    folder: str
    channel: str
    id: int = 0
    stale: bool = False
    released_at: datetime | None = None
    told_at: datetime | None = None
    running: int = 0
    draft: str = ""
    as_draft: bool = False
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One hit in one issue. `part` is "new", "baseline" (found in what was stored, after the list changed), "changed", "own", "ended" (told before, and set aside by a
    person since), or "open": it stands with its clocks alone, among what is to be
    done, and has no entry (its `kind` is "")."""

    hit: int
    entry_no: str
    part: str
    kind: str = ""  # of the hit, as the issue reports it
    shown: str = ""  # JSON: what else the issue reports of it, to be held against what a later one finds; "" unknown


@dataclass(frozen=True, slots=True)
class Parts:
    """Ids of the hits an issue reports, by part, and how many more hits (no filings of our own) the audience knows and that are still open; `over`: how many of them are
    closed or handed over, and it knows that. `fallen`:
    those it knows and that a new version no longer finds. `ended`: those it knows, that a person has set aside, and of which no
    issue has said so; `false_untold`, `duplicates_untold`: how many it never knew were set aside since."""

    new: tuple[int, ...]
    own: tuple[int, ...]
    changed: tuple[int, ...]
    ongoing: int
    fallen: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()
    false_untold: int = 0
    duplicates_untold: int = 0
    over: int = 0


# By an exception rule: as long as nobody has looked at it.
_KEPT_OUT = "h.exception <> 0 and h.state = 'new'"

_ROWS = """select i.*, a.signed_by, a.at as approved_at from issues i
    left join approvals a on a.issue = i.id and a.undone_at is null"""


# What was merged into a hit, as far as that holds, and something of its matter came: told of under the hit it was merged into.
_STIRRED = f"""select distinct m.kept as hit from {MERGED} m join hits d on d.id = m.gone join events e on e.matter = d.matter
    where e.run > :after and e.run <= :upto"""
# It was moved in the period too, where it was moved (or found to be something else) again after it.
_MOVED = """exists (select 1 from actions a where a.hit = open.id and a.before <> a.after
    and a.at > coalesce((select started from runs where id = :after), '')
    and a.at <= coalesce((select started from runs where id = :upto), ''))"""
# As what the last issue of an earlier week told the audience of a hit.
_LAST_PART = """coalesce((select e.part from issue_entries e join issues i on i.id = e.issue
    where e.hit = open.id and e.part <> 'open' and i.audience = :audience and i.told_at is not null
    and i.year * 100 + i.week < :week order by i.year desc, i.week desc, i.revision desc limit 1), '')"""


@dataclass(frozen=True, slots=True)
class Later:
    """An issue of a later week: the run after which it reports, and the instant (None: of the first run of all)."""

    week: Week
    after_run: int
    began: datetime | None


UNKEPT = "entries_unkept"
"""Set in `meta` by the upgrade of a state folder whose issues kept nothing of what their entries showed."""


class Issues:
    """Issues, their entries with permanent numbers, and which hits each audience knows.

    Owns: issues, issue_entries, issue_orders, told. Reads: hits, former_hits, events, complaint_links, approvals, actions, runs.
    """

    def __init__(self, db: Database, outbox: Outbox, approvals: Approvals) -> None:
        self._db = db
        self._outbox = outbox
        self._approvals = approvals

    def get(self, audience: str, week: Week, revision: int | None = None) -> IssueRow | None:
        """An issue of a week; its latest correction if `revision` is None."""
        sql = f"{_ROWS} where audience = ? and year = ? and week = ?"
        values: list[Any] = [audience, week.year, week.number]
        if revision is not None:
            sql, values = f"{sql} and revision = ?", [*values, revision]
        return self._one(f"{sql} order by revision desc limit 1", values)

    def by_id(self, issue: int) -> IssueRow | None:
        return self._one(f"{_ROWS} where i.id = ?", [issue])

    def latest(self, audience: str) -> IssueRow | None:
        """The issue of the latest week, its latest correction."""
        return self._one(f"{_ROWS} where audience = ? order by year desc, week desc, revision desc limit 1", [audience])

    def every(self, audience: str) -> list[IssueRow]:
        """All that were built for an audience, the latest first."""
        sql = f"{_ROWS} where audience = ? order by year desc, week desc, revision desc"
        return [_issue(r) for r in self._db.dicts(sql, [audience])]

    def numbers_for(self, audience: str, week: Week, first_issue_no: int, first_running_no: int) -> tuple[int, int]:
        """The number within its year and the running number of the issue of a week. One that was built has them for good, and so
        do its corrections; a new one follows the highest given out. `first_issue_no`, `first_running_no`: of the first
        issue ever made here, where the office printed earlier ones; they also hold for drafts as long as nothing went out."""
        sql = """select coalesce(max(iif(year = :year, number, 0)), 0), coalesce(max(running), 0), coalesce(min(year), :year)
            from issues where audience = :audience and (year, week) <> (:year, :week)"""
        values = {"audience": audience, "year": week.year, "week": week.number}
        highest, running, began = self._db.all(sql, values)[0]
        own = self.get(audience, week, 0)
        # What was printed before counts in the year in which the program began; the next year begins at 1.
        least = max(first_issue_no, 1) if week.year <= began else 1
        if own is not None:
            ever_out = self._db.value("select max(released_at is not null) from issues where audience = ?", [audience])
            if ever_out or (own.number >= least and own.running >= first_running_no):
                return own.number, own.running
        return max(highest + 1, least), max(running + 1, first_running_no, least)

    def _one(self, sql: str, values: list[Any]) -> IssueRow | None:
        found = self._db.dicts(sql, values)
        return _issue(found[0]) if found else None

    def reported_up_to(self, audience: str, week: Week) -> int:
        """The run up to which earlier weeks' issues have reported changes to the audience; 0 if none was reported."""
        sql = """select max(cut_run) from issues where audience = ? and (year, week) < (?, ?) and told_at is not null"""
        return int(self._db.value(sql, [audience, week.year, week.number]) or 0)

    def reported_until(self, audience: str, week: Week) -> datetime | None:
        """Where the latest issue of an earlier week that was reported to the audience ended; None if none was."""
        sql = """select year, week, built_at from issues where audience = ? and (year, week) < (?, ?)
            and told_at is not null order by year desc, week desc, built_at desc limit 1"""
        return _end(self._db.first(sql, [audience, week.year, week.number]))

    def reported_later(self, audience: str, week: Week) -> Later | None:
        """The first issue of a later week that was made and has been reported, and where it began; None if none was."""
        sql = """select year, week, built_at from issues where audience = ? and (year, week) > (?, ?)
            and told_at is not null order by built_at, year, week limit 1"""
        found = self._db.first(sql, [audience, week.year, week.number])
        if found is None:
            return None
        before = [audience, found[0], found[1], found[2]]
        known = "from issues where audience = ? and (year, week) < (?, ?) and told_at <= ?"
        after = self._db.value(f"select max(cut_run) {known}", before)
        last = f"select year, week, built_at {known} order by year desc, week desc, built_at desc limit 1"
        return Later(Week(found[0], found[1]), int(after or 0), _end(self._db.first(last, before)))

    def parts_of(self, audience: str, week: Week, now: datetime, after_run: int, upto_run: int) -> Parts:
        """What the issue of a week says to an audience, decided by what was reported to it, not by dates.

        New (or own): reported by no issue of another week. Changed: reported by an earlier one, and a run in (after_run,
        upto_run] brought something of its matter, or another kind or band; whether anything of that is to be seen in its
        entry is for the caller to find out. Ended: an earlier issue reported it, a person or an exception rule has set it aside since,
        and no issue has said that. What a later week's issue reported first is left to it. A hit counts when it was
        found before the week ended, or "in the future", under a clock that was wrong: that must not wait until then."""
        # What was reported is joined by its key: as a table of its own SQLite would go through it once for every hit.
        sql = f"""select id, case when aside then case
                    when week is null then iif(changed_run > :after and changed_run <= :upto, 'untold_' || state, 'aside')
                    when week = :week or changed_run <= :upto and {_LAST_PART} <> 'ended' then 'ended' else 'aside' end
                when week is null or week = :week then iif(own_filing, 'own', 'new')
                when fallen_run then iif(fallen_run > :after and fallen_run <= :upto, 'fallen', 'gone')
                when changed_run > :after and (changed_run <= :upto or {_MOVED}) or matter_run > :after and matter_run <= :upto or exists (select 1 from events e
                    where e.matter = open.matter and e.run > :after and e.run <= :upto) or id in (select hit from stirred)
                    or exists (select 1 from complaint_links l join events e on e.matter = l.complaint
                    where l.investigation = open.matter and l.sure and e.run > :after and e.run <= :upto) then 'changed'
                when own_filing then 'own_kept' else iif(state in ('closed', 'handed_over'), 'over', 'ongoing') end as part
            from (select h.id, h.matter, h.changed_run, h.matter_run, h.fallen_run, h.own_filing, h.state,
                    h.state in ('false_positive', 'duplicate') or ({_KEPT_OUT}) as aside,
                    case when t.hit is not null then coalesce(i.year * 100 + i.week, 0) end as week
                from hits h left join told t on t.audience = :audience and t.hit = h.id left join issues i on i.id = t.issue
                where (t.hit is not null or not ({_KEPT_OUT}))
                and (h.first_seen < :ends or (h.first_seen > :now and :ends >= :now))) open
            where week is null or week <= :week"""
        values = {
            "audience": audience,
            "week": week.year * 100 + week.number,
            "ends": iso(week.ends),
            "now": iso(now),
            "after": after_run,
            "upto": upto_run,
        }
        by_part = f"""with stirred as materialized ({_STIRRED})
            select part, group_concat(case when part not in ('ongoing', 'over', 'own_kept', 'aside') then id end), count(*)
            from ({sql}) group by part"""
        found = {part: (ids or "", count) for part, ids, count in self._db.all(by_part, values)}

        def ids(part: str) -> tuple[int, ...]:
            listed = found.get(part, ("", 0))[0]
            return tuple(sorted(map(int, listed.split(",")))) if listed else ()

        return Parts(
            ids("new"), ids("own"), ids("changed"), found.get("ongoing", ("", 0))[1], ids("fallen"), ids("ended"),
            len(ids("untold_false_positive")), len(ids("untold_duplicate")), found.get("over", ("", 0))[1],
        )  # fmt: skip

    def kept_out(self, week: Week, now: datetime, after_run: int, upto_run: int) -> dict[int, tuple[int, int]]:
        """Exception rule → how many hits the issue of a week does not list because of it, and how many of them were found by a run in
        (after_run, upto_run]. One statement."""
        sql = f"""select h.exception, count(*), sum(h.first_run > :after and h.first_run <= :upto) from hits h
            where {_KEPT_OUT} and (h.first_seen < :ends or (h.first_seen > :now and :ends >= :now))
            group by h.exception order by h.exception"""
        values = {"after": after_run, "upto": upto_run, "ends": iso(week.ends), "now": iso(now)}
        return {rule: (count, new) for rule, count, new in self._db.all(sql, values)}

    def known(self, audience: str, week: Week, upto_run: int) -> list[int]:
        """Ids of the hits that issues of earlier weeks reported to the audience and that still stand, duplicates among them. One statement."""
        sql = f"""select h.id from told t join hits h on h.id = t.hit left join issues i on i.id = t.issue
            where t.audience = ? and coalesce(i.year * 100 + i.week, 0) < ? and not ({_KEPT_OUT})
            and h.state <> 'false_positive' and (h.fallen_run = 0 or h.fallen_run > ?) order by h.id"""
        return self._db.column(sql, [audience, week.year * 100 + week.number, upto_run])

    def reminders(self, audience: str, week: Week, hits: Iterable[int]) -> dict[tuple[int, str, str], int]:
        """(hit, rule, last day) → in how many reported issues of earlier weeks that clock stood. One statement."""
        sql = """select e.hit, json_extract(c.value, '$[0]'), json_extract(c.value, '$[1]'),
                count(distinct i.year * 100 + i.week)
            from issue_entries e join issues i on i.id = e.issue,
                json_each(iif(e.shown = '', '{}', e.shown), '$.clocks') c
            where i.audience = ? and i.told_at is not null and (i.year, i.week) < (?, ?)
            and e.hit in (select value from json_each(?)) group by 1, 2, 3"""
        rows = self._db.all(sql, [audience, week.year, week.number, listed(hits)])
        return {(hit, rule, day): count for hit, rule, day, count in rows}

    def entry_numbers_of_week(self, week: Week) -> list[str]:
        """Every entry number that was given out in a week's issues, to whatever audience."""
        sql = """select distinct e.entry_no from issue_entries e join issues i on i.id = e.issue
            where i.year = ? and i.week = ? and e.part <> 'open'"""
        return self._db.column(sql, [week.year, week.number])

    def entry_numbers(self, hits: Iterable[int]) -> dict[int, str]:
        """Hit → its permanent number: the first it was given, reported or not. Hits without one are left out."""
        sql = """select e.hit, e.entry_no from issue_entries e join issues i on i.id = e.issue
            where e.part <> 'open' and e.hit in (select value from json_each(?))
            order by i.year desc, i.week desc, i.revision desc, i.id desc"""
        return dict(self._db.all(sql, [listed(hits)]))  # the earliest comes last, and is kept

    def hits_of_entry(self, entry_no: str, week: Week) -> list[int]:
        """The hits that an issue of this week gave this number; [] where none did."""
        sql = """select distinct e.hit from issues i join issue_entries e on e.issue = i.id
            where i.year = ? and i.week = ? and e.entry_no = ? order by e.hit"""
        return self._db.column(sql, [week.year, week.number, entry_no])

    def as_reported(self, audience: str, week: Week, hits: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Hit → how the latest issue of an earlier week reported it to the audience: as what kind, and the `shown` of its
        entry. Others are left out. One statement."""
        sql = """select e.hit, e.kind, e.shown from issue_entries e join issues i on i.id = e.issue
            where i.audience = ? and i.told_at is not null and (i.year, i.week) < (?, ?) and e.kind <> ''
            and e.hit in (select value from json_each(?)) order by i.year, i.week, i.revision, i.id"""
        rows = self._db.all(sql, [audience, week.year, week.number, listed(hits)])
        return {hit: (kind, shown) for hit, kind, shown in rows}  # the latest comes last, and is kept

    def without_shown(self) -> list[int]:
        """Hits that an issue of an earlier version reported, which kept nothing of what their entries showed, and that have
        not risen since."""
        sql = """select e.hit from issue_entries e join issues i on i.id = e.issue join hits h on h.id = e.hit
            where i.told_at is not null and e.part <> 'open' group by e.hit
            having max(e.shown) = '' and max(h.changed_run) <= max(i.cut_run) order by e.hit"""
        return self._db.column(sql)

    def new_reported(self, audience: str, week: Week) -> tuple[int, int] | None:
        """How many entries stood as new in the latest issue of an earlier week that was reported, and in all such issues of
        the year; None where there is none. An entry is counted once, whatever corrections of its issue there are. One
        statement."""
        sql = """select i.year, i.week, count(distinct case when e.part = 'new' then e.entry_no end)
            from issues i left join issue_entries e on e.issue = i.id
            where i.audience = ? and i.told_at is not null and (i.year, i.week) < (?, ?)
            group by i.year, i.week order by i.year desc, i.week desc"""
        found = self._db.all(sql, [audience, week.year, week.number])
        return (found[0][2], sum(n for year, _, n in found if year == week.year)) if found else None

    def keep_shown(self, shown: Mapping[int, str]) -> None:
        """What the entries of these hits showed, as far as nothing is kept of it."""
        with self._db.immediate():
            self._db.execute_many(
                "update issue_entries set shown = ? where hit = ? and shown = ''",
                [(text, hit) for hit, text in shown.items()],
            )

    def orders_reported(self, audience: str, week: Week) -> dict[str, int]:
        """Key of an investigation → how far its general exclusion order had come when an issue of another week last told the
        audience of it. One statement."""
        sql = """select o.matter, max(o.reached) from issue_orders o join issues i on i.id = o.issue
            where i.audience = ? and i.told_at is not null and (i.year, i.week) <> (?, ?) group by o.matter"""
        return dict(self._db.all(sql, [audience, week.year, week.number]))

    def keep(self, issue: IssueRow, entries: Sequence[Entry], orders: Mapping[str, int] | None = None) -> int:
        """Record an issue and what it says (`orders` as orders_reported() gives them); one of the same audience, week and revision that was not reported is
        replaced, and what was still to be sent of it is superseded."""
        week = issue.week
        with self._db.immediate():
            before = self.get(issue.audience, week, issue.revision)
            if before is not None:
                assert before.told_at is None, "an issue that was reported is corrected, never replaced"
                self._outbox.supersede(before.id)
                self._approvals.end(before.id, issue.built_at)
                self._db.execute("delete from issue_entries where issue = ?", [before.id])
                self._db.execute("delete from issue_orders where issue = ?", [before.id])
                self._db.execute(
                    """update issues set number = ?, running = ?, built_at = ?, cut_run = ?, subject = ?, digest = ?,
                    folder = ?, channel = ?, draft = ?, as_draft = ?, stale = 0, released_at = null where id = ?""",
                    [
                        issue.number, issue.running, iso(issue.built_at), issue.cut_run, issue.subject, issue.digest,
                        issue.folder, issue.channel, issue.draft, issue.as_draft, before.id,
                    ],
                )  # fmt: skip
                kept = before.id
            else:
                kept = self._db.insert(
                    """insert into issues (audience, year, week, revision, number, running, built_at, cut_run, subject, digest,
                    folder, channel, draft, as_draft) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                    [
                        issue.audience, week.year, week.number, issue.revision, issue.number, issue.running,
                        iso(issue.built_at), issue.cut_run, issue.subject, issue.digest, issue.folder, issue.channel,
                        issue.draft, issue.as_draft,
                    ],
                )  # fmt: skip
            self._db.execute(
                """insert into issue_entries (issue, hit, entry_no, part, kind, shown)
                select ?, json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'),
                json_extract(value, '$[3]'), json_extract(value, '$[4]') from json_each(?)""",
                [kept, dumps([[e.hit, e.entry_no, e.part, e.kind, e.shown] for e in entries])],
            )
            self._db.execute(
                """insert into issue_orders (issue, matter, reached)
                select ?, json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(?)""",
                [kept, dumps([[key, reached] for key, reached in (orders or {}).items()])],
            )
        return kept

    def release(self, issue: int, at: datetime) -> None:
        """Let an issue go. What was still to be sent of the audience's earlier issues (and of the issue this one corrects)
        is superseded: what nobody accepted of them is in this one. As a file it is reported at once."""
        with self._db.immediate():
            row = self.by_id(issue)
            assert row is not None
            self._outbox.supersede_before(row.audience, row.week, row.revision)
            self._db.execute("update issues set released_at = ?, stale = 0 where id = ?", [iso(at), issue])
            if row.channel == "file":
                self.mark_reported(issue, at)

    def set_files(self, issue: int, digest: str, subject: str, *, as_draft: bool) -> None:
        """The issue is other files now, of the same content: signed, or a draft again."""
        with self._db.immediate():
            self._db.execute(
                "update issues set digest = ?, subject = ?, as_draft = ? where id = ?",
                [digest, subject, as_draft, issue],
            )

    def take_back(self, issue: int) -> None:
        """An issue that nobody has is a draft again; nothing of it is sent any more, and what it reported is new again."""
        with self._db.immediate():
            self._outbox.supersede(issue)
            self._db.execute("delete from told where issue = ?", [issue])
            self._db.execute("update issues set released_at = null, told_at = null where id = ?", [issue])

    def set_channel(self, issue: int, channel: str) -> None:
        """How an issue goes out is settled when it does: mail may have been configured since it was built."""
        with self._db.immediate():
            self._db.execute("update issues set channel = ? where id = ? and released_at is null", [channel, issue])

    def mark_reported(self, issue: int, at: datetime) -> None:
        """The first of the audience has it: from now on its hits are known."""
        with self._db.immediate():
            row = self.by_id(issue)
            assert row is not None
            if row.told_at is not None:
                return
            self._db.execute("update issues set told_at = ? where id = ?", [iso(at), issue])
            self._db.execute(
                """insert or ignore into told (audience, hit, entry_no, issue, kind, at)
                select ?, hit, entry_no, issue, 'issue', ? from issue_entries where issue = ? and part in ('new', 'own', 'baseline')""",
                [row.audience, iso(at), issue],
            )
            self._db.execute("update issues set stale = 1 where audience = ? and released_at is null", [row.audience])

    # --- what happens to hits -----------------------------------------------------------------------------

    def move_hit(self, kept: int, gone: int) -> None:
        """Two hits turned out to be one: what was numbered or reported of either is so of the one that is kept."""
        self._db.execute("update or ignore issue_entries set hit = ? where hit = ?", [kept, gone])
        self._db.execute("delete from issue_entries where hit = ?", [gone])
        self._db.execute("update or ignore told set hit = ? where hit = ?", [kept, gone])
        self._db.execute("delete from told where hit = ?", [gone])

    def part_hit(self, new: int, of: int) -> None:
        """A hit turned out to be two: what was reported of it was reported of both. Numbers stay with the old one; an issue
        that is not released must be built again."""
        self._db.execute(
            """insert into told (audience, hit, entry_no, issue, kind, at)
            select audience, ?, entry_no, issue, kind, at from told where hit = ?""",
            [new, of],
        )
        self._db.execute(
            """update issues set stale = 1 where released_at is null
            and id in (select issue from issue_entries where hit = ?)""",
            [of],
        )

    def outdate(self) -> None:
        """What has not gone out must be built again."""
        with self._db.immediate():
            self._db.execute("update issues set stale = 1 where released_at is null")

    def drop_hits(self, hits: Iterable[int]) -> None:
        """These hits go. Unreleased issues that have them must be built again."""
        among = "(select value from json_each(?))"
        gone = listed(hits)
        self._db.execute(
            f"update issues set stale = 1 where id in (select issue from issue_entries where hit in {among})", [gone]
        )
        self._db.execute(f"delete from issue_entries where hit in {among}", [gone])


def _issue(r: Mapping[str, Any]) -> IssueRow:
    def moment(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    return IssueRow(
        audience=r["audience"],
        week=Week(r["year"], r["week"]),
        revision=r["revision"],
        number=r["number"],
        built_at=datetime.fromisoformat(r["built_at"]),
        cut_run=r["cut_run"],
        subject=r["subject"],
        digest=r["digest"],
        folder=r["folder"],
        channel=r["channel"],
        id=r["id"],
        stale=bool(r["stale"]),
        released_at=moment(r["released_at"]),
        told_at=moment(r["told_at"]),
        running=r["running"],
        draft=r["draft"],
        as_draft=bool(r["as_draft"]),
        approved_by=r["signed_by"] or "",
        approved_at=moment(r["approved_at"]),
    )


def _end(row: tuple[Any, ...] | None) -> datetime | None:
    """Where an issue ended, of its year, week and the instant it was made: with its week, or when it was made before that."""
    return min(datetime.fromisoformat(row[2]), Week(row[0], row[1]).ends) if row else None
