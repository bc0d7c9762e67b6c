"""Hits: watched name × matter, with all evidence. One hit per pair, whatever the number of sources and sightings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.clock import iso
from monitor.model import Band, HitKind, Match, Mention, Role, State, Subject, SubjectKind, gravity, hit_kind
from monitor.store.base import Tables, listed, new_id, rows
from monitor.store.matters import matter_row
from monitor.store.serial import match_from_json, match_to_json
from monitor.store.views import HitRow
from monitor.store.words import word_of


class HitTables(Tables):
    def fold_matches(
        self, matter: int, source: str, matches: Sequence[tuple[Mention, Match]], capture: str, run: int, at: datetime
    ) -> tuple[set[int], set[int]]:
        """Unite evidence with what is known. Returns (new hits, hits that rose in role or band)."""
        new: set[int] = set()
        raised: set[int] = set()
        touched: dict[int, bool] = {}
        for mention, match in matches:
            if match.band is None:
                continue
            row = self.db.execute(
                "select id from hits where matter = ? and subject_kind = 'name' and subject = ?",
                [matter, match.watched_id],
            ).fetchone()
            if row is None:
                cursor = self.db.execute(
                    """insert into hits (matter, subject, kind, score, band, role, field, text, source, match,
                    first_seen, first_run, last_changed, changed_run) values (?, ?, '', 0, '', '', '', '', '', '', ?, ?, ?, ?)""",
                    [matter, match.watched_id, iso(at), run, iso(at), run],
                )
                hit = new_id(cursor)
                new.add(hit)
            else:
                hit = int(row[0])
            touched[hit] = True
            self.db.execute(
                """insert into evidence (hit, role, field, text, source, score, band, match, own_filing, capture)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (hit, role, field, text, source) do update set
                score = excluded.score, band = excluded.band, match = excluded.match, own_filing = excluded.own_filing
                where (excluded.score, excluded.match) > (evidence.score, evidence.match)""",
                [
                    hit, mention.role.value, mention.field, mention.text, source, match.score, match.band.value,
                    match_to_json(match), int(match.own_filing), capture,
                ],
            )  # fmt: skip
        for hit in touched:
            if self._settle(hit) and hit not in new:
                raised.add(hit)
                self.db.execute("update hits set changed_run = ?, last_changed = ? where id = ?", [run, iso(at), hit])
        return new, raised

    def _settle(self, hit: int) -> bool:
        """Choose the evidence a hit is shown by; True if its kind or band changed."""
        found = rows(self.db, "select * from evidence where hit = ?", [hit])
        own = all(e["own_filing"] for e in found)
        if not own:
            found = [e for e in found if not e["own_filing"]]
        best = max(
            found,
            key=lambda e: (
                e["band"] != Band.DIGEST.value, gravity(Role(e["role"])), e["score"], e["text"], e["field"], e["source"],
            ),
        )  # fmt: skip
        kind = hit_kind(Role(best["role"]), own)
        before = self.db.execute("select kind, band from hits where id = ?", [hit]).fetchone()
        self.db.execute(
            """update hits set kind = ?, score = ?, band = ?, role = ?, field = ?, text = ?, source = ?, match = ?,
            own_filing = ? where id = ?""",
            [
                kind, best["score"], best["band"], best["role"], best["field"], best["text"], best["source"],
                best["match"], int(own), hit,
            ],
        )  # fmt: skip
        return bool(before[0]) and (before[0], before[1]) != (kind, best["band"])

    def touch_hits(self, matter: int, run: int, at: datetime) -> set[int]:
        """The matter of these hits has a new event."""
        ids = {r[0] for r in self.db.execute("select id from hits where matter = ?", [matter])}
        if ids:
            self.db.execute(
                "update hits set changed_run = ?, last_changed = ? where matter = ?", [run, iso(at), matter]
            )
        return ids

    def merge_hits(self, kept: int, gone: int) -> None:
        for hit in rows(
            self.db,
            "select id, subject_kind, subject, first_seen, first_run, state from hits where matter = ?",
            [gone],
        ):
            twin = self.db.execute(
                "select id from hits where matter = ? and subject_kind = ? and subject = ?",
                [kept, hit["subject_kind"], hit["subject"]],
            ).fetchone()
            if twin is None:
                self.db.execute("update hits set matter = ? where id = ?", [kept, hit["id"]])
                continue
            self.db.execute(
                """insert into evidence select ?, role, field, text, source, score, band, match, own_filing, capture
                from evidence where hit = ? on conflict (hit, role, field, text, source) do update set
                score = excluded.score, band = excluded.band, match = excluded.match, own_filing = excluded.own_filing
                where (excluded.score, excluded.match) > (evidence.score, evidence.match)""",
                [twin[0], hit["id"]],
            )
            for table in ("issue_entries", "told"):
                self.db.execute(f"update or ignore {table} set hit = ? where hit = ?", [twin[0], hit["id"]])
                self.db.execute(f"delete from {table} where hit = ?", [hit["id"]])
            self.db.execute("insert or replace into former_hits (id, hit) values (?, ?)", [hit["id"], twin[0]])
            self.db.execute("update former_hits set hit = ? where hit = ?", [twin[0], hit["id"]])
            self.db.execute(
                """update hits set first_seen = min(first_seen, ?), first_run = min(first_run, ?),
                state = case state when 'new' then ? else state end where id = ?""",
                [hit["first_seen"], hit["first_run"], hit["state"], twin[0]],
            )
            self.db.execute("delete from hits where id = ?", [hit["id"]])
            self._settle(twin[0])

    # --- reading ------------------------------------------------------------------------------------

    def hits(
        self,
        *,
        ids: Iterable[int] | None = None,
        state: str = "",
        band: str = "",
        subject: Subject | None = None,
        category: str = "",
    ) -> list[HitRow]:
        """Hits, newest first; filters are joined by "and"."""
        where: list[str] = ["1"]
        args: list[str] = []
        if ids is not None:
            where.append("h.id in (select value from json_each(?))")
            args.append(listed(ids))
        for column, value in (
            ("h.state", state),
            ("h.band", band),
            ("h.subject_kind", subject.kind.value if subject else ""),
            ("h.subject", subject.id if subject else ""),
            ("m.category", category),
        ):
            if value:
                where.append(f"{column} = ?")
                args.append(value)
        sql = f"""select h.id as hit_id, h.subject_kind, h.subject, h.state, h.kind as hit_kind, h.score, h.band, h.role, h.field,
            h.text, h.source, h.match, h.own_filing, h.first_seen as hit_first, h.first_run as hit_first_run,
            h.last_changed as hit_changed, h.changed_run as hit_changed_run, m.*
            from hits h join matters m on m.id = h.matter where {" and ".join(where)} order by h.first_run desc, h.id desc"""
        return [
            HitRow(
                id=r["hit_id"], matter=matter_row(r), subject=Subject(r["subject"], SubjectKind(r["subject_kind"])), state=word_of(State, r["state"], "hits.state", r["hit_id"]),
                kind=word_of(HitKind, r["hit_kind"], "hits.kind", r["hit_id"]),
                score=r["score"], band=r["band"], role=r["role"], field=r["field"], text=r["text"], source=r["source"],
                match=match_from_json(r["match"]), own_filing=bool(r["own_filing"]),
                first_seen=datetime.fromisoformat(r["hit_first"]), first_run=r["hit_first_run"],
                last_changed=datetime.fromisoformat(r["hit_changed"]), changed_run=r["hit_changed_run"],
            )
            for r in rows(self.db, sql, args)
        ]  # fmt: skip

    def hit(self, hit_id: int) -> HitRow | None:
        """A hit by id; the id of a hit that was merged into another leads to that one."""
        row = self.db.execute("select hit from former_hits where id = ?", [hit_id]).fetchone()
        found = self.hits(ids=[row[0] if row else hit_id])
        return found[0] if found else None

    def filings_beside_hits(self) -> list[tuple[str, str, str, str, str, str]]:
        """Applications of every applicant who was hit at least once as a stranger to a mark, or filed for a known brand
        at least once: (applicant, jurisdiction,
        filed, watched id or "", mark, matter)."""
        # "cross join" keeps the order of the tables: from the hits to their applicants and on to what those filed. Left
        # to itself SQLite goes through the applicants of everything ever stored, three times over.
        sql = """with filers as (
                select a.text from hits h cross join mentions a on a.matter = h.matter and a.role = 'applicant'
                where h.kind = 'squat' and h.band in ('alert', 'review')
                union select a.text from matters b cross join mentions a on a.matter = b.id and a.role = 'applicant'
                where json_extract(b.facts, '$.known_brand') is not null)
            select a.text, m.jurisdiction, coalesce(json_extract(m.facts, '$.filed'), substr(m.first_seen, 1, 10)),
                coalesce((select h.subject from hits h where h.matter = m.id and h.kind = 'squat' and h.subject_kind = 'name'
                          and h.band in ('alert', 'review') order by h.score desc, h.subject limit 1), ''),
                coalesce((select x.text from mentions x where x.matter = m.id and x.role = 'mark' limit 1), ''), m.key
            from filers f cross join mentions a on a.text = f.text and a.role = 'applicant'
            cross join matters m on m.id = a.matter
            where m.category = 'trademark' group by a.text, m.id order by m.key, a.text"""
        return [tuple(r) for r in self.db.execute(sql)]

    # --- matching anew ------------------------------------------------------------------------------

    def forget_evidence(self) -> list[tuple[str, int, str, str, str, str]]:
        """Forget the evidence of untold, unreviewed hits of names, so that matching anew decides. Returns the captures it rested
        on, for `restore_captures`: (capture, hit, role, field, text, source). The hits stay, with number and date,
        until `drop_unproved_hits`; all three belong in one transaction."""
        with self.immediate():
            rested = self.db.execute(
                f"""select capture, hit, role, field, text, source from evidence
                where capture <> '' and hit in ({_UNTOLD})"""
            ).fetchall()
            self.db.execute(f"delete from evidence where hit in ({_UNTOLD})")
        return rested

    def restore_captures(self, rested: Iterable[tuple[str, int, str, str, str, str]]) -> None:
        with self.immediate():
            self.db.conn.executemany(
                "update evidence set capture = ? where hit = ? and role = ? and field = ? and text = ? and source = ?",
                rested,
            )

    def drop_unproved_hits(self) -> None:
        """Untold, unreviewed hits that nothing speaks for any more go."""
        with self.immediate():
            fallen = f"select id from hits where id in ({_UNTOLD}) and id not in (select hit from evidence)"
            self.db.execute(
                f"update issues set stale = 1 where id in (select issue from issue_entries where hit in ({fallen}))"
            )
            self.db.execute(f"delete from issue_entries where hit in ({fallen})")
            self.db.execute(f"delete from hits where id in ({fallen})")


# Neither told nor on its way: of an issue that is not released a hit may still fall. Names are what is matched anew.
_UNTOLD = """select id from hits where state = 'new' and subject_kind = 'name' and id not in (select hit from told) and id not in
    (select e.hit from issue_entries e join issues i on i.id = e.issue where i.released_at is not null)"""
