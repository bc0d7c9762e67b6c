"""What stands around matters and hits, read for any number of them at once.

Every reader here is one SQL statement, however many are asked about: an issue with five hundred hits asks no more often
than one with five. What has nothing to tell is left out of the answer, or stands there with an empty list.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from monitor.model import Mention, Role, gravity
from monitor.store.base import Tables, listed, rows
from monitor.store.serial import match_from_json, mention_from_row
from monitor.store.views import CaptureRow, EventRow, EvidenceRow


class SurroundingTables(Tables):
    # --- of matters -----------------------------------------------------------------------------------

    def events_of_matters(self, matters: Iterable[int]) -> dict[int, list[EventRow]]:
        """Matter → its events in order of date, then code."""
        wanted = set(matters)
        result: dict[int, list[EventRow]] = {m: [] for m in wanted}
        sql = """select * from events where matter in (select value from json_each(?))
            order by matter, date, code, ident"""
        for r in rows(self.db, sql, [listed(wanted)]):
            result[r["matter"]].append(
                EventRow(
                    r["id"], r["code"], r["ident"], date.fromisoformat(r["date"]), r["title"], r["url"],
                    bool(r["certain"]), r["source"], datetime.fromisoformat(r["first_seen"]), r["run"],
                )
            )  # fmt: skip
        return result

    def events_of(self, matter: int) -> list[EventRow]:
        return self.events_of_matters([matter])[matter]

    def mentions_of_matters(self, matters: Iterable[int]) -> dict[int, list[tuple[str, Mention]]]:
        """Matter → its mentions, each with its source. A register gives its whole record each time: of a filing's
        owners, signs and readings those of its latest record stand, the earlier ones (an owner who assigned it) do
        not."""
        wanted = set(matters)
        result: dict[int, list[tuple[str, Mention]]] = {m: [] for m in wanted}
        sql = """select matter, source, role, field, text, data from (
                select *, max(as_of) over (partition by matter, source, role) as latest from mentions
                where matter in (select value from json_each(?)))
            where as_of = latest or not exists (select 1 from matters where id = matter and kind = 'application')
            order by matter, role, text, source, field"""
        for matter, source, *mention in self.db.execute(sql, [listed(wanted)]):
            result[matter].append((source, mention_from_row(*mention)))
        return result

    def mentions_of(self, matter: int) -> list[tuple[str, Mention]]:
        return self.mentions_of_matters([matter])[matter]

    def hits_of_matters(self, matters: Iterable[int]) -> dict[int, dict[str, int]]:
        """Matter → the watched names found in it, each with its hit."""
        wanted = set(matters)
        result: dict[int, dict[str, int]] = {m: {} for m in wanted}
        sql = """select matter, subject, id from hits where subject_kind = 'name'
            and matter in (select value from json_each(?)) order by id"""
        for matter, watched_id, hit in self.db.execute(sql, [listed(wanted)]):
            result[matter][watched_id] = hit
        return result

    # --- of hits --------------------------------------------------------------------------------------

    def evidence_of_hits(self, hits: Iterable[int]) -> dict[int, list[EvidenceRow]]:
        """Hit → what speaks for it, the gravest first."""
        wanted = set(hits)
        result: dict[int, list[EvidenceRow]] = {h: [] for h in wanted}
        sql = """select * from evidence where hit in (select value from json_each(?))
            order by hit, role, field, text, source"""
        found = rows(self.db, sql, [listed(wanted)])
        found.sort(key=lambda e: (-gravity(Role(e["role"])), -e["score"], e["text"], e["source"]))
        for e in found:
            result[e["hit"]].append(
                EvidenceRow(
                    e["role"], e["field"], e["text"], e["source"], e["score"], e["band"], match_from_json(e["match"]),
                    bool(e["own_filing"]), e["capture"],
                )
            )  # fmt: skip
        return result

    def evidence_of(self, hit: int) -> list[EvidenceRow]:
        return self.evidence_of_hits([hit])[hit]

    def captures_of_hits(self, hits: Iterable[int]) -> dict[int, str]:
        """Hit → the capture its gravest evidence that has one rests on; hits without any are left out."""
        sql = """select hit, role, score, text, source, field, capture from evidence
            where capture <> '' and hit in (select value from json_each(?))"""
        found = self.db.execute(sql, [listed(hits)]).fetchall()
        found.sort(key=lambda e: (-gravity(Role(e[1])), -e[2], *e[3:6]), reverse=True)
        return {e[0]: e[6] for e in found}  # the gravest comes last, and stands

    def captures_by_id(self, ids: Iterable[str]) -> dict[str, CaptureRow]:
        """Capture id → where and when these bytes were first received; unknown ids are left out."""
        sql = """select * from (
                select *, row_number() over (partition by id order by fetched_at, source, url, run) as nth
                from captures where id in (select value from json_each(?)))
            where nth = 1"""
        return {
            r["id"]: CaptureRow(
                r["id"], r["source"], r["url"], r["status"], r["media_type"], r["size"],
                datetime.fromisoformat(r["fetched_at"]), r["file"], bool(r["body"]),
            )
            for r in rows(self.db, sql, [listed(ids)])
        }  # fmt: skip

    def capture(self, capture_id: str) -> CaptureRow | None:
        return self.captures_by_id([capture_id]).get(capture_id)
